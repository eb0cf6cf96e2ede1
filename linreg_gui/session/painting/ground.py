"""What a hand on the fit plot works on: where all rows lie in a view, and why they cannot be moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray, IntArray
from linreg_gui.core.cells.values import column_named, numeric_values
from linreg_gui.core.drawing.actual_rows import ActualRows, RowPart, Solution
from linreg_gui.core.drawing.area import Area
from linreg_gui.core.drawing.drawn_states import NO_STATES, DrawnStates, drawn_states
from linreg_gui.core.drawing.exact_line import PointSums, sums_of
from linreg_gui.core.drawing.fit_view import FitView
from linreg_gui.core.drawing.moving_data import MovingData
from linreg_gui.core.drawing.point_lookup import PointLookup, lookup_of
from linreg_gui.core.fitting.analysis import POINTS_DRAWN, Analysis
from linreg_gui.core.table.groups import groups_of, rows_of
from linreg_gui.core.table.label_scale import unscaled
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.table.roles import split_roles
from linreg_gui.core.table.row_set import RowSet, positions
from linreg_gui.core.table.rows_aside import features_aside, labels_aside
from linreg_gui.core.table.table import Table
from linreg_gui.core.wording import counted

_NOTHING = np.empty(0)
_NOBODY = np.empty(0, dtype=np.int64)
_NO_POINTS = lookup_of(_NOTHING, _NOTHING, _NOBODY, np.empty(0, dtype=bool))


@dataclass(frozen=True, eq=False)
class Ground:
    """What is painted on: a view with the rows that are there.

    Attributes
    ----------
    table : Table
    view : FitView
    obstacle : str
        Why rows can be neither added nor moved here; empty where they can.
    x_name, y_name : str
        The columns that adding and moving write to; empty with an obstacle.
    points : PointLookup
        All rows that have a place in the plane of a feature and the label; none in predicted against actual.
    actual : ActualRows or None
        All rows with a label and a prediction, in predicted against actual.
    excluded_rows : array of int
        Rows of the table that are to be crossed out: the excluded ones, or a sample of them.
    n_excluded : int
    held_out_rows : array of int
        Rows of the table that are held out, or a sample of them.
    n_held_out : int
    sums : PointSums
        Of the points that the exact line goes by; of none with an obstacle.
    noise : array of int
        Which of the points make the histogram of the residuals.
    groups : tuple of PointSums
        Of each group that is coloured; of none with an obstacle.
    codes : array of int
        Which of the groups each of the points belongs to, −1 for none.
    painted : tuple of (array, array)
        x and y of points that came since, which are not among ``points`` yet.
    states : DrawnStates
        Rows with a colour or a label of their own.
    """

    table: Table
    view: FitView
    obstacle: str
    x_name: str
    y_name: str
    points: PointLookup
    actual: ActualRows | None
    excluded_rows: IntArray
    n_excluded: int
    held_out_rows: IntArray
    n_held_out: int
    sums: PointSums
    noise: IntArray
    groups: tuple[PointSums, ...] = ()
    codes: IntArray = field(default_factory=lambda: _NOBODY)
    painted: tuple[FloatArray, FloatArray] = (_NOTHING, _NOTHING)
    states: DrawnStates = NO_STATES

    @property
    def data(self) -> MovingData:
        """What the exact line goes by."""
        x, y = self.painted
        points, noise = self.points, self.noise
        x, y = np.concatenate([points.x[noise], x]), np.concatenate([points.y[noise], y])
        return MovingData(self.sums, x, y, self.groups)

    def places(self, rows: IntArray, solutions: Sequence[Solution]) -> tuple[FloatArray, FloatArray]:
        """Where these rows of the table are drawn: once, or once for each solution that predicts them."""
        if self.actual is not None:
            return self.actual.places(rows, solutions)
        places = self.points.positions(rows)
        return self.points.x[places], self.points.y[places]

    def within(self, area: Area, solutions: Sequence[Solution]) -> RowSet:
        """The rows of the table in an area."""
        if self.actual is not None:
            return self.actual.within(area, solutions)
        return self.points.within(area)

    def all_rows(self) -> RowSet:
        """Every row that is shown."""
        among = _shown(self.table, self.view)
        if among is None:
            return RowSet.of_ranges([(0, len(self.table.frame))])
        return RowSet.of_ascending_rows(np.flatnonzero(among))

    def placed(
        self, rows: IntArray, solutions: Sequence[Solution]
    ) -> tuple[IntArray, FloatArray, FloatArray]:
        """Those of these rows of the table that have a place, and where each is, by the last solution."""
        if self.actual is None:
            at = self.points.positions(rows)
            return self.points.rows[at], self.points.x[at], self.points.y[at]
        if not solutions:
            return _NOBODY, _NOTHING, _NOTHING
        found = np.concatenate([part.rows[positions(part.rows, rows)] for part in self.actual.parts])
        return found, *self.actual.places(rows, solutions[-1:])


def obstacle(table: Table, view: FitView, analysis: Analysis | None) -> str:
    """Why rows can be neither added to a view nor moved in it by hand; empty where they can."""
    if table.large is not None:
        return f"This table is read-only, as it is a {table.large.words}: points stay where they are."
    n_features = analysis.data.n_features if analysis is not None else len(split_roles(table.roles)[0])
    if n_features > 1:
        return (
            "Points can be added and moved only where a single feature predicts the label: here a row "
            f"needs values for {counted(n_features, 'feature')}, which the table has room for."
        )
    features, label = split_roles(table.roles)
    if table.recipe.weights is not None:
        return (
            f"Rows are weighted by “{table.recipe.weights}”, and a hand on the plot knows no weights: choose "
            "none under Columns to add or move points."
        )
    if table.recipe.label_scale is not LabelScale.PLAIN:
        return (
            f"The label is the logarithm of “{label}”: points can be added and moved where “{label}” itself "
            "is fitted."
        )
    made = bool(table.recipe.terms) or (analysis is not None and analysis.ledger.sources[0].is_made)
    if made:
        return (
            "Points can be neither added nor moved where the feature is a term that is computed, such as a "
            "power."
        )
    for name in (features[0], label):
        if name in table.formulas:
            return f"“{name}” is computed from other columns, so no point can be put anywhere by hand."
        if name not in table.numeric:
            return f"“{name}” holds no plain numbers, so points can be neither added nor moved along it."
    if analysis is not None and (analysis.ledger.sources[0].offset or analysis.data.label_name != label):
        return "Points can be neither added nor moved where numbers are fitted less a whole offset."
    if table.states.hidden_flags(table.row_ids, len(table.frame)) is not None:
        return "Some rows are hidden: show all rows to add or move points."
    if view.shown is not None:
        return f"Only rows with {view.shown} are shown: show all rows to add or move points."
    return ""


def look_at(table: Table, view: FitView, analysis: Analysis | None) -> Ground:
    """Where the rows of a table are in a view: those of the analysis, and the excluded."""
    states = drawn_states(table, None if analysis is None else analysis.table_rows)
    return replace(_look_at(table, view, analysis), states=states)


def _look_at(table: Table, view: FitView, analysis: Analysis | None) -> Ground:
    among = _shown(table, view)
    excluded = table.recipe.excluded
    if analysis is None:
        return _before_analysis(table, view, excluded)
    others = _NOBODY if excluded is None else np.flatnonzero(excluded)
    others = others if among is None else others[among[others]]
    sources, categories = analysis.ledger.sources, analysis.ledger.categories
    if view.choice is not None:
        sources = (sources[view.choice],)
    X = features_aside(table.frame, others, sources, categories)
    y = labels_aside(table.frame, others, analysis.label, analysis.label_scale)
    whole = np.isfinite(y) & np.isfinite(X).all(axis=1)
    X, y, others = X[whole], y[whole], others[whole]
    held_out = _held_out(analysis, among)
    aside = _drawn(others), others.size, _drawn(held_out.rows), held_out.rows.size
    why = obstacle(table, view, analysis)
    names = ("", "") if why else (sources[0].column, analysis.label)
    scale = analysis.label_scale if view.own_units else LabelScale.PLAIN
    data = analysis.data
    rows, at = analysis.by_table_row
    if among is not None:
        at = np.flatnonzero(among[rows]) if at is None else at[among[rows]]
        rows = analysis.table_rows[at]
    if view.choice is None:
        parts = RowPart(rows, data.X, data.y, at), RowPart(others, X, y), held_out
        actual = ActualRows(parts, analysis.moments, scale)
        return Ground(table, view, why, *names, _NO_POINTS, actual, *aside, _sums(), _NOBODY)
    x_data, y_data = np.ascontiguousarray(data.X[:, view.choice]), unscaled(data.y, scale)
    if at is not None:
        x_data, y_data = x_data[at], y_data[at]
    X_held, y_held = held_out.taken(slice(None))
    points = lookup_of(
        np.concatenate([x_data, X[:, 0], X_held[:, view.choice]]),
        np.concatenate([y_data, unscaled(y, scale), unscaled(y_held, scale)]),
        np.concatenate([rows, others, held_out.rows]),
        np.arange(rows.size + others.size + held_out.rows.size) >= rows.size,
    )
    sums = _sums() if why else _sums(x_data, y_data)
    noise = _NOBODY if why else points.positions(analysis.table_rows[analysis.noise_sample])
    groups, codes = ((), _NOBODY) if why else _groups(table, view, points, sums.centre)
    return Ground(table, view, why, *names, points, None, *aside, sums, noise, groups, codes)


def _shown(table: Table, view: FitView) -> BoolArray | None:
    """Which rows of the table are wanted and not hidden; None for all of them."""
    hidden = table.states.hidden_flags(table.row_ids, len(table.frame))
    if view.shown is None:
        return None if hidden is None else ~hidden
    wanted = rows_of(column_named(table.frame, view.shown.column), view.shown.level)
    return wanted if hidden is None else wanted & ~hidden


def _groups(
    table: Table, view: FitView, points: PointLookup, centre: tuple[float, float]
) -> tuple[tuple[PointSums, ...], IntArray]:
    """Sums over the points of each coloured group, and the group of each point."""
    if view.colour is None:
        return (), np.full(points.rows.size, -1)
    levels = groups_of(column_named(table.frame, view.colour))
    codes = levels.codes[points.rows]
    used = [(codes == code) & ~points.excluded for code in range(len(levels.texts))]
    return tuple(sums_of(points.x[rows], points.y[rows], centre) for rows in used), codes


def _held_out(analysis: Analysis, among: BoolArray | None) -> RowPart:
    """The rows that are held out, in the order of the table."""
    data = analysis.data if analysis.held_out is None else analysis.held_out
    rows = analysis.held_out_rows
    at = np.argsort(rows, kind="stable")
    if among is not None:
        at = at[among[rows[at]]]
    return RowPart(rows[at], data.X, data.y, at)


def _drawn(rows: IntArray) -> IntArray:
    """As many of the rows as are drawn one by one."""
    return rows[:: -(-rows.size // POINTS_DRAWN) or 1]


def _before_analysis(table: Table, view: FitView, excluded: BoolArray | None) -> Ground:
    """In the plane of a single feature where no row takes part yet."""
    features, label = split_roles(table.roles)
    names = features[0], label
    x, y = (np.asarray(numeric_values(column_named(table.frame, name))) for name in names)
    there, among = np.isfinite(x) & np.isfinite(y), _shown(table, view)
    rows = np.flatnonzero(there if among is None else there & among)
    out = np.zeros(rows.size, dtype=bool) if excluded is None else excluded[rows]
    crossed = rows[out]
    aside = _drawn(crossed), crossed.size, _NOBODY, 0
    points = lookup_of(x[rows], y[rows], rows, out)
    why = obstacle(table, view, None)
    return Ground(table, view, why, *names, points, None, *aside, _sums(), _NOBODY)


def _sums(x: FloatArray = _NOTHING, y: FloatArray = _NOTHING) -> PointSums:
    centre = (float(x.mean()), float(y.mean())) if x.size else (0.0, 0.0)
    return sums_of(x, y, centre)
