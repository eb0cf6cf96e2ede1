"""What the left mouse button does between press and release, one class for each tool."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, QSize
from PySide6.QtWidgets import QRubberBand, QWidget

from linreg_gui.core.drawing.area import Area
from linreg_gui.core.table.row_set import SelectMode

from .paint_signals import PaintSignals
from .paint_tools import Brush
from .plot_plane import PlotPlane

_STARTS_DRAG = 3  # pixels
_MOST_CORNERS = 400  # of a lasso, each of which every row is compared with


class Gesture(Protocol):
    """Told of the pointer at display rate; `release` follows the last `drag`."""

    def drag(self, position: QPointF) -> None:
        """The pointer is here now."""

    def release(self) -> None:
        """The button is up."""

    def cancel(self) -> None:
        """Nothing of it shall have happened."""


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
        self._moves |= way.manhattanLength() > _STARTS_DRAG
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
        if (position - self._start).manhattanLength() > _STARTS_DRAG:
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


class Banding:
    """A frame is drawn around points; without one the row under the pointer is meant, if there is one."""

    def __init__(
        self,
        signals: PaintSignals,
        plane: PlotPlane,
        position: QPointF,
        viewport: QWidget,
        row: int | None,
        mode: SelectMode,
    ) -> None:
        self._signals = signals
        self._plane = plane
        self._row = row
        self._start = position
        self._end = position
        self._mode = mode
        self._band = QRubberBand(QRubberBand.Shape.Rectangle, viewport)

    def drag(self, position: QPointF) -> None:
        self._end = position
        self._band.setGeometry(QRect(self._start.toPoint(), position.toPoint()).normalized())
        self._band.setVisible(self._is_drawn())

    def release(self) -> None:
        self._close()
        if self._is_drawn():
            places = map(self._plane.place, (self._start, self._end))
            x, y = zip(*places, strict=True)
            area = Area((min(x), max(x)), (min(y), max(y)))
            self._signals.area_requested.emit(area, self._mode)
        elif self._row is not None or self._mode is SelectMode.NEW:
            self._signals.pick_requested.emit(self._row, self._mode)

    def cancel(self) -> None:
        self._close()

    def _is_drawn(self) -> bool:
        return (self._end - self._start).manhattanLength() > _STARTS_DRAG

    def _close(self) -> None:
        self._band.setGeometry(QRect(QPoint(), QSize()))
        self._band.hide()
        self._band.deleteLater()


class Lassoing:
    """A line is drawn around points, and closed when the button is up; a click means the row there."""

    def __init__(
        self, signals: PaintSignals, plane: PlotPlane, position: QPointF, row: int | None, mode: SelectMode
    ) -> None:
        self._signals = signals
        self._plane = plane
        self._row = row
        self._mode = mode
        self._way = [position]

    def drag(self, position: QPointF) -> None:
        if (position - self._way[-1]).manhattanLength() > _STARTS_DRAG:
            self._way.append(position)
            if len(self._way) > _MOST_CORNERS:
                self._way = self._way[::2]
            x, y = zip(*self._corners(), strict=True)
            self._signals.lasso_drawn.emit(np.array(x), np.array(y))

    def release(self) -> None:
        self._close()
        if len(self._way) > 2:
            self._signals.area_requested.emit(Area.around(self._corners()), self._mode)
        elif self._row is not None or self._mode is SelectMode.NEW:
            self._signals.pick_requested.emit(self._row, self._mode)

    def cancel(self) -> None:
        self._close()

    def _corners(self) -> tuple[tuple[float, float], ...]:
        return tuple(map(self._plane.place, self._way))

    def _close(self) -> None:
        self._signals.lasso_drawn.emit(np.empty(0), np.empty(0))
