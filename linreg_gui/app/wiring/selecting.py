"""Wires the selected rows of the table to those of the plots, both ways."""

from __future__ import annotations

from PySide6.QtCore import QObject

from linreg_gui.core.table.row_set import RowSet
from linreg_gui.session.session import Session
from linreg_gui.views.explaining.neuron_view import NeuronView
from linreg_gui.views.explaining.plane_plot import PlanePlot
from linreg_gui.views.table.data_table import DataTable
from linreg_gui.views.window.main_window import MainWindow


class SelectingWiring(QObject):
    """Between the shared selection, the table, and the views that mark rows or choose them."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session = session
        marks = window.view(DataTable).view.marks
        marks.rows_selected.connect(session.selection.select)
        session.selection.changed.connect(marks.show)
        plane = window.view(PlanePlot)
        plane.rows_requested.connect(self._select)
        for view in (plane, window.view(NeuronView)):
            session.selection.changed.connect(view.select)

    def _select(self, rows: RowSet) -> None:
        if self._session.analysis is not None:  # or the table is another one than that of the view
            self._session.selection.select(rows)
