"""Whole numbers beyond 2⁵³, which a float64 does not hold: columns that keep them. It computes nothing."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray, IntArray
from linreg_gui.core.late_pandas import pd

LARGEST_SAFE = 2**53
# What Python reads and writes, unless it is told otherwise; a longer number is an infinite one, as 1e400 is.
MOST_DIGITS = 4300
_INT64, _UINT64 = (-(2**63), 2**63), (0, 2**64)


def is_wide(value: object) -> bool:
    """Whether a cell is a whole number that has to be kept as one."""
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool | np.timedelta64)
    return whole and abs(int(value)) > LARGEST_SAFE  # type: ignore[call-overload]


def whole_in(digits: str) -> int | None:
    """The whole number that digits are, maybe with a sign; None where these are too many for a number."""
    return None if len(digits) > MOST_DIGITS else int(digits)


def holds_wide(column: pd.Series) -> bool:
    """Whether a column holds such a number."""
    if column.dtype.kind in "iu":
        filled = column.dropna()
        return bool(len(filled)) and max(-int(filled.min()), int(filled.max())) > LARGEST_SAFE
    return column.dtype == object and any(map(is_wide, column.array))


def with_room_for_holes(column: pd.Series) -> pd.Series:
    """A column of whole numbers in a type that has missing ones, too: float64 where that holds them all."""
    if isinstance(column.dtype, np.dtype):
        return column.astype(_nullable(column.dtype) if holds_wide(column) else np.float64)
    return column


def numbers_of(cells: Iterable[Any]) -> pd.Series:
    """A column of numbers, some of which may be missing (None, NaN or NA).

    Of float64 where that holds them all; else of whole numbers, nullable where one is missing; else the
    numbers themselves as objects, the whole ones as int.
    """
    found = [None if _is_hole(cell) else cell for cell in cells]
    if not any(map(is_wide, found)):
        values = (math.nan if cell is None else float(cell) for cell in found)
        return pd.Series(np.fromiter(values, np.float64, len(found)), copy=False)
    whole = [_as_whole(cell) for cell in found]
    if None not in (kept for kept, cell in zip(whole, found, strict=True) if cell is not None):
        return _of_wholes(whole)
    return _of_objects([_plain(cell) for cell in found])


def with_wide(values: np.ndarray[Any, Any], rows: IntArray, wide: list[int]) -> pd.Series:
    """A column of these numbers, NaN where one is missing, but for the rows that hold these whole numbers.

    Its type is as that from `numbers_of`.
    """
    holes = np.isnan(values)
    rest = np.ones(len(values), dtype=bool)
    rest[rows] = False
    others = values[rest & ~holes]
    if (np.abs(others) <= LARGEST_SAFE).all() and (others == np.rint(others)).all():
        for dtype, (least, end) in (("int64", _INT64), ("uint64", _UINT64)):
            if all(least <= number < end for number in wide) and (least or not (others < 0.0).any()):
                made = np.where(rest & ~holes, values, 0.0).astype(dtype)
                made[rows] = np.array(wide, dtype=dtype)
                holes[rows] = False
                return _with_holes(made, holes)
    cells = np.empty(len(values), dtype=object)
    cells[:] = values
    cells[rows] = wide
    return pd.Series(cells, dtype=object, copy=False)


def with_rests(values: FloatArray, rests: FloatArray) -> pd.Series:
    """A column of numbers of which float64 leaves over these rests, which are 0 but for whole numbers.

    Its type is as that from `numbers_of`.
    """
    holes = np.isnan(values)
    rounded = np.where(holes, 0.0, values)
    if (rounded == np.rint(rounded)).all() and np.abs(rounded).max(initial=0.0) < _INT64[1]:
        return _with_holes(rounded.astype(np.int64) + rests.astype(np.int64), holes)
    rows = np.flatnonzero((np.abs(values) >= LARGEST_SAFE) & (values == np.rint(values)))
    wide = [int(value) + int(rest) for value, rest in zip(values[rows], rests[rows], strict=True)]
    return with_wide(values, rows, wide)


def _with_holes(values: np.ndarray[Any, Any], holes: BoolArray) -> pd.Series:
    if not holes.any():
        return pd.Series(values, copy=False)
    nullable: pd.Series = pd.Series(values, copy=False).astype(_nullable(values.dtype))
    return nullable.mask(holes)


def _nullable(dtype: Any) -> Any:
    return "UInt64" if dtype.kind == "u" else "Int64"


def _of_wholes(whole: list[int | None]) -> pd.Series:
    numbers = [number for number in whole if number is not None]
    for dtype, (least, end) in (("int64", _INT64), ("uint64", _UINT64)):
        if least <= min(numbers) and max(numbers) < end:
            values = np.array([0 if number is None else number for number in whole], dtype=dtype)
            return _with_holes(values, np.array([number is None for number in whole], dtype=bool))
    return _of_objects(whole)


def _of_objects(cells: list[Any]) -> pd.Series:
    objects = np.empty(len(cells), dtype=object)
    objects[:] = [math.nan if cell is None else cell for cell in cells]
    return pd.Series(objects, dtype=object, copy=False)


def _is_hole(cell: object) -> bool:
    return cell is None or cell is pd.NA or (isinstance(cell, float) and math.isnan(cell))


def _as_whole(cell: Any) -> int | None:
    """The cell as int where that is what it is; None for a fraction, and for what has no exact digits."""
    if isinstance(cell, int | np.integer):
        return int(cell)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) <= LARGEST_SAFE:
        return int(cell)
    return None


def _plain(cell: Any) -> Any:
    """An int where it is wide, else a float as in every other column among texts."""
    if cell is None:
        return None
    return int(cell) if is_wide(cell) else float(cell)
