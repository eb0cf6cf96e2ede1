"""What the left mouse button does between press and release where it adds or moves points."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF

from linreg_gui.core.table.row_set import SelectMode
from linreg_gui.views.selecting.area_gestures import STARTS_DRAG
from linreg_gui.views.selecting.plot_plane import PlotPlane

from .paint_signals import PaintSignals
from .paint_tools import Brush


class Placing:
    """One point follows the pointer until the button is up."""

    def __init__(self, signals: PaintSignals, plane: PlotPlane, position: QPointF) -> None:
        self._signals = signals
        self._plane = plane
        self.drag(position)

    def drag(self, position: QPointF) -> None:
        self._signals.point_requested.emit(*self._plane.place(position))

    def release(self) -> None:
        self._signals.end_requested.emit()

    def cancel(self) -> None:
        self._signals.cancel_requested.emit()


class Spraying:
    """Points fall around the way of the pointer."""

    def __init__(
        self,
        signals: PaintSignals,
        plane: PlotPlane,
        position: QPointF,
        brush: Brush,
        random: np.random.Generator,
    ) -> None:
        self._signals = signals
        self._plane = plane
        self._brush = brush
        self._random = random
        self._last = position
        self._left_over = 0.0
        self._spray(position, max(1, self._brush.amount // 10))

    def drag(self, position: QPointF) -> None:
        way = position - self._last
        wanted = self._left_over + np.hypot(way.x(), way.y()) * self._brush.amount / 100.0
        self._left_over = wanted % 1.0
        self._spray(position, int(wanted))
        self._last = position

    def release(self) -> None:
        self._signals.end_requested.emit()

    def cancel(self) -> None:
        self._signals.cancel_requested.emit()

    def _spray(self, position: QPointF, count: int) -> None:
        if not count:
            return
        plane, random = self._plane, self._random
        (x_from, y_from), (x_to, y_to) = plane.place(self._last), plane.place(position)
        share, angle = random.random(count), random.uniform(0.0, 2.0 * np.pi, count)
        distance = self._brush.radius * np.sqrt(random.random(count))
        width, height = plane.pixel()
        x = x_from + share * (x_to - x_from) + width * distance * np.cos(angle)
        y = y_from + share * (y_to - y_from) + height * distance * np.sin(angle)
        self._signals.points_requested.emit(*plane.in_sight(*plane.rounded(x, y)))


class Moving:
    """The selected points follow the pointer, once it has really moved; a click means one of them alone."""

    def __init__(self, signals: PaintSignals, plane: PlotPlane, position: QPointF, row: int | None) -> None:
        self._signals = signals
        self._plane = plane
        self._start = position
        self._row = row  # selected with others before the button was down
        self._moves = False

    def drag(self, position: QPointF) -> None:
        way = position - self._start
        self._moves |= way.manhattanLength() > STARTS_DRAG
        if not self._moves:
            return
        (x_from, y_from), (x_to, y_to) = map(self._plane.place, (self._start, position))
        x, y = self._plane.rounded(np.array([x_to - x_from]), np.array([y_to - y_from]))
        self._signals.move_requested.emit(float(x[0]), float(y[0]))

    def release(self) -> None:
        if self._moves:
            self._signals.end_requested.emit()
        elif self._row is not None:
            self._signals.pick_requested.emit(self._row, SelectMode.NEW)

    def cancel(self) -> None:
        self._signals.cancel_requested.emit()


class Refusing:
    """Nothing follows the pointer here: it is said why, for a row only once the pointer has really moved."""

    def __init__(
        self, signals: PaintSignals, position: QPointF, why: str, row: int | None = None, *, at_once: bool
    ) -> None:
        self._signals = signals
        self._start = position
        self._why = why
        self._row = row
        if at_once:
            self._say()

    def drag(self, position: QPointF) -> None:
        if (position - self._start).manhattanLength() > STARTS_DRAG:
            self._say()

    def release(self) -> None:
        if self._row is not None and self._why:
            self._signals.pick_requested.emit(self._row, SelectMode.NEW)

    def cancel(self) -> None:
        pass

    def _say(self) -> None:
        why, self._why = self._why, ""
        if why:
            self._signals.refused.emit(why)
