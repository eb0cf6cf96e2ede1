"""Features chosen forwards, backwards or as the best subset: the error of each size, and which they are."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.desk.feature_choice import (
    WARNING_HELP,
    ChoiceMethod,
    ChoiceWish,
    FeatureChoice,
    NoFeatureChoice,
)
from linreg_gui.core.desk.shrinkage import WARNING, PenaltyRule
from linreg_gui.core.wording import counted
from linreg_gui.views.plots.scene_plot import PREPARED
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.calm_wheel import CalmWheel
from linreg_gui.views.widgets.hint_label import HintLabel
from linreg_gui.views.widgets.quiet_table import make_quiet
from linreg_gui.views.widgets.style import is_dark, tabular
from linreg_gui.views.widgets.table_clipboard import CopyingTableView
from linreg_gui.views.widgets.texts import Label, set_description, set_text
from linreg_gui.views.widgets.whole_box import WholeBox

from .choice_model import ChoiceColumn, SizesModel
from .error_plot import ErrorPlot
from .scales import SIZES
from .waiting_row import WaitingRow

_NOTHING = "Models of each size appear here when there is a fit."
_METHODS = {
    ChoiceMethod.FORWARDS: "Forwards",
    ChoiceMethod.BACKWARDS: "Backwards",
    ChoiceMethod.BEST: "Best subset",
}
_METHOD_HELP = (
    "Forwards: from none on, always the one term more that leaves the least error. Backwards: from all, "
    "always without the one that is missed least. Best subset: the best of all models of each size, of up to "
    "20 terms. The columns of a category go in and out together."
)
_SIZE_HELP = "How many terms the model has."
_BEST_HELP = "The size whose cross-validated error is least."
_SIMPLEST_HELP = "The least size whose error is within one standard error of the least one."
_TAKE_HELP = "Make the model of these terms; one step of undo."
_TABLE_HELP = "A row for each size, with its error and a dot for each term of the model; a click chooses it."
_LOW = 400
_MARKS = ("least error", "least error"), ("fewest terms within one standard error", "fewest terms")
_WIDEST_NAME = 96


@always_answers
class ChoiceView(QWidget):
    """Keeps what a person wishes to see; emits the model that is to be made."""

    wish_changed = Signal()
    stop_requested = Signal()
    model_requested = Signal(str, object)  # the name of the step, ModelFormula

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wish = ChoiceWish()
        self._shown: FeatureChoice | None = None
        self._laid_out = False
        self._make_controls()
        self.sentence, self.warning = Label(), HintLabel(lines=1)
        self.sentence.setWordWrap(True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.warning.show_hint(WARNING, warns=True)
        describe(self.warning, WARNING, WARNING_HELP)
        self.plot = ErrorPlot("Error against the number of terms", SIZES, *_MARKS)
        heading = self.plot.give_heading()  # the axes say it already
        heading.setParent(self)
        heading.hide()
        self.plot.place_requested.connect(lambda at: self._change(size=at))
        self.model = SizesModel(self)
        self.table = self._make_table()
        self.waiting = WaitingRow()
        self.waiting.stop_requested.connect(self._stop)
        self.waiting.again_requested.connect(self.wish_changed)
        self._lay_out()
        self._show_choices()
        self.clear()

    @property
    def wish(self) -> ChoiceWish:
        """What is to be seen."""
        return self._wish

    @property
    def choices(self) -> ChoiceWish:
        """The same, to be kept."""
        return self._wish

    def choose(self, choices: ChoiceWish) -> None:
        """Have that again."""
        self._change(method=choices.method, rule=choices.rule, size=choices.size)

    @property
    def shown(self) -> FeatureChoice | None:
        """What is to be seen now."""
        return self._shown

    def show_value(self, shown: FeatureChoice | NoFeatureChoice) -> None:
        """Show models; those that were prepared for another wish are left out."""
        if shown.wish != self._wish:
            return
        self.waiting.finish()
        self._bar.show()
        there = isinstance(shown, FeatureChoice)
        for part in (self._row, self._splitter, self.warning):
            part.setVisible(there)
        if isinstance(shown, NoFeatureChoice):
            self._shown = None
            self.model.show_choice(None)
            set_text(self.sentence, shown.sentence)
            return
        other = self._shown is None or self._shown.found is not shown.found
        self._shown = shown
        told = " ".join(filter(None, (shown.sentence, shown.remark)))
        set_text(self.sentence, told)
        about = shown.found.group_names, shown.label, shown.wish.method
        self.plot.show_errors(
            shown.sizes, shown.curve, shown.at, label=shown.label, sentence=told, subject=about
        )
        set_description(self.plot, told)
        self.model.show_choice(shown)
        if other:
            self._fit_columns()
        self.table.scrollTo(self.model.index(shown.at, 0))
        self.size_box.blockSignals(True)
        self.size_box.setMaximum(len(shown.found.sets) - 1)
        self.size_box.blockSignals(False)
        self._show_choices()
        self.take.setEnabled(shown.model is not None)

    def show_waiting(self) -> None:
        """Models are being worked out; what is shown stays."""
        if self._shown is None:
            set_text(self.sentence, PREPARED)
        self.waiting.start()

    def show_progress(self, share: float) -> None:
        """So much of it is done."""
        self.waiting.show_progress(share)

    def clear(self) -> None:
        """Show nothing."""
        self._shown = None
        self.waiting.finish()
        self.plot.clear()
        self.model.show_choice(None)
        for part in (self._bar, self._row, self._splitter, self.warning):
            part.hide()
        set_text(self.sentence, _NOTHING)

    def give_heading(self) -> QWidget:
        """How terms are chosen, which the pane shows beside the title from now on."""
        self._column.removeWidget(self._bar)
        return self._bar

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is low plot and table stand side by side."""
        super().resizeEvent(event)
        low = self.height() < _LOW and self.width() > self.height()
        side = Qt.Orientation.Horizontal if low else Qt.Orientation.Vertical
        if side is not self._splitter.orientation() or not self._laid_out:
            self._laid_out = True
            self._splitter.setOrientation(side)
            whole = self.width() if low else self.height()
            self._splitter.setSizes([whole // 2, whole // 2])

    def hideEvent(self, event: QHideEvent) -> None:
        """It is asked for anew once it is seen again."""
        super().hideEvent(event)
        self.waiting.finish()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the system from light to dark and back."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "model"):
            self.model.dark = is_dark(self.palette())
            self.model.restyle()

    def _change(self, **choices: object) -> None:
        wish = replace(self._wish, **choices)  # type: ignore[arg-type]
        if wish == self._wish:
            return
        other = wish.method is not self._wish.method
        self._wish = wish
        if other and self.waiting.is_waiting:
            self.stop_requested.emit()  # what is being worked out would be for nothing
        if wish.size >= 0:
            self.plot.move_line(float(wish.size))
        self._show_choices()
        self.wish_changed.emit()

    def _stop(self) -> None:
        if self._shown is None:
            set_text(self.sentence, "")  # nothing is being prepared any more
        self.stop_requested.emit()

    def _follow(self, rule: PenaltyRule) -> None:
        self._change(rule=rule, size=-1)
        self._show_choices()  # a click on what holds already takes nothing away

    def _take(self) -> None:
        shown = self._shown
        if shown is not None and shown.model is not None:
            self.model_requested.emit(f"Take {counted(len(shown.taken), 'term')}", shown.model)

    def _show_choices(self) -> None:
        wish, shown = self._wish, self._shown
        self.method_box.blockSignals(True)
        self.method_box.setCurrentIndex(list(_METHODS).index(wish.method))
        self.method_box.blockSignals(False)
        if wish.size >= 0 or shown is not None:
            self.size_box.blockSignals(True)
            self.size_box.setValue(wish.size if wish.size >= 0 else shown.at if shown is not None else 0)
            self.size_box.blockSignals(False)
        by_rule = wish.size < 0
        self.best.setChecked(by_rule and wish.rule is PenaltyRule.BEST)
        self.simplest.setChecked(by_rule and wish.rule is PenaltyRule.SIMPLEST)

    def _make_controls(self) -> None:
        self.method_box = describe(QComboBox(), "How terms are chosen", _METHOD_HELP)
        for method, text in _METHODS.items():
            self.method_box.addItem(text, method)
        self.size_box = describe(WholeBox(), "Number of terms", _SIZE_HELP)
        self.size_box.setKeyboardTracking(False)
        self.best = describe(QToolButton(), "Size of the least error", _BEST_HELP)
        self.simplest = describe(QToolButton(), "Fewest terms within one standard error", _SIMPLEST_HELP)
        for button, text in ((self.best, "least error"), (self.simplest, "fewest terms")):
            set_text(button, text)
            button.setCheckable(True)
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.take = describe(QPushButton("Take These Features"), "Take these features", _TAKE_HELP)
        self._wheel = CalmWheel(self)
        self._wheel.guard(self.method_box, self.size_box)
        self.method_box.currentIndexChanged.connect(
            lambda _: self._change(method=ChoiceMethod(self.method_box.currentData()), size=-1)
        )
        self.size_box.valueChanged.connect(lambda size: self._change(size=size))
        self.best.clicked.connect(lambda: self._follow(PenaltyRule.BEST))
        self.simplest.clicked.connect(lambda: self._follow(PenaltyRule.SIMPLEST))
        self.take.clicked.connect(self._take)

    def _make_table(self) -> CopyingTableView:
        table = describe(CopyingTableView(), "Terms of each size", _TABLE_HELP)
        table.setToolTip("")  # cells and heads have their own
        table.setModel(self.model)
        table.setFont(tabular(table.font()))
        make_quiet(table, above_text=6, narrowest=28)
        table.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideMiddle)
        table.setSelectionBehavior(table.SelectionBehavior.SelectRows)
        table.setHorizontalScrollMode(table.ScrollMode.ScrollPerPixel)
        table.setMinimumSize(160, 60)
        table.clicked.connect(lambda index: self._change(size=index.row()))
        table.activated.connect(lambda index: self._change(size=index.row()))
        return table

    def _fit_columns(self) -> None:
        metrics = self.table.fontMetrics()
        for column in range(self.model.columnCount()):
            head = str(self.model.headerData(column, Qt.Orientation.Horizontal))
            needed = metrics.horizontalAdvance(head) + 18
            if column in (ChoiceColumn.RMSE, self.model.columnCount() - 1):
                needed = max(needed, metrics.horizontalAdvance("88.888") + 14)
            self.table.setColumnWidth(column, min(needed, _WIDEST_NAME))

    def _lay_out(self) -> None:
        self._bar, self._row = QWidget(), QWidget()
        rows: tuple[tuple[QWidget, tuple[QWidget | None, ...]], ...] = (
            (self._bar, (None, self.method_box)),
            (self._row, (Label("Terms"), self.size_box, self.best, self.simplest, None, self.take)),
        )
        for bar, parts in rows:
            row = QHBoxLayout(bar)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(6)
            for part in parts:
                if part is None:
                    row.addStretch()
                else:
                    row.addWidget(part)
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.plot)
        self._splitter.addWidget(self.table)
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 8)
        layout.setSpacing(6)
        for bar in (self._bar, self._row, self.waiting, self.sentence):
            layout.addWidget(bar)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self.warning)
        layout.addStretch()
