"""Which setting errors are drawn against, and the curve of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from linreg_gui.core.comparing.setting_curve import CurveSetting, SettingCurve
from linreg_gui.core.problem import Problem
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.calm_wheel import CalmWheel
from linreg_gui.views.widgets.choice_model import offering
from linreg_gui.views.widgets.elided_box import ElidedBox
from linreg_gui.views.widgets.texts import Label, set_text

from .curve_plot import CurvePlot

_SETTING_HELP = (
    "What varies while the rest of the present model stays: the first features in the order of the model "
    "(“Choose features” finds the best of each number), powers of one feature, the ridge penalty; or of SGD "
    "the learning rate, or the epochs of one run."
)
_FEATURE_HELP = "The feature whose powers stand in place of it."
_DRAW_HELP = (
    "Cross-validate the present model at each value, in the folds that are chosen under “Kept fits”. A solid "
    "line marks the least error, a dashed one the simplest model within one standard error of it."
)
_STOP_HELP = "Give it up."


class CurvePage(QWidget):
    """Two choices, a button, and the plot; tells by signals what is wished."""

    changed = Signal()  # setting or feature, by a person
    draw_requested = Signal()
    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted = ""
        self.setting_box = describe(ElidedBox(), "Setting", _SETTING_HELP)
        for setting in CurveSetting:
            self.setting_box.addItem(setting.value, setting)
        self.feature_box = describe(ElidedBox(), "Feature", _FEATURE_HELP)
        self.feature_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.feature_box.setMinimumContentsLength(8)
        self._features = offering(self.feature_box)
        self.draw = describe(QPushButton("Draw"), "Draw the curve", _DRAW_HELP)
        self.stop = describe(QPushButton("Stop"), "Stop the curve", _STOP_HELP)
        self.progress = describe(QProgressBar(), "Curve", "How far the curve is.")
        self.progress.setRange(0, 1000)
        self.progress.setMaximumHeight(14)
        self.progress.setTextVisible(False)
        self.folds = Label()
        self.sentence = Label()
        self.sentence.setWordWrap(True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.plot = CurvePlot()
        self._heading = self.plot.give_heading()  # the choices say it already
        self._heading.setParent(self)
        self._heading.hide()
        self._wheel = CalmWheel(self)
        self._wheel.guard(self.setting_box, self.feature_box)
        self._lay_out()
        self.setting_box.currentIndexChanged.connect(self._tell)
        self.feature_box.currentIndexChanged.connect(self._tell)
        self.draw.clicked.connect(self.draw_requested)
        self.stop.clicked.connect(self.stop_requested)
        self.show_idle()
        self.clear()

    def setting(self) -> CurveSetting:
        """What is chosen."""
        return CurveSetting(self.setting_box.currentData())

    def feature(self) -> str:
        """Whose powers are taken; an empty text where nothing is offered."""
        name: str | None = self.feature_box.currentData()
        return name or ""

    def choose(self, setting: CurveSetting, feature: str) -> None:
        """Have that chosen; a feature as soon as it is offered."""
        self._wanted = feature
        for box, place in (
            (self.setting_box, list(CurveSetting).index(setting)),
            (self.feature_box, self._features.place_of(feature)),
        ):
            box.blockSignals(True)
            box.setCurrentIndex(place)
            box.blockSignals(False)
        self.feature_box.setVisible(setting is CurveSetting.DEGREE)

    def show_features(self, names: Sequence[str]) -> None:
        """These features have powers."""
        chosen = self.feature() or self._wanted
        self.feature_box.blockSignals(True)
        self._features.offer(tuple(names), tuple(names))
        self.feature_box.setCurrentIndex(self._features.place_of(chosen))
        self.feature_box.blockSignals(False)

    def show_folds(self, words: str) -> None:
        """By which rows are parted."""
        set_text(self.folds, words)

    def show_curve(self, curve: SettingCurve, label: str) -> None:
        """Draw what was found."""
        set_text(self.sentence, curve.sentence)
        self.sentence.show()
        self.plot.show_curve(curve, label)

    def show_problem(self, problem: Problem) -> None:
        """Why there is no curve."""
        self.sentence.hide()
        self.plot.show_message(problem.sentence)

    def show_progress(self, share: float) -> None:
        """A curve is being worked out."""
        self.progress.setValue(round(1000 * share))
        for part, shown in ((self.progress, True), (self.stop, True), (self.draw, False)):
            part.setVisible(shown)

    def show_idle(self) -> None:
        """Nothing is being worked out."""
        for part, shown in ((self.progress, False), (self.stop, False), (self.draw, True)):
            part.setVisible(shown)

    def clear(self) -> None:
        """What was drawn is of other data."""
        self.sentence.hide()
        self.plot.clear()

    def _tell(self) -> None:
        self.feature_box.setVisible(self.setting() is CurveSetting.DEGREE)
        self.clear()
        self.changed.emit()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(row)
        for part in (self.setting_box, self.feature_box, self.draw, self.progress, self.stop):
            row.addWidget(part)
        self.folds.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row.addWidget(self.folds, 1)
        layout.addWidget(self.sentence)
        layout.addWidget(self.plot, 1)
