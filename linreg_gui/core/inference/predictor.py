"""Predictions with their intervals, from what is worked out once for a fit, so that a row costs little."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray, finite_array, quiet_overflow, within_range
from linreg_gui.core.model.dataset import UNWEIGHTED, Dataset
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.model.moments import moments
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.solvers.analytic.design_matrix import Design

from .checked_fit import CheckedFit, checked_fit
from .design_factor import DesignFactor, design_factor
from .infer import PredictionIntervals, checked_level
from .robust import ErrorKind, checked_errors, robust_middle

_BLOCK_CELLS = 1 << 22


@dataclass(frozen=True, eq=False)
class Predictor:
    """The exact solution, ready to predict at any row.

    Attributes
    ----------
    checked : CheckedFit
    middle : array, shape (k, k), or None
        The covariance of bias and weights in the coordinates of Q, where it is a robust one; None for
        σ² times the identity.
    """

    checked: CheckedFit
    middle: FloatArray | None = None

    def at(self, X: ArrayLike, level: float = 0.95) -> PredictionIntervals:
        """`PredictionIntervals` at new rows, whose weight is 1.

        Parameters
        ----------
        X : array_like, shape (m, d)
        level : float
            Between 0 and 1.

        Raises
        ------
        ValueError
            If ``level`` is out of its range, or ``X`` has another number of features or a value that is not
            finite.
        ProblemError
            If a number is too large.

        Notes
        -----
        With robust errors the variance of the mean is theirs, and that of a single label is σ² more, as in
        statsmodels.
        """
        from scipy.special import stdtrit  # much sooner there than its distributions

        level, checked = checked_level(level), self.checked
        rows = finite_array(X, "X", 2)
        centre = checked.fit.predict(rows)
        variance = checked.residual_sum / checked.freedom
        quantile = float(stdtrit(checked.freedom, 0.5 + 0.5 * level))
        with quiet_overflow():
            if self.middle is None:
                spread = squared_lengths(checked.factor, rows)
                error = math.sqrt(variance) * np.sqrt(spread)
                half = quantile * math.sqrt(variance) * np.sqrt(checked.unit + spread)
            else:
                of_mean = squared_lengths(checked.factor, rows, self.middle)
                error = np.sqrt(of_mean)
                half = quantile * np.sqrt(variance * checked.unit + of_mean)
            mean_half = quantile * error
            ends = (centre - mean_half, centre + mean_half, centre - half, centre + half)
        for end in ends:
            within_range(end, "ends of the intervals")
        return PredictionIntervals(centre, error, *ends, self.sigma, checked.freedom, level)

    @property
    def sigma(self) -> float:
        """Residual standard error, for a row of weight 1."""
        checked = self.checked
        return math.sqrt(checked.residual_sum / checked.freedom) * math.sqrt(checked.unit)

    def leverage(self, X: ArrayLike) -> FloatArray:
        """The leverage of rows of weight 1, shape (m,): how far they are from the middle of the data."""
        return squared_lengths(self.checked.factor, finite_array(X, "X", 2)) / self.checked.unit

    @cached_property
    def largest_leverage(self) -> float:
        """The largest among the rows that were fitted, each as if its weight were 1; a pass over them."""
        blocks = (squared_lengths(self.checked.factor, X) for X, _ in self.checked.data.blocks())
        return max(float(block.max()) for block in blocks) / self.checked.unit


def predictor(
    data: Dataset,
    fit: Fit | CheckedFit | None = None,
    *,
    errors: ErrorKind = "plain",
    row_weights: ArrayLike | None = None,
    fit_bias: bool | None = None,
) -> Predictor:
    """`Predictor` of a linear regression.

    Parameters
    ----------
    errors : "plain", "HC0", "HC1", "HC2" or "HC3"
        Whether the noise counts as equally large in all rows; see `robust_covariance`.
    data, fit, row_weights, fit_bias
        As in `infer`.

    Raises
    ------
    ValueError, ProblemError
        As `infer`, and as `robust_covariance`.
    """
    checked = checked_fit(data, fit, row_weights, fit_bias)
    errors = checked_errors(errors)
    if errors == "plain":
        return Predictor(checked)
    with quiet_overflow():
        checked, middle = robust_middle(checked, errors)
        return Predictor(checked, within_range(middle, "covariances"))


@dataclass(frozen=True, eq=False)
class CountPredictor:
    """Means of Poisson counts with their intervals, where the exact solution is a maximum of likelihood.

    Attributes
    ----------
    fit : Fit
    factor : DesignFactor
        Of the rows, whose weights are the means of their counts: the Fisher information.
    """

    fit: Fit
    factor: DesignFactor

    def at(self, X: ArrayLike, level: float = 0.95) -> tuple[FloatArray, FloatArray, FloatArray]:
        """The mean at new rows, and the ends of its interval, shape (m,) each.

        Raises
        ------
        ValueError
            As `Predictor.at`.

        Notes
        -----
        The exponential of the interval for the logarithm, which is normal for many rows (McCullagh and
        Nelder, Generalized Linear Models, 1989, chapter 4).
        """
        from scipy.special import ndtri

        level, rows = checked_level(level), finite_array(X, "X", 2)
        quantile = float(ndtri(0.5 + 0.5 * level))
        with quiet_overflow():
            centre = self.fit.predict(rows)
            half = quantile * np.sqrt(squared_lengths(self.factor, rows))
            return np.exp(centre), np.exp(centre - half), np.exp(centre + half)


def count_predictor(data: Dataset, fit: Fit) -> CountPredictor:
    """`CountPredictor` of a Poisson regression without a penalty.

    Parameters
    ----------
    data : Dataset
    fit : Fit
        Where the mean Poisson loss is least.

    Raises
    ------
    ProblemError
        If features depend on each other, or a mean is too large or too small to compute with.
    """
    if data.row_weights is not None:
        raise ProblemError(UNWEIGHTED, ProblemKind.LOSS)
    if fit.dependencies:
        told = f"The weights are not determined by the data: {fit.dependencies[0]}."
        raise ProblemError(told, ProblemKind.RANK)
    with quiet_overflow():
        means = np.exp(fit.predict(data.X))
    largest = float(means.max())
    if not (math.isfinite(largest) and float(means.min()) > 1e-100 * largest):
        raise ProblemError("The means are too far apart to tell how sure they are.", ProblemKind.OVERFLOW)
    m = moments(data, means, centred=fit.bias_fitted)
    design = Design(data, np.arange(data.n_features), m.feature_means, means, fit.bias_fitted)
    return CountPredictor(fit, design_factor(design, m, fit.condition_number))


def squared_lengths(factor: DesignFactor, rows: FloatArray, middle: FloatArray | None = None) -> FloatArray:
    """Squared lengths of the rows of Q, or what a matrix between a row and itself makes, block by block."""
    lengths = np.empty(len(rows))
    step = max(1, _BLOCK_CELLS // (rows.shape[1] + 1))
    for start in range(0, len(rows), step):
        q = factor.projected(rows[start : start + step])
        other = q if middle is None else q @ middle
        np.einsum("ij,ij->i", q, other, out=lengths[start : start + step])
    return lengths


def prediction_intervals(
    data: Dataset,
    X: ArrayLike,
    fit: Fit | CheckedFit | None = None,
    *,
    level: float = 0.95,
    row_weights: ArrayLike | None = None,
    fit_bias: bool | None = None,
) -> PredictionIntervals:
    """Confidence and prediction intervals at new rows, whose weight is 1.

    Parameters
    ----------
    data : Dataset
    X : array_like, shape (k, d)
        New rows, in the order of the dataset's features.
    fit, level, row_weights, fit_bias
        As in `infer`.

    Raises
    ------
    ValueError, ProblemError
        As `infer`, and if ``X`` has another number of features or a value that is not finite.
    """
    level = checked_level(level)
    return predictor(data, fit, row_weights=row_weights, fit_bias=fit_bias).at(X, level)
