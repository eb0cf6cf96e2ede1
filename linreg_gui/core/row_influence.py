"""How much single rows weigh: leverage, studentised residuals, Cook's distance, DFFITS; robust errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from .arrays import FloatArray
from .dataset import Dataset
from .design_factor import DesignFactor
from .inference import determined_fit
from .linear_model import residual
from .problem import ProblemError
from .solvers.result import Fit

RobustKind = Literal["HC0", "HC1", "HC2", "HC3"]
_POWER = {"HC0": 0, "HC1": 0, "HC2": 1, "HC3": 2}


@dataclass(frozen=True, eq=False)
class Influence:
    """One number per row each, shape (n,).

    Attributes
    ----------
    leverage : array
        Diagonal of the hat matrix, between 1/n and 1.
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

    Where a row's leverage is 1 the model passes through it whatever it is, and the last four are NaN.
    """

    leverage: FloatArray
    residual: FloatArray
    studentised: FloatArray
    deleted: FloatArray
    cooks_distance: FloatArray
    dffits: FloatArray


def influence(data: Dataset, fit: Fit | None = None) -> Influence:
    """`Influence` of every row, without forming the hat matrix.

    Parameters
    ----------
    data : Dataset
    fit : Fit, optional
        The analytic solution for the same dataset, if it is at hand.

    Raises
    ------
    ProblemError
        If features depend on each other or there are no more than d + 2 rows.

    Notes
    -----
    Belsley, Kuh and Welsch, Regression Diagnostics (1980), chapter 2.
    """
    n, k = data.n_rows, data.n_features + 1
    if n <= k + 1:
        raise ProblemError(f"{n} rows are too few to judge each by the others.", "too few rows")
    exact, factor = determined_fit(data, fit)
    leverage, residuals = _leverage_and_residuals(data, exact, factor)
    free = np.where(leverage < 1.0 - 1e-12, 1.0 - leverage, np.nan)
    variance = 2.0 * n * exact.half_mse / (n - k)
    with np.errstate(divide="ignore", invalid="ignore"):
        studentised = residuals / np.sqrt(variance * free)
        others = np.maximum(variance * (n - k) - residuals**2 / free, 0.0) / (n - k - 1)
        deleted = residuals / np.sqrt(others * free)
        cooks = studentised**2 * leverage / (free * k)
        dffits = deleted * np.sqrt(leverage / free)
    return Influence(leverage, residuals, studentised, deleted, cooks, dffits)


def robust_covariance(data: Dataset, kind: RobustKind = "HC3", fit: Fit | None = None) -> FloatArray:
    """Covariance of bias and weights that stands when the noise varies from row to row.

    Parameters
    ----------
    data : Dataset
    kind : "HC0", "HC1", "HC2" or "HC3"
        White's estimator, and its corrections for few rows and for leverage.
    fit : Fit, optional
        The analytic solution for the same dataset, if it is at hand.

    Returns
    -------
    array, shape (d + 1, d + 1)
        The bias first; robust standard errors are the roots of its diagonal.

    Raises
    ------
    ValueError
        If ``kind`` is unknown.
    ProblemError
        If features depend on each other or there are too few rows.

    Notes
    -----
    MacKinnon and White (1985), Journal of Econometrics 29.
    """
    if kind not in _POWER:
        raise ValueError(f"The kind is HC0, HC1, HC2 or HC3, not {kind!r}.")
    n, k = data.n_rows, data.n_features + 1
    if n <= k:
        raise ProblemError(f"{n} rows are too few to judge {k} numbers.", "too few rows")
    exact, factor = determined_fit(data, fit)
    leverage, residuals = _leverage_and_residuals(data, exact, factor)
    free = 1.0 - leverage
    if _POWER[kind] and (free < 1e-12).any():
        raise ProblemError(f"A row decides its own prediction alone, so {kind} does not exist.", "leverage")
    weighted = residuals / np.sqrt(free) ** _POWER[kind] if _POWER[kind] else residuals
    # In the coordinates of Q nothing is squared that is badly conditioned.
    middle = np.zeros((k, k))
    start = 0
    for X, y in data.blocks():
        rows = np.column_stack([np.full(len(y), n**-0.5), factor.projected(X)])
        rows *= weighted[start : start + len(y), None]
        middle += rows.T @ rows
        start += len(y)
    outer = _back(factor)
    covariance = outer @ middle @ outer.T
    return np.asarray(covariance * (n / (n - k)) if kind == "HC1" else covariance)


def _leverage_and_residuals(
    data: Dataset, exact: Fit, factor: DesignFactor
) -> tuple[FloatArray, FloatArray]:
    leverage = np.concatenate([factor.leverage(X) for X, _ in data.blocks()])
    residuals = np.concatenate([residual(X, y, exact.weights, exact.bias) for X, y in data.blocks()])
    return leverage, residuals


def _back(factor: DesignFactor) -> FloatArray:
    """Takes numbers in the coordinates of Q to bias and weights, shape (d + 1, d + 1)."""
    d = len(factor.R)
    weights = np.linalg.solve(factor.R, np.eye(d)) / factor.scale[:, None]
    result = np.zeros((d + 1, d + 1))
    result[0, 0] = factor.n_rows**-0.5
    result[0, 1:] = -factor.mean @ weights
    result[1:, 1:] = weights
    return result
