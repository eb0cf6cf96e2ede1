"""What the fit plot shows of the data, whatever the moment: points, colours, and what they are called."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray, IntArray
from linreg_gui.core.cells.values import column_named
from linreg_gui.core.comparing.kept_cross import folds_of
from linreg_gui.core.drawing.fit_view import FOLDS, FitView
from linreg_gui.core.drawing.group_lines import GroupLine, group_line
from linreg_gui.core.drawing.scatter import Scatter, scatter_of, spread_sample
from linreg_gui.core.fitting.analysis import POINTS_DRAWN, Analysis
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.project.kept_fit import FoldSettings
from linreg_gui.core.table.categories import Levels
from linreg_gui.core.table.groups import groups_of, rows_of
from linreg_gui.core.table.label_scale import unscaled
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.table.shown_names import shown_features, shown_label
from linreg_gui.core.table.table import Table


@dataclass(frozen=True)
class FitNames:
    """What stands at the axes, with the units of the columns.

    Attributes
    ----------
    features : tuple of str
    label : str
    entwined : collection of int
        Features that are made of the same columns as others.
    """

    features: tuple[str, ...]
    label: str
    entwined: Collection[int] = ()


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
    names : FitNames
    curved : bool
        Whether lines are those of the label's logarithm, and are drawn as curves.
    subject : object
        See `view_subject`.
    """

    view: FitView
    scatter: Scatter
    among: BoolArray | None
    X: FloatArray
    exact: FloatArray
    levels: tuple[str, ...]
    codes: IntArray
    lines: tuple[GroupLine, ...]
    names: FitNames
    curved: bool = False
    subject: object = None

    @property
    def choice(self) -> int | None:
        """The feature along the horizontal axis; None for predicted against actual."""
        return self.view.choice


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
    lines: tuple[GroupLine, ...] = ()
    if view.choice is not None and view.colour != FOLDS:
        lines = _group_lines(objective, view, wanted, levels, view.choice)
    names = fit_names(analysis, table.units, own_units=view.own_units)
    curved, subject = view.own_units or not objective.has_lines, view_subject(table, view)
    shown = view, scatter, among, X, exact, levels.texts, codes, lines
    return FitPoints(*shown, names, curved, subject)


def fit_names(analysis: Analysis, units: Mapping[str, str], *, own_units: bool = False) -> FitNames:
    """In the label's own units it is the label as it stands in the table."""
    data, sources = analysis.data, analysis.ledger.sources
    label = analysis.label if own_units else data.label_name
    features = shown_features(data.feature_names, sources, units)
    return FitNames(features, shown_label(label, analysis.label, units), analysis.ledger.entwined_features)


def view_subject(table: Table, view: FitView) -> object:
    """What a view of the fit is about: edits of the rows leave it the same, and so do colours and filters.

    Other data are another subject, whatever their names.
    """
    about, recipe = (view.choice, view.own_units), table.recipe
    return table.origin, dict(table.roles), recipe.terms, recipe.only_in_terms, *about


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
