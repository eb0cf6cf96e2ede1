"""Wires the selected rows of the table to those of the plots, both ways."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from linreg_gui.core.drawing.placed_rows import Places
from linreg_gui.core.explaining.run_plane import placed_on_plane
from linreg_gui.session.painting.ground import Ground
from linreg_gui.session.session import Session
from linreg_gui.views.desk.check_view import CheckView
from linreg_gui.views.dialogs.rows_where_dialog import RowsWhereDialog
from linreg_gui.views.explaining.neuron_view import NeuronView
from linreg_gui.views.explaining.plane_plot import PlanePlot
from linreg_gui.views.plots.noise_histogram import NoiseHistogram
from linreg_gui.views.table.data_table import DataTable
from linreg_gui.views.window.main_window import MainWindow

from .plot_selecting import PlotSelectingWiring


class SelectingWiring(QObject):
    """Between the shared selection, the table, and the views that mark rows or choose them."""

    def __init__(self, session: Session, window: MainWindow, plots: PlotSelectingWiring) -> None:
        super().__init__(window)
        self._session, self._window, self._plots = session, window, plots
        marks = window.view(DataTable).view.marks
        marks.rows_selected.connect(session.selection.select)
        marks.rows_chosen.connect(session.selection.choose)
        session.selection.changed.connect(marks.show)
        window.when_made(PlanePlot, self._take_plane)
        window.when_made(PlanePlot, self._follow)
        window.when_made(PlanePlot, self._follow_states)
        window.when_made(NeuronView, self._follow)
        window.when_made(NoiseHistogram, self._follow)
        window.when_made(NoiseHistogram, self._follow_hidden)
        window.when_made(CheckView, self._take_check)
        window.menus.edit.select_where.triggered.connect(lambda: self._ask_for_condition())

    def _follow(self, view: PlanePlot | NeuronView | NoiseHistogram | CheckView) -> None:
        self._session.selection.changed.connect(view.select)
        view.select(self._session.selection.rows)

    def _follow_states(self, plane: PlanePlot) -> None:
        """Those of the rows are worked out with their places."""

        def show(ground: Ground | None) -> None:
            if ground is not None:
                plane.show_states(ground.states)

        self._session.painting.ground_changed.connect(show)
        show(self._session.painting.ground)

    def _follow_hidden(self, noise: NoiseHistogram) -> None:
        """Rows that are hidden count in the bars of the histogram."""

        def tell(ground: Ground | None) -> None:
            if ground is not None:
                noise.show_hidden(ground.states.hidden_text if ground.states.n_counted else "")

        self._session.painting.ground_changed.connect(tell)
        tell(self._session.painting.ground)

    def _ask_for_condition(self) -> None:
        """A dialog that stays while the selection is looked at."""
        table = self._session.document.table
        if table is None:
            return
        dialog = RowsWhereDialog([str(name) for name in table.frame.columns], self._window)
        choosing = self._session.choosing
        dialog.rows_requested.connect(choosing.select_where)
        choosing.chosen.connect(dialog.show_found)
        choosing.refused.connect(dialog.show_problem)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

    def _take_check(self, check: CheckView) -> None:
        self._follow(check)
        self._session.pointed.changed.connect(check.point_at)

        def is_current() -> bool:
            return self._session.analysis is not None and check.table is self._session.document.table

        check.select_bar.follow(self._plots.choice)
        self._plots.take(check.plot, check.plot.selecting, lambda: check.places if is_current() else None)
        check.row_pointed.connect(lambda row: self._session.pointed.point_at(row if is_current() else None))

    def _take_plane(self, plane: PlanePlot) -> None:
        def places() -> Places | None:
            found, analysis = plane.found, self._session.analysis
            if found is None or analysis is None or analysis.data.n_features != 2:
                return None
            return partial(placed_on_plane, analysis, found, plane.camera)

        plane.select_bar.follow(self._plots.choice)
        self._plots.take(plane, plane.selecting, places)
