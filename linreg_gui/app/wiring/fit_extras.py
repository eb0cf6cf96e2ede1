"""Wires what the fit plot shows on request, and the row that is pointed at there."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QObject

from linreg_gui.core.arrays import FloatArray, IntArray
from linreg_gui.core.drawing.actual_rows import Solution
from linreg_gui.core.drawing.drawn_states import DrawnStates
from linreg_gui.core.drawing.fit_extras import OF_RESIDUALS
from linreg_gui.core.drawing.placed_rows import PlacedRows, Places
from linreg_gui.core.drawing.row_note import RowNote, RowNotes
from linreg_gui.core.explaining.fit_points import FitPoints
from linreg_gui.core.explaining.residual_shapes import loss_in_squares, loss_in_sticks
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.solvers.sgd.config import Snapshot
from linreg_gui.core.table.label_scale import unscaled
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.table.row_set import RowSet
from linreg_gui.session.session import Session
from linreg_gui.session.training.training_job import Picture
from linreg_gui.views.plots.extras_layer import ResidualsOf
from linreg_gui.views.plots.pointing import Pointed
from linreg_gui.views.window.main_window import MainWindow

from .in_sight import InSight
from .plot_selecting import PlotSelectingWiring

_NOWHERE = np.empty(0), np.empty(0)


class FitExtrasWiring(QObject):
    """Between the moment, the pointer and the extras of the fit plot; comes after plots and painting."""

    def __init__(self, session: Session, window: MainWindow, plots: PlotSelectingWiring) -> None:
        super().__init__(window)
        self._session, self._plot, self._painter = session, window.fit_plot, window.painter
        self._pointed: Pointed | None = None
        self._notes: RowNotes | None = None
        self._in_sight = InSight(self._plot, self._follow)
        session.table_changed.connect(self._forget)
        session.not_analysed.connect(self._forget)
        session.points_ready.connect(self._follow)
        session.moment.moved.connect(self._follow)
        session.selection.changed.connect(self._mark_selected)
        session.pointed.changed.connect(self._show_row)
        session.painting.ground_changed.connect(lambda _: self._renew_marks())
        self._plot.extras.changed.connect(self._follow)
        self._plot.hover.pointing.pointed.connect(self._point_at)
        plots.take(self._plot, self._plot.extras.residual_plot.selecting, self._residual_places)

    def _forget(self) -> None:
        self._point_at(None)

    def _follow(self) -> None:
        """The moment, on the points that are there."""
        found = self._present() if self._in_sight else None
        if found is None:
            return
        if self._plot.extras.chosen() & OF_RESIDUALS:
            self._show_residuals(*found)
            self._mark_selected(self._session.selection.rows)
        if self._pointed is not None:
            # Points of a feature and the label stay where they are, and finding one takes a while.
            moves = self._pointed.residuals or found[2].choice is None
            self._point_at(self._pointed, None if moves else self._session.pointed.row)
        elif self._session.pointed.row is not None:
            self._show_row()

    def _present(self) -> tuple[Objective, Picture, FitPoints] | None:
        objective, picture, points = (
            self._session.training.objective,
            self._session.moment.picture,
            self._session.points,
        )
        if self._session.analysis is None or objective is None or picture is None or points is None:
            return None
        fits = len(picture.snapshot.weights) == objective.analysis.data.n_features
        return (objective, picture, points) if fits else None

    def _show_residuals(self, objective: Objective, picture: Picture, points: FitPoints) -> None:
        """Of the current fit; where the exact solution stands in for it until SGD has moved, of that."""
        model, scale = _shown_model(objective, picture, points), _scale(objective, points)
        rows = points.scatter.rows
        predictions, values = _predicted(objective, model, rows, scale)
        loss = objective.loss
        told = loss_in_sticks(loss), loss_in_squares(loss), "½ mean = loss" if objective.is_quadratic else ""
        if objective.analysis.data.row_weights is not None:
            told = "", "their area is not the loss, in which rows count by their weights", ""
        if scale is not LabelScale.PLAIN:
            told = "", "their area is not the loss, which is that of the logarithm", ""
        self._plot.extras.show_residuals(predictions, values, ResidualsOf(model is objective.exact, *told))

    def _residual_places(self) -> Places | None:
        """Where all rows that are shown are among the residuals, drawn as points or not."""
        found = self._present()
        return None if found is None else partial(_placed_residuals, *found)

    def _renew_marks(self) -> None:
        """Where rows are is known only now, or known otherwise."""
        self._mark_selected(self._session.selection.rows)
        if self._session.pointed.row is not None and not self._session.painting.active:
            self._show_row()

    def _mark_selected(self, rows: RowSet) -> None:
        """Frame the selected rows among the residuals, too."""
        analysis, points = self._session.analysis, self._session.points
        residuals = self._plot.extras.residual_plot
        if analysis is None or points is None or not residuals.shown:
            return
        drawn = analysis.table_rows[points.scatter.rows]
        residuals.mark(rows.contains(drawn))
        ground = self._session.painting.ground
        if ground is not None:
            residuals.show_states(*_states_of(ground.states, drawn))

    def _point_at(self, pointed: Pointed | None, known: int | None = None) -> None:
        """Find the row there, which may be known; it is told to all views."""
        self._pointed = pointed
        found, row = self._present(), None
        if pointed is not None and found is not None and not self._session.painting.active:
            row = self._row_at(pointed, found[0], found[2]) if known is None else known
        if not self._session.pointed.point_at(row):
            self._show_row()

    def _show_row(self) -> None:
        """Ring the row that is pointed at, and name it where the pointer is on the plot."""
        row, found = self._session.pointed.row, self._present()
        if row is None or found is None or self._session.painting.active:
            self._plot.hover.clear()
            return
        places, residual = self._places(row, *found)
        if self._pointed is None:
            self._plot.hover.ring_row(places, residual)
            return
        note = self._note(row, *found)
        self._plot.hover.show_row(note.text, places, residual, beside_residual=self._pointed.residuals)

    def _row_at(self, pointed: Pointed, objective: Objective, points: FitPoints) -> int | None:
        if not pointed.residuals:
            lookup = self._painter.input.find_points()
            return None if lookup is None else lookup.nearest(pointed.x, pointed.y, pointed.reach)
        x, y = self._plot.extras.residual_plot.places()
        if not x.size:
            return None
        with np.errstate(all="ignore"):
            distance = ((x - pointed.x) / pointed.reach[0]) ** 2 + ((y - pointed.y) / pointed.reach[1]) ** 2
        distance = np.where(np.isfinite(distance), distance, np.inf)
        best = int(distance.argmin())
        return (
            int(objective.analysis.table_rows[points.scatter.rows[best]]) if distance[best] <= 1.0 else None
        )

    def _places(
        self, row: int, objective: Objective, picture: Picture, points: FitPoints
    ) -> tuple[tuple[FloatArray, FloatArray], tuple[FloatArray, FloatArray]]:
        """Where a row of the table is on the plot, and among the residuals if it is drawn there."""
        ground = self._session.painting.ground
        at = np.array([row])
        model, analysis = _shown_model(objective, picture, points), objective.analysis
        mean = analysis.mean_prediction(model.weights, model.bias, model.bias_rest)
        solution = Solution(model.weights, mean, objective.loss)
        places = _NOWHERE if ground is None else ground.places(at, [solution])
        x, y = self._plot.extras.residual_plot.places()
        drawn = np.flatnonzero(analysis.table_rows[points.scatter.rows] == row)
        return places, (x[drawn], y[drawn]) if x.size == points.scatter.rows.size else _NOWHERE

    def _note(self, row: int, objective: Objective, picture: Picture, points: FitPoints) -> RowNote:
        table, analysis, notes = self._session.document.table, objective.analysis, self._notes
        assert table is not None
        if notes is None or notes.table is not table:
            notes = self._notes = RowNotes(table)
        first = () if points.choice is None else analysis.ledger.sources[points.choice].columns
        model, scale = _shown_model(objective, picture, points), _scale(objective, points)
        place = analysis.dataset_rows(np.array([row]))
        if not place.size:
            held_out = row in analysis.held_out_rows
            remark = "held out: the fit does without it" if held_out else "excluded: the fit does without it"
            return notes.note(row, first=first, remark=remark)
        (prediction,), (residual,) = _predicted(objective, model, place, scale)
        remark = "by the exact solution" if model is objective.exact else ""
        # In its own units it is the label as it stands in the table.
        name = "" if points.view.own_units else analysis.data.label_name
        fitted = float(prediction), float(residual)
        return notes.note(row, first=first, fitted=fitted, fitted_label=name, remark=remark)


def _placed_residuals(objective: Objective, picture: Picture, points: FitPoints) -> PlacedRows:
    model, scale = _shown_model(objective, picture, points), _scale(objective, points)
    data, among = objective.analysis.data, points.among
    rows = np.arange(data.n_rows) if among is None else np.flatnonzero(among)
    predictions, values = _predicted(objective, model, rows, scale)
    x = predictions if points.choice is None else data.X[rows, points.choice]
    return PlacedRows(x, values, objective.analysis.table_rows[rows])


def _shown_model(objective: Objective, picture: Picture, points: FitPoints) -> Fit | Snapshot:
    """Whose predictions are shown: those of SGD, but in predicted against actual not until it has moved."""
    state = picture.snapshot
    if points.choice is None and not state.step and objective.exact is not None:
        return objective.exact
    return state


def _states_of(states: DrawnStates, drawn: IntArray) -> tuple[IntArray, dict[int, str]]:
    """The colour of each of the drawn rows, −1 for none of its own, and the names of some of them."""
    colours = np.full(drawn.size, -1)
    coloured = np.flatnonzero(np.isin(drawn, states.coloured))
    colours[coloured] = states.colour_of(drawn[coloured])
    labelled = np.flatnonzero(np.isin(drawn, states.labelled))
    return colours, dict(zip(labelled.tolist(), states.names_of(drawn[labelled]), strict=True))


def _scale(objective: Objective, points: FitPoints) -> LabelScale:
    return objective.analysis.label_scale if points.view.own_units else LabelScale.PLAIN


def _predicted(
    objective: Objective, model: Fit | Snapshot, rows: np.ndarray, scale: LabelScale
) -> tuple[FloatArray, FloatArray]:
    """What is predicted for rows of the dataset, and label − prediction, in the units of the view."""
    of = rows, model.weights, model.bias, model.bias_rest
    predictions = unscaled(objective.predictions(*of), scale)
    if scale is LabelScale.PLAIN:
        return predictions, objective.residuals(*of)
    return predictions, unscaled(objective.analysis.data.y[rows], scale) - predictions
