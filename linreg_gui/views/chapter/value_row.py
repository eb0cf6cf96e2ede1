"""One value of a figure: its name, a slider, and a box to type it."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QSlider, QSpinBox, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.chapter.lab.figure import LabValue
from linreg_gui.core.number_text import number_text
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.calm_wheel import CalmWheel
from linreg_gui.views.widgets.decimal_box import DecimalBox
from linreg_gui.views.widgets.texts import Label, set_tip
from linreg_gui.views.widgets.whole_box import WholeBox

_TICKS = 500
_BOX_WIDTH = 84
_DIGITS = 4  # after the point


@always_answers
class _ShortBox(DecimalBox):
    """Shows no zeros at the end."""

    def textFromValue(self, number: float) -> str:
        return number_text(number, 10)


class ValueRow(QObject):
    """Puts itself into a row of a grid; says what a person has chosen."""

    changed = Signal(str, float)  # the name of the value

    def __init__(self, value: LabValue, grid: QGridLayout, wheel: CalmWheel, parent: QWidget) -> None:
        super().__init__(parent)
        self.value = value
        self._whole = value.step == 1.0 and value.largest < 2**31
        self.label = Label(value.label)
        self.box: QSpinBox | QDoubleSpinBox = WholeBox() if self._whole else _ShortBox()
        describe(self.box, f"{value.label}: {value.about}", value.about)
        if isinstance(self.box, QSpinBox):
            self.box.setRange(int(value.least), int(value.largest))
        else:
            self.box.setDecimals(_DIGITS)
            self.box.setRange(value.least, value.largest)
            self.box.setSingleStep(0.05 if value.largest - value.least <= 10.0 else 0.5)
        self.box.setKeyboardTracking(False)
        self.box.setMinimumWidth(_BOX_WIDTH)
        self.label.setBuddy(self.box)
        set_tip(self.label, value.about)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        describe(self.slider, f"{value.label}, slider", value.about)
        self.slider.setRange(0, _TICKS)
        self.slider.setMinimumWidth(40)
        for control in (self.box, self.slider):
            wheel.guard(control)
        row = grid.rowCount()
        for column, widget in enumerate((self.label, self.slider, self.box)):
            grid.addWidget(widget, row, column)
        self.box.valueChanged.connect(lambda number: self.changed.emit(value.name, float(number)))
        self.slider.valueChanged.connect(lambda tick: self.changed.emit(value.name, self._number_at(tick)))

    def show_number(self, number: float) -> None:
        """What the value is; nobody has chosen it here."""
        for control, shown in ((self.box, number), (self.slider, self._tick_of(number))):
            blocked = control.blockSignals(True)
            if isinstance(control, QDoubleSpinBox):
                control.setValue(shown)
            else:
                control.setValue(round(shown))
            control.blockSignals(blocked)

    def _number_at(self, tick: int) -> float:
        share, value = tick / _TICKS, self.value
        if value.logarithmic:
            number = value.least * (value.largest / value.least) ** share
        else:
            number = value.least + share * (value.largest - value.least)
        return value.nearest(float(f"{number:.{_DIGITS}g}"))

    def _tick_of(self, number: float) -> int:
        value = self.value
        if value.logarithmic:
            share = math.log(number / value.least) / math.log(value.largest / value.least)
        else:
            share = (number - value.least) / (value.largest - value.least)
        return round(share * _TICKS)
