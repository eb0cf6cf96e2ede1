"""What both solutions predict, and between what the mean and a new label lie."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from linreg_gui.core.desk.profile import Profile, interval_text
from linreg_gui.core.number_text import text_to
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.elided_label import ElidedLabel
from linreg_gui.views.widgets.style import tabular
from linreg_gui.views.widgets.texts import Label, set_text

_DIGITS = 6
_MEAN_HELP = "Between these the {} of the label of rows like this one lies, so often as the level says."
_NEW_HELP = "Between these the label of one new row like this one lies, so often as the level says."
_CENTRE_HELP = (
    "What is fitted as a logarithm has a median, the exponential of what is predicted, and a mean, which is "
    "higher by a factor that grows with the noise: exp(σ²/2)."
)


class PredictionSummary(QWidget):
    """Numbers under each other, with what they are."""

    of_mean_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = ElidedLabel()
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        self.means = describe(
            QPushButton("Set to means"),
            "Set to means",
            "Put the mean of every feature into its field, and the most frequent level of every category.",
        )
        self.centre = describe(QComboBox(), "Median or mean", _CENTRE_HELP)
        self.centre.addItems(["median", "mean"])
        self.centre.setVisible(False)
        self.centre.currentIndexChanged.connect(lambda place: self.of_mean_chosen.emit(place == 1))
        self.by_sgd, self.exact = _result_label(1.2), _result_label(1.2)
        describe(self.by_sgd, "Prediction by SGD", "What the weights that SGD has found so far predict.")
        describe(self.exact, "Prediction by the exact solution", "What the exact weights predict.")
        self.of_mean, self.of_label = _result_label(), _result_label()
        self.of_mean_name, self.of_label_name = Label(), Label()
        self._step = 0.0
        self._profile: Profile | None = None
        self._lay_out()
        self.show_profile(None)

    def show_prediction(
        self, sgd: float | None, exact: float | None, label_name: str, step: float = 0.0
    ) -> None:
        """Both predictions, None where there is none; to digits worth no more than a step."""
        self.heading.show_text(f"Predicted {label_name}")
        set_text(self.by_sgd, _number(sgd, step))
        set_text(self.exact, _number(exact, step))
        if step != self._step:
            self._step = step
            self._show_intervals()

    def show_no_prediction(self) -> None:
        """The values are none."""
        for label in (self.by_sgd, self.exact):
            set_text(label, _number(None))
        self.show_profile(self._profile, nowhere=True)

    def show_profile(self, profile: Profile | None, *, nowhere: bool = False) -> None:
        """The intervals of a profile, or none of them; ``nowhere``: as its values are none any more."""
        self._profile = profile
        self._show_intervals(nowhere=nowhere)

    def show_centre(self, of_mean: bool, *, may_choose: bool) -> None:
        """Whether it is about the mean of a label whose logarithm was fitted."""
        self.centre.setVisible(may_choose)
        self.centre.blockSignals(True)
        self.centre.setCurrentIndex(int(of_mean))
        self.centre.blockSignals(False)

    def _show_intervals(self, *, nowhere: bool = False) -> None:
        profile = self._profile
        has_mean, has_label = (
            (False, False) if profile is None else (profile.has_mean_interval, profile.has_interval)
        )
        for name, label, on in (
            (self.of_mean_name, self.of_mean, has_mean),
            (self.of_label_name, self.of_label, has_label),
        ):
            name.setVisible(on)
            label.setVisible(on)
        if profile is None:
            return
        level = f"{100.0 * profile.level:g} %"
        set_text(self.of_mean_name, f"{level}, {profile.centre}")
        set_text(self.of_label_name, f"{level}, new label")
        describe(self.of_mean, f"{level} interval of the {profile.centre}", _MEAN_HELP.format(profile.centre))
        describe(self.of_label, f"{level} interval of a new label", _NEW_HELP)
        here = None if nowhere else profile.here
        for label, ends in (
            (self.of_mean, None if here is None else (here.mean_low, here.mean_high)),
            (self.of_label, None if here is None else (here.low, here.high)),
        ):
            numbers = (math.nan, math.nan) if ends is None else (float(ends[0][0]), float(ends[1][0]))
            set_text(label, self._interval(*numbers))

    def _interval(self, low: float, high: float) -> str:
        return interval_text(low, high, self._step)

    def _lay_out(self) -> None:
        results = QGridLayout()
        results.setHorizontalSpacing(8)
        results.setVerticalSpacing(2)
        results.setColumnStretch(1, 1)
        names = (Label("by SGD"), Label("exact"), self.of_mean_name, self.of_label_name)
        for row, (name, label) in enumerate(
            zip(names, (self.by_sgd, self.exact, self.of_mean, self.of_label), strict=True)
        ):
            results.addWidget(name, row, 0)
            results.addWidget(label, row, 1)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.means)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addLayout(results)


def _result_label(larger: float = 1.0) -> Label:
    label = Label()
    font = tabular(label.font())
    font.setPointSizeF(font.pointSizeF() * larger)
    label.setFont(font)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _number(number: float | None, step: float = 0.0) -> str:
    """With digits enough to tell labels apart, so that both stand under each other and keep their widths."""
    return "–" if number is None else text_to(number, step, _DIGITS)
