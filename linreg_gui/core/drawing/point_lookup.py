"""Finding points by their place, among all rows and not only those that are drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray, IntArray, frozen
from linreg_gui.core.table.row_set import RowSet, positions

from .area import Area, Bounds


@dataclass(frozen=True, eq=False)
class PointLookup:
    """All points of a plot, and their order by x, so that a narrow search looks at few of them.

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
    """

    x: FloatArray
    y: FloatArray
    rows: IntArray
    excluded: BoolArray
    order: IntArray

    def nearest(self, x: float, y: float, reach: tuple[float, float]) -> int | None:
        """The table row of the point nearest to a place, if any lies within an ellipse around it.

        Parameters
        ----------
        x, y : float
        reach : (float, float)
            Half the width and half the height of the ellipse.
        """
        near = self._between((x - reach[0], x + reach[0]))
        if not near.size:
            return None
        distance = ((self.x[near] - x) / reach[0]) ** 2 + ((self.y[near] - y) / reach[1]) ** 2
        best = int(distance.argmin())
        return int(self.rows[near[best]]) if distance[best] <= 1.0 else None

    def within(self, area: Area) -> RowSet:
        """The table rows of the points in an area."""
        near = self._between(area.x_bounds)
        inside = np.zeros(self.rows.size, dtype=bool)
        inside[near[area.holds(self.x[near], self.y[near])]] = True
        return RowSet.of_ascending_rows(self.rows[inside])

    def positions(self, rows: IntArray) -> IntArray:
        """Which points belong to these table rows; a row that has no point is left out."""
        return positions(self.rows, rows)

    def _between(self, bounds: Bounds) -> IntArray:
        first = np.searchsorted(self.x, bounds[0], side="left", sorter=self.order)
        return self.order[first : np.searchsorted(self.x, bounds[1], side="right", sorter=self.order)]


def lookup_of(x: FloatArray, y: FloatArray, rows: IntArray, excluded: BoolArray) -> PointLookup:
    """The `PointLookup` of points in any order."""
    by_row = np.argsort(rows, kind="stable")
    x, y, rows, excluded = (frozen(part[by_row]) for part in (x, y, rows, excluded))
    return PointLookup(x, y, rows, excluded, frozen(np.argsort(x, kind="stable")))
