"""What the cells of a column are worth: as numbers, as dates. Nothing here knows of roles or rows."""

from __future__ import annotations

import math

import numpy as np

from linreg_gui.core.arrays import FloatArray, is_number, quiet_overflow
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import ProblemError, ProblemKind

# Making or copying Python objects holds the GIL, so only so many are dealt with at a time.
OBJECTS_AT_ONCE = 8192

_DAY = 86_400e6  # microseconds


def holds_numbers(column: pd.Series) -> bool:
    """Whether at least half of the filled cells, and one at least, are numbers; truth values are none."""
    check_wanted()
    if pd.api.types.is_bool_dtype(column.dtype):
        return False
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "iuf":  # most are, and pandas is slow
        return not np.isnan(column.to_numpy()).all() if column.dtype.kind == "f" else len(column) > 0
    if is_numeric_type(column):
        return bool(column.notna().any())
    numbers = np.isfinite(numeric_values(column)).sum()
    return bool(numbers and 2 * numbers >= column.notna().sum())


def numeric_values(column: pd.Series) -> FloatArray:
    """A column as float64; NaN where a cell is missing, infinite or not a number.

    A text is never a number, whatever it looks like: what its digits and signs mean was decided when it
    was read or typed.
    """
    if is_numeric_type(column):
        with quiet_overflow():
            values = column.to_numpy(dtype=np.float64, na_value=np.nan)
    elif column.dtype == object:
        values = np.fromiter(map(_cell_value, column.to_numpy()), dtype=np.float64, count=len(column))
    else:
        values = np.full(len(column), np.nan)
    finite = np.isfinite(values)
    return values if finite.all() else np.where(finite, values, np.nan)


def date_values(column: pd.Series) -> FloatArray:
    """Dates as days since 1970-01-01, NaN where missing; a time with a zone counts as that in UTC."""
    if column.dtype == object:
        column = pd.to_datetime(column, utc=True, errors="coerce")
    dates = column.to_numpy(dtype="datetime64[us]", na_value=np.datetime64("NaT", "us"))
    return np.where(np.isnat(dates), np.nan, dates.astype(np.int64) / _DAY)


def is_numeric_type(column: pd.Series) -> bool:
    """Whether the type of a column says that all its cells are numbers or truth values."""
    types, dtype = pd.api.types, column.dtype
    return dtype.kind != "c" and bool(types.is_numeric_dtype(dtype) or types.is_bool_dtype(dtype))


def _cell_value(cell: object) -> float:
    if type(cell) is float:  # nearly all are, and asking is quick
        return cell
    try:
        return float(cell) if is_number(cell) else math.nan
    except OverflowError:
        return math.nan


def numeric_columns(frame: pd.DataFrame) -> list[str]:
    """Names of the columns that hold numbers in at least half of their filled cells.

    Raises
    ------
    ProblemError
        If two columns have the same name.
    """
    names = frame.columns
    if not names.is_unique:
        column_named(frame, names[names.duplicated(keep=False)][0])
    columns = zip(names, (column for _, column in frame.items()), strict=True)
    return [name for name, column in columns if holds_numbers(column)]


def column_named(frame: pd.DataFrame, name: str) -> pd.Series:
    """The one column of that name."""
    column: pd.Series | pd.DataFrame = frame[name]
    if isinstance(column, pd.DataFrame):
        raise ProblemError(f"There is more than one column named “{name}”.", ProblemKind.ROLES)
    return column
