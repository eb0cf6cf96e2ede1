"""How fast training goes on the screen: a logarithmic slider with its value in words."""

from __future__ import annotations

import bisect
import enum
import math

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from linreg_gui.core.number_text import number_text
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.calm_wheel import CalmWheel
from linreg_gui.views.widgets.style import tabular
from linreg_gui.views.widgets.texts import Label, set_description, set_text, set_tip

_DIGITS = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)
_RATES = [digit * 10.0**power for power in range(5) for digit in _DIGITS] + [1e5]
FASTEST = len(_RATES)  # the last position of the slider
_NARROWEST, _WIDEST, _SPACE = 56, 180, 6
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


class SpeedForm(enum.IntEnum):
    """How much of it there is room for."""

    WHOLE, WITHOUT_NAME, SLIDER_ALONE = range(3)


class SpeedSlider(QWidget):
    """Asks for a number of updates per second, None being as fast as possible; all in one row."""

    speed_requested = Signal(object)  # float or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.caption = Label("S&peed")
        self.value_label = Label()
        self.value_label.setFont(tabular(self.value_label.font()))
        self.slider = describe(QSlider(Qt.Orientation.Horizontal), "Speed", _HELP)
        self.slider.setRange(0, FASTEST)
        self.slider.setPageStep(6)
        self.slider.setMinimumWidth(_NARROWEST)
        self.slider.setMaximumWidth(_WIDEST)
        self.slider.valueChanged.connect(self._ask)
        self.caption.setBuddy(self.slider)
        self._calm_wheel = CalmWheel(self)
        self._calm_wheel.guard(self.slider)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_SPACE, 0, _SPACE, 0)
        layout.setSpacing(_SPACE)
        layout.addWidget(self.caption)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.value_label)
        self.set_speed(None)

    def set_speed(self, rate: float | None) -> None:
        """Show a speed without asking for it."""
        with QSignalBlocker(self.slider):
            self.slider.setValue(position_of(rate))
        self._say(rate)

    def show_as(self, form: SpeedForm) -> None:
        """Leave out what there is no room for; what is left out is said in the tooltip."""
        self.caption.setVisible(form is SpeedForm.WHOLE)
        self.value_label.setVisible(form is not SpeedForm.SLIDER_ALONE)

    def width_as(self, form: SpeedForm) -> int:
        """How wide it is at least."""
        metrics = self.value_label.fontMetrics()
        words = metrics.horizontalAdvance(max((speed_text(rate) for rate in (None, 1e5)), key=len))
        self.value_label.setMinimumWidth(words)  # so that nothing moves with its words
        parts = (self.caption.sizeHint().width(), words)[form:] if form < SpeedForm.SLIDER_ALONE else ()
        return self.slider.minimumWidth() + 2 * _SPACE + sum(part + _SPACE for part in parts)

    def _ask(self, position: int) -> None:
        rate = rate_at(position)
        self._say(rate)
        self.speed_requested.emit(rate)

    def _say(self, rate: float | None) -> None:
        text = speed_text(rate)
        set_text(self.value_label, text)
        set_tip(self.slider, f"{text[0].upper()}{text[1:]}. {_HELP}")
        set_description(self.slider, f"{text}. {_HELP}")
