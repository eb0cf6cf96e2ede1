"""Where the rows of a table went: used, excluded, or dropped, and why; and what its columns became."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray, IntArray, frozen
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.wording import counted

from .categories import Category
from .feature_sources import Source, SourceKind, base_sources, entwined_features
from .recipe import Missing

_FILLED = {
    Missing.MEAN: "filled with the mean",
    Missing.MEDIAN: "filled with the median",
    Missing.INDICATE: "filled and indicated",
}


@dataclass(frozen=True)
class Dropped:
    """How many rows one column costs, and why."""

    column: str
    reason: str  # "missing", "not a number", "not above 0", "not computed" or "of weight 0"
    rows: int

    def __str__(self) -> str:
        forms = {
            "missing": f"missing {self.column}",
            "not above 0": f"{self.column} not above 0",
            "not computed": f"without {self.column}",
            "of weight 0": f"of weight 0 in {self.column}",
        }
        return forms.get(self.reason, f"{self.reason} in {self.column}")


@dataclass(frozen=True)
class Filled:
    """How many missing cells of one column were filled."""

    column: str
    cells: int


@dataclass(frozen=True)
class Variable:
    """A column that terms are made of, and its mean and standard deviation in the rows that are used."""

    source: Source
    mean: float
    std: float


@dataclass(frozen=True, eq=False)
class RowLedger:
    """Where the rows of a table went.

    Attributes
    ----------
    rows_read, rows_used : int
        Rows of the table, and rows that take part in the regression.
    dropped : tuple of Dropped
        Each dropped row is counted once, under the first column that costs it.
    used_rows : array of int, shape (rows_used,)
        Table row of each row of the dataset; ascending unless the table was sorted.
    excluded : int
        Rows that somebody has excluded.
    held_out : int
        Used rows that are held out for validation.
    missing : Missing
        What becomes of missing cells of features.
    filled : tuple of Filled
        Missing cells in rows that are used.
    sources : tuple of Source
        Where each feature of the dataset comes from.
    categories : tuple of Category
        The levels of the columns of texts.
    weights : str
        The column that says how much each row counts; empty where all count alike.
    sample_of : int
        Rows of the files that those of the table are a sample of; 0 where it is none.
    remarks : tuple of str
        Sentences about whole numbers with many digits.
    variables : tuple of Variable
        What has to be known besides the features themselves, to compute terms for new rows.
    """

    rows_read: int
    rows_used: int
    dropped: tuple[Dropped, ...]
    used_rows: IntArray
    excluded: int = 0
    held_out: int = 0
    missing: Missing = Missing.DROP
    filled: tuple[Filled, ...] = ()
    sources: tuple[Source, ...] = ()
    categories: tuple[Category, ...] = ()
    remarks: tuple[str, ...] = ()
    variables: tuple[Variable, ...] = ()
    weights: str = ""
    sample_of: int = 0

    @cached_property
    def made_features(self) -> tuple[int, ...]:
        """Places of the features that are not a column as it stands: indicators, products, with an offset."""
        return tuple(
            j
            for j, source in enumerate(self.sources)
            if source.is_indicator or source.is_made or source.offset
        )

    @cached_property
    def entwined_features(self) -> frozenset[int]:
        """Places of the features that cannot change alone, as others are made of the same columns."""
        return entwined_features(self.sources)

    @cached_property
    def indicated(self) -> frozenset[str]:
        """The columns that have an indicator of missing cells."""
        bases = base_sources(self.sources)
        return frozenset(base.column for base in bases if base.kind is SourceKind.MISSING)

    def get_ready(self) -> None:
        """Go through the features here, in a job, and not where a window shows what they are."""
        for name in ("made_features", "entwined_features", "indicated"):
            getattr(self, name)

    @property
    def sentence(self) -> str:
        """For example ``442 read → 437 used (5 missing bmi) → 328 train / 109 validation``."""
        reasons = [f"{self.excluded:,} excluded"] if self.excluded else []
        reasons += [f"{entry.rows:,} {entry}" for entry in self.dropped]
        text = f"{self.rows_read:,} read → {self.rows_used:,} used"
        if self.sample_of:
            text = f"sample: {text}"
        if reasons:
            text += f" ({', '.join(reasons)})"
        if self.filled:
            cells = counted(sum(entry.cells for entry in self.filled), "missing cell")
            where = ", ".join(f"{entry.cells:,} in {entry.column}" for entry in self.filled)
            text += f", {cells} {_FILLED[self.missing]} ({where})"
        if self.weights:
            text += f", weighted by {self.weights}"
        if self.held_out:
            text += f" → {self.rows_used - self.held_out:,} train / {self.held_out:,} validation"
        return text

    @property
    def filled_caveat(self) -> str:
        """What is to be said beside every interval and p-value; empty where no cell was filled."""
        cells = sum(entry.cells for entry in self.filled)
        if not cells:
            return ""
        count = "counts" if cells == 1 else "count"
        return (
            f"{counted(cells, 'filled cell')} {count} as measured: intervals and p-values are more certain "
            "than the data, and may miss the truth far more often than they say."
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences about levels and digits that are not what one would expect."""
        return self.remarks + tuple(
            sentence for category in self.categories for sentence in category.sentences
        )


def digit_remarks(column: str, fitted_as: str, rounded: int) -> tuple[str, ...]:
    """Sentences about a column whose numbers have more digits than a float64, fitted under this name."""
    remarks = []
    if fitted_as != column:
        remarks.append(f"“{column}” is fitted as {fitted_as}, so that its last digits count.")
    if rounded:
        numbers, were = counted(rounded, "number"), "was" if rounded == 1 else "were"
        remarks.append(f"{numbers} of “{column}” {were} rounded for the fit, which has 16 digits.")
    return tuple(remarks)


def lost_cells(values: FloatArray, column: pd.Series) -> Iterator[tuple[str, BoolArray]]:
    """Why rows have no number in a column, with the rows; ``values`` are its numbers, NaN without one."""
    lost = np.isnan(values)
    if lost.any():
        empty = column.isna().to_numpy()
        yield "missing", lost & empty
        yield "not a number", lost & ~empty


def count_rows(kept: BoolArray, costs: Iterable[tuple[str, str, BoolArray]]) -> RowLedger:
    """Count each incomplete row under the first column and reason that cost it.

    Parameters
    ----------
    kept : array of bool, shape (rows of the table,)
        Rows that nobody has excluded.
    costs : iterable of (column, reason, rows)
    """
    usable = kept.copy()
    dropped = []
    for name, reason, rows in costs:
        lost = int(np.count_nonzero(rows & usable))
        if lost:
            dropped.append(Dropped(name, reason, lost))
            usable &= ~rows
    used = np.flatnonzero(usable)
    n_rows = len(kept)
    excluded = n_rows - int(np.count_nonzero(kept))
    return RowLedger(n_rows, used.size, tuple(dropped), frozen(used), excluded)
