"""Check the model: eight questions with their answers, and the plot and the numbers behind one of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QListView,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.desk.check_values import CheckWish, ModelCheck, Question, Verdict
from linreg_gui.core.drawing.placed_rows import Places
from linreg_gui.core.table.row_set import RowSet
from linreg_gui.core.table.table import Table
from linreg_gui.views.selecting.select_bar import SelectBar
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.calm_wheel import CalmWheel
from linreg_gui.views.widgets.choice_model import offering
from linreg_gui.views.widgets.elided_box import ElidedBox
from linreg_gui.views.widgets.style import tabular
from linreg_gui.views.widgets.texts import Label, set_description, set_text

from .check_plot import CheckPlot
from .question_list import QUESTIONS, QuestionDelegate, QuestionModel, question_width

_LIST_HELP = (
    "What to ask before believing a model, each with its answer; up and down go from one to the next."
)
_PREPARED, _DRAWN = "The answers are being worked out.", "This is being drawn."
_LATE_MS = 200
_LIST_WIDTH, _LEAST_LIST = 216, 150
_LEAST_BOX = 84
_LIST_SHARE, _MOST_LIST_SHARE, _WIDEST_LIST = 0.26, 0.48, 330
_TEXT_SHARE = 0.42  # of the height, at most


@dataclass(frozen=True)
class CheckChoices:
    """What a person has chosen of it: the question by its name, and which of its pictures."""

    question: str = Question.STRAIGHT.name
    choice: int = 0


@always_answers
class CheckView(QWidget):
    """Questions at the left; at the right the plot of one, its numbers, reasons and what is left open."""

    wish_changed = Signal()
    row_pointed = Signal(object)  # int or None: a row of the table

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wish = CheckWish()
        self._found: ModelCheck | None = None
        self._list_chosen = False
        self._chosen: dict[Question, int] = {}  # which picture of each question was looked at last
        self._make_list()
        self._make_choice()
        self.plot = CheckPlot()
        self.plot.row_pointed.connect(self.row_pointed)
        self._make_texts()
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.bar)
        column.addWidget(self.plot, 1)
        column.addWidget(self.text)
        self._column = column
        heading = self.plot.give_heading()  # the questions are its title
        heading.setParent(self)
        heading.hide()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.splitterMoved.connect(self._keep_list)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        self.setFocusProxy(self.list)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_LATE_MS)
        self._late.timeout.connect(self._say_late)
        self.clear()

    @property
    def wish(self) -> CheckWish:
        """What is looked at."""
        return self._wish

    @property
    def choices(self) -> CheckChoices:
        """What is to be kept."""
        return CheckChoices(self._wish.question.name, self._wish.choice)

    def choose(self, choices: CheckChoices) -> None:
        """Have that chosen again."""
        question = next((one for one in QUESTIONS if one.name == choices.question), Question.STRAIGHT)
        self._chosen[question] = choices.choice
        self._look_at(question)

    @property
    def table(self) -> Table | None:
        """Whose rows are drawn."""
        return None if self._found is None else self._found.table

    @property
    def places(self) -> Places | None:
        """Where rows are in the picture; None where they are no points."""
        picture = None if self._found is None else self._found.picture
        return None if picture is None else picture.places

    def point_at(self, row: int | None) -> None:
        """Ring a row of the table that is pointed at elsewhere."""
        self.plot.point_at(row)

    def select(self, rows: RowSet) -> None:
        """Mark other rows of the table."""
        self._change(replace(self._wish, selected=rows))

    def show_value(self, found: ModelCheck) -> None:
        """Show the answers; what was prepared for another wish is left out, but for these."""
        self.model.show_verdicts(found.verdicts)
        if found.wish != self._wish:
            return
        self._found = found
        self._late.stop()
        self._offer(found)
        self._tell(found.verdict)
        if found.picture is None:
            self.plot.show_none(found.no_picture)
        else:
            self.plot.show_picture(found.picture, found.wish.question.value, found.subject)

    def show_waiting(self) -> None:
        """They are being worked out; what is shown stays."""
        if self._found is None:
            self.plot.show_none(_PREPARED)

    def clear(self) -> None:
        """Show the questions alone."""
        self._found = None
        self._late.stop()
        self.model.show_verdicts(())
        self.box.hide()
        self.select_bar.hide()
        self.text.hide()
        self.plot.clear()

    def give_heading(self) -> QWidget:
        """The choice of a plot, which somebody else shows from now on."""
        self._column.removeWidget(self.bar)
        return self.bar

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the plot the larger part."""
        super().resizeEvent(event)
        if not self._list_chosen:
            whole = min(self._whole_questions(), int(_MOST_LIST_SHARE * self.width()))
            wanted = min(_WIDEST_LIST, max(_LIST_WIDTH, int(_LIST_SHARE * self.width()), whole))
            self.splitter.setSizes([wanted, max(1, self.width() - wanted)])
        self._fit_texts()

    def _whole_questions(self) -> int:
        """How wide the list is that shows all of each question."""
        bar = self.list.verticalScrollBar().sizeHint().width()
        return bar + max(question_width(one.value, self.list.font()) for one in QUESTIONS)

    def _keep_list(self) -> None:
        """A person has said how wide it is."""
        self._list_chosen = True

    def _make_list(self) -> None:
        self.model = QuestionModel(self)
        self.list = describe(QListView(), "Questions", _LIST_HELP)
        self.list.setModel(self.model)
        self.list.setToolTip("")  # the questions have their own
        self.list.setItemDelegate(QuestionDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setMinimumWidth(_LEAST_LIST)
        self.list.setCurrentIndex(self.model.index(0))
        self.list.selectionModel().currentChanged.connect(self._take_question)

    def _make_choice(self) -> None:
        self.bar = QWidget()
        self.box = describe(ElidedBox(), "What is drawn", "Other plots for the same question.")
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(22)
        self.box.setMinimumWidth(_LEAST_BOX)  # beside the tabs of a pane
        self._offers = offering(self.box)
        self._wheel = CalmWheel(self)
        self._wheel.guard(self.box)
        self.box.currentIndexChanged.connect(self._take_choice)
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box, 0)
        row.addStretch(1)
        self.select_bar = SelectBar()
        row.addWidget(self.select_bar)

    def _make_texts(self) -> None:
        self.answer, self.numbers, self.reasons, self.yours = Label(), Label(), Label(), Label()
        font = self.answer.font()
        font.setBold(True)
        self.answer.setFont(font)
        inner = QWidget()
        column = self._texts = QVBoxLayout(inner)
        column.setContentsMargins(10, 0, 10, 6)
        column.setSpacing(4)
        for label in (self.answer, self.reasons, self.numbers, self.yours):
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label)
        column.addStretch(1)
        self.numbers.setFont(tabular(self.numbers.font()))
        self.text = describe(
            QScrollArea(), "Answer", "The numbers and tests behind the answer, and its reasons."
        )
        self.text.setToolTip("")
        self._inner = inner
        self.text.setWidget(inner)
        self.text.setWidgetResizable(True)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _take_question(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self._ask(QUESTIONS[index.row()])

    def _look_at(self, question: Question) -> None:
        self.list.setCurrentIndex(self.model.index(QUESTIONS.index(question)))
        self._ask(question)

    def _ask(self, question: Question) -> None:
        """Its answer is known already; its plot, and the choice of others, will come."""
        wish = replace(self._wish, question=question, choice=self._chosen.get(question, 0))
        if wish == self._wish:
            return
        found = self._found
        if found is not None and question is not self._wish.question:
            self.box.setEnabled(False)  # it offers what belongs to another question
            self._tell(replace(found, wish=wish).verdict)
            self._late.start()
        self._change(wish)

    def _say_late(self) -> None:
        """What is drawn belongs to another question."""
        self.plot.show_none(_DRAWN)

    def _take_choice(self, choice: int) -> None:
        if choice >= 0:
            self._chosen[self._wish.question] = choice
            self._change(replace(self._wish, choice=choice))

    def _change(self, wish: CheckWish) -> None:
        if wish != self._wish:
            self._wish = wish
            self.wish_changed.emit()

    def _offer(self, found: ModelCheck) -> None:
        self.select_bar.setVisible(self.places is not None)
        self.box.setVisible(len(found.choices) > 1)
        self.box.setEnabled(True)
        choice = found.wish.choice if found.wish.choice < len(found.choices) else 0
        self.box.blockSignals(True)
        texts = [self.box.itemText(at) for at in range(self.box.count())]
        if tuple(texts) != found.choices:
            self._offers.offer(found.choices, range(len(found.choices)))
        self.box.setCurrentIndex(choice)
        self.box.blockSignals(False)

    def _tell(self, verdict: Verdict) -> None:
        numbers = " · ".join(f"{name}: {value}" if name else value for name, value in verdict.numbers)
        for label, text in (
            (self.answer, verdict.short),
            (self.reasons, " ".join(verdict.reasons)),
            (self.numbers, numbers),
            (self.yours, verdict.yours),
        ):
            set_text(label, text)
            label.setVisible(bool(text))
        set_description(self.text, " ".join((verdict.short, *verdict.reasons, numbers, verdict.yours)))
        self.text.show()
        self.text.verticalScrollBar().setValue(0)
        self._fit_texts()

    def _fit_texts(self) -> None:
        """As high as they are, up to a part of the view; the rest is scrolled to."""
        bar, most = self.text.verticalScrollBar(), int(_TEXT_SHARE * self.height())
        whole = self.text.width()
        wanted = self._texts.heightForWidth(whole)
        if wanted > most:
            wanted = self._texts.heightForWidth(whole - bar.sizeHint().width())
        self._inner.setFixedHeight(max(0, wanted))
        self.text.setFixedHeight(max(24, min(wanted, most)))
