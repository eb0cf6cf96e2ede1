"""Between the pixels of a plot and the numbers they stand for."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF

from linreg_gui.core.arrays import FloatArray

Place = tuple[float, float]


class PlotPlane:
    """Turns places on the canvas into coordinates that are no finer than the pixels."""

    def __init__(self, canvas: pg.PlotWidget, box: pg.ViewBox | None = None) -> None:
        self._canvas = canvas
        self.box = canvas.getViewBox() if box is None else box

    def holds(self, position: QPointF) -> bool:
        """Whether a place lies between the axes, and not on a label."""
        return bool(self.box.isVisible() and self.box.sceneBoundingRect().contains(self._in_scene(position)))

    def pixel(self) -> Place:
        """Width and height of a pixel, in data units."""
        width, height = self.box.viewPixelSize()
        return abs(float(width)), abs(float(height))

    def place(self, position: QPointF) -> Place:
        """The coordinates of a place, or of the nearest one that is in sight."""
        point = self.box.mapSceneToView(self._in_scene(position))
        (x_low, x_high), (y_low, y_high) = self.box.viewRange()
        x, y = self.rounded(np.array([point.x()]), np.array([point.y()]))
        return float(np.clip(x[0], x_low, x_high)), float(np.clip(y[0], y_low, y_high))

    def rounded(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Coordinates with as many decimals as the pixels tell apart."""
        width, height = self.pixel()
        return np.round(x, _decimals(width)), np.round(y, _decimals(height))

    def in_sight(self, x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        """The points that can be seen."""
        (x_low, x_high), (y_low, y_high) = self.box.viewRange()
        seen = (x >= x_low) & (x <= x_high) & (y >= y_low) & (y <= y_high)
        return x[seen], y[seen]

    def _in_scene(self, position: QPointF) -> QPointF:
        return QPointF(self._canvas.mapToScene(position.toPoint()))


def _decimals(size: float) -> int:
    return math.ceil(-math.log10(size)) if size > 0.0 and math.isfinite(size) else 0
