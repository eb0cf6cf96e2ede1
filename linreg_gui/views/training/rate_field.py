"""A field for a positive number over many powers of ten, or for none; arrows go through 1, 2, 5, 10, …"""

from __future__ import annotations

import bisect

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QAbstractSpinBox, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.cells.text import typed_number
from linreg_gui.core.number_text import number_text
from linreg_gui.views.widgets.texts import set_text

_LADDER = [digit * 10.0**power for power in range(-12, 7) for digit in (1.0, 2.0, 5.0)]
_FIRST = 1e-6  # above 0, where that is taken


@always_answers
class RateField(QAbstractSpinBox):
    """Tells when a person commits another positive number; anything else brings the old one back."""

    value_committed = Signal(float)
    text_refused = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, zero: str = "") -> None:
        """With a word for 0 that is taken, too."""
        super().__init__(parent)
        self._zero = zero
        self._value = 1.0
        self.editingFinished.connect(self._commit_text)
        self.set_value(1.0)

    def value(self) -> float:
        """The number that was set or committed last."""
        return self._value

    def set_value(self, value: float) -> None:
        """Show a number without telling anyone."""
        self._value = value
        self._restore()

    def stepBy(self, steps: int) -> None:
        self._commit_text()
        value = self._value
        for _ in range(abs(steps)):
            if value == 0.0:
                value = _FIRST if steps > 0 else 0.0
            elif self._zero and steps < 0 and value <= _FIRST:
                value = 0.0
            else:
                value = _next_rung(value, up=steps > 0)
        self._commit(value)

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        flag = QAbstractSpinBox.StepEnabledFlag
        return flag.StepUpEnabled | flag.StepDownEnabled

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        # Everything may be typed; it is judged when it is committed.
        return QValidator.State.Acceptable, text, position

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance("0.000000") + 40, hint.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _commit_text(self) -> None:
        text = self.lineEdit().text()
        if text == self._text():
            return
        value = 0.0 if self._zero and is_zero(text, self._zero) else parse_rate(text)
        if value is None:
            self._restore()
            self.text_refused.emit(text)
        else:
            self._commit(value)

    def _commit(self, value: float) -> None:
        changed = value != self._value
        self.set_value(value)
        if changed:
            self.value_committed.emit(value)

    def _restore(self) -> None:
        set_text(self.lineEdit(), self._text())

    def _text(self) -> str:
        return self._zero if self._zero and self._value == 0.0 else rate_text(self._value)


def rate_text(value: float) -> str:
    """The number as a person would type it."""
    return number_text(value)


def parse_rate(text: str) -> float | None:
    """The positive number that a person typed, with a decimal point or comma; None if it is none, or two."""
    number = typed_number(text)
    return float(number.value) if number and number.other is None and number.value > 0 else None


def is_zero(text: str, word: str) -> bool:
    """Whether a person typed 0, or the word for it."""
    number = typed_number(text)
    return text.strip().casefold() == word.casefold() or (number is not None and number.value == 0)


def _next_rung(value: float, up: bool) -> float:
    """The next larger or smaller of 1, 2 or 5 times a power of ten."""
    if up:
        index = bisect.bisect_right(_LADDER, value * (1.0 + 1e-9))
        return _clean(_LADDER[index]) if index < len(_LADDER) else value
    index = bisect.bisect_left(_LADDER, value * (1.0 - 1e-9)) - 1
    return _clean(_LADDER[index]) if index >= 0 else value


def _clean(value: float) -> float:
    return float(f"{value:.0e}")
