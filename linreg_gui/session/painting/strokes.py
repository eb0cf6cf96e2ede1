"""A stroke in progress: what it has done so far, the exact line it makes, and how it enters the document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray
from linreg_gui.core.drawing.exact_line import PointSums, sums_of
from linreg_gui.core.drawing.moving_data import MovingData
from linreg_gui.core.drawing.point_lookup import lookup_of
from linreg_gui.core.editing.drawn_rows import append_points, moved, put_numbers
from linreg_gui.core.table.row_set import RowSet
from linreg_gui.core.table.table import Table
from linreg_gui.core.wording import counted
from linreg_gui.session.document.document import Document
from linreg_gui.session.document.edit_queue import Edit

from .ground import Ground

# So many points are put in order within a frame.
_POINTS_AT_ONCE = 100_000


class PointStroke:
    """Points are added; the last ones can be put elsewhere while the stroke goes on."""

    idle = False

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._parts: list[tuple[FloatArray, FloatArray]] = []
        self._before = ground.data
        self.sums = ground.sums

    def add(self, x: FloatArray, y: FloatArray) -> None:
        """More points."""
        self._parts.append((x, y))
        self.sums = self.sums + sums_of(x, y, self.sums.centre)

    def place(self, x: FloatArray, y: FloatArray) -> None:
        """These points in place of all others of the stroke."""
        self._parts = []
        self.sums = self._ground.sums
        self.add(x, y)

    def points(self) -> tuple[FloatArray, FloatArray]:
        """All points of the stroke."""
        x, y = (np.concatenate(parts) for parts in zip(*self._parts, strict=True))
        return x, y

    @property
    def data(self) -> MovingData:
        """What the exact line goes by now."""
        x, y = self.points()
        before = self._before
        x, y = np.concatenate([before.x, x]), np.concatenate([before.y, y])
        return MovingData(self.sums, x, y, before.groups)

    @property
    def new_rows(self) -> int:
        """How many rows the table gets."""
        return sum(x.size for x, _ in self._parts)

    def ground(self) -> Ground:
        """What the next stroke begins on; the new points are not found yet."""
        painted = zip(self._ground.painted, self.points(), strict=True)
        x, y = (np.concatenate(parts) for parts in painted)
        return replace(self._ground, sums=self.sums, painted=(x, y))

    @property
    def edit(self) -> Edit:
        """Adds the points there are by now as rows at the end of a table."""
        x, y = self.points()
        return partial(append_points, columns={self._ground.x_name: x, self._ground.y_name: y})

    def enter(self, document: Document) -> None:
        """Add the points to the table."""
        document.edit(f"Paint {counted(self.new_rows, 'point')}", self.edit, 2 * self.new_rows)


class MoveStroke:
    """Rows are moved, all by the same way."""

    def __init__(self, ground: Ground, rows: RowSet) -> None:
        self._ground = ground
        points = ground.points
        self._places = points.positions(rows.rows())
        used = self._places[~points.excluded[self._places]]
        self.rows = points.rows[self._places]  # of the table
        self._group = sums_of(points.x[used], points.y[used], ground.sums.centre)
        self._rest = ground.sums - self._group
        codes = ground.codes[used] if ground.groups else used
        self._parts = tuple(
            sums_of(points.x[used[codes == code]], points.y[used[codes == code]], ground.sums.centre)
            for code in range(len(ground.groups))
        )
        self.sums = ground.sums
        self._before = ground.data
        moves = np.isin(ground.noise, self._places)
        self._moves = np.concatenate([moves, np.zeros(ground.painted[0].size, dtype=bool)])
        self._way = (0.0, 0.0)

    def move(self, dx: float, dy: float) -> None:
        """The rows are this far from where they were at the beginning."""
        self._way = (dx, dy)
        self.sums = self._rest + self._group.moved(dx, dy)

    @property
    def data(self) -> MovingData:
        """What the exact line goes by now."""
        (dx, dy), before = self._way, self._before
        x, y = before.x + dx * self._moves, before.y + dy * self._moves
        return MovingData(self.sums, x, y, self._groups())

    def _groups(self) -> tuple[PointSums, ...]:
        """Of each coloured group, with the points of it that move where they are now."""
        pairs = zip(self._ground.groups, self._parts, strict=True)
        return tuple(whole - part + part.moved(*self._way) for whole, part in pairs)

    @property
    def idle(self) -> bool:
        """Whether everything is where it was."""
        return not self._places.size or self._way == (0.0, 0.0)

    new_rows = 0

    def ground(self) -> Ground | None:
        """What the next stroke begins on: the points where they are now; None if that takes its time."""
        points = self._ground.points
        if points.x.size > _POINTS_AT_ONCE:
            return None
        x, y = points.x.copy(), points.y.copy()
        x[self._places], y[self._places] = self._coordinates(self._way)
        lookup = lookup_of(x, y, points.rows, points.excluded)
        return replace(self._ground, points=lookup, sums=self.sums, groups=self._groups())

    @property
    def edit(self) -> Edit:
        """Puts the rows of a table where they are now; all that takes long is done when it is called."""
        return partial(self._put, self._way)

    def enter(self, document: Document) -> None:
        """Write the new coordinates into the table."""
        rows = self.rows
        text = f"Move row {rows[0] + 1}" if rows.size == 1 else f"Move {counted(rows.size, 'row')}"
        document.edit(text, self.edit, 2 * rows.size, by_place=True)

    def _put(self, way: tuple[float, float], table: Table) -> Table:
        names = (self._ground.x_name, self._ground.y_name)
        moves = zip(names, self._coordinates(way), way, strict=True)
        return put_numbers(table, self.rows, {name: values for name, values, step in moves if step})

    def _coordinates(self, way: tuple[float, float]) -> tuple[FloatArray, FloatArray]:
        """Where the rows are."""
        points, (dx, dy) = self._ground.points, way
        return moved(points.x[self._places], dx), moved(points.y[self._places], dy)


@dataclass(frozen=True, eq=False)
class StrokePicture:
    """What a stroke looks like at this moment.

    Attributes
    ----------
    x, y : array, shape (k,)
        Points that came.
    anew : bool
        Whether they take the place of those that came before in this stroke.
    data : MovingData
        All rows at this moment, and the exact solution through them.
    rows : array of int
        Rows of the table that move, by ``way``.
    way : (float, float)
    """

    x: FloatArray
    y: FloatArray
    anew: bool
    data: MovingData
    rows: IntArray
    way: tuple[float, float] = (0.0, 0.0)
