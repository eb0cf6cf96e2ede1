"""Where on a plot a legend covers least of what is drawn there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtWidgets import QGraphicsItem

from linreg_gui.core.arrays import FloatArray

from .marker import Marker

# Right or left, below or above; the first of those that cover as little.
CORNERS = ((True, False), (False, False), (True, True), (False, True))
_APART = 6.0  # pixels from the edges
_EVERY = 6.0  # pixels, along a line
_MOST = 400  # places of a line
_CELLS = 100  # of an image, along either side
_LEVELS = np.linspace(0.1, 1.0, 6)  # of a filled area
_MARKED, _TEXT = 100, 1000  # places that a mark, and a text, count for
_NONE: FloatArray = np.empty((0, 2))


class GroundLines(pg.PlotCurveItem):  # type: ignore[misc]
    """Lines that help to read others, as contours do: a legend may lie over them."""


def corner_rects(room: QSizeF, size: QSizeF) -> list[QRectF]:
    """Where something of this size is in each of the `CORNERS` of a room."""
    right, below = room.width() - _APART - size.width(), room.height() - _APART - size.height()
    return [
        QRectF(right if at_right else _APART, below if at_foot else _APART, size.width(), size.height())
        for at_right, at_foot in CORNERS
    ]


def drawn_places(view_box: pg.ViewBox) -> FloatArray:
    """Places in pixels, (n, 2), that are close to each other on all lines, areas and marks of a plot."""
    (left, right), (bottom, top) = view_box.viewRange()
    scale = np.array([view_box.width() / (right - left), -view_box.height() / (top - bottom)])
    origin = np.array([left, top])
    found = []
    for item in view_box.childGroup.childItems():
        if item.isVisible() and not isinstance(item, GroundLines):
            with np.errstate(invalid="ignore", over="ignore"):
                places = (_places(item) - origin) * scale
            weight = _MARKED if isinstance(item, Marker) else 1
            found += [_along(places) if _is_line(item) else places] * weight
    seen = np.concatenate([_NONE, *found])
    with np.errstate(invalid="ignore"):
        inside = ((seen >= 0.0) & (seen <= [view_box.width(), view_box.height()])).all(axis=1)
    return np.asarray(seen[inside])


def covered(places: FloatArray, texts: Sequence[QRectF], rects: Sequence[QRectF]) -> list[int]:
    """How many of the places each rectangle covers; a text counts for many of them."""
    x, y = places[:, 0], places[:, 1]
    counts = []
    for rect in rects:
        inside = (x >= rect.left()) & (x <= rect.right()) & (y >= rect.top()) & (y <= rect.bottom())
        counts.append(int(inside.sum()) + _TEXT * sum(rect.intersects(text) for text in texts))
    return counts


def _is_line(item: QGraphicsItem) -> bool:
    return isinstance(item, pg.PlotCurveItem) and item.opts["fillLevel"] is None


def _places(item: QGraphicsItem) -> FloatArray:
    """Of one item, in the coordinates of the plot."""
    if isinstance(item, Marker):
        return np.array([[item.pos().x(), item.pos().y()]])
    if isinstance(item, pg.PlotDataItem):
        item = item.curve
    if isinstance(item, pg.ImageItem):
        return _cells(item)
    if not isinstance(item, pg.PlotCurveItem | pg.ScatterPlotItem):
        return _NONE
    x, y = item.getData()
    if x is None or not len(x):
        return _NONE
    if isinstance(item, pg.PlotCurveItem) and item.opts["fillLevel"] is not None:
        middles = 0.5 * (x[1:] + x[:-1]) if len(x) == len(y) + 1 else x
        return np.column_stack([np.repeat(middles, _LEVELS.size), np.outer(y, _LEVELS).ravel()])
    return np.column_stack([x, y])


def _cells(image: pg.ImageItem) -> FloatArray:
    """The middles of its cells that are not empty, or of every so many of them."""
    if image.image is None:
        return _NONE
    stride = max(1, max(image.image.shape) // _CELLS)
    filled = np.argwhere(image.image[::stride, ::stride])
    area = image.mapRectToParent(image.boundingRect())
    share = (stride * filled + 0.5) / image.image.shape
    return np.asarray(share * [area.width(), area.height()] + [area.left(), area.top()])


def _along(places: FloatArray) -> FloatArray:
    """A line as places that are evenly apart; where it is broken, or far too long, only its corners."""
    known = places[np.isfinite(places).all(axis=1)]
    if len(known) < 2 or len(known) < len(places):
        return known
    way = np.append(0.0, np.cumsum(np.hypot(*np.diff(known, axis=0).T)))
    if not np.isfinite(way[-1]) or not way[-1] > 0.0:
        return known
    at = np.linspace(0.0, way[-1], min(_MOST, int(way[-1] / _EVERY) + 2))
    return np.column_stack([np.interp(at, way, known[:, 0]), np.interp(at, way, known[:, 1])])
