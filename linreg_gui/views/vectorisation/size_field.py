"""How many numbers: a logarithmic slider beside a field for any number."""

from __future__ import annotations

import bisect

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QHBoxLayout, QSlider, QWidget

from linreg_gui.core.vectorisation.values import CHAPTER, LEAST, MOST
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.calm_wheel import CalmWheel
from linreg_gui.views.widgets.texts import Label
from linreg_gui.views.widgets.whole_box import WholeBox

_DIGITS = (10, 12, 15, 20, 25, 30, 40, 50, 60, 80)
SIZES = [digits * 10**k for k in range(7) for digits in _DIGITS] + [MOST]
_HELP = "How many numbers each vector has, or how many examples the epoch: from 10 to 100,000,000."


class SizeField(QWidget):
    """Tells of every other number; the chapter's 10,000 comes first."""

    size_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = describe(QSlider(Qt.Orientation.Horizontal), "Size n, on a logarithmic scale", _HELP)
        self.slider.setRange(0, len(SIZES) - 1)
        self.slider.setPageStep(len(_DIGITS))
        self.slider.setMinimumWidth(70)
        self.field = describe(WholeBox(), "Size n", _HELP)
        self.field.setRange(LEAST, MOST)
        self.field.setGroupSeparatorShown(True)
        self.field.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
        self.field.setKeyboardTracking(False)
        self._calm_wheel = CalmWheel(self)
        self._calm_wheel.guard(self.slider, self.field)
        caption = Label("&n")
        caption.setBuddy(self.field)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(caption)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.field)
        self.set_size(CHAPTER)
        self.slider.valueChanged.connect(lambda position: self.field.setValue(SIZES[position]))
        self.field.valueChanged.connect(self._follow)

    @property
    def size_chosen(self) -> int:
        """The number; what is being typed counts."""
        self.field.interpretText()
        return self.field.value()

    def set_size(self, n: int) -> None:
        """Show a number without telling anyone."""
        with QSignalBlocker(self.field), QSignalBlocker(self.slider):
            self.field.setValue(n)
            self.slider.setValue(position_of(n))

    def _follow(self, n: int) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(position_of(n))
        self.size_changed.emit(n)


def position_of(n: int) -> int:
    """The position of the slider that is nearest to a number, by its ratio."""
    right = min(bisect.bisect_left(SIZES, n), len(SIZES) - 1)
    left = max(0, right - 1)
    return left if n * n < SIZES[left] * SIZES[right] else right
