"""Columns as float64 without a loss of digits: less a whole offset where they are too far from zero."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.late_pandas import pd

from .values import date_values, numeric_values
from .whole_numbers import LARGEST_SAFE, holds_wide

_EPS = 2.0**-53
_LOST = 1e-9  # of the span of dates, what rounding may cost
# So many times its spread from zero, a number has four digits left for what tells it from its neighbours,
# and a plot puts it some tenth of a pixel beside its place.
_FAR = 1e12
_LARGEST_SHIFTED = 1e30
_TICKS_A_DAY = {"s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}


@dataclass(frozen=True, eq=False)
class ShiftedValues:
    """A column to compute with.

    Attributes
    ----------
    values : array of float, shape (rows of the column,)
        The cells less the offset; NaN where one is missing, infinite or not a number.
    offset : int
        0 where float64 holds all cells as they are. Of dates in nanoseconds.
    rounded : int
        Whole numbers that have more digits than float64 holds, with the offset taken away, too.
    """

    values: FloatArray
    offset: int = 0
    rounded: int = 0


def shifted_numbers(column: pd.Series, may_shift: bool = True) -> ShiftedValues:
    """A column of numbers; the offset is a power of ten times the digits that all whole ones begin with.

    It is taken away where float64 does not hold the numbers, or holds them so far from zero that neither a
    bias nor a place on a plot has digits left for what tells them apart.
    """
    values = numeric_values(column)
    if not holds_wide(column):
        return _near_zero(values) if may_shift else ShiftedValues(values)
    wholes, rows = _wholes(column, values)
    if not _rounded(wholes, 0):
        return _near_zero(values) if may_shift else ShiftedValues(values)
    offset = _round_number(int(wholes.min()), int(wholes.max())) if may_shift else 0
    if offset:
        shifted = values - float(offset)
        shifted[rows] = (wholes - offset).astype(np.float64)
        values = shifted
    return ShiftedValues(values, offset, _rounded(wholes, offset))


def shifted_dates(column: pd.Series) -> ShiftedValues:
    """Dates in days: since 1970-01-01, or since the offset where so short a span would lose its digits."""
    values = date_values(column)
    if column.dtype.kind != "M" or column.isna().all():
        return ShiftedValues(values)
    filled = column.notna().to_numpy()
    ticks, a_day = column.array.asi8, _TICKS_A_DAY[column.dt.unit]
    first, last = int(ticks[filled].min()), int(ticks[filled].max())
    farthest = float(np.abs(values[filled]).max())
    kept = np.rint(values[filled] * a_day).astype(np.int64) == ticks[filled]
    if kept.all() and farthest * a_day * _EPS <= _LOST * (last - first or a_day):
        return ShiftedValues(values)
    offset = _start(first, last - first, a_day)
    shifted = np.where(filled, (ticks - np.where(filled, offset, 0)) / a_day, np.nan)
    return ShiftedValues(shifted, offset * (_TICKS_A_DAY["ns"] // a_day))


def numbers_less(column: pd.Series, offset: int) -> FloatArray:
    """A column of numbers less an offset that is known; NaN where a cell is missing or not a number."""
    values = numeric_values(column)
    if not offset:
        return values
    shifted = values - float(offset) - float(offset - int(float(offset)))
    if holds_wide(column):
        wholes, rows = _wholes(column, values)
        shifted[rows] = (wholes - offset).astype(np.float64)
    return shifted


def dates_less(column: pd.Series, offset: int) -> FloatArray:
    """Dates in days since a known offset, in nanoseconds since 1970-01-01; NaN where one is missing."""
    if not offset or column.dtype.kind != "M":
        return date_values(column) - offset / _TICKS_A_DAY["ns"]
    filled, a_day = column.notna().to_numpy(), _TICKS_A_DAY[column.dt.unit]
    whole, rest = divmod(offset, _TICKS_A_DAY["ns"] // a_day)
    ticks = column.array.asi8 - np.where(filled, whole, 0)
    days = (ticks - rest / (_TICKS_A_DAY["ns"] // a_day)) / a_day
    return np.where(filled, days, np.nan)


def _near_zero(values: FloatArray) -> ShiftedValues:
    """Numbers that float64 holds, less an offset where their spread is tiny against them."""
    least, most = (float(end.reduce(values, initial=np.nan)) for end in (np.fmin, np.fmax))
    size = max(-least, most)
    if not 0.0 < most - least < size / _FAR or size > _LARGEST_SHIFTED:
        return ShiftedValues(values)
    offset = _round_number(math.floor(least), math.ceil(most))
    # A difference of neighbours is exact, and what float64 does not hold of the offset is small.
    shifted = values - float(offset) - float(offset - int(float(offset)))
    return ShiftedValues(shifted, offset) if offset else ShiftedValues(values)


def _start(first: int, span: int, a_day: int) -> int:
    """The beginning of the first day, or of the first second, or the first moment itself."""
    unit = next(unit for unit in (a_day, a_day // 86_400, 1) if span >= unit or unit == 1)
    return first // unit * unit


def _wholes(column: pd.Series, values: FloatArray) -> tuple[Any, Any]:
    """The whole numbers of a column as Python's, which have no end, and their rows."""
    rows = np.flatnonzero(values == np.rint(values))
    cells = column.iloc[rows].to_numpy(dtype=object)
    wholes = np.empty(len(rows), dtype=object)
    wholes[:] = [int(cell) for cell in cells]
    return wholes, rows


def _rounded(wholes: Any, offset: int) -> int:
    """How many are no more what they were as a float64."""
    rest = wholes - offset
    far = rest[np.abs(rest) > LARGEST_SAFE]
    return sum(1 for number in far if int(float(number)) != number)


def _round_number(least: int, most: int) -> int:
    """What all begin with, then zeros; 0 where they begin with nothing in common."""
    step: int = 10 ** len(str(most - least))
    return least // step * step
