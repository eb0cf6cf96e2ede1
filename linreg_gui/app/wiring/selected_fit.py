"""Wires the selected rows to what they say by themselves: their mean and the line through them alone."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from linreg_gui.core.explaining.fit_points import FitPoints
from linreg_gui.core.explaining.selected_fit import SelectedFit, selected_fit
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.table.row_set import RowSet
from linreg_gui.session.session import Session
from linreg_gui.views.window.main_window import MainWindow

from .in_sight import InSight

_PLACE = "selected fit"


class SelectedFitWiring(QObject):
    """Between the selection and the fit plot; comes after plots and painting."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._plot = session, window.fit_plot
        self._in_sight = InSight(self._plot, self._want)
        session.table_changed.connect(self._hide)
        session.not_analysed.connect(self._hide)
        session.points_ready.connect(self._want)
        session.selection.changed.connect(self._want)
        session.painting.stroke_progressed.connect(self._hide)
        session.painting.stroke_cancelled.connect(self._want)

    def _hide(self) -> None:
        """What is known is not that of the rows any more."""
        self._session.feed.drop(_PLACE)
        self._plot.show_selected_fit(None)

    def _want(self) -> None:
        self._hide()
        session = self._session
        rows, objective, points = session.selection.rows, session.training.objective, session.points
        if session.analysis is None or objective is None or points is None or not self._in_sight:
            return
        if len(rows) and not self._session.painting.active:
            prepare = partial(_of_rows, objective, points, rows)
            self._session.feed.want(_PLACE, prepare, partial(self._show, rows))

    def _show(self, rows: RowSet, found: SelectedFit) -> None:
        if rows is self._session.selection.rows:
            self._plot.show_selected_fit(found)


def _of_rows(objective: Objective, points: FitPoints, rows: RowSet) -> SelectedFit:
    return selected_fit(objective, points.view, len(rows), rows.rows())
