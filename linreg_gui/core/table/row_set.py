"""Some rows of a table, kept as stretches, so that all of ten million rows are one pair of numbers."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import BoolArray, IntArray, frozen


class SelectMode(enum.StrEnum):
    """What rows that were pointed at do to those that are selected already."""

    NEW = "new"
    ADD = "add"
    REMOVE = "remove"
    INTERSECT = "intersect"


@dataclass(frozen=True, eq=False)
class RowSet:
    """Rows in ascending order, as stretches that neither overlap nor touch.

    Attributes
    ----------
    starts, stops : array of int, shape (k,)
        First row of each stretch, and the row after its last.
    """

    starts: IntArray
    stops: IntArray

    @classmethod
    def of_rows(cls, rows: IntArray) -> RowSet:
        """Of single rows in any order."""
        rows = np.sort(rows)  # not `unique`, which takes ten times as long over millions
        return cls._joined(rows, rows + 1)

    @classmethod
    def of_ascending_rows(cls, rows: IntArray) -> RowSet:
        """Of single rows that are in order already, each once."""
        return cls._joined(rows, rows + 1)

    @classmethod
    def of_ranges(cls, ranges: Iterable[tuple[int, int]]) -> RowSet:
        """Of pairs (first row, row after the last) in any order; they may overlap."""
        pairs = np.array(list(ranges), dtype=np.int64).reshape(-1, 2)
        return cls._of_stretches(pairs[:, 0], pairs[:, 1])

    @classmethod
    def _of_stretches(cls, starts: IntArray, stops: IntArray) -> RowSet:
        """Stretches in any order, which may overlap."""
        order = np.argsort(starts, kind="stable")
        return cls._joined(starts[order], np.maximum.accumulate(stops[order]))

    @classmethod
    def _joined(cls, starts: IntArray, stops: IntArray) -> RowSet:
        """Stretches in ascending order of their starts, joined where they meet."""
        gap = starts[1:] > stops[:-1]
        first = np.concatenate([np.ones(min(1, starts.size), dtype=bool), gap])
        last = np.concatenate([gap, np.ones(min(1, starts.size), dtype=bool)])
        return cls(frozen(starts[first]), frozen(stops[last]))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, RowSet)
            and np.array_equal(self.starts, other.starts)
            and np.array_equal(self.stops, other.stops)
        )

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        """How many rows there are."""
        return int((self.stops - self.starts).sum())

    @property
    def stretches(self) -> list[tuple[int, int]]:
        """Pairs (first row, row after the last)."""
        return list(zip(self.starts.tolist(), self.stops.tolist(), strict=True))

    def rows(self) -> IntArray:
        """Every single row."""
        lengths = self.stops - self.starts
        offsets = np.repeat(self.starts - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
        return np.asarray(offsets + np.arange(lengths.sum()))

    def sample(self, most: int) -> IntArray:
        """At most so many of the rows, spread evenly over all of them."""
        ends = np.cumsum(self.stops - self.starts)
        count = len(self)
        ranks = np.arange(min(most, count)) * count // max(1, min(most, count))
        place = np.searchsorted(ends, ranks, side="right")
        return np.asarray(self.stops[place] - (ends[place] - ranks))

    def contains(self, rows: IntArray) -> BoolArray:
        """Which of these rows are among them."""
        if not self.starts.size:
            return np.zeros(rows.shape, dtype=bool)
        place = np.searchsorted(self.starts, rows, side="right") - 1
        return np.asarray((place >= 0) & (rows < self.stops[place]))

    def __contains__(self, row: int) -> bool:
        place = int(np.searchsorted(self.starts, row, side="right")) - 1
        return place >= 0 and bool(row < self.stops[place])

    def __or__(self, other: RowSet) -> RowSet:
        return RowSet._of_stretches(
            np.concatenate([self.starts, other.starts]), np.concatenate([self.stops, other.stops])
        )

    def without(self, rows: RowSet) -> RowSet:
        """The rows that are not among the others."""
        mine = self.rows()
        return RowSet.of_ascending_rows(mine[~rows.contains(mine)])

    def changed_by(self, rows: RowSet, mode: SelectMode) -> RowSet:
        """What is selected once these rows were pointed at."""
        match mode:
            case SelectMode.ADD:
                return self | rows
            case SelectMode.REMOVE:
                return self.without(rows)
            case SelectMode.INTERSECT:
                mine = self.rows()
                return RowSet.of_ascending_rows(mine[rows.contains(mine)])
        return rows


def positions(among: IntArray, rows: IntArray) -> IntArray:
    """Where these rows are among others in ascending order; one that is not there is left out."""
    place = np.searchsorted(among, rows)
    place, wanted = place[place < among.size], rows[place < among.size]
    return np.asarray(place[among[place] == wanted])


NO_ROWS = RowSet.of_ranges(())
