"""Wires what a row does to the fit: the ghost on the fit plot, its numbers, and rows worth a look."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QObject

from linreg_gui.core.arrays import IntArray
from linreg_gui.core.desk.desk import Desk
from linreg_gui.core.desk.partial_plot import placed_on_partial
from linreg_gui.core.desk.row_sway import NoSway, RowSway, sway_of
from linreg_gui.core.drawing.placed_rows import Places
from linreg_gui.core.fitting.analysis import POINTS_DRAWN
from linreg_gui.core.model.linear_model import partial_line
from linreg_gui.core.table.label_scale import unscaled
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.table.row_set import RowSet
from linreg_gui.session.session import Session
from linreg_gui.views.desk.influence_view import InfluenceView
from linreg_gui.views.desk.partial_view import PartialView
from linreg_gui.views.window.main_window import MainWindow

from .in_sight import InSight
from .plot_selecting import PlotSelectingWiring

_FEED = "row sway"


class SwayWiring(QObject):
    """Between the row that is pointed at or selected, the desk, and the views that tell what it does."""

    def __init__(self, session: Session, window: MainWindow, plots: PlotSelectingWiring) -> None:
        super().__init__(window)
        self._session, self._plot, self._plots = session, window.fit_plot, plots
        self._influence: InfluenceView | None = None
        self._partial: PartialView | None = None
        self._judged: Desk | None = None  # whose rows are told at once
        window.when_made(InfluenceView, self._take_influence)
        window.when_made(PartialView, self._take_partial)
        session.table_changed.connect(self._forget)
        session.points_ready.connect(self._follow)
        session.desk.changed.connect(self._follow)
        session.pointed.changed.connect(self._follow)
        session.selection.changed.connect(self._follow_selection)
        session.painting.stroke_progressed.connect(lambda _: self._plot.hover.ghost.clear())

    def _take_influence(self, view: InfluenceView) -> None:
        self._influence = view
        InSight(view, self._follow)
        view.row_pointed.connect(self._point_at)
        view.rows_requested.connect(self._select)
        view.exclude_requested.connect(lambda rows: self._edit(rows, exclude=True))
        view.include_requested.connect(lambda rows: self._edit(rows, exclude=False))
        view.label_requested.connect(self._label)

    def _take_partial(self, view: PartialView) -> None:
        self._partial = view
        view.row_pointed.connect(self._point_at)
        view.marks_wanted.connect(self._mark)
        view.select_bar.follow(self._plots.choice)
        self._plots.take(view, view.selecting, lambda: self._all_places(view))

    def _forget(self) -> None:
        self._session.feed.drop(_FEED)
        self._show_nothing()

    def _follow_selection(self) -> None:
        self._follow()
        self._mark_selected()

    def _point_at(self, row: int | None) -> None:
        self._session.pointed.point_at(row if self._desk() is not None else None)

    def _select(self, rows: RowSet) -> None:
        if self._desk() is not None:
            self._session.selection.choose(rows)

    def _edit(self, rows: IntArray, *, exclude: bool) -> None:
        if self._desk() is not None and rows.size:
            document = self._session.document
            (document.exclude_rows if exclude else document.include_rows)(rows)

    def _label(self, rows: IntArray) -> None:
        if self._desk() is not None:
            self._session.document.toggle_labelled(rows)

    def _desk(self) -> Desk | None:
        """That of the table as it is now; rows of another state of it may be others."""
        desk = self._session.desk.desk
        if desk is None or self._session.analysis is None:
            return None
        return desk if desk.table is self._session.document.table else None

    def _row(self) -> tuple[int, str] | None:
        """The row to be told of, and how it was chosen."""
        pointed, selected = self._session.pointed.row, self._session.selection.rows
        if pointed is not None:
            return pointed, "pointed at"
        if not len(selected):
            return None
        count = len(selected)
        return int(selected.starts[0]), "selected" if count == 1 else f"first of {count:,} selected"

    def _follow(self, _: object = None) -> None:
        desk, row = self._desk(), self._row()
        in_sight = self._influence is not None and self._influence.isVisible()
        wanted = in_sight or (self._session.pointed.row is not None and self._plot.isVisible())
        self._ring()
        if desk is None or row is None or not wanted:
            self._session.feed.drop(_FEED)
            self._show_nothing()
            return
        prepare, show = partial(sway_of, desk, row[0]), partial(self._show, desk, row)
        self._session.feed.want(_FEED, prepare, show, in_job=desk is not self._judged)

    def _show(self, desk: Desk, row: tuple[int, str], sway: RowSway | NoSway) -> None:
        if isinstance(sway, RowSway):
            self._judged = desk
        if desk is not self._desk() or row != self._row():
            return
        if self._influence is not None:
            self._influence.show_row(sway, row[1])
        pointed = self._session.pointed.row == row[0]
        if pointed and isinstance(sway, RowSway) and sway.found.counts and sway.found.is_determined:
            self._show_ghost(desk, sway)
        else:
            self._plot.hover.ghost.clear()

    def _show_nothing(self) -> None:
        self._plot.hover.ghost.clear()
        if self._influence is not None:
            self._influence.show_row(None)

    def _show_ghost(self, desk: Desk, sway: RowSway) -> None:
        points, ghost = self._session.points, self._plot.hover.ghost
        if points is None or self._session.painting.active:
            ghost.clear()
            return
        name = f"row {sway.row + 1:,}"
        if points.choice is not None:
            weights, bias = sway.found.model
            line = partial_line(weights, bias, desk.analysis.moments.feature_means, points.choice)
            ghost.show_line(line, name, curved=points.view.own_units)
            return
        (place,) = desk.analysis.dataset_rows(np.array([sway.row]))
        label, found = float(desk.data.y[place]), sway.found
        ends = np.array([label, label - found.residual, label - found.residual / (1.0 - found.leverage)])
        scale = desk.analysis.label_scale if points.view.own_units else LabelScale.PLAIN
        x, prediction, without = unscaled(ends, scale).tolist()
        ghost.show_move(x, prediction, without, name)

    def _mark(self) -> None:
        self._mark_selected()
        self._ring()

    def _mark_selected(self) -> None:
        """The selected rows, or some of very many, in the plot of a feature."""
        rows = self._session.selection.rows
        if self._partial is not None:
            places = self._places(rows.sample(POINTS_DRAWN))
            if places is not None:
                self._partial.show_selected(*places, len(rows))

    def _ring(self) -> None:
        row = self._session.pointed.row
        if self._partial is not None:
            places = self._places(np.array([] if row is None else [row], dtype=np.int64))
            if places is not None:
                self._partial.show_pointed(*places)

    def _all_places(self, view: PartialView) -> Places | None:
        desk, found = self._desk(), view.found
        return None if desk is None or found is None else partial(placed_on_partial, desk, found)

    def _places(self, rows: IntArray) -> tuple[np.ndarray, np.ndarray] | None:
        """Where rows of the table are in the plot of a feature; None where there is none."""
        found = None if self._partial is None else self._partial.found
        desk = self._desk()
        if found is None or desk is None:
            return None
        hidden = found.states.hidden
        at = desk.analysis.dataset_rows(rows[~hidden.contains(rows)] if len(hidden) else rows)
        return found.plane.places(desk.data.X[at], desk.data.y[at])
