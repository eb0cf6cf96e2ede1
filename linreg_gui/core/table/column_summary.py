"""What a column is like at a glance: its type, what is missing, and a histogram of a few bars."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from linreg_gui.core.arrays import FloatArray, quiet_overflow
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.cells.column_types import ColumnType, column_type
from linreg_gui.core.cells.values import numeric_values
from linreg_gui.core.late_pandas import pd

from .groups import few_groups

MOST_BARS = 20
MOST_ROWS = 1_000_000
# Counting texts holds the interpreter, so that fewer of them are looked at.
_MOST_TEXTS = 100_000


@dataclass(frozen=True)
class ColumnSummary:
    """A column at a glance.

    Attributes
    ----------
    type : ColumnType
    n_rows, n_missing, n_not_numbers : int
        Exact counts; a cell is no number if it holds something else in a column of numbers.
    bars : tuple of int
        How many values are in each of equally wide bins from ``least`` to ``most``, or equal each level.
    levels : tuple of str
        The most frequent values where they are no numbers and no dates, most frequent first.
    n_levels : int
        How many different ones were found.
    least, most : float or str or None
    mean : float or None
    sampled : int
        How many rows ``bars`` and ``levels`` come from, 0 for all of them.
    groups : tuple of str
        The values by which the rows make a few groups, see `few_groups`; empty where they do not.
    """

    type: ColumnType
    n_rows: int
    n_missing: int
    n_not_numbers: int = 0
    bars: tuple[int, ...] = ()
    levels: tuple[str, ...] = ()
    n_levels: int = 0
    least: float | str | None = None
    most: float | str | None = None
    mean: float | None = None
    sampled: int = 0
    groups: tuple[str, ...] = ()


def summarise_column(column: pd.Series) -> ColumnSummary:
    """Look at every cell of a column for its counts, and at a sample for the bars of a long one."""
    check_wanted()
    found = column_type(column)
    if found is ColumnType.DATE:
        return _of_dates(column)
    summary = _of_numbers(column) if found is ColumnType.NUMBER else _of_levels(column, found)
    return replace(summary, groups=few_groups(column))


def _of_numbers(column: pd.Series) -> ColumnSummary:
    values = np.sort(numeric_values(column))  # so that nothing depends on the order of the rows
    filled = values[: len(values) - int(np.isnan(values).sum())]
    n_missing = _n_missing(column)
    strange = len(column) - len(filled) - n_missing
    if not len(filled):
        return ColumnSummary(ColumnType.NUMBER, len(column), n_missing, strange)
    least, most = float(filled[0]), float(filled[-1])
    with quiet_overflow():
        total = float(filled.sum())
    bars, sampled = _bars(values, least, most)
    return ColumnSummary(
        ColumnType.NUMBER,
        len(column),
        n_missing,
        strange,
        bars,
        least=least,
        most=most,
        mean=total / len(filled) if np.isfinite(total) else None,
        sampled=sampled,
    )


def _of_dates(column: pd.Series) -> ColumnSummary:
    filled = column[column.notna().to_numpy()]
    n_missing = len(column) - len(filled)
    if filled.empty:
        return ColumnSummary(ColumnType.DATE, len(column), n_missing)
    numbers = (
        filled.dt.tz_localize(None).to_numpy().astype("datetime64[us]").astype(np.int64).astype(np.float64)
    )
    bars, sampled = _bars(np.sort(numbers), float(numbers.min()), float(numbers.max()))
    least, most = (str(date).removesuffix(" 00:00:00") for date in (filled.min(), filled.max()))
    return ColumnSummary(
        ColumnType.DATE, len(column), n_missing, bars=bars, least=least, most=most, sampled=sampled
    )


def _of_levels(column: pd.Series, found: ColumnType) -> ColumnSummary:
    known = isinstance(column.dtype, pd.CategoricalDtype)  # so that counting needs no look at the texts
    sample = column.iloc[:: 1 if known else _stride(len(column), _MOST_TEXTS)]
    counts = sample.value_counts()
    counts = counts[counts > 0]
    least_shown = counts.iloc[min(MOST_BARS, len(counts)) - 1] if len(counts) else 0
    shown = counts[counts >= least_shown]
    shown = shown.iloc[np.lexsort((shown.index.astype(str), -shown.to_numpy()))]  # not as they come
    top = shown.iloc[:MOST_BARS]
    return ColumnSummary(
        found,
        len(column),
        int(column.isna().sum()),
        bars=tuple(int(count) for count in top),
        levels=tuple(str(level) for level in top.index),
        n_levels=len(counts),
        sampled=len(sample) if len(sample) < len(column) else 0,
    )


def _n_missing(column: pd.Series) -> int:
    if isinstance(column.dtype, np.dtype) and column.dtype.kind == "f":  # most are, and pandas is slow
        return int(np.isnan(column.to_numpy()).sum())
    return int(column.isna().sum())


def _bars(values: FloatArray, least: float, most: float) -> tuple[tuple[int, ...], int]:
    """Counts of equally wide bins of sorted values, and of how many rows if not of all."""
    sample = values[:: _stride(len(values), MOST_ROWS)]
    sampled = len(sample) if len(sample) < len(values) else 0
    filled = sample[~np.isnan(sample)]
    # Halved, because the distance between the largest numbers of both signs overflows.
    width = most / 2.0 - least / 2.0
    if width == 0.0:
        return (len(filled),), sampled
    shares = (filled / 2.0 - least / 2.0) / width
    bins = np.minimum((shares * MOST_BARS).astype(np.int64), MOST_BARS - 1)
    return tuple(int(count) for count in np.bincount(bins, minlength=MOST_BARS)), sampled


def _stride(length: int, most: int) -> int:
    return max(1, -(-length // most))
