"""Wires the selected rows of the table to those of the plots, both ways."""

from __future__ import annotations

from PySide6.QtCore import QObject

from linreg_gui.session.session import Session
from linreg_gui.views.table.data_table import DataTable
from linreg_gui.views.window.main_window import MainWindow


class SelectingWiring(QObject):
    """Between the shared selection and the table."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        marks = window.view(DataTable).view.marks
        marks.rows_selected.connect(session.selection.select)
        session.selection.changed.connect(marks.show)
