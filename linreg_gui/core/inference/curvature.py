"""Whether a straight line is enough: tests for bends in the predictions, and along each feature."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray, frozen, quiet_overflow, subtract_row
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit

from .checked_fit import CheckedFit, checked_fit
from .distributions import distributions

# What of a power is left beside the features must be more than this share of it: less is rounding.
_ROUNDING = 1e-9
# Powers of ten of a spread from which on rows are scaled one by one, as their fourth powers are not in range.
_FAR = 60.0


@dataclass(frozen=True, eq=False)
class CurvatureTests:
    """How much better the labels are explained if powers are added to the model.

    Attributes
    ----------
    reset, reset_p : float
        Ramsey's F for the squares and cubes of the predictions, and its p-value; NaN where the predictions
        have too few values for these to be anything new.
    reset_freedom : (int, int)
        Degrees of freedom of F.
    reset_share : float
        Share of the residual sum of squares that squares and cubes explain.
    feature_t, feature_p, feature_share : array, shape (d,)
        The same for the square of each feature alone; NaN for a feature of two values.
    """

    reset: float
    reset_p: float
    reset_freedom: tuple[int, int]
    reset_share: float
    feature_t: FloatArray
    feature_p: FloatArray
    feature_share: FloatArray


def curvature_tests(
    data: Dataset,
    fit: Fit | CheckedFit | None = None,
    *,
    row_weights: ArrayLike | None = None,
    fit_bias: bool | None = None,
) -> CurvatureTests:
    """`CurvatureTests` of a linear regression, in one pass over the rows.

    Parameters
    ----------
    data, fit, row_weights, fit_bias
        As in `infer`.

    Raises
    ------
    ValueError, ProblemError
        As `infer`, which needs two rows less.

    Notes
    -----
    Ramsey (1969), JRSS B 31; with single features Tukey's test, as Cook and Weisberg, Residuals and Influence
    in Regression (1982), 2.3.2 and 2.5. Powers are those of standardised numbers, which changes no test of a
    model with a bias, as lower powers are in the model.
    """
    return curvature_of(checked_fit(data, fit, row_weights, fit_bias, spare=3))


def curvature_of(checked: CheckedFit) -> CurvatureTests:
    """`curvature_tests` of a fit that is checked."""
    sums = _sums(checked)
    k, n, rss, stats = len(checked.names), checked.data.n_rows, checked.residual_sum, distributions()
    freedom = n - k - 1
    with np.errstate(all="ignore"):
        left = sums.squares - np.einsum("ij,ij->j", sums.shared, sums.shared)
        share = np.minimum(sums.effects**2 / left / rss, 1.0)
        share = np.where(left > _ROUNDING * sums.squares, share, np.nan)
        t = np.sign(sums.effects) * np.sqrt(freedom * share / (1.0 - share))
    explained, used = _together(sums)
    together = min(explained / rss, 1.0) if used and rss > 0.0 else math.nan
    f_freedom = (used, n - k - used)
    f = math.nan
    if used and together == together:
        f = math.inf if together == 1.0 else together / used * f_freedom[1] / (1.0 - together)
    return CurvatureTests(
        reset=f,
        reset_p=float(stats.f.sf(f, *f_freedom)) if used else math.nan,
        reset_freedom=f_freedom,
        reset_share=together,
        feature_t=frozen(t),
        feature_p=frozen(2.0 * stats.t.sf(np.abs(t), freedom)),
        feature_share=frozen(share),
    )


@dataclass(frozen=True, eq=False)
class _Sums:
    """Over all rows, of powers that are whitened as the rows of Q and the residuals e are.

    Of the squares S of the features: the diagonal of SᵀS, QᵀS and Sᵀe. Of square and cube P of the
    predictions: PᵀP, QᵀP and Pᵀe.
    """

    squares: FloatArray
    shared: FloatArray
    effects: FloatArray
    of_powers: FloatArray
    shared_powers: FloatArray
    power_effects: FloatArray


def _sums(checked: CheckedFit) -> _Sums:
    m, k, d = checked.moments, len(checked.names), checked.data.n_features
    found = _Sums(np.zeros(d), np.zeros((k, d)), np.zeros(d), np.zeros((2, 2)), np.zeros((k, 2)), np.zeros(2))
    inverse = np.divide(1.0, m.feature_stds, out=np.ones(d), where=m.feature_stds > 0.0)
    far = bool((np.abs(np.log10(inverse)) > _FAR).any())
    centre = m.label_mean if checked.fit.bias_fitted else 0.0
    explained = max(checked.total_sum - checked.residual_sum, 0.0)
    spread = math.sqrt(explained / checked.design.total_weight) or 1.0
    start = 0
    for X, y in checked.data.blocks():
        root: FloatArray | None = None
        if checked.row_weights is not None:
            root = np.sqrt(checked.row_weights[start : start + len(y), None])
            start += len(y)
        with quiet_overflow():
            e = checked.fit.unchecked_residual(X, y)
            z = (y - e - centre) / spread
            powers = np.column_stack([z * z, z * z * z])
            squares = subtract_row(X, m.feature_means, out=np.empty(X.shape))
            if far:
                squares *= inverse
            np.multiply(squares, squares, out=squares)
            if root is not None:
                e = e * root[:, 0]
                powers *= root
                squares *= root
            found.squares[:] += np.einsum("ij,ij->j", squares, squares)
            found.effects[:] += e @ squares
            found.of_powers[:] += powers.T @ powers
            found.power_effects[:] += e @ powers
            if root is not None:
                powers *= root
                squares *= root
            found.shared[:] += checked.shared(X, squares)
            found.shared_powers[:] += checked.shared(X, powers)
    # In units of the spread of each feature, so that none is lost for its size.
    units = np.ones(d) if far else inverse * inverse
    for sums in (found.shared, found.effects):
        sums *= units
    found.squares[:] *= units * units
    return found


def _together(sums: _Sums) -> tuple[float, int]:
    """What square and cube explain together of the residual sum, and how many of them are something new."""
    left = sums.of_powers - sums.shared_powers.T @ sums.shared_powers
    known = np.diag(left) > _ROUNDING * np.diag(sums.of_powers)
    if not known[0]:
        return 0.0, 0
    first, second = sums.power_effects
    explained = first**2 / left[0, 0]
    rest = left[1, 1] - left[0, 1] ** 2 / left[0, 0]
    if not known[1] or not rest > _ROUNDING * sums.of_powers[1, 1]:
        return float(explained), 1
    second = second - first * left[0, 1] / left[0, 0]
    return float(explained + second**2 / rest), 2
