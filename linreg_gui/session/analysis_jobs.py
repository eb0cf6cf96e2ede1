"""Jobs on what was analysed: the points of the fit plot, the exact solution once more. No signals here."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, replace

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray, IntArray
from linreg_gui.core.cells.values import column_named
from linreg_gui.core.comparing.kept_cross import folds_of
from linreg_gui.core.drawing.fit_view import FOLDS, FitView
from linreg_gui.core.drawing.group_lines import GroupLine, group_line
from linreg_gui.core.drawing.scatter import Scatter, scatter_of, spread_sample
from linreg_gui.core.fitting.analysis import POINTS_DRAWN, Analysis, DeviceFor, analyse, device_to_solve_on
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.project.kept_fit import FoldSettings
from linreg_gui.core.solvers.analytic.on_device import solution_on
from linreg_gui.core.solvers.reference.solver import solve_reference
from linreg_gui.core.table.categories import Levels
from linreg_gui.core.table.groups import groups_of, rows_of
from linreg_gui.core.table.label_scale import unscaled
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.table.table import Table


@dataclass(frozen=True, eq=False)
class FitPoints:
    """What the fit plot shows of the data.

    Attributes
    ----------
    view : FitView
    scatter : Scatter
        Of the rows that are shown; its ``rows`` are those of the dataset.
    among : array of bool, or None
        Whether each row of the dataset is shown, as it is among the wanted ones and not hidden; None for all.
    X : array
        Features of the drawn rows less their means, for predicted against actual; empty otherwise.
    exact : array
        What the exact solution predicts for them, in the units of the view; empty otherwise, and without one.
    levels : tuple of str
        The values of the column that colours the points; empty without one.
    codes : array of int
        Which of the values each drawn row has, −1 for none of them.
    lines : tuple of GroupLine
        Exact lines of the coloured groups, or of the rows that are shown where they are not all.
    """

    view: FitView
    scatter: Scatter
    among: BoolArray | None
    X: FloatArray
    exact: FloatArray
    levels: tuple[str, ...]
    codes: IntArray
    lines: tuple[GroupLine, ...]

    @property
    def choice(self) -> int | None:
        """The feature along the horizontal axis; None for predicted against actual."""
        return self.view.choice


def analysis_of(table: Table, device_for: DeviceFor, before: Analysis | None) -> Analysis:
    """What is to be known of a table; ``before`` of another state of it, whose numbers may be the same."""
    roles, recipe, formulas = table.roles_as_came, table.recipe, table.formulas
    known = analyse(table.frame, roles, table.truth, recipe, device_for, table.row_ids, before, formulas)
    known.get_ready()
    return known


def fit_points(
    objective: Objective, table: Table, view: FitView, folds: FoldSettings | None = None
) -> FitPoints:
    """Prepare the static points of the fit plot; lines are those of hidden rows, too.

    Where the rows cannot be parted into the folds that are to colour them, they have no colours.
    """
    frame = table.frame
    analysis, solved = objective.analysis, objective.exact
    data = analysis.data
    among = None
    if view.shown is not None:
        among = rows_of(column_named(frame, view.shown.column), view.shown.level)[analysis.table_rows]
    rows = wanted = np.arange(data.n_rows) if among is None else np.flatnonzero(among)
    hidden = table.states.hidden_flags(table.row_ids, len(frame))
    if hidden is not None:
        seen = ~hidden[analysis.table_rows]
        among = seen if among is None else among & seen
        rows = np.flatnonzero(among)
    scale = analysis.label_scale if view.own_units else LabelScale.PLAIN
    y = unscaled(data.y, scale)
    x = y if view.choice is None else np.ascontiguousarray(data.X[:, view.choice])
    levels = Levels(np.empty(0, dtype=np.int64), ())
    if view.colour == FOLDS:
        with contextlib.suppress(ProblemError):
            codes = folds_of(table, analysis.table_rows, folds or FoldSettings())[0]
            levels = Levels(codes, tuple(f"fold {fold + 1:,}" for fold in range(int(codes.max()) + 1)))
    elif view.colour is not None:
        found = groups_of(column_named(frame, view.colour))
        levels = Levels(found.codes[analysis.table_rows], found.texts)
    scatter = _scatter(analysis, x, y, rows, among, coloured=view.colour is not None)
    X, exact = np.empty((0, data.n_features)), np.empty(0)
    if view.choice is None:
        X, _ = analysis.moments.centred(data.X[scatter.rows], data.y[scatter.rows])
        if solved is not None:
            mean = analysis.mean_prediction(solved.weights, solved.bias, solved.bias_rest)
            exact = unscaled(objective.loss.prediction(X @ solved.weights + mean), scale)
    codes = levels.codes[scatter.rows] if levels.texts else levels.codes
    lines = (
        ()
        if view.choice is None or view.colour == FOLDS
        else _group_lines(objective, view, wanted, levels, view.choice)
    )
    return FitPoints(view, scatter, among, X, exact, levels.texts, codes, lines)


def _scatter(
    analysis: Analysis,
    x: FloatArray,
    y: FloatArray,
    rows: IntArray,
    among: BoolArray | None,
    *,
    coloured: bool,
) -> Scatter:
    """Of these rows; an image has no colours, so that coloured points are a sample instead."""
    if among is None:
        sample = analysis.sample
    else:
        x, y = x[rows], y[rows]
        sample = spread_sample(rows.size, POINTS_DRAWN)
    scatter = scatter_of(x, y, sample)
    return replace(scatter, rows=rows[scatter.rows], density=None if coloured else scatter.density)


def _group_lines(
    objective: Objective, view: FitView, rows: IntArray, levels: Levels, choice: int
) -> tuple[GroupLine, ...]:
    data, loss, decay = objective.analysis.data, objective.loss, objective.weight_decay
    if levels.texts:
        codes = levels.codes[rows]
        groups = [(text, rows[codes == code]) for code, text in enumerate(levels.texts)]
    elif view.shown is not None:
        groups = [(str(view.shown), rows)]
    else:
        groups = []
    return tuple(
        group_line(name, data.X, data.y, of_group, choice, loss, decay, data.row_weights, data.has_bias)
        for name, of_group in groups
    )


def timed_solution(objective: Objective, device_for: DeviceFor) -> tuple[Fit, float]:
    """The exact solution and the seconds it took."""
    data = objective.analysis.data
    if not objective.is_plain:
        start = time.perf_counter()
        fit = solve_reference(data, objective.loss, objective.weight_decay).fit
        return fit, time.perf_counter() - start
    device = device_to_solve_on(data, device_for)
    start = time.perf_counter()
    _, fit = solution_on(device, data)
    return fit, time.perf_counter() - start
