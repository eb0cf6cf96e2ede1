"""How fast training goes on the screen: a logarithmic slider with its value in words."""

from __future__ import annotations

import bisect
import math

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from linreg_gui.core.number_text import number_text
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.calm_wheel import CalmWheel
from linreg_gui.views.widgets.texts import Label, set_description, set_text

_DIGITS = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)
_RATES = [digit * 10.0**power for power in range(5) for digit in _DIGITS] + [1e5]
FASTEST = len(_RATES)  # the last position of the slider
_HELP = "How many updates are done per second, from one to as many as the computer can."


def rate_at(position: int) -> float | None:
    """Updates per second at a position of the slider; None is as fast as possible."""
    return None if position >= FASTEST else _RATES[max(0, position)]


def position_of(rate: float | None) -> int:
    """The position of the slider that is nearest to a rate."""
    if rate is None:
        return FASTEST
    right = bisect.bisect_left(_RATES, rate)
    if right in (0, FASTEST):
        return min(right, FASTEST - 1)
    left = right - 1
    middle = math.sqrt(_RATES[left] * _RATES[right])
    return left if rate < middle else right


def speed_text(rate: float | None) -> str:
    """The rate in words."""
    if rate is None:
        return "as fast as possible"
    if rate == 1.0:
        return "1 step/s"
    return f"{rate:,.0f} steps/s" if rate >= 10.0 else f"{number_text(rate, 3)} steps/s"


class SpeedSlider(QWidget):
    """Asks for a number of updates per second, None being as fast as possible."""

    speed_requested = Signal(object)  # float or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        caption = Label("S&peed")
        self.value_label = Label()
        self.value_label.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.slider = describe(QSlider(Qt.Orientation.Horizontal), "Speed", _HELP)
        self.slider.setRange(0, FASTEST)
        self.slider.setPageStep(6)
        self.slider.valueChanged.connect(self._ask)
        caption.setBuddy(self.slider)
        self._calm_wheel = CalmWheel(self)
        self._calm_wheel.guard(self.slider)
        header = QHBoxLayout()
        header.addWidget(caption)
        header.addWidget(self.value_label, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(header)
        layout.addWidget(self.slider)
        self.set_speed(None)

    def set_speed(self, rate: float | None) -> None:
        """Show a speed without asking for it."""
        with QSignalBlocker(self.slider):
            self.slider.setValue(position_of(rate))
        self._say(rate)

    def _ask(self, position: int) -> None:
        rate = rate_at(position)
        self._say(rate)
        self.speed_requested.emit(rate)

    def _say(self, rate: float | None) -> None:
        text = speed_text(rate)
        set_text(self.value_label, text)
        set_description(self.slider, f"{text}. {_HELP}")
