"""How groups of rows are told apart: a colour and a shape for each, never colour alone."""

from __future__ import annotations

from pyqtgraph.graphicsItems.ScatterPlotItem import Symbols
from PySide6.QtCore import QPointF
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QTransform

# On light and on dark; none of them is that of the fit or of the exact solution.
_COLOURS = (
    ("#0072B2", "#56B4E9"),
    ("#A3307C", "#F08CC8"),
    ("#8A5A00", "#E8B64A"),
    ("#5B3FA8", "#B9A5FF"),
    ("#007C89", "#4FD0DC"),
    ("#454C54", "#CDD3D9"),
)
_SHAPES = ("o", "t1", "s", "d", "t", "star", "p", "+", "h", "x", "t2", "t3")


def group_symbol(code: int) -> str:
    """The shape of a group; a circle for rows in none."""
    return _SHAPES[code % len(_SHAPES)] if code >= 0 else "o"


def group_colour(code: int, dark: bool) -> QColor:
    """The colour of a group."""
    return QColor(_COLOURS[code % len(_COLOURS)][dark])


def paint_symbol(painter: QPainter, code: int, middle: QPointF, size: float, dark: bool) -> None:
    """Draw the shape of a group in its colour."""
    shape: QPainterPath = Symbols[group_symbol(code)]
    placed = QTransform().translate(middle.x(), middle.y()).scale(size, size)
    painter.fillPath(placed.map(shape), QBrush(group_colour(code, dark)))
