"""Where rows of a table are on a plot that is looked at once for each wish, and not with every move."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray
from linreg_gui.core.table.row_set import RowSet

from .area import Area, Spot


@dataclass(frozen=True, eq=False)
class PlacedRows:
    """Every row that can be found on a plot, in any order, whether it is drawn as a point or in an image.

    Attributes
    ----------
    x, y : array, shape (n,)
        Not finite where a row is nowhere.
    rows : array of int, shape (n,)
        Rows of the table.
    """

    x: FloatArray
    y: FloatArray
    rows: IntArray

    def within(self, area: Area) -> RowSet:
        """The rows in an area."""
        return RowSet.of_rows(self.rows[area.holds(self.x, self.y)])

    def at(self, spot: Spot) -> RowSet:
        """The row whose point is nearest, if one is near enough."""
        if not self.rows.size:
            return RowSet.of_rows(self.rows)
        with np.errstate(all="ignore"):
            away = ((self.x - spot.x) / spot.reach[0]) ** 2 + ((self.y - spot.y) / spot.reach[1]) ** 2
        away = np.where(np.isnan(away), np.inf, away)
        best = int(away.argmin())
        return RowSet.of_rows(self.rows[best : best + 1] if away[best] <= 1.0 else self.rows[:0])


Places = Callable[[], PlacedRows]


def together(*parts: PlacedRows) -> PlacedRows:
    """Rows of several kinds on one plot."""
    return PlacedRows(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in ("x", "y", "rows"))
    )
