"""How much single rows weigh: leverage, Cook’s distance, DFFITS, DFBETAS and others; robust errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray, quiet_overflow, within_range
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit

from .checked_fit import CheckedFit, checked_fit
from .robust import ERROR_KINDS, RobustKind, robust_middle


@dataclass(frozen=True, eq=False)
class Influence:
    """One number per row each, shape (n,).

    With row weights leverage and what follows are those of the whitened problem, in which row and label are
    multiplied by √weight.

    Attributes
    ----------
    leverage : array
        Diagonal of the hat matrix, between 0 and 1 (at least 1/n with a bias and without row weights).
    residual : array
        Label − prediction, in label units.
    studentised : array
        Residual over its standard error, σ from all rows (internally studentised).
    deleted : array
        The same with σ from all other rows (externally studentised).
    cooks_distance : array
        How far the predictions move without the row, in units of their variance.
    dffits : array
        How far the row's own prediction moves without it, in its standard errors.
    covratio : array
        How the generalised variance of bias and weights grows by the row: above 1 where it makes them surer.

    Where a row's leverage is 1 the model passes through it whatever it is, and the last five are NaN; so
    they are, and the leverage is 0, where the weight of a row is 0. They may be NaN or infinite where there
    is no noise to compare with.
    """

    leverage: FloatArray
    residual: FloatArray
    studentised: FloatArray
    deleted: FloatArray
    cooks_distance: FloatArray
    dffits: FloatArray
    covratio: FloatArray


def influence(
    data: Dataset,
    fit: Fit | CheckedFit | None = None,
    *,
    row_weights: ArrayLike | None = None,
    fit_bias: bool | None = None,
) -> Influence:
    """`Influence` of every row, without forming the hat matrix.

    Parameters
    ----------
    data, fit, row_weights, fit_bias
        As in `infer`.

    Raises
    ------
    ValueError, ProblemError
        As `infer`, which needs one row less: here each is judged by the others.

    Notes
    -----
    Belsley, Kuh and Welsch, Regression Diagnostics (1980), chapter 2.
    """
    return rows_judged(checked_fit(data, fit, row_weights, fit_bias, spare=2), data)[1]


def rows_judged(checked: CheckedFit, data: Dataset) -> tuple[CheckedFit, Influence]:
    """`Influence` of a fit that is checked, and the fit with a factor that tells all its leverages.

    Parameters
    ----------
    checked : CheckedFit
    data : Dataset
        All rows, those of weight 0 included.

    Raises
    ------
    ProblemError
        If there are not two rows more than numbers that are fitted: here each is judged by the others.
    """
    checked.need(2)
    k, freedom = len(checked.names), checked.freedom
    checked, leverage, free, residuals = _leverages(checked)
    variance = checked.residual_sum / freedom
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        studentised = residuals / np.sqrt(variance * free)
        others = _variance_of_others(checked, free, residuals)
        deleted = residuals / np.sqrt(others * free)
        cooks = studentised**2 * leverage / (free * k)
        dffits = deleted * np.sqrt(leverage / free)
        covratio = (others / variance) ** k / free
    plain = residuals
    if checked.row_weights is not None:
        plain = np.concatenate([checked.fit.unchecked_residual(X, y) for X, y in data.blocks()])
    of_counted_rows = (studentised, deleted, cooks, dffits, covratio)
    return checked, Influence(
        _for_all_rows(checked, leverage, 0.0),
        within_range(plain, "residuals"),
        *(_for_all_rows(checked, numbers, np.nan) for numbers in of_counted_rows),
    )


def dfbetas(
    data: Dataset,
    fit: Fit | CheckedFit | None = None,
    *,
    row_weights: ArrayLike | None = None,
    fit_bias: bool | None = None,
) -> FloatArray:
    """How far each number of the model moves by each row, in its standard errors with σ from all other rows.

    Parameters
    ----------
    data, fit, row_weights, fit_bias
        As in `infer`.

    Returns
    -------
    array, shape (n, k)
        A column for the bias first, if there is one; NaN where `Influence` is.

    Raises
    ------
    ValueError, ProblemError
        As `influence`.

    Notes
    -----
    Belsley, Kuh and Welsch, Regression Diagnostics (1980), equation 2.7.
    """
    checked = checked_fit(data, fit, row_weights, fit_bias, spare=2)
    checked, _, free, residuals = _leverages(checked)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        others = _variance_of_others(checked, free, residuals)
        # What a row adds to Qᵀy, and σ of the others.
        moves = residuals / free / np.sqrt(others)
        way = checked.factor.back().T / np.sqrt(checked.factor.unit_variances())
        found, start = np.empty((len(free), len(checked.names))), 0
        for q, _ in checked.blocks():
            rows = slice(start, start + len(q))
            np.matmul(q, way, out=found[rows])
            start += len(q)
        found *= moves[:, None]
    return _for_all_rows(checked, found, np.nan)


def robust_covariance(
    data: Dataset,
    kind: RobustKind = "HC3",
    fit: Fit | CheckedFit | None = None,
    *,
    row_weights: ArrayLike | None = None,
    fit_bias: bool | None = None,
) -> FloatArray:
    """Covariance of bias and weights that stands when the noise varies from row to row.

    Parameters
    ----------
    kind : "HC0", "HC1", "HC2" or "HC3"
        White's estimator, and its corrections for few rows and for leverage.
    data, fit, row_weights, fit_bias
        As in `infer`.

    Returns
    -------
    array, shape (k, k)
        The bias first if there is one; robust standard errors are the roots of its diagonal.

    Raises
    ------
    ValueError, ProblemError
        As `infer`, and if ``kind`` is unknown.

    Notes
    -----
    MacKinnon and White (1985), Journal of Econometrics 29.
    """
    if not isinstance(kind, str) or kind not in ERROR_KINDS[1:]:
        raise ValueError(f"The kind is HC0, HC1, HC2 or HC3, not {kind!r}.")
    checked, middle = robust_middle(checked_fit(data, fit, row_weights, fit_bias), kind)
    outer = checked.factor.back()
    with quiet_overflow():
        return within_range(outer @ middle @ outer.T, "covariances")


def _leverages(checked: CheckedFit) -> tuple[CheckedFit, FloatArray, FloatArray, FloatArray]:
    """The fit, corrected where needed, with leverages, what they leave to 1, and whitened residuals."""
    parts = []
    for q, e in checked.columns():
        leverage, free = checked.leverages(q, transposed=True)
        if checked.needs_correction(free):
            return _leverages(checked.corrected())
        parts.append((leverage, free, e))
    leverage, free, residuals = (np.concatenate(column) for column in zip(*parts, strict=True))
    return checked, leverage, free, residuals


def _variance_of_others(checked: CheckedFit, free: FloatArray, residuals: FloatArray) -> FloatArray:
    """σ² as all other rows would tell it, for each row."""
    return np.maximum(checked.residual_sum - residuals**2 / free, 0.0) / (checked.freedom - 1)


def _for_all_rows(checked: CheckedFit, numbers: FloatArray, otherwise: float) -> FloatArray:
    """Numbers of the rows that count, with another one in place of the rest."""
    if checked.kept is None:
        return numbers
    result = np.full((len(checked.kept), *numbers.shape[1:]), otherwise)
    result[checked.kept] = numbers
    return result
