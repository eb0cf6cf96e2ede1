"""Turns mouse and keys on the canvas of any plot into rows to be selected, at display rate."""

from __future__ import annotations

import math
from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPalette

from linreg_gui.core.answering import always_answers
from linreg_gui.core.drawing.area import Area, Spot
from linreg_gui.core.table.row_set import SelectMode

from .area_gestures import Clicking, Framing, Gesture, Lassoing
from .plot_plane import Place, PlotPlane
from .select_choice import SelectChoice, SelectTool
from .select_signals import SelectSignals

SELECTING_HELP = (
    "A click selects the row of a point; a drag with Shift adds all rows in a frame to the selection, with "
    "Alt takes them away, with both leaves what is in both. The tools over the plot do so without a key, by "
    "a frame or a lasso. E excludes the selected rows, H hides and L labels them, Escape selects none. While "
    "a point is read, Return selects its row. "
)
_FRAME_MS = 16
REACH = 8.0  # pixels around the pointer in which a point is meant
_EVERYWHERE = Area((-math.inf, math.inf), (-math.inf, math.inf))


@always_answers
class RowSelecting(SelectSignals):
    """Watches one plot of a canvas; with the tool for navigating a drag without a key is left to it.

    Parameters
    ----------
    canvas : PlotWidget
    box : ViewBox, optional
        Of the plot, where there are several; the keys are those of the first one.
    read : callable, optional
        The point that is read by keys, if any.
    """

    def __init__(
        self,
        canvas: pg.PlotWidget,
        box: pg.ViewBox | None = None,
        read: Callable[[], Place | None] = lambda: None,
    ) -> None:
        super().__init__(canvas)
        self.plane = PlotPlane(canvas, box)
        self.viewport = canvas.viewport()
        self.tool = SelectTool.NAVIGATE
        self.mode = SelectMode.NEW  # where no key says otherwise
        self.lasso = pg.PlotCurveItem(pen=pg.mkPen(None), antialias=True)  # it is given one when it is drawn
        self.lasso.setZValue(20.0)
        self.plane.box.addItem(self.lasso, ignoreBounds=True)
        self._canvas, self._read = canvas, read
        self._is_first = box is None  # of the canvas, whose keys and pointer are its own
        self._gesture: Gesture | None = None
        self._position: QPointF | None = None
        self._since_frame = QElapsedTimer()
        self._since_frame.start()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._draw_frame)
        self._on_rows = {
            Qt.Key.Key_E: self.exclude_requested,
            Qt.Key.Key_H: self.hide_requested,
            Qt.Key.Key_L: self.label_requested,
            Qt.Key.Key_Delete: self.remove_requested,
            Qt.Key.Key_Backspace: self.remove_requested,
        }
        self.viewport.installEventFilter(self)
        if self._is_first:
            canvas.installEventFilter(self)

    def follow(self, choice: SelectChoice) -> None:
        """Let the mouse do what is chosen."""

        def take() -> None:
            self.cancel()
            self.tool, self.mode = choice.tool, choice.mode
            self._show_cursor()

        choice.changed.connect(take)
        take()

    def cancel(self) -> None:
        """Give up what the mouse has begun."""
        gesture, self._gesture = self._gesture, None
        self._timer.stop()
        if gesture is not None:
            gesture.cancel()

    @property
    def active(self) -> bool:
        """Whether the button is down, and what comes of it is not known yet."""
        return self._gesture is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what selects rows and leave everything else to the plot."""
        if isinstance(event, QKeyEvent) and watched is self._canvas:
            return event.type() == QEvent.Type.KeyPress and self._press_key(event)
        if not isinstance(event, QMouseEvent) or watched is not self.viewport:
            return False
        kind = event.type()
        left = event.button() == Qt.MouseButton.LeftButton
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            return left and self.plane.holds(event.position()) and self._press(event)
        if kind == QEvent.Type.MouseMove:
            return self._move(event.position(), event.buttons())
        return kind == QEvent.Type.MouseButtonRelease and left and self._release(event.position())

    def _press(self, event: QMouseEvent) -> bool:
        self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        self._gesture = self._begun(event)
        return not isinstance(self._gesture, Clicking)

    def _begun(self, event: QMouseEvent) -> Gesture | None:
        """What the button does until it is up."""
        position, keys = event.position(), event.modifiers()
        if self.tool is SelectTool.LASSO:
            return self._lassoing(position, self._mode(keys))
        if self.tool is SelectTool.FRAME or self._mode_of(keys) is not None:
            return self._framing(position, self._mode(keys))
        return Clicking(position, lambda place: self._click(place, SelectMode.NEW))

    def _framing(self, position: QPointF, mode: SelectMode) -> Gesture:
        return Framing(self.plane, self.viewport, position, *self._outcomes(mode))

    def _lassoing(self, position: QPointF, mode: SelectMode) -> Gesture:
        chosen = self._canvas.palette().color(QPalette.ColorRole.Highlight)
        self.lasso.setPen(pg.mkPen(chosen, width=1.5, style=Qt.PenStyle.DashLine))
        return Lassoing(self.plane, self.lasso, position, *self._outcomes(mode))

    def _outcomes(self, mode: SelectMode) -> tuple[Callable[[QPointF], object], Callable[[Area], object]]:
        return (lambda place: self._click(place, mode)), (lambda area: self.area_requested.emit(area, mode))

    def _click(self, position: QPointF, mode: SelectMode) -> None:
        """A row is meant, or with a tool that selects, none where there is no point."""
        width, height = self.plane.pixel()
        reach = REACH * width, REACH * height
        empties = self.tool is not SelectTool.NAVIGATE and mode is SelectMode.NEW
        self.spot_requested.emit(Spot(*self.plane.place(position), reach, empties), mode)

    def _mode(self, keys: Qt.KeyboardModifier) -> SelectMode:
        return self._mode_of(keys) or (self.mode if self.tool is not SelectTool.NAVIGATE else SelectMode.NEW)

    def _mode_of(self, keys: Qt.KeyboardModifier) -> SelectMode | None:
        """Shift adds and Alt takes away; both together leave what is among the others."""
        adds = bool(keys & Qt.KeyboardModifier.ShiftModifier)
        removes = bool(keys & Qt.KeyboardModifier.AltModifier)
        if adds and removes:
            return SelectMode.INTERSECT
        return SelectMode.ADD if adds else SelectMode.REMOVE if removes else None

    def _move(self, position: QPointF, _buttons: Qt.MouseButton) -> bool:
        if self._gesture is None:
            return False
        if isinstance(self._gesture, Clicking):
            self._gesture.drag(position)
            return False
        if isinstance(self._gesture, Lassoing):
            self._gesture.note(position)
        self._position = position
        if not self._timer.isActive():
            # At once after a rest, otherwise when the frame before has had its time.
            self._timer.start(max(0, _FRAME_MS - self._since_frame.elapsed()))
        return True

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
        return not isinstance(gesture, Clicking)

    def _press_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            return self._escape()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._take_read(event.modifiers())
        if key in self._on_rows and not event.modifiers():
            self._on_rows[key].emit()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self._select_all()
        else:
            return False
        return True

    def _escape(self) -> bool:
        """First what is going on, then the point that is read, then the selection."""
        if self.active:
            self.cancel()
        elif self._read() is not None:
            return False
        else:
            self.none_requested.emit()
        return True

    def _select_all(self) -> None:
        self.area_requested.emit(_EVERYWHERE, SelectMode.NEW)

    def _take_read(self, keys: Qt.KeyboardModifier) -> bool:
        """Return selects the row of the point that is read, and others at the same place."""
        place = self._read()
        if place is None:
            return False
        (x, y), (width, height) = place, self.plane.pixel()
        area = Area((x - 0.5 * width, x + 0.5 * width), (y - 0.5 * height, y + 0.5 * height))
        self.area_requested.emit(area, self._mode(keys))
        return True

    def _show_cursor(self) -> None:
        if not self._is_first:
            return
        if self.tool is SelectTool.NAVIGATE:
            self.viewport.unsetCursor()
        else:
            self.viewport.setCursor(Qt.CursorShape.CrossCursor)
