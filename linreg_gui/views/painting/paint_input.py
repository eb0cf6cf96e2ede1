"""Turns mouse and keys on the canvas of the fit plot into signals, in data units and at display rate."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QColor, QCursor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPen, QPixmap

from linreg_gui.core.answering import always_answers
from linreg_gui.core.drawing.point_lookup import PointLookup
from linreg_gui.core.table.row_set import NO_ROWS, RowSet, SelectMode

from .paint_gestures import Banding, Gesture, Lassoing, Moving, Placing, Refusing, Spraying
from .paint_signals import PaintSignals
from .paint_tools import Brush, Tool
from .plot_plane import Place, PlotPlane

_FRAME_MS = 16
_REACH = 8.0  # pixels around the pointer in which a point is meant
_FRAME_FROM_POINT = "Hold Ctrl to draw a frame from a point on."
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


@always_answers
class PaintInput(PaintSignals):
    """Watches a canvas; with the tool for navigating it leaves the mouse to the plot."""

    def __init__(self, canvas: pg.PlotWidget) -> None:
        super().__init__(canvas)
        self.plane = PlotPlane(canvas)
        self.viewport = canvas.viewport()
        self.find_points: Callable[[], PointLookup | None] = lambda: None
        self.selected: RowSet = NO_ROWS
        self.obstacle = ""  # why rows can be neither added nor moved here
        self.dense = False  # whether rows are shown by an image, as there are so many
        self.brush = Brush()
        self.mode = SelectMode.NEW  # where no key says otherwise
        self._on_rows = {
            Qt.Key.Key_E: self.exclude_requested,
            Qt.Key.Key_H: self.hide_requested,
            Qt.Key.Key_L: self.label_requested,
        }
        self._tool = Tool.NAVIGATE
        self._canvas = canvas
        self._gesture: Gesture | None = None
        self._nudge: Place | None = None
        self._position: QPointF | None = None
        self._random = np.random.default_rng()
        self._since_frame = QElapsedTimer()
        self._since_frame.start()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._draw_frame)
        self.viewport.installEventFilter(self)
        canvas.installEventFilter(self)

    def set_tool(self, tool: Tool) -> None:
        """Let the left mouse button do something else."""
        self.cancel()
        self._tool = tool
        self.set_brush(self.brush)

    def set_obstacle(self, why: str) -> None:
        """Say why rows can be neither added nor moved, wherever somebody tries; nothing where they can."""
        if why != self.obstacle:
            self.cancel()
            self.obstacle = why
            self.set_brush(self.brush)

    def set_brush(self, brush: Brush) -> None:
        """Another size; it shows in the pointer."""
        self.brush = brush
        if self.obstacle and self._tool in (Tool.ADD, Tool.BRUSH):
            self.viewport.setCursor(Qt.CursorShape.ForbiddenCursor)
        elif self._tool is Tool.BRUSH:
            self.viewport.setCursor(_brush_cursor(brush.radius, self._canvas.palette().windowText().color()))
        elif self._tool in (Tool.ADD, Tool.LASSO):
            self.viewport.setCursor(Qt.CursorShape.CrossCursor)
        else:
            self.viewport.unsetCursor()

    def cancel(self) -> None:
        """Give up what the mouse or the arrow keys have begun."""
        gesture, self._gesture = self._gesture, None
        self._timer.stop()
        if gesture is not None:
            gesture.cancel()
        elif self._nudge is not None:
            self.cancel_requested.emit()
        self._nudge = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what belongs to the tool and leave everything else to the plot."""
        if self._tool is Tool.NAVIGATE:
            return False
        if watched is self._canvas:
            return self._on_canvas_event(event)
        kind = event.type()
        if not isinstance(event, QMouseEvent):
            return False
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            return event.button() == Qt.MouseButton.LeftButton and self._press(event)
        if kind == QEvent.Type.MouseMove:
            return self._move(event.position(), event.buttons())
        if kind == QEvent.Type.MouseButtonRelease and event.button() == Qt.MouseButton.LeftButton:
            return self._release(event.position())
        return False

    def _press(self, event: QMouseEvent) -> bool:
        position = event.position()
        if not self.plane.holds(position):
            return False
        self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        self._end_nudge()
        if self.obstacle and self._tool in (Tool.ADD, Tool.BRUSH):
            self._gesture = Refusing(self, position, self.obstacle, at_once=True)
        elif self._tool is Tool.ADD:
            self._gesture = Placing(self, self.plane, position)
        elif self._tool is Tool.BRUSH:
            self._gesture = Spraying(self, self.plane, position, self.brush, self._random)
        elif self._tool is Tool.LASSO:
            row, mode = self._row_at(position), self._mode(event.modifiers())
            self._gesture = Lassoing(self, self.plane, position, row, mode)
        else:
            self._gesture = self._press_on_rows(position, event.modifiers())
        return True

    def _press_on_rows(self, position: QPointF, keys: Qt.KeyboardModifier) -> Gesture | None:
        """Drag a point, or draw a frame; where points lie everywhere, only selected ones can be dragged."""
        mode = self._mode(keys)
        row = None if keys & Qt.KeyboardModifier.ControlModifier else self._row_at(position)
        if row is None or (self.dense and row not in self.selected):
            return Banding(self, self.plane, position, self.viewport, row, mode)
        known: int | None = row  # whether it is meant alone shows when the button is up
        if mode is not SelectMode.NEW or row not in self.selected:
            known = None
            self.pick_requested.emit(row, mode)
        if mode in (SelectMode.REMOVE, SelectMode.INTERSECT):
            return None
        if self.obstacle:
            return Refusing(self, position, f"{self.obstacle} {_FRAME_FROM_POINT}", known, at_once=False)
        return Moving(self, self.plane, position, known)

    def _mode(self, keys: Qt.KeyboardModifier) -> SelectMode:
        """Shift adds and Alt takes away; both together leave what is among the others."""
        adds = bool(keys & Qt.KeyboardModifier.ShiftModifier)
        removes = bool(keys & Qt.KeyboardModifier.AltModifier)
        if adds and removes:
            return SelectMode.INTERSECT
        return SelectMode.ADD if adds else SelectMode.REMOVE if removes else self.mode

    def _move(self, position: QPointF, buttons: Qt.MouseButton) -> bool:
        if self._gesture is not None:
            self._position = position
            if not self._timer.isActive():
                # At once after a rest, otherwise when the frame before has had its time.
                self._timer.start(max(0, _FRAME_MS - self._since_frame.elapsed()))
            return True
        if self._tool is Tool.SELECT and not buttons:
            shape = Qt.CursorShape
            over = shape.PointingHandCursor if self.obstacle else shape.SizeAllCursor
            self.viewport.setCursor(shape.ArrowCursor if self._row_at(position) is None else over)
        return False

    def _draw_frame(self) -> None:
        self._since_frame.restart()
        position, self._position = self._position, None
        if self._gesture is not None and position is not None:
            self._gesture.drag(position)

    def _release(self, position: QPointF) -> bool:
        gesture = self._gesture
        if gesture is None:
            return False
        self._timer.stop()
        if self._position is not None:
            self._position = position
            self._draw_frame()
        self._gesture = None
        gesture.release()
        return True

    def _row_at(self, position: QPointF) -> int | None:
        points = self.find_points()
        if points is None:
            return None
        width, height = self.plane.pixel()
        x, y = self.plane.place(position)
        return points.nearest(x, y, (_REACH * width, _REACH * height))

    def _on_canvas_event(self, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.FocusOut:
            self._end_nudge()
        if not isinstance(event, QKeyEvent):
            return False
        if kind == QEvent.Type.KeyPress:
            return self._press_key(event)
        if kind == QEvent.Type.KeyRelease and event.key() in _ARROWS and not event.isAutoRepeat():
            self._end_nudge()
            return True
        return False

    def _press_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self._escape()
        elif key in _ARROWS and self.obstacle and len(self.selected):
            self.refused.emit(self.obstacle)
        elif key in _ARROWS and len(self.selected):
            coarse = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._nudge_by(_ARROWS[Qt.Key(key)], 10 if coarse else 1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_requested.emit()
        elif key in self._on_rows and not event.modifiers():
            self._on_rows[Qt.Key(key)].emit()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.all_requested.emit()
        else:
            return False
        return True

    def _escape(self) -> None:
        if self._gesture is not None or self._nudge is not None:
            self.cancel()
        else:
            self.pick_requested.emit(None, SelectMode.NEW)

    def _nudge_by(self, direction: tuple[int, int], pixels: int) -> None:
        if self._gesture is not None:
            return
        width, height = self.plane.pixel()
        # A step that shows in the table: one unit of the last decimal that pixels tell apart, or more.
        x, y = (_at_least(pixels * size) * way for size, way in zip((width, height), direction, strict=True))
        before = self._nudge or (0.0, 0.0)
        self._nudge = (before[0] + x, before[1] + y)
        self.move_requested.emit(*self._nudge)

    def _end_nudge(self) -> None:
        if self._nudge is not None:
            self._nudge = None
            self.end_requested.emit()


def _at_least(size: float) -> float:
    """The next power of ten."""
    return float(10.0 ** math.ceil(math.log10(size))) if size > 0.0 and math.isfinite(size) else 0.0


def _brush_cursor(radius: int, colour: QColor) -> QCursor:
    """A circle as wide as the brush, with a dot where it aims."""
    picture = QPixmap(2 * radius + 3, 2 * radius + 3)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.2))
    middle = QPointF(radius + 1.5, radius + 1.5)
    painter.drawEllipse(middle, radius, radius)
    painter.drawPoint(middle)
    painter.end()
    return QCursor(picture, radius + 1, radius + 1)
