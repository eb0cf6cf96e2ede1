"""One feature taken out of a fit: what errors and inflation of the others are then, without a refit."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray, quiet_overflow
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit

from .checked_fit import CheckedFit, checked_fit


@dataclass(frozen=True, eq=False)
class WithoutFeature:
    """The fit without a feature; numbers of the others, and NaN at its own place.

    Attributes
    ----------
    feature : int
    weights : array, shape (d,)
    bias : float
    standard_errors : array, shape (d,)
        Of the weights, with the σ of the fit without it.
    variance_inflation : array, shape (d,)
    sigma, r_squared : float
    """

    feature: int
    weights: FloatArray
    bias: float
    standard_errors: FloatArray
    variance_inflation: FloatArray
    sigma: float
    r_squared: float


def without_feature(
    data: Dataset,
    feature: str,
    fit: Fit | CheckedFit | None = None,
    *,
    row_weights: ArrayLike | None = None,
    fit_bias: bool | None = None,
) -> WithoutFeature:
    """`WithoutFeature` of one of the features.

    Parameters
    ----------
    data : Dataset
    feature : str
        Its name.
    fit, row_weights, fit_bias
        As in `infer`.

    Raises
    ------
    ValueError, ProblemError
        As `infer`, and if there is no such feature.

    Notes
    -----
    The inverse of ZᵀZ without a row and a column is that with them less an outer product, which here is
    taken out of the rows of its square root, so that little cancels (Golub and Van Loan, Matrix
    Computations, 6.5).
    """
    checked = checked_fit(data, fit, row_weights, fit_bias)
    return _without(checked, place_of_feature(data, feature))


def place_of_feature(data: Dataset, feature: str) -> int:
    """Where a feature stands, or a ValueError with a sentence."""
    if feature not in data.feature_names:
        raise ValueError(f"There is no feature “{feature}”.")
    return data.feature_names.index(feature)


def _without(checked: CheckedFit, feature: int) -> WithoutFeature:
    first, fit = checked.design.first, checked.fit
    rows = checked.factor.back()
    at = feature + first
    own = rows[at]
    square = float(own @ own)
    with quiet_overflow():
        shares = rows @ own / square
        others = rows - np.outer(shares, own)
        # Once more, as what is left may be far shorter than what was there.
        others -= np.outer(others @ own / square, own)
        weight = float(fit.weights[feature])
        estimate = np.array([fit.bias, *fit.weights] if first else fit.weights) - shares * weight
        rss = checked.residual_sum + weight * weight / square
        variance = rss / (checked.freedom + 1)
        unit_variances = np.einsum("ij,ij->i", others, others)[first:]
        inflation = _inflation(checked, unit_variances)
        errors = np.sqrt(variance * unit_variances)
    weights = estimate[first:]
    for numbers in (weights, errors, inflation):
        numbers[feature] = math.nan
    total = checked.total_sum
    return WithoutFeature(
        feature=feature,
        weights=weights,
        bias=float(estimate[0]) if first else 0.0,
        standard_errors=errors,
        variance_inflation=inflation,
        sigma=math.sqrt(variance) * math.sqrt(checked.unit),
        r_squared=1.0 - rss / total if total > 0.0 else math.nan,
    )


def _inflation(checked: CheckedFit, unit_variances: FloatArray) -> FloatArray:
    """By the sums of squares of the features, about their means if there is a bias."""
    squares = checked.moments.norms[:-1] ** 2 * (checked.design.total_weight / checked.data.n_rows)
    return np.asarray(unit_variances * squares)
