"""What the left mouse button does between press and release, one class for each tool."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, QSize
from PySide6.QtWidgets import QRubberBand

if TYPE_CHECKING:
    from .paint_input import PaintInput

_STARTS_DRAG = 3  # pixels


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

    def __init__(self, host: PaintInput, position: QPointF) -> None:
        self._host = host
        self.drag(position)

    def drag(self, position: QPointF) -> None:
        self._host.point_requested.emit(*self._host.plane.place(position))

    def release(self) -> None:
        self._host.end_requested.emit()

    def cancel(self) -> None:
        self._host.cancel_requested.emit()


class Spraying:
    """Points fall around the way of the pointer."""

    def __init__(self, host: PaintInput, position: QPointF, random: np.random.Generator) -> None:
        self._host, self._random = host, random
        self._last = position
        self._left_over = 0.0
        self._spray(position, max(1, host.brush.amount // 10))

    def drag(self, position: QPointF) -> None:
        way = position - self._last
        wanted = self._left_over + np.hypot(way.x(), way.y()) * self._host.brush.amount / 100.0
        self._left_over = wanted % 1.0
        self._spray(position, int(wanted))
        self._last = position

    def release(self) -> None:
        self._host.end_requested.emit()

    def cancel(self) -> None:
        self._host.cancel_requested.emit()

    def _spray(self, position: QPointF, count: int) -> None:
        if not count:
            return
        plane, random = self._host.plane, self._random
        (x_from, y_from), (x_to, y_to) = plane.place(self._last), plane.place(position)
        share, angle = random.random(count), random.uniform(0.0, 2.0 * np.pi, count)
        distance = self._host.brush.radius * np.sqrt(random.random(count))
        width, height = plane.pixel()
        x = x_from + share * (x_to - x_from) + width * distance * np.cos(angle)
        y = y_from + share * (y_to - y_from) + height * distance * np.sin(angle)
        self._host.points_requested.emit(*plane.in_sight(*plane.rounded(x, y)))


class Moving:
    """The selected points follow the pointer, once it has really moved."""

    def __init__(self, host: PaintInput, position: QPointF) -> None:
        self._host, self._start = host, position
        self._moves = False

    def drag(self, position: QPointF) -> None:
        way = position - self._start
        self._moves |= way.manhattanLength() > _STARTS_DRAG
        if not self._moves:
            return
        (x_from, y_from), (x_to, y_to) = map(self._host.plane.place, (self._start, position))
        x, y = self._host.plane.rounded(np.array([x_to - x_from]), np.array([y_to - y_from]))
        self._host.move_requested.emit(float(x[0]), float(y[0]))

    def release(self) -> None:
        if self._moves:
            self._host.end_requested.emit()

    def cancel(self) -> None:
        self._host.cancel_requested.emit()


class Banding:
    """A frame is drawn around points."""

    def __init__(self, host: PaintInput, position: QPointF, more: bool) -> None:
        self._host, self._start, self._end, self._more = host, position, position, more
        self._band = QRubberBand(QRubberBand.Shape.Rectangle, host.viewport)

    def drag(self, position: QPointF) -> None:
        self._end = position
        self._band.setGeometry(QRect(self._start.toPoint(), position.toPoint()).normalized())
        self._band.setVisible(self._is_drawn())

    def release(self) -> None:
        self._close()
        if self._is_drawn():
            places = map(self._host.plane.place, (self._start, self._end))
            x, y = zip(*places, strict=True)
            self._host.band_requested.emit((min(x), max(x)), (min(y), max(y)), self._more)
        elif not self._more:
            self._host.pick_requested.emit(None, False)

    def cancel(self) -> None:
        self._close()

    def _is_drawn(self) -> bool:
        return (self._end - self._start).manhattanLength() > _STARTS_DRAG

    def _close(self) -> None:
        self._band.setGeometry(QRect(QPoint(), QSize()))
        self._band.hide()
        self._band.deleteLater()
