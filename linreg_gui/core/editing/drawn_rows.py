"""Rows drawn by hand: points added at the end of a table, or numbers put in place of others."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray
from linreg_gui.core.formulas.dependencies import refuse_writing
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.table.table import Table

from .column_cells import narrowed, writable_cells
from .row_edits import inserted, take_rows

# Digits that a person could have meant; those after it come from adding binary fractions.
_DIGITS = 14
# The largest power of ten that a float64 holds exactly.
_EXACT_POWER = 22


def append_points(table: Table, columns: Mapping[str, FloatArray]) -> Table:
    """Rows added at the end that have numbers in these columns and nothing in the others."""
    refuse_writing(table.formulas, columns)
    frame, n_rows = table.frame, len(table.frame)
    n_new = max((values.size for values in columns.values()), default=0)
    order = inserted(n_rows, n_rows, n_new)
    longer = take_rows(frame[[name for name in frame.columns if name not in columns]], order)
    series = {
        name: _joined(frame[name], columns[name]) if name in columns else longer[name]
        for name in frame.columns
    }
    new = pd.DataFrame(series, index=pd.RangeIndex(n_rows + n_new), columns=frame.columns, copy=False)
    return table.with_order(order, new)


def put_numbers(table: Table, rows: IntArray, columns: Mapping[str, FloatArray]) -> Table:
    """Numbers put into some rows of these columns."""
    refuse_writing(table.formulas, columns)
    new = table.frame.copy(deep=False)
    for name, values in columns.items():
        cells = writable_cells(new[name], whole=_whole(values))
        cells[rows] = values.astype(cells.dtype)
        new[name] = narrowed(cells)
    return table.with_frame(new)


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
    cells = writable_cells(column, whole=_whole(values))
    return narrowed(np.concatenate([cells, values.astype(cells.dtype)]))


def _whole(values: FloatArray) -> bool:
    """Whether all are whole numbers, of which a float64 leaves no doubt."""
    return bool(((values == np.rint(values)) & (np.abs(values) < 2.0**53)).all())
