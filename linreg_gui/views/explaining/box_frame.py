"""The frame around what is seen from a side: edges that lie behind, ticks, and the names of three axes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.explaining.view_box import Ticks
from linreg_gui.views.widgets.fitted_text import elided

_OFFSET = 5.0  # pixels between an edge and what is written at it
_SHORTEST = 34.0  # of an axis that is written at
_LONGEST_NAME = 150.0
_CENTRE = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip


@always_answers
class BoxFrame(pg.GraphicsObject):  # type: ignore[misc]
    """Painted in the pixels of the view box that it is a child of, under all that is in it."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__()
        self._box = box
        self._edges: FloatArray = np.empty((0, 2, 2))
        self._axes: Sequence[Ticks] = ()
        self._line, self._text, self._font = QColor(), QColor(), QFont()
        self.texts: list[tuple[str, QRectF]] = []  # what was painted, and where
        self.setParentItem(box)
        self.setZValue(-1)

    def set_look(self, line: QColor, text: QColor, font: QFont) -> None:
        """Colours of edges and texts, and the font."""
        self._line, self._text, self._font = line, text, font
        self.update()

    def show(self, edges: FloatArray, axes: Sequence[Ticks]) -> None:
        """Edges, shape (k, 2, 2), and axes in the coordinates of the view box."""
        self._edges, self._axes = edges, axes
        self.update()

    def resize(self) -> None:
        """The view box has another size, or shows another part."""
        self.prepareGeometryChange()
        self.update()

    def boundingRect(self) -> QRectF:
        return QRectF(self._box.rect())

    def paint(self, painter: QPainter, _option: object, _widget: object) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._line, 1.0))
        for start, end in self._pixels(self._edges):
            painter.drawLine(QLineF(*start, *end))
        painter.setFont(self._font)
        painter.setPen(self._text)
        metrics = QFontMetricsF(self._font)
        self.texts = []
        for axis in self._axes:
            self._paint_axis(painter, metrics, axis)

    def _paint_axis(self, painter: QPainter, metrics: QFontMetricsF, axis: Ticks) -> None:
        start, end = (np.array(point) for point in self._pixels(axis.edge))
        length = float(np.hypot(*(end - start)))
        if not _SHORTEST <= length < np.inf:
            return
        away = np.array([axis.outwards[0], -axis.outwards[1]])
        sizes = [metrics.horizontalAdvance(text) for text in axis.texts]
        reach = 0.0
        last: QRectF | None = None
        for place, text, width in zip(self._pixels(axis.places), axis.texts, sizes, strict=True):
            room = _beside(np.array(place), away, width, metrics.height())
            if last is not None and last.adjusted(-4.0, -1.0, 4.0, 1.0).intersects(room):
                continue
            last = room
            self._write(painter, text, room)
            reach = max(reach, _OFFSET + abs(away[0]) * width + abs(away[1]) * metrics.height())
        name = elided(axis.name, metrics, min(_LONGEST_NAME, 0.6 * self._box.width()))
        width = metrics.horizontalAdvance(name)
        if abs(end[0] - start[0]) < 0.01 * length:  # upright: above its upper end
            top = min(start, end, key=lambda point: float(point[1]))
            room = QRectF(top[0] - 0.5 * width, top[1] - metrics.height() - _OFFSET, width, metrics.height())
        else:
            room = _beside(0.5 * (start + end) + reach * away, away, width, metrics.height())
        self._write(painter, name, self._within(room))

    def _write(self, painter: QPainter, text: str, room: QRectF) -> None:
        painter.drawText(room, _CENTRE, text)
        self.texts.append((text, room))

    def _within(self, room: QRectF) -> QRectF:
        """Moved into sight."""
        seen = self.boundingRect()
        room = QRectF(room)
        room.moveLeft(max(seen.left(), min(room.left(), seen.right() - room.width())))
        room.moveTop(max(seen.top(), min(room.top(), seen.bottom() - room.height())))
        return room

    def _pixels(self, points: FloatArray) -> list:  # type: ignore[type-arg]
        """From the coordinates of the view box."""
        (left, right), (bottom, top) = self._box.viewRange()
        across, up = self._box.width() / (right - left), self._box.height() / (top - bottom)
        placed = (points - [left, top]) * [across, -up]
        return list(placed.tolist())


def _beside(place: FloatArray, away: FloatArray, width: float, height: float) -> QRectF:
    """The room of a text beside a place, away from the box."""
    middle = place + away * _OFFSET + away * 0.5 * np.array([width, height])
    return QRectF(
        QPointF(*(middle - 0.5 * np.array([width, height]))),
        QPointF(*(middle + 0.5 * np.array([width, height]))),
    )
