"""What a cell looks like as text, and what a typed text means."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from linreg_gui.core.late_pandas import pd
from linreg_gui.core.number_text import plain_number
from linreg_gui.core.wording import sound_text

from .column_signs import POINT_SHOWN, Held, decide_columns
from .number_style import MISSING_TOKENS, NumberStyle, evidence_of
from .own_signs import without_own_signs
from .whole_numbers import whole_in

_POINT = NumberStyle()
_WITH_POINT = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?")
# Of a cell that has none.
NO_TEXT = "?"

Cell = float | int | str | None


@dataclass(frozen=True)
class TypedNumber:
    """A number that a person typed, and the other one that it may be: 1250 and 1.25 for ``1,250``."""

    value: float | int
    other: float | int | None = None


def parse_cell(text: str, style: NumberStyle = _POINT, missing: Sequence[str] = MISSING_TOKENS) -> Cell:
    """What a text means in a style: a number, nothing (also where it stands for that), or the text itself."""
    stripped = text.strip()
    if stripped in missing:
        return None
    number = _number_in(stripped, style)
    return stripped if number is None else number


def parse_number(text: str) -> float | int | None:
    """The finite number that a text is beside others with a decimal point, or None; see `typed_number`."""
    found = typed_number(text)
    return None if found is None else found.value


def typed_number(text: str, held: Held = POINT_SHOWN) -> TypedNumber | None:
    """The finite number that a person typed, with any minus sign or power of ten; None where it is none.

    Parameters
    ----------
    text : str
    held : Held
        How the numbers are written among which it is typed.
    """
    plain = plain_number(without_own_signs(text.strip(), held))
    # Beyond doubt, and what a field of numbers asks of its own text before the first window is there.
    if held is POINT_SHOWN and _WITH_POINT.fullmatch(plain):
        return _finite(_number_in(plain, _POINT))
    import pyarrow as pa

    own = evidence_of([pa.array([plain])])
    signs = decide_columns([own], held=[held])[0]
    value = _number_in(plain, signs.style)
    if not signs.doubtful:
        return _finite(value)
    style = decide_columns([own], choices=[signs.decimal.other])[0].style
    return _finite(value, _number_in(plain, style))


def _finite(value: float | int | None, other: float | int | None = None) -> TypedNumber | None:
    return None if value is None or not _is_finite(value) else TypedNumber(value, other)


def _number_in(text: str, style: NumberStyle) -> float | int | None:
    plain = plain_number(text)
    number, whole = _patterns(style)
    if not number.match(plain):
        return None
    for sign in style.thousands_signs:
        plain = plain.replace(sign, "")
    plain = plain.replace(style.decimal, ".")
    digits = whole_in(plain) if whole.match(text) else None
    return float(plain) if digits is None else digits


def _is_finite(value: float | int) -> bool:
    """Whether a float64 comes near the number."""
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


@lru_cache
def _patterns(style: NumberStyle) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Of any number, and of a whole one."""
    return re.compile(style.pattern), re.compile(style.integer_pattern)


def cell_text(value: object) -> str:
    """A cell as text with every digit, so that copying it loses nothing; empty for a missing one.

    Whatever the cell is: `NO_TEXT` where that has no text.
    """
    try:
        return sound_text(_plain_text(value))
    except Exception:  # anything can come out of the text of an object
        return NO_TEXT


def _plain_text(value: object) -> str:
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, np.datetime64 | np.timedelta64) and np.isnat(value):
        return ""
    if isinstance(value, np.floating) and value.itemsize > np.float64().itemsize:
        return str(value)
    if isinstance(value, (float, np.floating)):
        number = float(value)
        if math.isnan(number):
            return ""
        return repr(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    if isinstance(value, pd.Timestamp) and value == value.normalize() and value.tz is None:
        return f"{value:%Y-%m-%d}" if 1 <= value.year <= 9999 else str(value)
    return str(value)
