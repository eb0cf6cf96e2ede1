"""From a column of a table to features of a dataset: numbers, dates, filled holes, indicators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray, IntArray
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.cells.column_types import ColumnType, feature_type
from linreg_gui.core.cells.shifted_values import shifted_dates, shifted_numbers
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import ProblemError, ProblemKind

from .categories import Category, Levels, category_of, levels_of
from .feature_sources import Source, SourceKind
from .recipe import Missing
from .row_ledger import digit_remarks


@dataclass(frozen=True, eq=False)
class FeaturePart:
    """Some features of a dataset that come from one column.

    Attributes
    ----------
    sources : tuple of Source
        One for each feature; there are none where every row has the same level.
    values : array of float, shape (n,), or None
        The first feature; None where all are indicators.
    indicator : array of int, shape (n,), or None
        Index of the feature that is 1 in this row, −1 for none.
    filled : int
        Missing cells that were filled or indicated.
    category : Category or None
    """

    sources: tuple[Source, ...]
    values: FloatArray | None = None
    indicator: IntArray | None = None
    filled: int = 0
    category: Category | None = None

    def feature(self, place: int) -> FloatArray:
        """One of the features, shape (n,)."""
        if self.values is not None and not place:
            return self.values
        assert self.indicator is not None
        return np.asarray(self.indicator == place, dtype=np.float64)

    def write(self, block: FloatArray) -> None:
        """Put the features into a block of columns of the design matrix."""
        if self.values is not None:
            block[:, 0] = self.values
        if self.indicator is not None:
            block[:, 0 if self.values is None else 1 :] = 0.0
            rows = np.flatnonzero(self.indicator >= 0)
            block[rows, self.indicator[rows]] = 1.0


class NumberColumn:
    """A column of numbers, truth values or dates; a cell that is no number always costs its row."""

    def __init__(self, column: pd.Series, name: str, kind: SourceKind, missing: Missing) -> None:
        self.name = name
        self._kind = kind
        self._policy = missing
        found = shifted_dates(column) if kind is SourceKind.DATE else shifted_numbers(column)
        self._values, self._offset, self._rounded = found.values, found.offset, found.rounded
        self._missing: BoolArray | None = None
        self._wrong: BoolArray | None = None
        lost = np.isnan(self._values)
        if lost.any():
            empty = column.isna().to_numpy()
            self._missing, self._wrong = lost & empty, lost & ~empty

    def costs(self) -> Iterator[tuple[str, BoolArray]]:
        """Reasons to drop rows, with the rows."""
        if self._missing is not None and self._policy is Missing.DROP:
            yield "missing", self._missing
        if self._wrong is not None:
            yield "not a number", self._wrong

    @property
    def remarks(self) -> tuple[str, ...]:
        """What became of numbers with more digits than are computed with."""
        return digit_remarks(
            self.name, Source(self.name, self._kind, offset=self._offset).name, self._rounded
        )

    def part(self, rows: IntArray) -> FeaturePart:
        """The features in these rows."""
        as_they_are = len(rows) == len(self._values) and bool((rows[1:] > rows[:-1]).all())
        values = self._values if as_they_are else self._values[rows]
        source = Source(self.name, self._kind, offset=self._offset)
        if self._missing is None or self._policy is Missing.DROP:
            return FeaturePart((source,), values)
        holes = np.isnan(values)
        count = int(holes.sum())
        if not count:
            return FeaturePart((source,), values)
        filled = np.where(holes, self._middle(values[~holes]), values)
        if self._policy is not Missing.INDICATE:
            return FeaturePart((source,), filled, filled=count)
        sources = source, Source(self.name, SourceKind.MISSING)
        return FeaturePart(sources, filled, np.where(holes, 1, -1), count)

    def filling(self, rows: IntArray) -> float:
        """What missing cells are filled with, by the cells of these rows that are not."""
        values = self._values[rows]
        return self._middle(values[~np.isnan(values)])

    def _middle(self, values: FloatArray) -> float:
        """Mean or median, within the values whatever the rounding, and without overflow."""
        median = self._policy is Missing.MEDIAN
        if not values.size:
            what = "median" if median else "mean"
            raise ProblemError(
                f"“{self.name}” has no number in any used row, so there is no {what} to fill it with.",
                ProblemKind.NO_ROWS,
            )
        scale = float(np.abs(values).max()) or 1.0
        scale = scale if scale > 1e300 else 1.0
        middle = np.median(values / scale) if median else np.mean(values / scale)
        return float(np.clip(middle * scale, values.min(), values.max()))


class CategoryColumn:
    """A column of texts; a missing cell costs its row unless missing cells are indicated."""

    remarks: tuple[str, ...] = ()

    def __init__(
        self, levels: Levels, name: str, missing: Missing, reference: str | None, *, full: bool = False
    ) -> None:
        self.name, self._reference, self._full = name, reference, full
        self._policy = missing
        self._levels = levels

    def costs(self) -> Iterator[tuple[str, BoolArray]]:
        """Reasons to drop rows, with the rows."""
        if self._policy is not Missing.INDICATE:
            yield "missing", self._levels.codes < 0

    def coded(self, *, full: bool) -> CategoryColumn:
        """The same with an indicator for each level, or for each but the reference."""
        return CategoryColumn(self._levels, self.name, self._policy, self._reference, full=full)

    def part(self, rows: IntArray) -> FeaturePart:
        """The features in these rows: an indicator for each level but the reference, or for every one."""
        category = category_of(self.name, self._levels, rows, self._reference)
        if self._full:
            category = replace(category, reference="", wanted="")
        reference, indicated = category.reference, category.indicated
        sources = [Source(self.name, SourceKind.LEVEL, level, reference) for level in indicated]
        place = {level: index for index, level in enumerate(indicated)}
        codes = self._levels.codes[rows]
        missing = int((codes < 0).sum())
        if missing:
            sources.append(Source(self.name, SourceKind.MISSING, reference=reference))
        # One more at the end, for the cells that are missing.
        feature_of = [*(place.get(level, -1) for level in self._levels.texts), len(place)]
        indicator = np.array(feature_of, dtype=np.int64)[codes]
        return FeaturePart(tuple(sources), None, indicator, missing, category)


FeatureColumn = NumberColumn | CategoryColumn


def feature_column(column: pd.Series, name: str, missing: Missing, reference: str | None) -> FeatureColumn:
    """Read a column of a table as what it holds."""
    check_wanted()
    found = feature_type(column)
    if found is ColumnType.CATEGORY:
        return CategoryColumn(levels_of(column), name, missing, reference)
    kind = SourceKind.DATE if found is ColumnType.DATE else SourceKind.NUMBER
    return NumberColumn(column, name, kind, missing)
