"""What the data say about weights and bias beyond their values: errors, tests, intervals, criteria."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from .arrays import FloatArray, finite_array, frozen
from .dataset import Dataset
from .design_factor import DesignFactor, design_factor
from .linear_model import predict
from .moments import moments
from .noise import negative_log_likelihood
from .problem import ProblemError
from .solvers.analytic import solve_analytic
from .solvers.result import Fit


@dataclass(frozen=True, eq=False)
class Coefficients:
    """One row per number of the model, the bias first.

    Attributes
    ----------
    names : tuple of str
        ``"bias"`` and the feature names.
    estimate, standard_error, t, p : array, shape (d + 1,)
        ``p`` is two-sided, against a true value of 0; ``t`` is infinite where the residuals are all 0.
    low, high : array, shape (d + 1,)
        Confidence interval at ``level``.
    """

    names: tuple[str, ...]
    estimate: FloatArray
    standard_error: FloatArray
    t: FloatArray
    p: FloatArray
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True, eq=False)
class Inference:
    """Everything about one fit that rests on independent normal noise of constant variance.

    Attributes
    ----------
    table : Coefficients
    level : float
        Of the intervals.
    degrees_of_freedom : int
        n − d − 1.
    r_squared, adjusted_r_squared : float
        NaN when the label is constant.
    sigma : float
        Residual standard error, √(RSS / (n − d − 1)), in label units.
    f, f_p : float
        Test that all weights are 0.
    log_likelihood : float
        Of the data under the fitted normal noise (eq. 3.1.16, with σ² = RSS/n).
    aic, bic : float
        With d + 1 parameters counted (the noise variance is not).
    """

    table: Coefficients
    level: float
    degrees_of_freedom: int
    r_squared: float
    adjusted_r_squared: float
    sigma: float
    f: float
    f_p: float
    log_likelihood: float
    aic: float
    bic: float


@dataclass(frozen=True, eq=False)
class PredictionIntervals:
    """Predictions at new rows with their uncertainty, all in label units, shape (k,).

    ``mean_low`` to ``mean_high`` holds the mean of the label at such a row, ``low`` to ``high`` a single
    new label, each with the confidence of the level.
    """

    prediction: FloatArray
    standard_error: FloatArray
    mean_low: FloatArray
    mean_high: FloatArray
    low: FloatArray
    high: FloatArray


def infer(data: Dataset, fit: Fit | None = None, *, level: float = 0.95) -> Inference:
    """Standard errors, tests, intervals and criteria of a linear regression.

    Parameters
    ----------
    data : Dataset
    fit : Fit, optional
        The analytic solution for the same dataset, if it is at hand.
    level : float
        Confidence of the intervals, between 0 and 1.

    Returns
    -------
    Inference

    Raises
    ------
    ValueError
        If ``level`` is out of its range or ``fit`` has another number of weights.
    ProblemError
        If features depend on each other or there are too few rows: then no single answer exists.

    Notes
    -----
    Variances come from the triangular factor of the centred, scaled features, not from an inverse of XᵀX
    (Golub and Van Loan, Matrix Computations, 5.3); the residual sum of squares is that of the refined fit.
    """
    t_quantile = _t_quantile(data, level)
    stats = distributions()
    exact, factor = determined_fit(data, fit)
    n, d = data.n_rows, data.n_features
    freedom = n - d - 1
    rss = 2.0 * n * exact.half_mse
    sigma = math.sqrt(rss / freedom)
    weights, bias = factor.unit_variances()
    estimate = np.r_[exact.bias, exact.weights]
    error = sigma * np.sqrt(np.r_[bias, weights])
    t = _ratio(estimate, error)
    p = 2.0 * stats.t.sf(np.abs(t), freedom)
    half = t_quantile * error
    table = Coefficients(
        ("bias", *data.feature_names),
        *(frozen(column) for column in (estimate, error, t, p, estimate - half, estimate + half)),
    )
    r2 = exact.r_squared
    explained = moments(data).total_sum_of_squares - rss
    f = float(_ratio(np.array([max(explained, 0.0) / d]), np.array([rss / freedom]))[0])
    log_likelihood = -negative_log_likelihood(n, math.sqrt(rss / n))
    return Inference(
        table=table,
        level=level,
        degrees_of_freedom=freedom,
        r_squared=r2,
        adjusted_r_squared=1.0 - (1.0 - r2) * (n - 1) / freedom,
        sigma=sigma,
        f=f,
        f_p=float(stats.f.sf(f, d, freedom)),
        log_likelihood=log_likelihood,
        aic=2.0 * (d + 1) - 2.0 * log_likelihood,
        bic=math.log(n) * (d + 1) - 2.0 * log_likelihood,
    )


def prediction_intervals(
    data: Dataset, X: FloatArray, fit: Fit | None = None, *, level: float = 0.95
) -> PredictionIntervals:
    """Confidence and prediction intervals at new rows.

    Parameters
    ----------
    data : Dataset
    X : array_like, shape (k, d)
        New rows, in the order of the dataset's features.
    fit : Fit, optional
        The analytic solution for the same dataset, if it is at hand.
    level : float
        Confidence, between 0 and 1.

    Raises
    ------
    ValueError, ProblemError
        As `infer`, and if ``X`` has another number of features or a value that is not finite.
    """
    t_quantile = _t_quantile(data, level)
    exact, factor = determined_fit(data, fit)
    rows = finite_array(X, "X", 2)
    centre = predict(rows, exact.weights, exact.bias)
    variance = 2.0 * data.n_rows * exact.half_mse / (data.n_rows - data.n_features - 1)
    leverage = factor.leverage(rows)
    error = np.sqrt(variance * leverage)
    mean_half, half = t_quantile * error, t_quantile * np.sqrt(variance * (1.0 + leverage))
    return PredictionIntervals(
        centre, error, centre - mean_half, centre + mean_half, centre - half, centre + half
    )


def _t_quantile(data: Dataset, level: float) -> float:
    if not 0.0 < level < 1.0:
        raise ValueError("The level must lie between 0 and 1.")
    freedom = data.n_rows - data.n_features - 1
    if freedom < 1:
        rows = "1 row is" if data.n_rows == 1 else f"{data.n_rows} rows are"
        raise ProblemError(
            f"{rows} too few to judge {data.n_features + 1} numbers: "
            f"at least {data.n_features + 2} are needed.",
            "too few rows",
        )
    return float(distributions().t.ppf(0.5 + 0.5 * level, freedom))


def distributions() -> Any:
    """SciPy's distributions, imported late: nothing else here needs that library."""
    try:
        from scipy import stats
    except ImportError:
        raise ProblemError(
            "Tests and intervals need the library SciPy; install linreg_gui with its extra “inference”.",
            "no scipy",
        ) from None
    return stats


def determined_fit(data: Dataset, fit: Fit | None) -> tuple[Fit, DesignFactor]:
    """The fit and the factor, or a sentence where the features do not determine the weights."""
    m = moments(data)
    exact = solve_analytic(data, known=m) if fit is None else fit
    if len(exact.weights) != data.n_features:
        raise ValueError(
            f"The fit has {len(exact.weights)} weights but the data have {data.n_features} features."
        )
    if exact.dependencies:
        raise ProblemError(
            f"The weights are not determined by the data: {exact.dependencies[0]}. "
            "Ignore one of these columns to judge the others.",
            "rank",
        )
    return exact, design_factor(data, m)


def _ratio(value: FloatArray, error: FloatArray) -> FloatArray:
    """value / error; infinite with the sign of the value where the error is 0, and 0 for 0 / 0."""
    infinite = np.where(value == 0.0, 0.0, np.copysign(np.inf, value))
    return np.divide(value, error, out=infinite, where=error > 0.0)
