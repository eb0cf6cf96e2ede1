"""The first window: on the screen before the rest of the program is imported, which then comes bit by bit."""

from __future__ import annotations

import importlib
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence

from linreg_gui.app.welcome_content import fill_page
from linreg_gui.core.answering import always_answers
from linreg_gui.session.keeping.settings import Settings
from linreg_gui.views.window.main_window import MainWindow
from linreg_gui.views.window.on_screen import keep_on_screen

# Each takes less than a tenth of a second to import; in between the window answers.
_PARTS = (
    "numpy",
    "pyqtgraph",
    "linreg_gui.core.fitting.objective",
    "linreg_gui.session.opening.opening",
    "linreg_gui.session.session",
    "linreg_gui.views.explaining.surface_plot",
    "linreg_gui.views.window.view_table",
    "linreg_gui.app.program",
)
_SHORTCUT = Qt.KeyboardModifier.ControlModifier


@always_answers
class FirstWindow(QObject):
    """Shows the welcome page, and remembers what is clicked and typed until somebody is there to do it."""

    imported = Signal()  # all of the program
    closed = Signal()

    def __init__(self, settings: Settings, zoom: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        window = self.window = MainWindow(furnished=False)
        window.zoom_to(zoom)
        fill_page(window.welcome_page, settings)
        self._parts = deque(_PARTS)
        self._wishes: list[tuple[SignalInstance, tuple[Any, ...]]] = []
        self._keys: list[QKeySequence] = []
        self._listening: list[tuple[SignalInstance, Callable[..., None]]] = []
        page = window.welcome_page
        for wish in (
            *(page.open_requested, page.recent_requested, page.sample_requested, page.all_samples_requested),
            *(page.generate_requested, page.draw_requested, page.tour_requested, page.pictures_wanted),
            *(page.at_start_changed, window.open_requested),
        ):
            note = partial(self._note, wish)
            wish.connect(note)
            self._listening.append((wish, note))
        geometry = settings.bytes("geometry")
        if geometry is not None:
            window.restoreGeometry(geometry)
        window.installEventFilter(self)
        window.closing.connect(self._on_closing)
        window.first_painted.connect(self._wait)

    def show(self) -> None:
        """Put it on the screen; once it is there, the rest is imported."""
        keep_on_screen(self.window)
        self.window.show()
        self.window.welcome_page.setFocus()
        self.window.raise_()
        self.window.activateWindow()

    def import_rest(self) -> None:
        """Import what is still missing at once."""
        while self._parts:
            importlib.import_module(self._parts.popleft())

    def hand_over(self) -> None:
        """Somebody does now what was wished for, and hears of it."""
        self.window.closing.disconnect(self._on_closing)
        for wish, note in self._listening:
            wish.disconnect(note)
        self.window.removeEventFilter(self)
        for wish, values in self._wishes:
            wish.emit(*values)
        actions = [action for action in self.window.findChildren(QAction) if action.isEnabled()]
        for keys in self._keys:
            found = [action for action in actions if keys in action.shortcuts()]
            if found:
                found[0].trigger()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What the page leaves to the window may be the key of a menu that is not there yet."""
        pressed = event if event.type() == QEvent.Type.KeyPress else None
        if isinstance(pressed, QKeyEvent) and pressed.modifiers() & _SHORTCUT:
            self._keys.append(QKeySequence(pressed.keyCombination()))
        return super().eventFilter(watched, event)

    def _note(self, wish: SignalInstance, *values: Any) -> None:
        self._wishes.append((wish, values))

    def _on_closing(self) -> None:
        self._parts.clear()
        self.closed.emit()

    def _wait(self) -> None:
        """Whatever has happened comes first."""
        QTimer.singleShot(0, self, self._go_on)

    def _go_on(self) -> None:
        if not self._parts:
            return  # imported at once, or closed
        importlib.import_module(self._parts.popleft())
        if self._parts:
            self._wait()
        else:
            self.imported.emit()
