"""A table with what the exact solution says of its rows: fitted values, residuals and intervals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from linreg_gui.core.arrays import FloatArray, quiet_overflow
from linreg_gui.core.fitting.analysis import Analysis, chosen_rows
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.inference.infer import PredictionIntervals
from linreg_gui.core.inference.infer_huber import infer_huber
from linreg_gui.core.inference.lognormal_mean import lognormal_mean
from linreg_gui.core.inference.predictor import predictor
from linreg_gui.core.inference.robust import ErrorKind
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.losses import HuberLoss
from linreg_gui.core.problem import Problem, ProblemError, ProblemKind
from linreg_gui.core.table.label_scale import unscaled
from linreg_gui.core.table.recipe import LabelScale, Recipe
from linreg_gui.core.table.roles import Role, split_roles
from linreg_gui.core.table.row_ids import RowIds
from linreg_gui.core.table.row_set import NO_ROWS, RowSet
from linreg_gui.core.table.row_states import RowStates
from linreg_gui.core.wording import counted, is_or_are, unused_name

from .table_file import OutputKind

SOLUTION = "by exact solution"
NOT_OF_LABEL = "A single new label has no interval: the Huber loss does not say how its noise is spread."
_NOT_OF_LOGARITHM = (
    "There are no intervals: where the logarithm is fitted that of the mean rests on normal noise, which the "
    "Huber loss does not assume."
)
_USES = ("training", "held out", "excluded", "left out", "")


@dataclass(frozen=True)
class ResultColumns:
    """What is written beside the data.

    Attributes
    ----------
    fitted, residuals : bool
        Predictions of the exact solution, and label − prediction.
    mean_interval, label_interval : bool
        Confidence interval of the mean label of such rows; prediction interval of a single label. Where the
        logarithm of the label was fitted, the mean itself and an interval for the median come with the first.
    level : float
        Confidence of both.
    """

    fitted: bool = True
    residuals: bool = True
    mean_interval: bool = False
    label_interval: bool = False
    level: float = 0.95

    @property
    def intervals(self) -> bool:
        """Whether an interval is among them."""
        return self.mean_interval or self.label_interval

    def count(self, scale: LabelScale = LabelScale.PLAIN) -> int:
        """How many columns that makes for a label that was fitted on this scale."""
        mean = 5 if scale is LabelScale.LOG else 2
        return self.fitted + self.residuals + mean * self.mean_interval + 2 * self.label_interval


@dataclass(frozen=True)
class ExportRequest:
    """What a person wants written, and how.

    ``uses``: what each row is used for, where that differs; ``states``: which rows are hidden, labelled,
    coloured, and ``selected``, if any are.
    """

    kind: OutputKind
    columns: ResultColumns
    escape: bool = True
    uses: bool = True
    states: bool = False
    selected: RowSet = field(default_factory=lambda: NO_ROWS)


def intervals_problem(objective: Objective, errors: ErrorKind = "plain") -> Problem | None:
    """Why there are no intervals for the exact solution; None if nothing is known to be in their way."""
    data, fit = objective.analysis.data, objective.analysis.exact
    if _has_huber_errors(objective):
        if objective.analysis.label_scale is LabelScale.LOG:
            return Problem(_NOT_OF_LOGARITHM, ProblemKind.LOSS)
        if errors in ("HC2", "HC3"):
            return Problem(f"There are no intervals: {errors} is for least squares alone.", ProblemKind.LOSS)
    elif objective.intervals_problem is not None:
        return objective.intervals_problem
    if fit.dependencies:
        return Problem(f"There are no intervals: {fit.dependencies[0]}.", ProblemKind.RANK)
    least = data.n_features + 2
    if data.n_rows < least:
        there = f"{counted(data.n_rows, 'row')} {is_or_are(data.n_rows)} there"
        return Problem(f"Intervals need at least {least:,} rows, and {there}.", ProblemKind.TOO_FEW_ROWS)
    return None


def label_problem(objective: Objective) -> Problem | None:
    """Why a single label has no interval where its mean has one; None if it has."""
    return Problem(NOT_OF_LABEL, ProblemKind.LOSS) if _has_huber_errors(objective) else None


def intervals_at(
    objective: Objective, X: FloatArray, level: float, errors: ErrorKind = "plain"
) -> PredictionIntervals:
    """Predictions of the exact solution at some rows with the intervals that there are, the others NaN.

    Raises
    ------
    ProblemError
        If the data or the loss allow none.
    """
    exact, data, loss = objective.exact, objective.analysis.data, objective.loss
    assert exact is not None
    if not isinstance(loss, HuberLoss):
        return predictor(data, exact, errors=errors).at(X, level)
    found = infer_huber(data, exact, loss, level=level, errors=errors)
    nothing = np.full(len(X), np.nan)
    freedom = data.n_rows - len(found.table.names)
    centre, low, high = found.at(X)
    return PredictionIntervals(centre, nothing, low, high, nothing, nothing, np.nan, freedom, level)


def with_results(
    frame: pd.DataFrame,
    roles: Mapping[str, Role],
    recipe: Recipe,
    objective: Objective,
    columns: ResultColumns,
    row_ids: RowIds | None = None,
) -> pd.DataFrame:
    """The table with columns more; their cells are empty in rows that take no part.

    All of them are in the units of the label in the table, and say in their names that they come from the
    exact solution. The exponential of a fitted logarithm is a median, and is called one; a residual is the
    label less the fitted value beside it.

    Parameters
    ----------
    frame : pandas.DataFrame
    roles : mapping from column name to Role
    recipe : Recipe
    objective : Objective
        On the analysis of these three.
    columns : ResultColumns
    row_ids : RowIds, optional
        Which row is which, as the analysis knew it.

    Raises
    ------
    ProblemError
        If there is no exact solution, or the data or the loss allow no intervals.
    """
    if not columns.count():
        return frame
    rows, ledger = chosen_rows(frame, roles, None, recipe, row_ids)
    _, label = split_roles(roles)
    more: dict[str, FloatArray] = {}
    for name, values in _results(objective, rows, label, recipe.label_scale, columns):
        cells = np.full(len(frame), np.nan)
        cells[ledger.used_rows] = values
        more[unused_name(f"{name} {SOLUTION}", {*map(str, frame.columns), *more})] = cells
    return frame.assign(**more)


def with_uses(frame: pd.DataFrame, recipe: Recipe, analysis: Analysis | None) -> pd.DataFrame:
    """The table with a column that says what each row is used for, if any is excluded or held out.

    Parameters
    ----------
    frame : pandas.DataFrame
    recipe : Recipe
    analysis : Analysis or None
        Of both; without one, only what is excluded is known.
    """
    if recipe.excluded is None and (analysis is None or not analysis.held_out_rows.size):
        return frame
    uses = np.full(len(frame), _USES.index("" if analysis is None else "left out"))
    if analysis is not None:
        uses[analysis.table_rows] = _USES.index("training")
        uses[analysis.held_out_rows] = _USES.index("held out")
    if recipe.excluded is not None:
        uses[recipe.excluded] = _USES.index("excluded")
    name = unused_name("use of the row", set(map(str, frame.columns)))
    return frame.assign(**{name: pd.Categorical.from_codes(uses, pd.Index(_USES)).astype("str")})


def with_states(
    frame: pd.DataFrame, states: RowStates, row_ids: RowIds, selected: RowSet = NO_ROWS
) -> pd.DataFrame:
    """The table with a column for each state that some row has: hidden, labelled, colour, selected."""
    n_rows = len(frame)
    hidden, labelled = states.hidden_flags(row_ids, n_rows), states.labelled_flags(row_ids, n_rows)
    codes = states.colour_codes(row_ids, n_rows)
    found: dict[str, Any] = {"row is hidden": hidden, "row is labelled": labelled}
    if codes is not None:
        found["colour of the row"] = np.where(codes < 0, np.nan, codes + 1.0)
    if len(selected):
        found["row is selected"] = selected.contains(np.arange(n_rows))
    more: dict[str, Any] = {}
    for name, values in found.items():
        if values is not None:
            more[unused_name(name, {*map(str, frame.columns), *more})] = values
    return frame.assign(**more) if more else frame


def _results(
    objective: Objective, rows: Dataset, label: str, scale: LabelScale, columns: ResultColumns
) -> Iterator[tuple[str, FloatArray]]:
    """Names and values of the columns; those of held-out rows, too."""
    exact = objective.exact
    if exact is None:
        raise ProblemError(objective.explanation, ProblemKind.NO_SOLUTION)
    check_intervals(objective, columns)
    label = label if scale is LabelScale.LOG else rows.label_name
    fitted = objective.loss.prediction(0.0 - exact.unchecked_residual(rows.X, np.zeros(rows.n_rows)))
    centre = f"{label} median" if scale is LabelScale.LOG else label
    centre = centre if objective.has_lines else f"{label} mean"
    if columns.fitted:
        yield f"{centre} fitted", unscaled(fitted, scale)
    if columns.residuals:
        residuals = exact.unchecked_residual(rows.X, rows.y) if objective.has_lines else rows.y - fitted
        if scale is not LabelScale.PLAIN:
            with quiet_overflow():
                residuals = np.asarray(unscaled(rows.y, scale) - unscaled(fitted, scale))
        yield f"{label} residual", residuals
    if not columns.intervals:
        return
    found = intervals_at(objective, rows.X, columns.level)
    yield from interval_columns(found, label, centre, scale, columns, "fitted")


def check_intervals(objective: Objective, columns: ResultColumns, errors: ErrorKind = "plain") -> None:
    """Refuse intervals that are asked for and cannot be had.

    Raises
    ------
    ProblemError
    """
    missing = intervals_problem(objective, errors) if columns.intervals else None
    if missing is None and columns.label_interval:
        missing = label_problem(objective)
    if missing is not None:
        raise ProblemError(missing.sentence, missing.kind)


def _has_huber_errors(objective: Objective) -> bool:
    """Whether intervals of means are those of the Huber loss."""
    return isinstance(objective.loss, HuberLoss) and not objective.weight_decay


def interval_columns(
    found: PredictionIntervals,
    label: str,
    centre: str,
    scale: LabelScale,
    columns: ResultColumns,
    verb: str,
) -> Iterator[tuple[str, FloatArray]]:
    """Names and values of columns of intervals, in the units of the label in the table.

    Parameters
    ----------
    found : PredictionIntervals
    label, centre : str
        What the label is called, and what is predicted of it: the label itself, or its median.
    scale : LabelScale
    columns : ResultColumns
    verb : str
        What a mean is that is worked out: fitted or predicted.
    """
    share = f"{100.0 * columns.level:.6g} %"
    if columns.mean_interval and scale is LabelScale.LOG:
        yield f"{centre} low {share}", unscaled(found.mean_low, scale)
        yield f"{centre} high {share}", unscaled(found.mean_high, scale)
        of_mean = lognormal_mean(found)
        yield f"{label} mean {verb}", of_mean.mean
        yield f"{label} mean low {share}", of_mean.low
        yield f"{label} mean high {share}", of_mean.high
    elif columns.mean_interval:
        yield f"{label} mean low {share}", found.mean_low
        yield f"{label} mean high {share}", found.mean_high
    if columns.label_interval:
        yield f"{label} low {share}", unscaled(found.low, scale)
        yield f"{label} high {share}", unscaled(found.high, scale)
