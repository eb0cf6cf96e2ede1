"""Turns mouse and keys on the canvas of the fit plot into signals, in data units and at display rate."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QColor, QCursor, QKeyEvent, QMouseEvent, QPainter, QPen, QPixmap

from linreg_gui.core.answering import always_answers
from linreg_gui.core.drawing.point_lookup import PointLookup
from linreg_gui.core.table.row_set import NO_ROWS, RowSet, SelectMode
from linreg_gui.views.selecting.area_gestures import Gesture
from linreg_gui.views.selecting.plot_plane import Place
from linreg_gui.views.selecting.row_selecting import REACH
from linreg_gui.views.selecting.select_choice import SelectTool

from .paint_gestures import Moving, Placing, Refusing, Spraying
from .paint_signals import PaintSignals
from .paint_tools import Brush, Tool

_FRAME_FROM_POINT = "Hold Ctrl to draw a frame from a point on."
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


@always_answers
class PaintInput(PaintSignals):
    """Selects rows as on any plot, and besides adds and moves them; it knows where all of them are."""

    def __init__(self, canvas: pg.PlotWidget, read: Callable[[], Place | None] = lambda: None) -> None:
        super().__init__(canvas, read=read)
        self.find_points: Callable[[], PointLookup | None] = lambda: None
        self.selected: RowSet = NO_ROWS
        self.obstacle = ""  # why rows can be neither added nor moved here
        self.dense = False  # whether rows are shown by an image, as there are so many
        self.brush = Brush()
        self._paints = Tool.NAVIGATE
        self._nudge: Place | None = None
        self._random = np.random.default_rng()

    def set_tool(self, tool: Tool) -> None:
        """Let the left mouse button do something else."""
        self.cancel()
        self._paints = tool
        self.tool = tool.selects
        self._show_cursor()

    def set_obstacle(self, why: str) -> None:
        """Say why rows can be neither added nor moved, wherever somebody tries; nothing where they can."""
        if why != self.obstacle:
            self.cancel()
            self.obstacle = why
            self._show_cursor()

    def set_brush(self, brush: Brush) -> None:
        """Another size; it shows in the pointer."""
        self.brush = brush
        self._show_cursor()

    def cancel(self) -> None:
        """Give up what the mouse or the arrow keys have begun."""
        if self._nudge is not None and not self.active:
            self.cancel_requested.emit()
        super().cancel()
        self._nudge = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What the arrow keys move ends where they are let go."""
        if watched is self._canvas and self._nudge is not None:
            if event.type() == QEvent.Type.FocusOut:
                self._end_nudge()
            elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyRelease and _lets_go(event):
                self._end_nudge()
                return True
        return super().eventFilter(watched, event)

    def _begun(self, event: QMouseEvent) -> Gesture | None:
        self._end_nudge()
        position = event.position()
        if self._paints in (Tool.ADD, Tool.BRUSH) and self.obstacle:
            return Refusing(self, position, self.obstacle, at_once=True)
        if self._paints is Tool.ADD:
            return Placing(self, self.plane, position)
        if self._paints is Tool.BRUSH:
            return Spraying(self, self.plane, position, self.brush, self._random)
        if self.tool is SelectTool.FRAME:
            return self._press_on_rows(position, event.modifiers())
        return super()._begun(event)

    def _press_on_rows(self, position: QPointF, keys: Qt.KeyboardModifier) -> Gesture | None:
        """Drag a point, or draw a frame; where points lie everywhere, only selected ones can be dragged."""
        mode = self._mode(keys)
        row = None if keys & Qt.KeyboardModifier.ControlModifier else self._row_at(position)
        if row is None or (self.dense and row not in self.selected):
            return self._framing(position, mode)
        known: int | None = row  # whether it is meant alone shows when the button is up
        if mode is not SelectMode.NEW or row not in self.selected:
            known = None
            self.pick_requested.emit(row, mode)
        if mode in (SelectMode.REMOVE, SelectMode.INTERSECT):
            return None
        if self.obstacle:
            return Refusing(self, position, f"{self.obstacle} {_FRAME_FROM_POINT}", known, at_once=False)
        return Moving(self, self.plane, position, known)

    def _click(self, position: QPointF, mode: SelectMode) -> None:
        """The row is looked up at once, among all of them."""
        row = self._row_at(position)
        if row is not None or (mode is SelectMode.NEW and self.tool is not SelectTool.NAVIGATE):
            self.pick_requested.emit(row, mode)

    def _move(self, position: QPointF, buttons: Qt.MouseButton) -> bool:
        if not self.active and self._paints is Tool.SELECT and not buttons:
            shape = Qt.CursorShape
            over = shape.PointingHandCursor if self.obstacle else shape.SizeAllCursor
            row = self._row_at(position) if self.plane.holds(position) else None
            self.viewport.setCursor(shape.ArrowCursor if row is None else over)
        return super()._move(position, buttons)

    def _row_at(self, position: QPointF) -> int | None:
        points = self.find_points()
        if points is None:
            return None
        width, height = self.plane.pixel()
        x, y = self.plane.place(position)
        return points.nearest(x, y, (REACH * width, REACH * height))

    def _press_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        moves = key in _ARROWS and self._paints is not Tool.NAVIGATE and len(self.selected) > 0
        if moves and self.obstacle:
            self.refused.emit(self.obstacle)
        elif moves:
            coarse = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._nudge_by(_ARROWS[key], 10 if coarse else 1)
        else:
            return super()._press_key(event)
        return True

    def _escape(self) -> bool:
        if self._nudge is not None:
            self.cancel()
            return True
        return super()._escape()

    def _select_all(self) -> None:
        self.all_requested.emit()

    def _nudge_by(self, direction: tuple[int, int], pixels: int) -> None:
        if self.active:
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

    def _show_cursor(self) -> None:
        if self.obstacle and self._paints in (Tool.ADD, Tool.BRUSH):
            self.viewport.setCursor(Qt.CursorShape.ForbiddenCursor)
        elif self._paints is Tool.BRUSH:
            colour = self._canvas.palette().windowText().color()
            self.viewport.setCursor(_brush_cursor(self.brush.radius, colour))
        elif self._paints in (Tool.ADD, Tool.LASSO):
            self.viewport.setCursor(Qt.CursorShape.CrossCursor)
        else:
            self.viewport.unsetCursor()


def _lets_go(event: QKeyEvent) -> bool:
    return event.key() in _ARROWS and not event.isAutoRepeat()


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
