"""Edits of a table as pure functions: each takes a frame and gives a new one, sharing untouched columns."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from .arrays import IntArray

Cell = float | int | str | None

# A space between digits that sets off a group of three, as in 12 500.
_GROUP_SPACE = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}(?!\d))")
_FLAGS = {"true": True, "false": False}


def parse_cell(text: str) -> Cell:
    """What a typed text means: a number (decimal point or comma), nothing, or the text itself."""
    stripped = text.strip()
    if not stripped:
        return None
    number = parse_number(stripped)
    return stripped if number is None else number


def parse_number(text: str) -> float | int | None:
    """The finite number a person typed, with decimal point or comma and any minus sign, or None."""
    plain = _GROUP_SPACE.sub("", text.strip().replace("−", "-"))
    if "_" in plain:
        return None
    if "," in plain and "." not in plain and plain.count(",") == 1:
        plain = plain.replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    if not math.isfinite(value):
        return None
    if plain.lstrip("+-").isdigit() and abs(int(plain)) < 2**63:
        return int(plain)
    return value


def cell_text(value: object) -> str:
    """A cell as text with every digit, so that copying it loses nothing; empty for a missing one."""
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, (float, np.floating)):
        number = float(value)
        if math.isnan(number):
            return ""
        return repr(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    return str(value)


def set_block(frame: pd.DataFrame, row: int, column: int, block: Sequence[Sequence[str]]) -> pd.DataFrame:
    """Put texts into the cells from (row, column) on; what sticks out to the right is left out.

    Rows that stick out below are added. Columns become text columns only if they must.
    """
    block = [list(line) for line in block]
    n_rows, missing = len(frame), row + len(block) - len(frame)
    new = take_rows(frame, inserted(n_rows, n_rows, missing)) if missing > 0 else frame.copy(deep=False)
    width = max((len(line) for line in block), default=0)
    for offset in range(min(width, frame.shape[1] - column)):
        name = frame.columns[column + offset]
        cells = {row + i: parse_cell(line[offset]) for i, line in enumerate(block) if offset < len(line)}
        new[name] = _with_cells(new[name], cells)
    return new


def take_rows(frame: pd.DataFrame, order: IntArray) -> pd.DataFrame:
    """A frame of the rows in this order; −1 stands for a new, empty row."""
    columns = {name: _taken(frame[name], order) for name in frame.columns}
    return pd.DataFrame(columns, index=pd.RangeIndex(len(order)), copy=False)


def inserted(n_rows: int, at: int, count: int) -> IntArray:
    """The order, for `take_rows`, with ``count`` empty rows before row ``at``."""
    return np.concatenate([np.arange(at), np.full(count, -1), np.arange(at, n_rows)])


def removed(n_rows: int, rows: Sequence[int]) -> IntArray:
    """The order, for `take_rows`, without these rows."""
    keep = np.ones(n_rows, dtype=bool)
    keep[np.asarray(rows, dtype=np.int64)] = False
    return np.flatnonzero(keep)


def _taken(column: pd.Series, order: IntArray) -> pd.Series:
    """The cells of a column in this order, −1 standing for an empty one."""
    if len(column) == 0:
        return pd.Series(np.full(len(order), np.nan))
    values = column.astype(np.float64) if column.dtype.kind in "iu" and (order < 0).any() else column
    taken = values.take(np.where(order < 0, 0, order)).reset_index(drop=True)
    if (order < 0).any():
        if taken.dtype.kind == "b":
            taken = taken.astype(object)
        taken[order < 0] = None if taken.dtype == object else np.nan
    return taken


def _with_cells(column: pd.Series, cells: dict[int, Cell]) -> pd.Series:
    """A copy of a column with some cells changed, of a wider type where a value needs it."""
    if _holds_flags(column):
        return _with_flags(column, cells)
    values = list(cells.values())
    rows = list(cells)
    if all(value is None or not isinstance(value, str) for value in values) and column.dtype.kind in "iuf":
        whole = column.dtype.kind == "i" and all(isinstance(value, int) for value in values)
        if whole and not column.hasnans:
            new = column.to_numpy(dtype=np.int64, copy=True)
        else:
            # Not `copy=True`: pandas 3.0 forgets it where `na_value` is given and nothing is missing.
            new = np.array(column.to_numpy(dtype=np.float64, na_value=math.nan))
        new[rows] = [math.nan if value is None else value for value in values]
        return pd.Series(new)
    objects = column.to_numpy(dtype=object, copy=True)
    for row, value in cells.items():
        objects[row] = None if value is None else (value if isinstance(value, str) else float(value))
    return _narrowed(pd.Series(objects, dtype=object))


def _holds_flags(column: pd.Series) -> bool:
    return column.dtype.kind == "b" or (
        column.dtype == object and any(isinstance(value, bool) for value in column)
    )


def _with_flags(column: pd.Series, cells: dict[int, Cell]) -> pd.Series:
    """A copy of a column of true and false with some cells changed; other values do not make it numbers."""
    objects = column.to_numpy(dtype=object, copy=True)
    for row, value in cells.items():
        objects[row] = _FLAGS.get(str(value).lower(), value)
    return pd.Series(objects, dtype=object).infer_objects()


def _narrowed(column: pd.Series) -> pd.Series:
    """A column of objects as numbers again once every filled cell is one."""
    filled = column.notna()
    numbers = pd.to_numeric(column, errors="coerce")
    return numbers.astype(np.float64) if filled.any() and numbers[filled].notna().all() else column
