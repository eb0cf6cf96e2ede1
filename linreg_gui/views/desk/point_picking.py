"""Choosing points of a plot by hand: a click takes one, a drag with Shift all in a rectangle."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QRubberBand

from linreg_gui.core.answering import always_answers
from linreg_gui.views.plots.plot_canvas import PlotCanvas

PICKING_HELP = (
    "A click selects the row of a point, with Ctrl one more; a drag with Shift all rows in a rectangle. "
    "While a point is read, Return selects its row."
)
_STARTS_DRAG = 4  # pixels


@always_answers
class PointPicking(QObject):
    """Watches the left button on a canvas; what moves the plot without Shift is left to the plot."""

    clicked = Signal(QPointF, bool)  # in the coordinates of the plot, whether it is one more
    framed = Signal(QRectF, bool)

    def __init__(self, canvas: PlotCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._start: QPoint | None = None
        self._frames = False
        self._band = QRubberBand(QRubberBand.Shape.Rectangle, canvas.viewport())
        canvas.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QMouseEvent):
            return False
        place, kind = event.position().toPoint(), event.type()
        if kind == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            self._start = place
            self._frames = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            return self._frames
        if self._start is None:
            return False
        if kind == QEvent.Type.MouseMove and self._frames:
            self._band.setGeometry(_between(self._start, place).toRect())
            self._band.show()
            return True
        if kind == QEvent.Type.MouseButtonRelease and event.button() == Qt.MouseButton.LeftButton:
            start, self._start = self._start, None
            self._band.hide()
            more = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if (place - start).manhattanLength() <= _STARTS_DRAG:
                self.clicked.emit(self._in_plot(place), more)
            elif self._frames:
                frame = QRectF(self._in_plot(start), self._in_plot(place)).normalized()
                self.framed.emit(frame, more)
            return self._frames
        return False

    def _in_plot(self, place: QPoint) -> QPointF:
        found: QPointF = self._canvas.getViewBox().mapSceneToView(self._canvas.mapToScene(place))
        return found


def _between(start: QPoint, end: QPoint) -> QRectF:
    size = QSizeF(end.x() - start.x(), end.y() - start.y())
    return QRectF(QPointF(start), size).normalized()
