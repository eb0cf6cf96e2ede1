"""Wires painting on the fit plot: signals to strokes, strokes to marks, and the selection to both."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.drawing.moving_data import MovingData
from linreg_gui.core.fitting.analysis import POINTS_DRAWN
from linreg_gui.core.problem import Problem, ProblemError, ProblemKind
from linreg_gui.core.table.roles import split_roles
from linreg_gui.core.table.row_set import NO_ROWS, RowSet
from linreg_gui.core.table.shown_names import shown_name
from linreg_gui.core.table.table import Table
from linreg_gui.session.analysis_jobs import FitPoints
from linreg_gui.session.painting.painting import is_plane
from linreg_gui.session.painting.strokes import Ground, StrokePicture
from linreg_gui.session.session import Session
from linreg_gui.views.painting.paint_tools import Freedom, Tool
from linreg_gui.views.window.main_window import MainWindow

from .plots import view_subject

_PAPER = (0.0, 10.0)
_HINT = "Click here to add points,\nor take the brush and paint many."
_NOBODY = np.empty(0, dtype=np.int64)


class PaintingWiring(QObject):
    """Between the strokes of the session and the painter of the fit plot; comes after the plots."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session = session
        self._plot = window.fit_plot
        self._painter = window.painter
        self._drawn_rows = _NOBODY  # rows of the table that the plot draws as points
        self._is_plane = False  # whether the view is one that rows have a place in by themselves
        self._starts_drawing = False
        self._connect_session()
        self._connect_painter()
        self._plot.view_requested.connect(self._leave_view)
        window.menus.data.new_table.triggered.connect(self._start_drawing)

    def _connect_session(self) -> None:
        session, painting = self._session, self._session.painting
        session.points_ready.connect(self._on_points)
        session.not_analysed.connect(self._on_no_analysis)
        session.selection.changed.connect(self._show_selection)
        session.training.progressed.connect(self._follow_predictions)
        painting.ground_changed.connect(self._show_ground)
        painting.stroke_progressed.connect(self._show_stroke)
        painting.stroke_cancelled.connect(self._take_back)

    def _connect_painter(self) -> None:
        signals, painting = self._painter.input, self._session.painting
        signals.point_requested.connect(painting.place_point)
        signals.points_requested.connect(painting.add_points)
        signals.move_requested.connect(painting.move_selected)
        signals.end_requested.connect(painting.end_stroke)
        signals.cancel_requested.connect(painting.cancel_stroke)
        signals.pick_requested.connect(self._pick)
        signals.band_requested.connect(painting.select_within)
        signals.all_requested.connect(self._select_all)
        signals.remove_requested.connect(painting.remove_selected)
        signals.exclude_requested.connect(painting.exclude_selected)

    def _start_drawing(self) -> None:
        self._starts_drawing = True
        self._session.opening.new_table()

    def _leave_view(self) -> None:
        self._is_plane, self._drawn_rows = False, _NOBODY
        self._session.painting.forget()
        self._painter.clear()

    def _on_points(self, points: FitPoints) -> None:
        analysis, table = self._session.analysis, self._session.document.table
        if analysis is None or table is None or points.choice != self._plot.choice():
            return
        data, scatter = analysis.data, points.scatter
        self._painter.forget_stroke()
        names = data.feature_names[points.choice or 0], data.label_name
        self._is_plane = points.choice is not None and is_plane(table, *names)
        if self._is_plane:
            self._painter.set_freedom(Freedom.PAINT if data.n_features == 1 else Freedom.SELECT)
        else:
            self._leave_view()
        shaded = points.choice is not None and scatter.density is not None
        self._drawn_rows = _NOBODY if shaded else analysis.table_rows[scatter.rows]
        if self._is_plane:
            self._session.painting.repeat_stroke()
            self._session.painting.prepare(table, names, analysis)
        else:
            self._show_selection(self._session.selection.rows)

    def _on_no_analysis(self, problem: Problem) -> None:
        table = self._session.document.table
        names = (
            None
            if table is None or problem.kind not in (ProblemKind.NO_ROWS, ProblemKind.EMPTY)
            else _only_plane(table)
        )
        if table is None or names is None:
            self._leave_view()
            return
        self._is_plane, self._drawn_rows = True, _NOBODY
        shown = [shown_name(name, table.units.get(name, "")) for name in names]
        self._plot.set_choices(shown[:1], shown[1])
        self._plot.show_plane(_PAPER, _PAPER, problem.sentence, subject=view_subject(table, 0))
        self._painter.forget_stroke()
        self._painter.set_freedom(Freedom.PAINT)
        self._session.painting.prepare(table, names, None)
        if self._starts_drawing:
            self._starts_drawing = False
            self._painter.choose(Tool.ADD)

    def _show_ground(self, ground: Ground | None) -> None:
        painter = self._painter
        if ground is None:
            painter.show_points(None)
            return
        points, crossed = ground.points, ground.crossed
        painter.show_points(points)
        x, y = points.x[crossed], points.y[crossed]
        painter.show_excluded(ground.n_excluded, x, y)
        if crossed.size:
            self._plot.widen_home(_range(x), _range(y))
        painter.layer.show_hint("" if points.rows.size else _HINT)
        self._show_selection(self._session.selection.rows)

    def _show_selection(self, rows: RowSet) -> None:
        """Frame the rows where they are; while that is unknown the frames stay where they were."""
        ground = self._session.painting.ground
        if not self._is_plane:
            self._mark_drawn(rows)
        elif ground is not None and not self._session.painting.active:
            places = ground.points.positions(rows.sample(POINTS_DRAWN))
            self._painter.show_selection(rows, ground.points.x[places], ground.points.y[places])
        elif not len(rows):
            self._painter.show_selection(rows, np.empty(0), np.empty(0))

    def _follow_predictions(self) -> None:
        rows = self._session.selection.rows
        if not self._is_plane and len(rows):
            self._mark_drawn(rows)

    def _mark_drawn(self, rows: RowSet) -> None:
        """Frame the selected ones of the points that the plot draws, wherever these are now."""
        x, y = self._plot.points.getData()
        chosen = rows.contains(self._drawn_rows)
        if x.size == chosen.size:
            self._painter.show_selection(rows, x[chosen], y[chosen])

    def _show_stroke(self, picture: StrokePicture) -> None:
        self._session.training.pause()
        ground = self._session.painting.ground
        if ground is None or not picture.rows.size:
            self._painter.show_painted(picture.x, picture.y, picture.data.line, anew=picture.anew)
            return
        selected = self._session.selection.rows
        crossed = selected.contains(ground.points.rows[ground.crossed])
        self._painter.show_moved(selected.contains(self._drawn_rows), crossed, picture.way, picture.data.line)

    def _take_back(self, data: MovingData | None) -> None:
        self._painter.take_back(None if data is None else data.line)

    def _pick(self, row: int | None, more: bool) -> None:
        selection = self._session.selection
        rows = NO_ROWS if row is None else RowSet.of_ranges([(row, row + 1)])
        (selection.toggle if more else selection.select)(rows)

    def _select_all(self) -> None:
        table = self._session.document.table
        if table is not None:
            self._session.selection.select(RowSet.of_ranges([(0, len(table.frame))]))


def _only_plane(table: Table) -> tuple[str, str] | None:
    """The one feature and the label of a table, if rows can be drawn between them."""
    try:
        features, label = split_roles(table.roles)
    except ProblemError:
        return None
    return (features[0], label) if len(features) == 1 and is_plane(table, features[0], label) else None


def _range(values: FloatArray) -> tuple[float, float]:
    return float(values.min()), float(values.max())
