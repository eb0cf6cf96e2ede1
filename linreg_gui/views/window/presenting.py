"""A window while it is presented: nothing stands around the views, and keys lead from one to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCursor, QKeySequence, QShortcut
from PySide6.QtWidgets import QGraphicsOpacityEffect, QMainWindow, QWidget

_LOOK_MS, _REST_LOOKS = 250, 10  # the pointer has rested after so many looks at it
_KEYS = 6


class Presenting(QObject):
    """Hides what stands around the views; what drives training fades where the pointer rests.

    Parameters
    ----------
    window : QMainWindow
    hidden : sequence of QWidget
        Not there while presenting.
    fading : sequence of QWidget
        There while the pointer moves, or the keys are in it.
    needed : callable
        Whether they are there in any case, as they say something that nothing else says.
    """

    left = Signal()
    view_requested = Signal(int)  # which one, from 0

    def __init__(
        self,
        window: QMainWindow,
        hidden: Sequence[QWidget],
        fading: Sequence[QWidget],
        needed: Callable[[], bool],
    ) -> None:
        super().__init__(window)
        self._window, self._hidden, self._fading, self._needed = window, hidden, fading, needed
        self._state = Qt.WindowState.WindowNoState
        self._lent: list[QAction] = []
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._place, self._rested = QCursor.pos(), 0
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), window)
        escape.activated.connect(self.left)
        self._keys = [escape]
        for number in range(_KEYS):
            key = QShortcut(QKeySequence(str(number + 1)), window)
            key.activated.connect(partial(self._ask, number))
            self._keys.append(key)
        self._enable(False)

    def start(self) -> None:
        """Fill the screen."""
        self._state = self._window.windowState()
        for widget in self._hidden:
            widget.hide()
        # The keys of a menu that is not seen do nothing, unless the window has them, too.
        mine = set(self._window.actions())
        actions = self._window.findChildren(QAction)
        self._lent = [action for action in actions if action.shortcuts() and action not in mine]
        self._window.addActions(self._lent)
        self._enable(True)
        self._window.setFocus()  # or a number might be typed into some field
        self._rested = 0
        self._timer.start()
        self._window.setWindowState(self._state | Qt.WindowState.WindowFullScreen)

    def end(self) -> None:
        """Have everything again."""
        self._timer.stop()
        self._fade(False)
        self._enable(False)
        for action in self._lent:
            self._window.removeAction(action)
        self._lent = []
        for widget in self._hidden:
            widget.show()
        self._window.setWindowState(self._state)

    def _enable(self, enabled: bool) -> None:
        for key in self._keys:
            key.setEnabled(enabled)

    def _ask(self, number: int) -> None:
        self.view_requested.emit(number)

    def _look(self) -> None:
        """Whether the pointer rests; asked for now and then, as listening to it would cost more."""
        place = QCursor.pos()
        moved, self._place = place != self._place, place
        focus = self._window.focusWidget()
        used = focus is not None and any(part.isAncestorOf(focus) for part in self._fading)
        self._rested = 0 if moved or used or self._needed() else self._rested + 1
        self._fade(self._rested >= _REST_LOOKS)

    def _fade(self, faded: bool) -> None:
        for part in self._fading:
            if faded and part.graphicsEffect() is None:
                effect = QGraphicsOpacityEffect(part)
                effect.setOpacity(0.0)
                part.setGraphicsEffect(effect)
            elif not faded and part.graphicsEffect() is not None:
                part.setGraphicsEffect(None)  # type: ignore[arg-type]
