"""How the lines of weights are told apart: a colour and a shape for each, never colour alone."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from linreg_gui.views.plots.group_looks import group_colour, paint_symbol

# So many lines look each like no other.
MOST_LOOKS = 12
_WIDTH, _HEIGHT = 20, 14
_MARKER = 9.0


def swatch(look: int, dark: bool, ratio: float) -> QPixmap:
    """A sample of a line with its marker."""
    picture = QPixmap(round(_WIDTH * ratio), round(_HEIGHT * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(group_colour(look, dark), 2.0))
    painter.drawLine(QPointF(1.0, _HEIGHT / 2), QPointF(_WIDTH - 1.0, _HEIGHT / 2))
    paint_symbol(painter, look, QPointF(_WIDTH / 2, _HEIGHT / 2), _MARKER, dark)
    painter.end()
    return picture
