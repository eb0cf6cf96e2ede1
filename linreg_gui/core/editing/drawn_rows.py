"""Rows drawn by hand: a frame with points added at its end, or with numbers put in place of others."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from linreg_gui.core.arrays import FloatArray, IntArray
from linreg_gui.core.formulas.dependencies import refuse_writing
from linreg_gui.core.table.table import Table

from .row_edits import inserted, take_rows
from .table_edits import with_frame

# Digits that a person could have meant; those after it come from adding binary fractions.
_DIGITS = 14
# The largest power of ten that a float64 holds exactly.
_EXACT_POWER = 22


def append_points(table: Table, columns: Mapping[str, FloatArray]) -> Table:
    """Rows added at the end that have numbers in these columns and nothing in the others."""
    refuse_writing(table.formulas, columns)
    n_rows = len(table.frame)
    longer = with_frame(table, appended(table.frame, columns))
    order = inserted(n_rows, n_rows, len(longer.frame) - n_rows)
    return replace(longer, recipe=table.recipe.with_rows(order))


def put_numbers(table: Table, rows: IntArray, columns: Mapping[str, FloatArray]) -> Table:
    """Numbers put into some rows of these columns."""
    refuse_writing(table.formulas, columns)
    return with_frame(table, with_numbers(table.frame, rows, columns))


def appended(frame: pd.DataFrame, columns: Mapping[str, FloatArray]) -> pd.DataFrame:
    """A frame with more rows at its end, which have numbers in these columns and nothing in the others."""
    n_rows, more = len(frame), max((values.size for values in columns.values()), default=0)
    others = [name for name in frame.columns if name not in columns]
    longer = take_rows(frame[others], inserted(n_rows, n_rows, more))
    joined = {name: _joined(frame[name], columns[name]) for name in frame.columns if name in columns}
    series = {name: joined.get(name, longer.get(name)) for name in frame.columns}
    return pd.DataFrame(series, index=pd.RangeIndex(n_rows + more), columns=frame.columns, copy=False)


def with_numbers(frame: pd.DataFrame, rows: IntArray, columns: Mapping[str, FloatArray]) -> pd.DataFrame:
    """A frame with numbers put into some rows of these columns."""
    new = frame.copy(deep=False)
    for name, values in columns.items():
        new[name] = _with_numbers(frame[name], rows, values)
    return new


def moved(values: FloatArray, by: float) -> FloatArray:
    """The numbers with another added, without digits that nobody meant: 0.3 for 0.1 + 0.2.

    What adding binary fractions leaves is as small as the last digits of the larger of the two numbers, so
    digits are counted from there.
    """
    if not by:
        return values
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        total = values + by
        places = _DIGITS - np.floor(np.log10(np.maximum(np.abs(values), abs(by))))
        # Powers of ten below 1 are rounded themselves: divide by the whole one instead.
        unit = 10.0 ** np.abs(places)
        rounded = np.where(places >= 0, np.round(total * unit) / unit, np.round(total / unit) * unit)
    for at in np.flatnonzero(np.abs(places) > _EXACT_POWER):
        digits = places[at] + np.floor(np.log10(abs(total[at]))) if total[at] else 0
        rounded[at] = float(f"{total[at]:.{int(digits)}e}") if digits >= 0 else 0.0
    return np.where(np.isfinite(rounded), rounded, total)


def _joined(column: pd.Series, values: FloatArray) -> pd.Series:
    old = _writable(column, values)
    return pd.Series(np.concatenate([old, _fitting(values, old)]))


def _with_numbers(column: pd.Series, rows: IntArray, values: FloatArray) -> pd.Series:
    cells = _writable(column, values)
    cells[rows] = _fitting(values, cells)
    return pd.Series(cells)


def _writable(column: pd.Series, values: FloatArray) -> np.ndarray[Any, np.dtype[Any]]:
    """A copy of the cells in a type that takes the numbers; whole ones leave whole numbers what they are."""
    if column.dtype.kind == "i" and not column.hasnans and _whole(values):
        return np.array(column.to_numpy(dtype=np.int64))
    if column.dtype.kind in "iuf":
        return np.array(column.to_numpy(dtype=np.float64, na_value=math.nan))
    return np.array(column.to_numpy(dtype=object))


def _fitting(values: FloatArray, cells: np.ndarray[Any, np.dtype[Any]]) -> np.ndarray[Any, np.dtype[Any]]:
    return values.astype(cells.dtype)


def _whole(values: FloatArray) -> bool:
    return bool(((values == np.rint(values)) & (np.abs(values) < 2.0**53)).all())
