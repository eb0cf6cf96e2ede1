"""Wires the row that is pointed at: wherever it is found, the table lets it stand out."""

from __future__ import annotations

from PySide6.QtCore import QObject

from linreg_gui.session.session import Session
from linreg_gui.views.table.data_table import DataTable
from linreg_gui.views.window.main_window import MainWindow


class PointingWiring(QObject):
    """Between the row that is pointed at and the table, both ways."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        table = window.view(DataTable).view
        table.row_pointed.connect(session.pointed.point_at)
        session.pointed.changed.connect(table.marks.point_at)
