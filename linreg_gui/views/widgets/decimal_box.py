"""A spin box for a number with a decimal point or comma; Qt's own reads 0,5 as 5."""

from __future__ import annotations

import re

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.cells.text import typed_number

from .refusal import Refusal

_BEGUN = re.compile(r"[-+−]?[0-9.,]*(?:[eE][-+]?)?")


@always_answers
class DecimalBox(Refusal, QDoubleSpinBox):
    """Takes what is one number in its range; a text that may be two brings back the number before it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._begin("number")

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        state = QValidator.State
        if self._number_in(text) is not None:
            return state.Acceptable, text, position
        begun = typed_number(self._bare(text)) is not None or _BEGUN.fullmatch(self._bare(text))
        return state.Intermediate if begun else state.Invalid, text, position

    def valueFromText(self, text: str) -> float:
        number = self._number_in(text)
        return self.value() if number is None else round(number, self.decimals())

    def _number_in(self, text: str) -> float | None:
        """The number in the range, if the text is exactly one."""
        number = typed_number(self._bare(text))
        both = () if number is None else (number.value, number.other)
        fitting = [x for x in both if x is not None and self.minimum() <= x <= self.maximum()]
        return float(fitting[0]) if len(fitting) == 1 else None

    def _bare(self, text: str) -> str:
        return text.removeprefix(self.prefix()).removesuffix(self.suffix()).strip()
