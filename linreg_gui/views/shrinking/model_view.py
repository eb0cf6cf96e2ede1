"""What the views of simpler models share: a wish, the work that it takes, and the model that is taken."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.desk.feature_choice import FeatureChoice
from linreg_gui.core.desk.shrinkage import WARNING, PenaltyRule, Shrinkage
from linreg_gui.core.project.kept_fit import MOST_FOLDS
from linreg_gui.core.wording import counted
from linreg_gui.views.plots.scene_plot import PREPARED
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.calm_wheel import CalmWheel
from linreg_gui.views.widgets.hint_label import HintLabel
from linreg_gui.views.widgets.texts import Label, set_text
from linreg_gui.views.widgets.whole_box import WholeBox

from .waiting_row import WaitingRow

_LOW = 400
_FOLDS_HELP = (
    "How many folds the rows are parted into to judge each model by rows that it has not seen; the same as "
    "under Compare, where seed and groups are chosen, too."
)


@always_answers
class ModelView(QWidget):
    """Base of views that let a person choose among models; subclasses draw them, and follow a rule."""

    wish_changed = Signal()
    stop_requested = Signal()
    folds_requested = Signal(int)  # of cross-validation, wherever there is one
    model_requested = Signal(str, object)  # the name of the step, ModelFormula

    def __init__(self, warning_help: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Shrinkage | FeatureChoice | None = None
        self.sentence, self.warning = Label(), HintLabel(lines=1)
        self.sentence.setWordWrap(True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.warning.show_hint(WARNING, warns=True)
        describe(self.warning, WARNING, warning_help)
        self.waiting = WaitingRow()
        self.waiting.stop_requested.connect(self._stop)
        self.waiting.again_requested.connect(self.wish_changed)
        self._wheel = CalmWheel(self)
        self.folds = describe(WholeBox(), "Folds", _FOLDS_HELP)
        self.folds.setRange(2, MOST_FOLDS)
        self.folds.setSuffix(" folds")
        self.folds.setKeyboardTracking(False)
        self.folds.valueChanged.connect(self.folds_requested)
        self._wheel.guard(self.folds)
        self._bar, self._row = QWidget(), QWidget()
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setChildrenCollapsible(False)

    def show_waiting(self) -> None:
        """Models are being worked out; what is shown stays."""
        if self._shown is None:
            set_text(self.sentence, PREPARED)
        self.waiting.start()

    def show_progress(self, share: float) -> None:
        """So much of it is done."""
        self.waiting.show_progress(share)

    def give_heading(self) -> QWidget:
        """What is chosen first, which the pane shows beside the title from now on."""
        self._column.removeWidget(self._bar)
        return self._bar

    def hideEvent(self, event: QHideEvent) -> None:
        """It is asked for anew once it is seen again."""
        super().hideEvent(event)
        self.waiting.finish()

    @property
    def _is_low(self) -> bool:
        """Whether its parts stand side by side."""
        return self.height() < _LOW and self.width() > self.height()

    def _clear(self, nothing: str) -> None:
        self._shown = None
        self.waiting.finish()
        for part in (self._bar, self._row, self._splitter, self.warning):
            part.hide()
        set_text(self.sentence, nothing)

    def _stop(self) -> None:
        if self._shown is None:
            set_text(self.sentence, "")  # nothing is being prepared any more
        self.stop_requested.emit()

    def _take(self) -> None:
        shown = self._shown
        if shown is not None and shown.model is not None:
            self.model_requested.emit(f"Take {counted(len(shown.taken), 'term')}", shown.model)

    def _follow(self, rule: PenaltyRule) -> None:
        raise NotImplementedError

    def _show_folds(self, n_folds: int) -> None:
        self.folds.blockSignals(True)
        self.folds.setValue(n_folds)
        self.folds.blockSignals(False)

    def _show_rule(self, rule: PenaltyRule | None) -> None:
        self.best.setChecked(rule is PenaltyRule.BEST)
        self.simplest.setChecked(rule is PenaltyRule.SIMPLEST)

    def _make_buttons(self, best: Sequence[str], simplest: Sequence[str], take_help: str) -> None:
        """Of the two rules, each by its text, its name and its help, and to take the model."""
        buttons = []
        rules = (PenaltyRule.BEST, best), (PenaltyRule.SIMPLEST, simplest)
        for rule, (text, name, help_text) in rules:
            button = describe(QToolButton(), name, help_text)
            set_text(button, text)
            button.setCheckable(True)
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _=False, rule=rule: self._follow(rule))
            buttons.append(button)
        self.best, self.simplest = buttons
        self.take = describe(QPushButton("Take These"), "Take these features", take_help)
        self.take.clicked.connect(self._take)

    def _lay_out(self, bar: Sequence[QWidget | None], row: Sequence[QWidget | None], *below: QWidget) -> None:
        """The two rows of controls, where None is room, and what is drawn below them."""
        for whole, parts in ((self._bar, bar), (self._row, row)):
            line = QHBoxLayout(whole)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(6)
            for part in parts:
                if part is None:
                    line.addStretch()
                else:
                    line.addWidget(part)
        for part in below:
            self._splitter.addWidget(part)
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 8)
        layout.setSpacing(6)
        for part in (self._bar, self._row, self.waiting, self.sentence):
            layout.addWidget(part)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self.warning)
        layout.addStretch()
