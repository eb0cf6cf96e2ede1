"""Wires the rows of an update that is looked into to those that are selected everywhere."""

from __future__ import annotations

from PySide6.QtCore import QObject

from linreg_gui.core.table.row_set import RowSet
from linreg_gui.session.session import Session
from linreg_gui.views.explaining.microscope_view import MicroscopeView
from linreg_gui.views.window.main_window import MainWindow


class MicroscopeWiring(QObject):
    """From the microscope to the shared selection."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session = session
        window.when_made(MicroscopeView, lambda view: view.rows_requested.connect(self._select))

    def _select(self, rows: RowSet) -> None:
        if self._session.analysis is not None:  # or the table is another one than that of the update
            self._session.selection.choose(rows)
