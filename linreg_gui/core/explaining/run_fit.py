"""The fit plot at one moment of a run: its line, or its predictions, beside the exact ones."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, own_product, quiet_overflow
from linreg_gui.core.drawing.group_lines import GroupLine
from linreg_gui.core.drawing.moving_data import MovingData
from linreg_gui.core.fitting.analysis import Analysis, Standing
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.linear_model import Line, partial_line
from linreg_gui.core.solvers.sgd.config import Snapshot
from linreg_gui.core.table.label_scale import unscaled
from linreg_gui.core.table.recipe import LabelScale

from .fit_points import FitPoints


@dataclass(frozen=True, eq=False)
class MomentLines:
    """The lines of a view of one feature; None for one that there is not.

    Attributes
    ----------
    fit : Line
        Of the moment.
    exact, truth : Line or None
    groups : tuple of GroupLine
        Exact lines of some of the rows alone.
    """

    fit: Line
    exact: Line | None
    truth: Line | None
    groups: tuple[GroupLine, ...]


@dataclass(frozen=True)
class NoFit:
    """The rows are still being prepared for the view that is chosen: what is drawn stays."""


@dataclass(frozen=True, eq=False)
class RunFit:
    """A moment on the points that are drawn.

    Attributes
    ----------
    points : FitPoints
    shown : MomentLines or array
        The lines, or what is predicted for the rows that are drawn, in the units of the view.
    minibatch : (array, array)
        Where the rows of the minibatch are.
    step : int
        Of the moment.
    is_a_fit : bool
        Whether there is a model to look at: all but zeros before the first update.
    stands : Standing
        How near it is to the exact solution, and what it leaves over.
    """

    points: FitPoints
    shown: MomentLines | FloatArray
    minibatch: tuple[FloatArray, FloatArray]
    step: int
    is_a_fit: bool
    stands: Standing


def run_fit(
    objective: Objective,
    state: Snapshot,
    stands: Standing | None,
    moving: MovingData | None,
    points: FitPoints | None,
) -> RunFit | NoFit:
    """The line of the chosen feature, or all predictions; beside the exact line of rows that a hand moves."""
    if points is None:
        return NoFit()
    known = objective.standing(state) if stands is None else stands
    shown: MomentLines | FloatArray
    if points.choice is None:
        shown, minibatch = _predictions(objective, state, points)
    else:
        shown, minibatch = _lines(objective, state, moving, points, points.choice)
    return RunFit(points, shown, minibatch, state.step, state.is_a_fit, known)


def _lines(
    objective: Objective, state: Snapshot, moving: MovingData | None, points: FitPoints, choice: int
) -> tuple[MomentLines, tuple[FloatArray, FloatArray]]:
    analysis, exact, groups = objective.analysis, objective.exact, points.lines
    data, rows = analysis.data, _minibatch(state, points)
    truth = data.linear_truth if objective.has_lines else None
    exact_line = None if exact is None else _line(analysis, exact.weights, exact.bias, choice)
    if moving is not None:
        exact_line = moving.line
        if moving.groups:
            pairs = zip(groups, moving.group_lines, strict=True)
            groups = tuple(replace(group, line=line) for group, line in pairs)
    lines = MomentLines(
        _line(analysis, state.weights, state.bias, choice),
        exact_line,
        None if truth is None else _line(analysis, truth.weights, truth.bias, choice),
        groups,
    )
    labels = unscaled(data.y[rows], _scale(analysis, points))
    return lines, (np.ascontiguousarray(data.X[rows, choice]), labels)


def _predictions(
    objective: Objective, state: Snapshot, points: FitPoints
) -> tuple[FloatArray, tuple[FloatArray, FloatArray]]:
    analysis, rows = objective.analysis, _minibatch(state, points)
    y, scale = analysis.data.y, _scale(analysis, points)
    predicted = predicted_at(objective, state, points)
    drawn = points.scatter.rows
    if len(drawn) == analysis.data.n_rows:  # what is predicted for each row is known
        batch = predicted[np.searchsorted(drawn, rows)]
    else:
        batch = y[rows] - objective.residuals(rows, state.weights, state.bias, state.bias_rest)
    return unscaled(predicted, scale), (unscaled(y[rows], scale), unscaled(batch, scale))


def predicted_at(objective: Objective, state: Snapshot, points: FitPoints) -> FloatArray:
    """What a state predicts for the rows that are drawn, on the scale on which the label is fitted."""
    with quiet_overflow():
        mean = objective.analysis.mean_prediction(state.weights, state.bias, state.bias_rest)
        return objective.loss.prediction(own_product(points.X, state.weights) + mean)


def _minibatch(state: Snapshot, points: FitPoints) -> IntArray:
    rows = state.minibatch_rows
    return rows if points.among is None else rows[points.among[rows]]


def _scale(analysis: Analysis, points: FitPoints) -> LabelScale:
    return analysis.label_scale if points.view.own_units else LabelScale.PLAIN


def _line(analysis: Analysis, weights: FloatArray, bias: float, choice: int) -> Line:
    return partial_line(weights, bias, analysis.moments.feature_means, choice)
