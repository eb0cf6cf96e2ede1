"""Finding points by their place, among all rows and not only those that are drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray, IntArray, frozen
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.table.row_set import RowSet, positions

from .area import Area, Bounds

# More points than these are in strips, at most so many, each of so many points at least.
_FEW, _MOST_STRIPS, _STRIP = 50_000, 128, 2048
# A near point is sought nearby first, as a place can have very many around it.
_SHARES = (1.0 / 64.0, 1.0 / 8.0, 1.0)


@dataclass(frozen=True, eq=False)
class PointLookup:
    """All points of a plot, and their order by x, so that a narrow search looks at few of them.

    Of many points every stretch of that order, a strip from below to above, has its own order by y: what lies
    in a small rectangle is a stretch of each strip.

    Attributes
    ----------
    x, y : array, shape (n,)
        Coordinates.
    rows : array of int, shape (n,)
        Row of the table for each point, ascending.
    excluded : array of bool, shape (n,)
        Whether the fit does without the row, as it is excluded or held out.
    order : array of int, shape (n,)
        The points by ascending x.
    strips : array of int, shape (n,)
        The same with each strip by ascending y; empty where there are few points.
    heights : array, shape (n,)
        y in that order.
    size : int
        Points in each strip but the last.
    """

    x: FloatArray
    y: FloatArray
    rows: IntArray
    excluded: BoolArray
    order: IntArray
    strips: IntArray
    heights: FloatArray
    size: int

    def nearest(self, x: float, y: float, reach: tuple[float, float]) -> int | None:
        """The table row of the point nearest to a place, if any lies within an ellipse around it.

        Parameters
        ----------
        x, y : float
        reach : (float, float)
            Half the width and half the height of the ellipse.
        """
        for share in _SHARES if self.strips.size else _SHARES[-1:]:
            across, up = share * reach[0], share * reach[1]
            near = self._around((x - across, x + across), (y - up, y + up))
            if near.size:
                distance = ((self.x[near] - x) / across) ** 2 + ((self.y[near] - y) / up) ** 2
                least = distance.min()
                if least <= 1.0:
                    return int(self.rows[near[distance == least].min()])
        return None

    def within(self, area: Area) -> RowSet:
        """The table rows of the points in an area."""
        near = self._between(area.x_bounds)
        inside = np.zeros(self.rows.size, dtype=bool)
        inside[near[area.holds(self.x[near], self.y[near])]] = True
        return RowSet.of_ascending_rows(self.rows[inside])

    def positions(self, rows: IntArray) -> IntArray:
        """Which points belong to these table rows; a row that has no point is left out."""
        return positions(self.rows, rows)

    def _around(self, x_bounds: Bounds, y_bounds: Bounds) -> IntArray:
        """The points in a rectangle, and perhaps some beside it."""
        if not self.strips.size:
            return self._between(x_bounds)
        first, stop = self._stretch(x_bounds)
        found = []
        for start in range(first // self.size * self.size, stop, self.size):
            heights = self.heights[start : start + self.size]
            low, high = np.searchsorted(heights, y_bounds[0]), np.searchsorted(heights, y_bounds[1], "right")
            found.append(self.strips[start + low : start + high])
        return np.concatenate(found) if found else self.strips[:0]

    def _between(self, bounds: Bounds) -> IntArray:
        first, stop = self._stretch(bounds)
        return self.order[first:stop]

    def _stretch(self, bounds: Bounds) -> tuple[int, int]:
        """Which of those by ascending x lie between two places."""
        first = np.searchsorted(self.x, bounds[0], side="left", sorter=self.order)
        return int(first), int(np.searchsorted(self.x, bounds[1], side="right", sorter=self.order))


def lookup_of(x: FloatArray, y: FloatArray, rows: IntArray, excluded: BoolArray) -> PointLookup:
    """The `PointLookup` of points in any order."""
    by_row = np.argsort(rows, kind="stable")
    x, y, rows, excluded = (frozen(part[by_row]) for part in (x, y, rows, excluded))
    order = frozen(np.argsort(x, kind="stable"))
    if x.size <= _FEW:
        return PointLookup(x, y, rows, excluded, order, order[:0], y[:0], 0)
    strips, size = order.copy(), max(_STRIP, -(-x.size // _MOST_STRIPS))
    for start in range(0, x.size, size):
        check_wanted()
        strip = order[start : start + size]
        strips[start : start + size] = strip[np.argsort(y[strip], kind="stable")]
    return PointLookup(x, y, rows, excluded, order, frozen(strips), frozen(y[strips]), size)
