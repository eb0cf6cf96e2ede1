"""View > Panes: every view of the middle, and the ways from one pane to another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMainWindow, QMenu

from linreg_gui.views.panes.view_row import ViewRow
from linreg_gui.views.widgets.texts import set_caption

from .menu_part import MenuPart


class PaneMenu(MenuPart):
    """Keeps its actions, and tells which view is asked for."""

    view_requested = Signal(str)

    def __init__(self, window: QMainWindow, view: QMenu, rows: Sequence[ViewRow]) -> None:
        super().__init__(window)
        menu = self._submenu(view, "Pa&nes")
        self.views = {}
        for row in rows:
            action = self._action(menu, "", None, row.help_text, row.icon)
            at = row.title.index(row.letter)
            set_caption(action, "{}&{}", row.title[:at], row.title[at:])
            action.triggered.connect(partial(self._ask, row.name))
            self.views[row.name] = action
        menu.addSeparator()
        help_text = "Go to the title of the next pane; after the last to docks, scrubber, message."
        self.next = self._action(menu, "N&ext Pane or Dock", "F6", help_text)
        help_text = "Go to the title of the pane before; before the first to message, docks, scrubber."
        self.previous = self._action(menu, "Pre&vious Pane or Dock", "Shift+F6", help_text)
        help_text = "Give the pane that you are in the whole room, or show all panes again."
        self.maximise = self._action(menu, "Ma&ximise or Restore", "F8", help_text)

    def _ask(self, name: str) -> None:
        self.view_requested.emit(name)
