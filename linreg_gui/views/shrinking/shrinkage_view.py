"""Ridge, lasso and elastic net: weights and error against λ, and the features that are left to be taken."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QWidget,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.desk.shrinkage import (
    WARNING_HELP,
    NoShrinkage,
    PenaltyKind,
    PenaltyRule,
    Shrinkage,
    ShrinkageWish,
)
from linreg_gui.core.shrinking.path import LEAST_MIXING
from linreg_gui.core.wording import first_few
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.decimal_box import DecimalBox
from linreg_gui.views.widgets.elided_box import ElidedBox
from linreg_gui.views.widgets.texts import Label, set_description, set_text, set_tip

from .error_plot import ErrorPlot
from .model_view import ModelView
from .paths_plot import PathsPlot
from .penalty_field import PenaltyField
from .scales import PENALTIES

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
_MARKS = ("λ min, of the least error", "λ min"), ("λ 1se, within one standard error", "λ 1se")
_NONE_LEFT = "All features are in already, or none is left."


@always_answers
class ShrinkageView(ModelView):
    """Keeps what a person wishes to see; emits the model that is to be made."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(WARNING_HELP, parent)
        self._wish = ShrinkageWish()
        self._shown: Shrinkage | None
        self._about: object = None
        self._make_controls()
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
        strength = Label("λ ="), self.penalty, self.best, self.simplest, None
        self._lay_out(
            (None, self.folds, self.kind_box, self.common_axis),
            (*strength, self._mixing_label, self.mixing, None, self.take),
            *(self.paths, self.validation),
        )
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 2)
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
        self._show_folds(shown.found.n_folds)
        self._show_choices()
        self._show_take(shown)

    def clear(self) -> None:
        """Show nothing."""
        self._clear(_NOTHING)
        self.paths.clear()
        self.validation.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is low the plots stand side by side."""
        super().resizeEvent(event)
        low = self._is_low
        self._splitter.setOrientation(Qt.Orientation.Horizontal if low else Qt.Orientation.Vertical)

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
        self._show_rule(None if wish.penalty else wish.rule)

    def _show_take(self, shown: Shrinkage) -> None:
        self.take.setEnabled(shown.model is not None)
        named = f"{_TAKE_HELP} These are {first_few(list(shown.taken), 8)}." if shown.taken else _TAKE_HELP
        set_tip(self.take, named if shown.model is not None else f"{_TAKE_HELP} {_NONE_LEFT}")

    def _make_controls(self) -> None:
        self.kind_box = describe(ElidedBox(), "Penalty", _KIND_HELP)
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
        self._make_buttons(
            ("λ min", "λ of the least error", _BEST_HELP),
            ("λ 1se", "λ within one standard error", _SIMPLEST_HELP),
            _TAKE_HELP,
        )
        self._wheel.guard(self.kind_box, self.mixing, self.penalty)
        self.kind_box.currentIndexChanged.connect(lambda _: self._choose_kind())
        self.mixing.valueChanged.connect(lambda share: self._change(mixing=share, penalty=0.0))
        self.common_axis.toggled.connect(lambda on: self._change(common_axis=on))
        self.penalty.typed.connect(lambda penalty: self._change(penalty=penalty))
        self.penalty.stepped.connect(self._step)

    def _follow(self, rule: PenaltyRule) -> None:
        self._change(rule=rule, penalty=0.0)
        self._show_choices()  # a click on what holds already takes nothing away
