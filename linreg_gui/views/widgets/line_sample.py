"""A short piece of a line, beside the name of what it stands for."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QIcon, QPainter, QPen, QPixmap

_RATIO = 2.0


def line_sample(pen: QPen, width: int = 26, height: int = 14) -> QIcon:
    """A piece of a line, with its dashes."""
    picture = QPixmap(round(width * _RATIO), round(height * _RATIO))
    picture.setDevicePixelRatio(_RATIO)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    flat = QPen(pen)
    flat.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(flat)
    painter.drawLine(QPointF(1.0, height / 2.0), QPointF(width - 1.0, height / 2.0))
    painter.end()
    return QIcon(picture)
