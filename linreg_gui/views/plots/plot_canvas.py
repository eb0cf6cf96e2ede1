"""The canvas of a plot: axes and a grid below the data, a frame for who comes by keys."""

from __future__ import annotations

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QMouseEvent, QPainter

from linreg_gui.core.answering import always_answers
from linreg_gui.views.widgets.texts import show_tip

from .plot_axis import PlotAxis

# How a person comes to a plot who has to see where the keys go.
pg.setConfigOptions(antialias=True)

_BY_KEYS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


def _no_tip(_where: QPoint) -> str:
    return ""


@always_answers
class PlotCanvas(pg.PlotWidget):  # type: ignore[misc]
    """A bare plot that tells when it is double-clicked and when the pointer leaves it."""

    pointer_left = Signal()
    double_clicked = Signal()
    _framed = False

    def __init__(self, tip_at: Callable[[QPoint], str] = _no_tip) -> None:
        super().__init__(axisItems={side: PlotAxis(side) for side in ("left", "bottom")}, enableMenu=False)
        self._tip_at = tip_at
        self.hideButtons()
        for side in ("left", "bottom"):
            self.getAxis(side).setZValue(-1)  # the grid lies under the data
        self.getPlotItem().layout.setContentsMargins(5, 4, 8, 5)
        self.getViewBox().disableAutoRange()
        self.getViewBox().setDefaultPadding(0.0)

    def paint_whole(self) -> None:
        """Not parts alone: there Qt leaves traces of a line that turns far from one picture to the next."""
        self.setViewportUpdateMode(self.ViewportUpdateMode.FullViewportUpdate)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell what there is to be told of a place."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self._tip_at(event.pos())
            if text:
                show_tip(event.globalPos(), text, self)
                return True
        return bool(super().viewportEvent(event))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show a frame to who has come by a key."""
        super().focusInEvent(event)
        self._framed = event.reason() in _BY_KEYS
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the frame away."""
        super().focusOutEvent(event)
        self._framed = False
        self.viewport().update()

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the frame, which is not part of any figure."""
        super().drawForeground(painter, rect)
        if self._framed:
            painter.save()
            painter.resetTransform()
            painter.setPen(pg.mkPen(self.palette().highlight().color(), width=2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
            painter.restore()

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that no point of the plot is pointed at any more."""
        super().leaveEvent(event)
        self.pointer_left.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Tell of a double click with the left button."""
        super().mouseDoubleClickEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.double_clicked.emit()
