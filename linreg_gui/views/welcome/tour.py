"""The tour: goes through its steps, brings up what each is about, and leaves everything as it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from linreg_gui.core.answering import always_answers

from .tour_bubble import TourBubble

_MOVES = (
    QEvent.Type.Resize,
    QEvent.Type.Move,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.LayoutRequest,
)
_NEAR = 4


class TourStep(NamedTuple):
    """What is said of a widget."""

    target: QWidget
    title: str
    text: str


@always_answers
class Tour(QObject):
    """One at a time for a window; a person may use the window while it points."""

    ended = Signal()

    def __init__(self, window: QMainWindow, steps: Sequence[TourStep]) -> None:
        super().__init__(window)
        self._window, self._steps = window, list(steps)
        self._number = 0
        self._watched: list[QWidget] = []
        self._borrowed: QDockWidget | None = None  # shown for this step alone
        self.bubble, self.ring = TourBubble(window), _Ring(window)
        self.bubble.next_requested.connect(self.forward)
        self.bubble.back_requested.connect(self.back)
        self.bubble.skip_requested.connect(self.end)
        # Wherever the focus is; only as long as the tour lasts.
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), window, self.end)

    @property
    def number(self) -> int:
        """Which step is shown, from 1; 0 once the tour has ended."""
        return self._number

    def start(self) -> None:
        """Show the first step."""
        self._show(1)

    def forward(self) -> None:
        """The next step; after the last one the tour ends."""
        if self._number < len(self._steps):
            self._show(self._number + 1)
        else:
            self.end()

    def back(self) -> None:
        """The step before, if there is one."""
        if self._number > 1:
            self._show(self._number - 1)

    def end(self) -> None:
        """Leave the window as it was; safe to call twice."""
        if self._number == 0:
            return
        self._number = 0
        self._leave()
        self._escape.setEnabled(False)
        for widget in (self.bubble, self.ring):
            widget.hide()
            widget.deleteLater()
        self._window.setFocus()
        self.ended.emit()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what is pointed at."""
        if event.type() in _MOVES and self._number:
            self._place()
        return super().eventFilter(watched, event)

    def _show(self, number: int) -> None:
        self._leave()
        self._number = number
        step = self._steps[number - 1]
        dock = _dock_of(step.target)
        if dock is not None:
            if dock.isHidden():
                self._borrowed = dock
                dock.show()
            dock.raise_()
        text = step.text
        if dock is not None and dock.isFloating():
            text += f" You find it in the window “{dock.windowTitle()}”."
        self.bubble.show_step(number, len(self._steps), step.title, text)
        self._watched = list({self._window, step.target, step.target.window()})
        for widget in self._watched:
            widget.installEventFilter(self)
        self._place()
        self.bubble.next.setFocus()

    def _leave(self) -> None:
        for widget in self._watched:
            widget.removeEventFilter(self)
        self._watched = []
        if self._borrowed is not None:
            self._borrowed.hide()
            self._borrowed = None

    def _place(self) -> None:
        target = self._steps[self._number - 1].target
        outer = target.window()
        # What stands behind another tab lies outside of the window.
        rect = QRect(target.mapTo(outer, QPoint(0, 0)), target.size()) & outer.rect()
        seen = rect if target.isVisible() and not rect.isEmpty() else None
        self.ring.surround(outer, seen)
        self.bubble.point_at(seen if outer is self._window else None)


@always_answers
class _Ring(QWidget):
    """A line around what is pointed at, in whichever window that is; the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def surround(self, window: QWidget, rect: QRect | None) -> None:
        """Go around a rectangle of a window; away if there is none."""
        if rect is None:
            self.hide()
            return
        if self.parentWidget() is not window:
            self.setParent(window)
        self.setGeometry(rect.adjusted(-_NEAR, -_NEAR, _NEAR, _NEAR) & window.rect())
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().highlight().color(), 2.5))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 6.0, 6.0)


def _dock_of(widget: QWidget) -> QDockWidget | None:
    """The dock that a widget is in."""
    parent: QWidget | None = widget
    while parent is not None and not isinstance(parent, QDockWidget):
        parent = parent.parentWidget()
    return parent
