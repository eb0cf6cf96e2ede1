"""The rows as the exact solution leaves them: predictions, residuals and, for least squares, leverages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, frozen, quiet_overflow, within_range
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.model.losses import PoissonLoss, SquaredLoss
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.table.rows_aside import features_aside, labels_aside

from .desk import Desk
from .parts import influence_of, notes_of, states_of

# Excluded rows are drawn as long as they are few: each is looked up in the table.
_MOST_ASIDE = 5_000
# Residuals that are less than so much of the largest label are no noise.
_ROUNDING = 1e-13


@dataclass(frozen=True, eq=False)
class CheckRows:
    """What every question looks at, shape (n,) each.

    Attributes
    ----------
    prediction, residual : array
        In label units.
    scaled : array
        The residual over its standard error (studentised); over its spread where that is not valid. NaN for
        a row that the model passes through whatever its label is.
    table_rows : array of int
    leverage, cooks, deleted : array or None
        See `Influence`; None where they are not valid.
    limited : str
        Why tests are not valid; empty where they are.
    """

    prediction: FloatArray
    residual: FloatArray
    scaled: FloatArray
    table_rows: IntArray
    leverage: FloatArray | None = None
    cooks: FloatArray | None = None
    deleted: FloatArray | None = None
    limited: str = ""

    @property
    def noise_is_rounding(self) -> bool:
        """Whether the labels lie on the line as well as numbers can."""
        size = float(np.abs(self.residual + self.prediction).max(initial=0.0))
        return bool(np.abs(self.residual).max(initial=0.0) <= _ROUNDING * size)

    @property
    def n_rows(self) -> int:
        """How many there are."""
        return self.residual.size


def check_rows(desk: Desk) -> CheckRows:
    """`CheckRows` of a desk; worked out once.

    Raises
    ------
    ProblemError
        If there is no exact solution.
    """
    found: CheckRows = desk.once("check rows", lambda: _rows(desk))
    return found


def _rows(desk: Desk) -> CheckRows:
    objective = desk.objective
    analysis, limited = objective.analysis, _limited(objective)
    if not limited:
        try:
            known = influence_of(desk)
        except ProblemError as error:
            limited = error.problem.sentence
        else:
            return CheckRows(
                frozen(analysis.data.y - known.residual),
                known.residual,
                known.studentised,
                analysis.table_rows,
                known.leverage,
                known.cooks_distance,
                known.deleted,
            )
    if objective.exact is None:
        raise ProblemError(objective.explanation, ProblemKind.NO_SOLUTION)
    residual = residuals_of(objective, objective.exact, analysis.data)
    prediction = analysis.data.y - residual
    with np.errstate(divide="ignore", invalid="ignore"):
        if isinstance(objective.loss, PoissonLoss):  # counts scatter as the root of their mean
            scaled = residual / np.sqrt(prediction)
        else:
            scaled = residual / np.sqrt(np.mean(residual * residual))
    return CheckRows(
        frozen(prediction), frozen(residual), frozen(scaled), analysis.table_rows, limited=limited
    )


def title_of(desk: Desk, at: int) -> str:
    """A row of the dataset by the number, and the name, that it has in the table."""
    title = notes_of(desk).title(int(check_rows(desk).table_rows[at]))
    return f"{title[:1].lower()}{title[1:]}"


def residuals_of(objective: Objective, exact: Fit, data: Dataset) -> FloatArray:
    """Label − prediction for all rows of a dataset."""
    parts = []
    with quiet_overflow():
        for X, y in data.blocks():
            if objective.has_lines:
                parts.append(exact.unchecked_residual(X, y))
            else:
                outputs = -exact.unchecked_residual(X, np.zeros(len(y)))
                parts.append(y - objective.loss.prediction(outputs))
    return within_range(np.concatenate(parts), "residuals")


@dataclass(frozen=True, eq=False)
class RowsAside:
    """Rows of the table that the fit does without, with features and label as the others."""

    data: Dataset
    table_rows: IntArray


def excluded_rows(desk: Desk) -> RowsAside | None:
    """The excluded rows that are not hidden; None for none."""
    found: RowsAside | None = desk.once("check excluded", lambda: _excluded(desk), of_states=True)
    return found


def held_out_rows(desk: Desk) -> RowsAside | None:
    """The rows that are held out and not hidden; None for none."""
    data, rows = desk.analysis.held_out, desk.analysis.held_out_rows
    if data is None:
        return None
    hidden = states_of(desk).hidden
    seen = ~hidden.contains(rows)
    if not seen.any():
        return None
    if not seen.all():
        data, rows = Dataset(data.X[seen], data.y[seen], data.feature_names, data.label_name), rows[seen]
    return RowsAside(data, rows)


def _excluded(desk: Desk) -> RowsAside | None:
    excluded, analysis = desk.table.recipe.excluded, desk.objective.analysis
    if excluded is None:
        return None
    rows = np.flatnonzero(excluded)
    rows = rows[~states_of(desk).hidden.contains(rows)][:_MOST_ASIDE]
    ledger, data = analysis.ledger, analysis.data
    X = features_aside(desk.table.frame, rows, ledger.sources, ledger.categories)
    y = labels_aside(desk.table.frame, rows, analysis.label, analysis.label_scale)
    known = np.isfinite(X).all(axis=1) & np.isfinite(y)
    if not known.any():
        return None
    return RowsAside(Dataset(X[known], y[known], data.feature_names, data.label_name), rows[known])


def _limited(objective: Objective) -> str:
    """Why the tests of least squares are not valid."""
    if objective.is_least_squares:
        return ""
    if isinstance(objective.loss, SquaredLoss):
        return "With weight decay the weights are drawn towards 0, and no test of least squares is valid."
    return f"The tests are those of least squares, and not valid for the {objective.loss.name}."
