"""Ridge, lasso and elastic net: weights and error against λ, and the features that are left to be taken."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
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
from linreg_gui.core.desk.shrinkage import (
    WARNING,
    WARNING_HELP,
    NoShrinkage,
    PenaltyKind,
    PenaltyRule,
    Shrinkage,
    ShrinkageWish,
)
from linreg_gui.core.shrinking.path import LEAST_MIXING
from linreg_gui.core.wording import counted, first_few
from linreg_gui.views.plots.scene_plot import PREPARED
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.calm_wheel import CalmWheel
from linreg_gui.views.widgets.decimal_box import DecimalBox
from linreg_gui.views.widgets.hint_label import HintLabel
from linreg_gui.views.widgets.texts import Label, set_description, set_text, set_tip

from .error_plot import ErrorPlot
from .paths_plot import PathsPlot
from .penalty_field import PenaltyField
from .scales import PENALTIES
from .waiting_row import WaitingRow

_NOTHING = "Weights that are drawn to 0 appear here when there is a fit."
_KINDS = {
    PenaltyKind.LASSO: "Lasso",
    PenaltyKind.RIDGE: "Ridge",
    PenaltyKind.ELASTIC_NET: "Elastic net",
}
_KIND_HELP = (
    "What is laid on the weights beside the half mean squared error, with features and label in standard "
    "deviations. Lasso: λ times the sizes of the weights, which makes some of them 0. Ridge: λ times half "
    "their squares. Elastic net: some of both. The bias is free."
)
_MIXING_HELP = "The share of the lasso in the penalty of the elastic net; the rest is ridge."
_AXIS_HELP = (
    "Every weight times the standard deviation of its feature, in units of the label, so that all share an "
    "axis. Otherwise each weight is in its own units, a unit of the label per unit of its feature."
)
_PENALTY_HELP = (
    "How strong the penalty is: λ has no unit, and is alpha of scikit-learn on features and label in "
    "standard deviations (alpha / n of its ridge). Arrows go through the path."
)
_BEST_HELP = "The λ whose cross-validated error is least."
_SIMPLEST_HELP = "The largest λ whose error is within one standard error of the least one."
_TAKE_HELP = "Make the model of the features whose weights are not 0, as least squares; one step of undo."
_LOW = 400
_MARKS = ("λ min, of the least error", "λ min"), ("λ 1se, within one standard error", "λ 1se")
_NONE_LEFT = "All features are in already, or none is left."


@always_answers
class ShrinkageView(QWidget):
    """Keeps what a person wishes to see; emits the model that is to be made."""

    wish_changed = Signal()
    stop_requested = Signal()
    model_requested = Signal(str, object)  # the name of the step, ModelFormula

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wish = ShrinkageWish()
        self._shown: Shrinkage | None = None
        self._about: object = None
        self._make_controls()
        self.sentence, self.warning = Label(), HintLabel(lines=1)
        self.sentence.setWordWrap(True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.warning.show_hint(WARNING, warns=True)
        describe(self.warning, WARNING, WARNING_HELP)
        self.paths = PathsPlot()
        self.validation = ErrorPlot("Error against λ", PENALTIES, *_MARKS)
        for plot in (self.paths, self.validation):
            heading = plot.give_heading()  # the axes say it already
            heading.setParent(self)
            heading.hide()
            plot.place_requested.connect(self._choose_place)
        self.validation.view_box.setXLink(self.paths.view_box)
        axes = [plot.canvas.getAxis("left") for plot in (self.paths, self.validation)]
        axes[0].share_width_with(axes[1])
        self.waiting = WaitingRow()
        self.waiting.stop_requested.connect(self._stop)
        self.waiting.again_requested.connect(self.wish_changed)
        self._lay_out()
        self._show_choices()
        self.clear()

    @property
    def wish(self) -> ShrinkageWish:
        """What is to be seen."""
        return self._wish

    @property
    def choices(self) -> ShrinkageWish:
        """The same, to be kept."""
        return self._wish

    def choose(self, choices: ShrinkageWish) -> None:
        """Have that again."""
        self._change(**{name: getattr(choices, name) for name in choices.__dataclass_fields__})

    def show_value(self, shown: Shrinkage | NoShrinkage) -> None:
        """Show a path; one that was prepared for another wish is left out."""
        if shown.wish != self._wish:
            return
        self.waiting.finish()
        self._bar.show()
        self._row.setVisible(isinstance(shown, Shrinkage))
        if isinstance(shown, NoShrinkage):
            self._shown = None
            self._splitter.hide()
            self.warning.hide()
            set_text(self.sentence, shown.sentence)
            return
        self._shown = shown
        path = shown.path
        about = path.feature_names, path.label_name, shown.wish.whole_mixing, shown.wish.common_axis
        set_text(self.sentence, " ".join(filter(None, (shown.sentence, shown.remark))))
        self._splitter.show()
        self.warning.show()
        self.paths.show_shrinkage(shown, about)
        self.validation.show_errors(
            path.penalties,
            shown.curve,
            shown.at,
            label=path.label_name,
            sentence=shown.sentence,
            subject=about,
            across=self.paths.view_ranges()[0],
        )
        for plot in (self.paths, self.validation):
            set_description(plot, shown.sentence)
        self.penalty.show_penalty(shown.penalty)
        self._show_choices()
        self._show_take(shown)

    def show_waiting(self) -> None:
        """A path is being worked out; what is shown stays."""
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
        self.paths.clear()
        self.validation.clear()
        for part in (self._bar, self._row, self._splitter, self.warning):
            part.hide()
        set_text(self.sentence, _NOTHING)

    def give_heading(self) -> QWidget:
        """What is penalised, which the pane shows beside the title from now on."""
        self._column.removeWidget(self._bar)
        return self._bar

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is low the plots stand side by side."""
        super().resizeEvent(event)
        low = self.height() < _LOW and self.width() > self.height()
        self._splitter.setOrientation(Qt.Orientation.Horizontal if low else Qt.Orientation.Vertical)

    def hideEvent(self, event: QHideEvent) -> None:
        """It is asked for anew once it is seen again."""
        super().hideEvent(event)
        self.waiting.finish()

    def _change(self, **choices: object) -> None:
        wish = replace(self._wish, **choices)  # type: ignore[arg-type]
        if wish == self._wish:
            return
        other = (wish.whole_mixing,) != (self._wish.whole_mixing,)
        self._wish = wish
        if other and self.waiting.is_waiting:
            self.stop_requested.emit()  # what is being worked out would be for nothing
        if wish.penalty:
            for plot in (self.paths, self.validation):
                plot.move_line(wish.penalty)
        self._show_choices()
        self.wish_changed.emit()

    def _stop(self) -> None:
        if self._shown is None:
            set_text(self.sentence, "")  # nothing is being prepared any more
        self.stop_requested.emit()

    def _choose_kind(self) -> None:
        """Each penalty has λ of its own, so that none is taken over."""
        self._change(kind=PenaltyKind(self.kind_box.currentData()), penalty=0.0)

    def _choose_place(self, at: int) -> None:
        if self._shown is not None:
            self._change(penalty=float(self._shown.path.penalties[at]))

    def _step(self, steps: int) -> None:
        """To a larger λ of the path, or a smaller one."""
        if self._shown is not None:
            penalties = self._shown.path.penalties
            wanted = self._wish.penalty or self._shown.penalty
            at = self._shown.path.nearest(wanted) - steps
            self._change(penalty=float(penalties[min(max(0, at), len(penalties) - 1)]))

    def _take(self) -> None:
        shown = self._shown
        if shown is not None and shown.model is not None:
            self.model_requested.emit(f"Take {counted(len(shown.taken), 'term')}", shown.model)

    def _show_choices(self) -> None:
        wish = self._wish
        for box, place in ((self.kind_box, list(_KINDS).index(wish.kind)),):
            box.blockSignals(True)
            box.setCurrentIndex(place)
            box.blockSignals(False)
        self.mixing.blockSignals(True)
        self.mixing.setValue(wish.mixing)
        self.mixing.blockSignals(False)
        self.common_axis.blockSignals(True)
        self.common_axis.setChecked(wish.common_axis)
        self.common_axis.blockSignals(False)
        for part in (self._mixing_label, self.mixing):
            part.setVisible(wish.kind is PenaltyKind.ELASTIC_NET)
        if wish.penalty:
            self.penalty.show_penalty(wish.penalty)
        by_rule = not wish.penalty
        self.best.setChecked(by_rule and wish.rule is PenaltyRule.BEST)
        self.simplest.setChecked(by_rule and wish.rule is PenaltyRule.SIMPLEST)

    def _show_take(self, shown: Shrinkage) -> None:
        self.take.setEnabled(shown.model is not None)
        named = f"{_TAKE_HELP} These are {first_few(list(shown.taken), 8)}." if shown.taken else _TAKE_HELP
        set_tip(self.take, named if shown.model is not None else f"{_TAKE_HELP} {_NONE_LEFT}")

    def _make_controls(self) -> None:
        self.kind_box = describe(QComboBox(), "Penalty", _KIND_HELP)
        for kind, text in _KINDS.items():
            self.kind_box.addItem(text, kind)
        self._mixing_label = Label("lasso")
        self.mixing = describe(DecimalBox(), "Share of the lasso", _MIXING_HELP)
        self.mixing.setRange(LEAST_MIXING, 1.0)
        self.mixing.setSingleStep(0.1)
        self.mixing.setDecimals(2)
        self.mixing.setKeyboardTracking(False)
        self.common_axis = describe(QCheckBox("One axis"), "One axis", _AXIS_HELP)
        self.penalty = describe(PenaltyField(), "λ", _PENALTY_HELP)
        self.best = describe(QToolButton(), "λ of the least error", _BEST_HELP)
        self.simplest = describe(QToolButton(), "λ within one standard error", _SIMPLEST_HELP)
        for button, text in ((self.best, "λ min"), (self.simplest, "λ 1se")):
            set_text(button, text)
            button.setCheckable(True)
            button.setAutoRaise(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.take = describe(QPushButton("Take These Features"), "Take these features", _TAKE_HELP)
        self._wheel = CalmWheel(self)
        self._wheel.guard(self.kind_box, self.mixing, self.penalty)
        self.kind_box.currentIndexChanged.connect(lambda _: self._choose_kind())
        self.mixing.valueChanged.connect(lambda share: self._change(mixing=share, penalty=0.0))
        self.common_axis.toggled.connect(lambda on: self._change(common_axis=on))
        self.penalty.typed.connect(lambda penalty: self._change(penalty=penalty))
        self.penalty.stepped.connect(self._step)
        self.best.clicked.connect(lambda: self._follow(PenaltyRule.BEST))
        self.simplest.clicked.connect(lambda: self._follow(PenaltyRule.SIMPLEST))
        self.take.clicked.connect(self._take)

    def _follow(self, rule: PenaltyRule) -> None:
        self._change(rule=rule, penalty=0.0)
        self._show_choices()  # a click on what holds already takes nothing away

    def _lay_out(self) -> None:
        self._bar, self._row = QWidget(), QWidget()
        rows: tuple[tuple[QWidget, tuple[QWidget | None, ...]], ...] = (
            (self._bar, (None, self.kind_box, self.common_axis)),
            (
                self._row,
                (
                    *(Label("λ ="), self.penalty, self.best, self.simplest, None),
                    *(self._mixing_label, self.mixing, None, self.take),
                ),
            ),
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
        self._splitter.addWidget(self.paths)
        self._splitter.addWidget(self.validation)
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 2)
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 8)
        layout.setSpacing(6)
        for part in (self._bar, self._row, self.waiting, self.sentence):
            layout.addWidget(part)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self.warning)
        layout.addStretch()
