"""Groups of rows by the few values of a column, to be looked at one by one; the fit knows nothing of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray
from linreg_gui.core.cells.column_types import ColumnType, column_type
from linreg_gui.core.cells.text import cell_text
from linreg_gui.core.cells.values import numeric_values
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.limits import LONGEST_NAME

from .categories import Levels, levels_of

# More would not be told apart by colour and shape.
MOST_GROUPS = 12
# Numbers make groups where they look like codes: whole, and few among many rows.
_MOST_NUMBERS = 6
_LEAST_ROWS = 3
_GLANCE = 10_000


@dataclass(frozen=True)
class Group:
    """The rows in which a column has one of its values."""

    column: str
    level: str

    def __str__(self) -> str:
        return f"{self.column} = {self.level}"


def few_groups(column: pd.Series) -> tuple[str, ...]:
    """The values of a column that divides the rows into a few groups, in order; empty for any other."""
    kind = column_type(column)
    if kind is ColumnType.DATE:
        return ()
    numbers = kind is ColumnType.NUMBER
    found = _few_codes(numeric_values(column)) if numbers else _few_levels(column)
    most = _MOST_NUMBERS if numbers else MOST_GROUPS
    if any(len(text) > LONGEST_NAME for text in found):
        return ()
    return found if 2 <= len(found) <= most and len(found) * _LEAST_ROWS <= len(column) else ()


def _few_levels(column: pd.Series) -> tuple[str, ...]:
    """The texts in a column, none if even a glance finds too many."""
    if not 0 < len(groups_of(column.iloc[_every(len(column))]).texts) <= MOST_GROUPS:
        return ()
    levels = groups_of(column)
    counts = np.bincount(levels.codes[levels.codes >= 0], minlength=len(levels.texts))
    return tuple(text for text, count in zip(levels.texts, counts, strict=True) if count)


def groups_of(column: pd.Series) -> Levels:
    """The group of each row; texts in the order of the alphabet, numbers by size."""
    if column_type(column) is not ColumnType.NUMBER:
        return levels_of(column)
    values = numeric_values(column)
    known = ~np.isnan(values)
    different, found = np.unique(values[known], return_inverse=True)
    codes = np.full(values.size, -1, dtype=np.int64)
    codes[known] = found
    return Levels(codes, tuple(cell_text(value) for value in different))


def rows_of(column: pd.Series, level: str) -> BoolArray:
    """Which rows of the table have this value."""
    found = groups_of(column)
    code = found.texts.index(level) if level in found.texts else len(found.texts)
    return np.asarray(found.codes == code)


def _few_codes(values: FloatArray) -> tuple[str, ...]:
    """The numbers in a column as texts, none if they are not whole, or if even a glance finds too many."""
    known = values[~np.isnan(values)]
    if np.any(known != np.rint(known)) or np.unique(known[_every(known.size)]).size > MOST_GROUPS:
        return ()
    different = np.unique(known)
    return tuple(map(cell_text, different)) if different.size <= MOST_GROUPS else ()


def _every(length: int) -> slice:
    """The rows of a glance."""
    return slice(None, None, max(1, length // _GLANCE))
