"""What the data say about weights and bias beyond their values: errors, tests, intervals, criteria."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import (
    FloatArray,
    finite_number,
    frozen,
)
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.model.noise import negative_log_likelihood

from .checked_fit import CheckedFit, checked_fit
from .distributions import distributions
from .robust import ErrorKind, checked_errors, error_root, joint_test, ratio, row_lengths


@dataclass(frozen=True, eq=False)
class Coefficients:
    """One row per number of the model, the bias first if there is one.

    Attributes
    ----------
    names : tuple of str
        ``"bias"`` and the feature names; only these without a bias.
    estimate, standard_error, t, p : array, shape (k,)
        ``p`` is two-sided, against a true value of 0; ``t`` is infinite where the residuals are all 0.
    low, high : array, shape (k,)
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
    """Everything about one fit that rests on independent normal noise.

    Its variance is constant, unless ``errors`` is another kind than ``"plain"``: then standard errors, t, p,
    intervals and F are those of White's estimator, by Student's t and F with n − k degrees of freedom.
    With row weights, on noise of variance σ²/weight in each row (weighted least squares). k is the count of
    the numbers fitted: d + 1, or d without a bias.

    Attributes
    ----------
    table : Coefficients
    level : float
        Of the intervals.
    degrees_of_freedom : int
        n − k, with the rows of weight 0 left out.
    r_squared, adjusted_r_squared : float
        As in `Fit`: about the mean of the label, or about 0 without a bias; NaN when it does not vary.
    sigma : float
        Residual standard error, √(RSS / (n − k)), in label units; for a row of weight 1.
    f, f_p : float
        Test that all weights are 0; infinite, with p = 0, where the residuals are all 0.
    errors : "plain", "HC0", "HC1", "HC2" or "HC3"
    log_likelihood : float
        Of the data under the fitted normal noise (eq. 3.1.16, with σ² = RSS/n).
    aic, bic : float
        −2·log_likelihood + 2k, and + k·ln n: bias and weights are counted, the noise variance σ² is not, as
        in statsmodels. R counts it, so that its AIC is higher by 2 and its BIC by ln n; differences between
        models of the same data are the same.
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
    root: FloatArray
    errors: ErrorKind = "plain"


@dataclass(frozen=True, eq=False)
class PredictionIntervals:
    """Predictions at new rows with their uncertainty, all in label units, shape (k,).

    ``mean_low`` to ``mean_high`` holds the mean of the label at such a row, ``low`` to ``high`` a single
    new label, each with the confidence ``level``. ``sigma`` is that of `Inference`, for a row of weight 1.
    """

    prediction: FloatArray
    standard_error: FloatArray
    mean_low: FloatArray
    mean_high: FloatArray
    low: FloatArray
    high: FloatArray
    sigma: float
    degrees_of_freedom: int
    level: float


def infer(
    data: Dataset,
    fit: Fit | CheckedFit | None = None,
    *,
    level: float = 0.95,
    row_weights: ArrayLike | None = None,
    fit_bias: bool | None = None,
    errors: ErrorKind = "plain",
) -> Inference:
    """Standard errors, tests, intervals and criteria of a linear regression.

    Parameters
    ----------
    data : Dataset
    fit : Fit or CheckedFit, optional
        The analytic solution for the same dataset, weights and bias, if it is at hand; one that was checked
        by `checked_fit` brings row weights and bias along.
    level : float
        Confidence of the intervals, between 0 and 1.
    row_weights : array_like, shape (n,), optional
        Weights of weighted least squares: the noise of a row has the variance σ²/weight.
    fit_bias : bool, optional
        Whether there is a bias; by default as in the fit, and yes without one.
    errors : "plain", "HC0", "HC1", "HC2" or "HC3"
        Plain, or robust against noise that varies from row to row.

    Returns
    -------
    Inference

    Raises
    ------
    ValueError
        If ``level`` is out of its range, ``errors`` unknown, or ``fit`` not the least-squares solution for
        these data.
    ProblemError
        If features depend on each other, there are too few rows, a number would be too large, or HC2 or HC3
        do not exist because a row decides its own prediction alone.

    Notes
    -----
    Variances come from the triangular factor of the centred, scaled features, not from an inverse of XᵀX
    (Golub and Van Loan, Matrix Computations, 5.3); the residual sum of squares is that of the refined fit.

    Every value counts as measured. Where missing cells were filled before (``missing="mean"`` and the like in
    `to_dataset`), errors are too small, and intervals hold the truth less often than they say.
    """
    level, errors = checked_level(level), checked_errors(errors)
    stats = distributions()
    checked = checked_fit(data, fit, row_weights, fit_bias)
    n, k, freedom, exact = checked.data.n_rows, len(checked.names), checked.freedom, checked.fit
    d, bias = checked.data.n_features, int(exact.bias_fitted)
    rss = checked.residual_sum
    root = error_root(checked, errors)
    error = row_lengths(root)
    estimate = np.r_[[exact.bias] * bias, exact.weights]
    t = ratio(estimate, error)
    half = float(stats.t.ppf(0.5 + 0.5 * level, freedom)) * error
    columns = (estimate, error, t, 2.0 * stats.t.sf(np.abs(t), freedom), estimate - half, estimate + half)
    r2 = exact.r_squared
    explained = max(checked.total_sum - rss, 0.0)
    f = float(ratio(np.array([explained / d]), np.array([rss / freedom]))[0])
    if errors != "plain":
        f = joint_test(root, estimate, range(bias, bias + d), freedom).f
    log_likelihood = -negative_log_likelihood(n, math.sqrt(rss / n) * math.sqrt(checked.unit))
    if checked.row_weights is not None:
        log_likelihood += 0.5 * float(np.sum(np.log(checked.row_weights) + math.log(checked.unit)))
    return Inference(
        table=Coefficients(checked.names, *(frozen(column) for column in columns)),
        level=level,
        degrees_of_freedom=freedom,
        r_squared=r2,
        adjusted_r_squared=1.0 - (1.0 - r2) * (n - bias) / freedom,
        sigma=math.sqrt(rss / freedom) * math.sqrt(checked.unit),
        f=f,
        f_p=float(stats.f.sf(f, d, freedom)),
        log_likelihood=log_likelihood,
        aic=2.0 * k - 2.0 * log_likelihood,
        bic=math.log(n) * k - 2.0 * log_likelihood,
        root=frozen(root),
        errors=errors,
    )


def checked_level(level: float) -> float:
    """A confidence between 0 and 1, or a ValueError with a sentence."""
    try:
        number = finite_number(level, "The level")
    except ValueError:
        number = math.nan
    if not 0.0 < number < 1.0:
        raise ValueError("The level must be a number between 0 and 1.")
    return number
