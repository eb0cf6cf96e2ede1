"""What every menu is made with: actions with a text, a key, a help text and an icon."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from linreg_gui.views.widgets.icons import icon
from linreg_gui.views.widgets.texts import caption, set_help

Shortcut = QKeySequence.StandardKey | str | None


class MenuPart(QObject):
    """Makes actions for a window and keeps the names of their icons."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._icons: dict[QAction, str] = {}

    def restyle(self) -> None:
        """Draw the icons in the colours of the palette."""
        for action, name in self._icons.items():
            action.setIcon(icon(name, self._window.palette()))

    def _menu(self, title: str) -> QMenu:
        return self._window.menuBar().addMenu(title)

    def _submenu(self, menu: QMenu, title: str) -> QMenu:
        submenu = menu.addMenu(title)
        submenu.setToolTipsVisible(True)
        return submenu

    def _action(
        self, menu: QMenu, text: str, key: Shortcut, help_text: str, icon_name: str | None = None
    ) -> QAction:
        action = QAction(text, self)
        if isinstance(key, QKeySequence.StandardKey):
            action.setShortcuts(key)
        elif key is not None:
            action.setShortcut(QKeySequence(key))
        set_help(action, help_text)
        if icon_name is not None:
            self._icons[action] = icon_name
        menu.addAction(action)
        return action

    def _action_of_the_table(
        self, menu: QMenu, text: str, key: QKeySequence.StandardKey, help_text: str
    ) -> QAction:
        """An action whose key the table itself listens to, so that text fields keep theirs."""
        native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        return self._action(menu, f"{text}\t{caption(native)}", None, help_text)
