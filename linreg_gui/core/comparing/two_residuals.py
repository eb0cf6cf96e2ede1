"""The residuals of two kept fits against what they predict, to be drawn at the same scale."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, frozen, within_range
from linreg_gui.core.inference.distributions import distributions
from linreg_gui.core.inference.smoothing import Smooth, lowess
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.project.kept_fit import KeptFit
from linreg_gui.core.solvers.reference.solver import solve_reference
from linreg_gui.core.table.table import Table

from .kept_cross import rows_of_fit

MOST_POINTS = 5_000


@dataclass(frozen=True, eq=False)
class FitResiduals:
    """Those of one fit.

    Attributes
    ----------
    name, label : str
    n_rows : int
        That are fitted.
    predicted, residual : array, shape (points,)
        Of a sample of them where there are very many; in label units.
    smooth : Smooth
        The curve through all of them.
    quantiles : array, shape (2, points)
        What residuals would be in order if they were normal, in standard deviations, and the residuals in
        order.
    problem : str
        Why there are none; empty where there are.
    """

    name: str
    label: str
    n_rows: int
    predicted: FloatArray
    residual: FloatArray
    smooth: Smooth
    quantiles: FloatArray
    problem: str = ""


def fit_residuals(table: Table, fit: KeptFit) -> FitResiduals:
    """The residuals of a kept fit, on its rows as the table has them."""
    try:
        data = rows_of_fit(table, fit).data
        loss = fit.config.loss
        if fit.solver == "exact":  # once more, as rounded numbers lose digits far from zero
            found = solve_reference(data, loss, fit.config.weight_decay).fit
            assert found.centred is not None
            residual = loss.residual(data.X, data.y, found.weights, found.centred)
        else:
            first = int(fit.recipe.has_bias)
            bias = float(fit.estimate[0]) if first else 0.0
            residual = data.y - loss.prediction(data.X @ fit.estimate[first:] + bias)
        residual = within_range(residual, "residuals")
        predicted = within_range(data.y - residual, "predictions")
        smooth = lowess(predicted, residual)
    except ProblemError as error:
        nothing = np.empty(0)
        empty = nothing, nothing, Smooth(nothing, nothing), np.empty((2, 0))
        return FitResiduals(fit.name, fit.label, fit.numbers.rows, *empty, error.problem.sentence)
    sample = data.display_sample(MOST_POINTS)
    points = frozen(predicted[sample]), frozen(residual[sample])
    return FitResiduals(fit.name, fit.label, data.n_rows, *points, smooth, _quantiles(residual))


def _quantiles(residual: FloatArray) -> FloatArray:
    """Places (i − ½)/n of the normal distribution, and the residuals in order; at most so many."""
    n = residual.size
    places = np.unique(np.linspace(0, n - 1, min(n, MOST_POINTS)).astype(int))
    return frozen(np.stack([distributions().norm.ppf((places + 0.5) / n), np.sort(residual)[places]]))


def two_residuals(table: Table, base: KeptFit, other: KeptFit) -> tuple[FitResiduals, FitResiduals]:
    """Those of the base and of another fit."""
    return fit_residuals(table, base), fit_residuals(table, other)
