"""A spin box for a whole number; Qt's own reads 12,5 as 125, as any comma sets off thousands for it."""

from __future__ import annotations

import re

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QSpinBox, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.cells.number_style import BLANKS
from linreg_gui.core.cells.text import typed_number

from .refusal import Refusal

_BEGUN = re.compile(f"[-+−]?[0-9.,{BLANKS}]*")


@always_answers
class WholeBox(Refusal, QSpinBox):
    """Takes what is one whole number in its range, with thousands set off as it shows them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._begin("whole number")

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        bare, state = self._bare(text), QValidator.State
        if not bare or text == self.specialValueText():
            return state.Acceptable if bare else state.Intermediate, text, position
        number = self._number_in(bare)
        if number is None:
            return state.Intermediate if _BEGUN.fullmatch(bare) else state.Invalid, text, position
        if self.minimum() <= number <= self.maximum():
            return state.Acceptable, text, position
        beyond = number > max(self.maximum(), 0) or number < min(self.minimum(), 0)
        return state.Invalid if beyond else state.Intermediate, text, position

    def valueFromText(self, text: str) -> int:
        if text == self.specialValueText():
            return self.minimum()
        number = self._number_in(self._bare(text))
        return self.value() if number is None else min(max(number, self.minimum()), self.maximum())

    def _number_in(self, bare: str) -> int | None:
        """The whole number, unless the text may be another one."""
        shown, is_whole = self.locale().toInt(bare)
        if is_whole and self.textFromValue(shown) == bare:
            return int(shown)
        number = typed_number(bare)
        is_one = number is not None and number.other is None and isinstance(number.value, int)
        return int(number.value) if number is not None and is_one else None

    def _bare(self, text: str) -> str:
        return text.removeprefix(self.prefix()).removesuffix(self.suffix()).strip()
