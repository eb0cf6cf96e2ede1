"""A slider whose handle is pulled along a line: a press anywhere on it takes the handle there at once."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSlider, QWidget

from linreg_gui.core.answering import always_answers

HANDLE = 6.0  # pixels on either side, and at either end


@always_answers
class DragLine(QSlider):
    """Subclasses say what a share of the line means, and paint it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)

    def place_at(self, share: float) -> float:
        """Where a share of the line is, in pixels from the left."""
        return HANDLE + (self.width() - 2.0 * HANDLE) * share

    def share_at(self, x: float) -> float:
        """The share of the line at so many pixels from the left, 0 to 1."""
        return min(1.0, max(0.0, (x - HANDLE) / max(1.0, self.width() - 2.0 * HANDLE)))

    def drag(self, event: QMouseEvent) -> None:
        """The handle is pulled to where the pointer is."""
        raise NotImplementedError

    def drop(self, event: QMouseEvent) -> None:
        """The handle is let go of."""

    def draw_handle(self, painter: QPainter, where: QPointF, fill: QBrush) -> None:
        """The handle, with a ring where the keys go to it."""
        ring = QPen(self.palette().highlight().color(), 2.0)
        painter.setPen(ring if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawEllipse(where, HANDLE - 1.0, HANDLE - 1.0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self.drag(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.drag(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setSliderDown(False)
            self.drop(event)
