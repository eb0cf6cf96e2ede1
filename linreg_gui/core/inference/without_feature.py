"""One feature taken out of a fit: what errors and inflation of the others are then, without a refit."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, quiet_overflow

from .checked_fit import CheckedFit


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


def without_feature(checked: CheckedFit, feature: int) -> WithoutFeature:
    """`WithoutFeature` of one of several features.

    Parameters
    ----------
    checked : CheckedFit
    feature : int
        Its place among the features.

    Notes
    -----
    The inverse of ZᵀZ without a row and a column is that with them less an outer product, which here is
    taken out of the rows of its square root, so that little cancels (Golub and Van Loan, Matrix
    Computations, 6.5).
    """
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
