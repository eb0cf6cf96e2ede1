"""Wires painting on the fit plot: signals to strokes, strokes to marks, and the selection to both."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QObject

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.drawing.actual_rows import Solution
from linreg_gui.core.drawing.area import Area
from linreg_gui.core.drawing.fit_view import FitView
from linreg_gui.core.drawing.moving_data import MovingData
from linreg_gui.core.drawing.point_lookup import PointLookup, lookup_of
from linreg_gui.core.explaining.fit_points import FitPoints, view_subject
from linreg_gui.core.fitting.analysis import POINTS_DRAWN, Analysis
from linreg_gui.core.problem import Problem, ProblemError, ProblemKind
from linreg_gui.core.table.roles import split_roles
from linreg_gui.core.table.row_set import NO_ROWS, RowSet, SelectMode
from linreg_gui.core.table.shown_names import shown_name
from linreg_gui.core.table.table import Table
from linreg_gui.session.painting.ground import Ground, obstacle
from linreg_gui.session.painting.strokes import StrokePicture
from linreg_gui.session.session import Session
from linreg_gui.views.painting.paint_tools import Freedom, Tool
from linreg_gui.views.window.main_window import MainWindow

_PAPER = (0.0, 10.0)
_HINT = "Click here to add points,\nor take the brush and paint many."
_NOBODY = np.empty(0, dtype=np.int64)


class PaintingWiring(QObject):
    """Between the strokes of the session and the painter of the fit plot; comes after the plots."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._plot = window.fit_plot
        self._painter = window.painter
        self._drawn_rows = _NOBODY  # rows of the table that the plot draws as points
        self._starts_drawing = False
        self._connect_session()
        self._connect_painter()
        self._plot.view_requested.connect(self._change_view)
        window.menus.data.new_table.triggered.connect(self._start_drawing)

    def _connect_session(self) -> None:
        session, painting = self._session, self._session.painting
        session.points_ready.connect(self._on_points)
        session.rows_moved.connect(self._show_first_line)
        session.not_analysed.connect(self._on_no_analysis)
        session.selection.changed.connect(self._show_selection)
        session.moment.moved.connect(self._follow_predictions)
        painting.ground_changed.connect(self._show_ground)
        painting.stroke_progressed.connect(self._show_stroke)
        painting.stroke_cancelled.connect(lambda: self._painter.take_back())

    def _connect_painter(self) -> None:
        signals, painting = self._painter.input, self._session.painting
        signals.point_requested.connect(painting.place_point)
        signals.points_requested.connect(painting.add_points)
        signals.move_requested.connect(painting.move_selected)
        signals.end_requested.connect(painting.end_stroke)
        signals.cancel_requested.connect(painting.cancel_stroke)
        signals.pick_requested.connect(self._pick)
        signals.area_requested.connect(self._select_within)
        signals.all_requested.connect(self._select_all)
        signals.refused.connect(self._window.message_bar.show_message)

    def _start_drawing(self) -> None:
        self._starts_drawing = True
        self._session.opening.new_table()

    def _change_view(self) -> None:
        """The tools stay where they are until the rows of the other view have come."""
        self._drawn_rows = _NOBODY
        self._session.painting.forget()
        self._painter.clear_marks()

    def _leave_view(self) -> None:
        self._change_view()
        self._painter.set_freedom(Freedom.NOTHING)

    def _on_points(self, points: FitPoints) -> None:
        analysis, table = self._session.analysis, self._session.document.table
        if analysis is None or table is None:
            return
        self._painter.forget_stroke()
        shaded = points.choice is not None and points.scatter.density is not None
        self._drawn_rows = _NOBODY if shaded else analysis.table_rows[points.scatter.rows]
        self._offer_tools(table, points.view, analysis)
        self._session.painting.repeat_stroke()
        self._session.painting.prepare(table, points.view, analysis)

    def _on_no_analysis(self, problem: Problem) -> None:
        table = self._session.document.table
        names = (
            None
            if table is None or problem.kind not in (ProblemKind.NO_ROWS, ProblemKind.EMPTY)
            else _only_plane(table)
        )
        if table is None or names is None:
            self._plot.show_message(problem.sentence)
            self._leave_view()
            return
        view = FitView(0)
        self._drawn_rows = _NOBODY
        shown = [shown_name(name, table.units.get(name, "")) for name in names]
        self._plot.set_choices(shown[:1], shown[1])
        self._plot.group_bar.choose(None)
        self._plot.show_plane(_PAPER, _PAPER, problem.sentence, subject=view_subject(table, view))
        self._painter.forget_stroke()
        self._offer_tools(table, view, None)
        self._session.painting.prepare(table, view, None)
        if self._starts_drawing:
            self._starts_drawing = False
            self._painter.choose(Tool.ADD)

    def _offer_tools(self, table: Table, view: FitView, analysis: Analysis | None) -> None:
        why = obstacle(table, view, analysis)
        self._painter.set_freedom(Freedom.SELECT if why else Freedom.PAINT, why)

    def _show_first_line(self, data: MovingData | None) -> None:
        """The exact line of rows that are painted before there is anything to train on."""
        if self._session.training.objective is None:
            self._plot.show_exact_line(None if data is None else data.line)

    def _show_ground(self, ground: Ground | None) -> None:
        painter = self._painter
        if ground is None:
            painter.show_points(None)
            return
        if ground.actual is None:
            painter.show_points(ground.points)
        else:
            painter.find_points_by(self._predicted_points)
        for x, y in self._show_aside(ground):
            if x.size and ground.actual is None:
                self._plot.widen_home(_range(x), _range(y))
        self._show_states(ground)
        painter.layer.show_hint("" if ground.points.rows.size or ground.actual is not None else _HINT)
        self._show_selection(self._session.selection.rows)

    def _show_aside(self, ground: Ground) -> tuple[tuple[FloatArray, FloatArray], ...]:
        """The rows that the fit does without, and where they are."""
        solutions = self._solutions()
        excluded = ground.places(ground.excluded_rows, solutions)
        held_out = ground.places(ground.held_out_rows, solutions)
        self._painter.show_excluded(ground.n_excluded, *excluded)
        self._painter.show_held_out(ground.n_held_out, *held_out)
        return excluded, held_out

    def _show_selection(self, rows: RowSet) -> None:
        """Frame the rows where they are; while that is unknown the frames stay where they were."""
        ground = self._session.painting.ground
        if ground is not None and not self._session.painting.active:
            places = ground.places(rows.sample(POINTS_DRAWN), self._solutions())
            self._painter.show_selection(rows, *places)
        elif not len(rows):
            self._painter.show_selection(rows, np.empty(0), np.empty(0))

    def _follow_predictions(self) -> None:
        """Where predictions are shown, the marks move with them."""
        ground = self._session.painting.ground
        if ground is not None and ground.actual is not None:
            self._show_aside(ground)
            self._show_states(ground)
            self._show_selection(self._session.selection.rows)

    def _show_states(self, ground: Ground) -> None:
        """The rows that have a colour or a label of their own, where they are."""
        states, layer = ground.states, self._painter.layer.states
        self._painter.show_states(states)
        solutions = self._solutions()
        rows, x, y = ground.placed(states.coloured, solutions)
        layer.show_colours(x, y, states.colour_of(rows))
        rows, x, y = ground.placed(states.labelled, solutions)
        layer.show_labels(x, y, states.names_of(rows))

    def _solutions(self) -> list[Solution]:
        """By which the rows are predicted: the current fit and, until SGD has moved, the exact solution."""
        analysis, picture = self._session.analysis, self._session.moment.picture
        objective = self._session.training.objective
        if analysis is None or objective is None:
            return []
        exact = objective.exact
        found = [] if exact is None else [(exact.weights, exact.bias, exact.bias_rest)]
        if picture is not None and len(picture.snapshot.weights) == analysis.data.n_features:
            state = picture.snapshot
            found = [(state.weights, state.bias, state.bias_rest), *([] if state.step else found)]
        return [Solution(model[0], analysis.mean_prediction(*model), objective.loss) for model in found]

    def _predicted_points(self) -> PointLookup | None:
        """Where the points are now that are drawn in predicted against actual."""
        ground = self._session.painting.ground
        if ground is None:
            return None
        layer, times = self._painter.layer, len(self._solutions())
        drawn = [points for points in (self._plot.points, self._plot.exact_points) if points.isVisible()]
        found = [
            *((points.getData(), self._drawn_rows) for points in drawn),
            (layer.crosses.getData(), np.tile(ground.excluded_rows, times)),
            (layer.diamonds.getData(), np.tile(ground.held_out_rows, times)),
        ]
        known = [(*place, rows) for place, rows in found if place[0].size == rows.size]
        x, y, rows = (np.concatenate(parts) for parts in zip(*known, strict=True))
        return lookup_of(x, y, rows, np.zeros(rows.size, dtype=bool))

    def _show_stroke(self, picture: StrokePicture) -> None:
        self._session.training.pause()
        ground = self._session.painting.ground
        if ground is None or not picture.rows.size:
            self._painter.show_painted(picture.x, picture.y, anew=picture.anew)
            return
        selected = self._session.selection.rows
        crossed, held_out = map(selected.contains, (ground.excluded_rows, ground.held_out_rows))
        drawn = selected.contains(self._drawn_rows)
        self._painter.show_moved(drawn, crossed, held_out, picture.way)

    def _pick(self, row: int | None, mode: SelectMode) -> None:
        rows = NO_ROWS if row is None else RowSet.of_ranges([(row, row + 1)])
        self._session.selection.pick(rows, mode)

    def _select_within(self, area: Area, mode: SelectMode) -> None:
        ground = self._session.painting.ground
        if ground is not None:
            self._session.choosing.select_found(partial(ground.within, area, self._solutions()), mode)

    def _select_all(self) -> None:
        ground = self._session.painting.ground
        if ground is not None:
            self._session.selection.choose(ground.all_rows())


def _only_plane(table: Table) -> tuple[str, str] | None:
    """The one feature and the label of a table, if rows can be drawn between them."""
    try:
        features, label = split_roles(table.roles)
    except ProblemError:
        return None
    single = len(features) == 1 and not obstacle(table, FitView(0), None)
    return (features[0], label) if single else None


def _range(values: FloatArray) -> tuple[float, float]:
    return float(values.min()), float(values.max())
