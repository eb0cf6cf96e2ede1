"""A single mark in a plot, which moves at every frame for the price of moving an item."""

from __future__ import annotations

from pyqtgraph.graphicsItems.ScatterPlotItem import Symbols
from PySide6.QtGui import QPainter, QPainterPath, QTransform
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QStyleOptionGraphicsItem, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import FloatArray


@always_answers
class Marker(QGraphicsPathItem):
    """A symbol as in a scatter plot, or a path of its own, in pixels around its place; hidden without one."""

    def __init__(self, shape: str | QPainterPath, size: float = 1.0) -> None:
        path = Symbols[shape] if isinstance(shape, str) else shape
        super().__init__(QTransform.fromScale(size, size).map(path))
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.symbol = shape if isinstance(shape, str) else ""
        self.hide()

    def place(self, x: FloatArray, y: FloatArray) -> None:
        """Put it at the first of these points; at none, there is nothing to see."""
        if x.size:
            self.setPos(float(x[0]), float(y[0]))
        self.setVisible(bool(x.size))

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        super().paint(painter, option, widget)
