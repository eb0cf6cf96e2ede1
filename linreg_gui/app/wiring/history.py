"""Wires the history of the data to its list."""

from __future__ import annotations

from PySide6.QtCore import QObject

from linreg_gui.session.session import Session
from linreg_gui.views.table.history_panel import HistoryPanel
from linreg_gui.views.window.main_window import MainWindow


class HistoryWiring(QObject):
    """Between the history and the panel that shows it."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._history, self._panel = session.document.history, window.view(HistoryPanel)
        self._history.changed.connect(self._show)
        self._panel.go_to_requested.connect(self._history.go_to)
        window.menus.edit.history.triggered.connect(lambda: window.show_view(HistoryPanel))
        self._show()

    def _show(self) -> None:
        history = self._history
        self._panel.show_history(history.texts, history.index, history.are_selections)
