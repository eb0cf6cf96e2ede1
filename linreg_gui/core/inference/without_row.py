"""One row taken out of a fit: what weights, R² and σ are then, by an update of rank one, not by a refit."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit

from .checked_fit import CheckedFit, checked_fit


@dataclass(frozen=True, eq=False)
class WithoutRow:
    """What a row does to a fit, and the fit without it.

    Attributes
    ----------
    names : tuple of str
        Of the numbers that were fitted, the bias first if there is one.
    estimate, without : array, shape (k,)
        Those numbers with the row and without it, in label units (per feature unit).
    standard_errors : array, shape (k,)
        Of those numbers, with σ of all other rows.
    dfbetas : array, shape (k,)
        By how many of these each moves by the row.
    r_squared, sigma : (float, float)
        With the row and without it.
    leverage, residual, studentised, cooks_distance, dffits : float
        As in `Influence`; ``studentised`` is the externally studentised one.
    loss_share : float
        Of the loss of all rows, the share of this one.
    counts : bool
        Whether the row has any weight; without that nothing changes.

    Where the row decides a number alone, ``without`` and what stands on it are NaN.
    """

    names: tuple[str, ...]
    estimate: FloatArray
    without: FloatArray
    standard_errors: FloatArray
    dfbetas: FloatArray
    r_squared: tuple[float, float]
    sigma: tuple[float, float]
    leverage: float
    residual: float
    studentised: float
    cooks_distance: float
    dffits: float
    loss_share: float
    counts: bool
    bias_fitted: bool

    @property
    def is_determined(self) -> bool:
        """Whether there is one fit without the row."""
        return bool(np.isfinite(self.without).all())

    @property
    def model(self) -> tuple[FloatArray, float]:
        """Weights and bias without the row."""
        first = int(self.bias_fitted)
        return self.without[first:], float(self.without[0]) if first else 0.0


def without_row(
    data: Dataset,
    row: int,
    fit: Fit | CheckedFit | None = None,
    *,
    row_weights: ArrayLike | None = None,
    fit_bias: bool | None = None,
) -> WithoutRow:
    """`WithoutRow` of a row; of a fit that was checked, in a time that does not depend on how many there are.

    Parameters
    ----------
    data : Dataset
    row : int
        From 0 on.
    fit, row_weights, fit_bias
        As in `infer`.

    Raises
    ------
    ValueError, ProblemError
        As `influence`, and if there is no such row.

    Notes
    -----
    With the leverage h and the residual e of the row, the numbers move by (ZᵀZ)⁻¹zᵀe/(1 − h), and the sum of
    the squared residuals falls by e²/(1 − h): Belsley, Kuh and Welsch, Regression Diagnostics (1980),
    equations 2.1 and 2.4.
    """
    checked = checked_fit(data, fit, row_weights, fit_bias, spare=2)
    if not 0 <= row < data.n_rows:
        raise ValueError(f"Rows are counted from 0 to {data.n_rows - 1:,}, and {row:,} is none of them.")
    return _without(checked, row)


def _without(checked: CheckedFit, row: int) -> WithoutRow:
    fit, factor, k, freedom = checked.fit, checked.factor, len(checked.names), checked.freedom
    bias = [fit.bias] if fit.bias_fitted else []
    estimate = np.array([*bias, *fit.weights])
    rss, total, unit = checked.residual_sum, checked.total_sum, checked.unit
    sigma, r_squared = math.sqrt(rss / freedom) * math.sqrt(unit), fit.r_squared
    if checked.kept is not None and not checked.kept[row]:
        return _of_no_weight(checked, estimate, sigma, r_squared)
    at = row if checked.kept is None else int(np.count_nonzero(checked.kept[:row]))
    X, y = checked.data.X[at : at + 1], checked.data.y[at : at + 1]
    weight = 1.0 if checked.row_weights is None else float(checked.row_weights[at])
    root = math.sqrt(weight)
    q = factor.projected(X) * root
    residual = float(fit.unchecked_residual(X, y)[0])
    e = residual * root
    leverages, free = checked.leverages(q)
    if checked.needs_correction(free):
        return _without(checked.corrected(), row)
    leverage, left = float(leverages[0]), float(free[0])
    with np.errstate(
        divide="ignore", invalid="ignore", over="ignore"
    ):  # without it, there may be no noise left
        moved = factor.back() @ (q[0] * (e / left))
        less = np.float64(max(rss - e * e / left, 0.0) if math.isfinite(left) else math.nan)
        others = float(less) / (freedom - 1)
        deleted = np.divide(e, np.sqrt(np.float64(others * left)))
        studentised = np.divide(e, np.sqrt(np.float64(rss / freedom * left)))
        errors = np.sqrt(others) * np.sqrt(factor.unit_variances())
        dfbetas = np.divide(moved, errors)
        all_weight = checked.design.total_weight
        label = float(y[0])
        if fit.bias_fitted:
            apart = label - checked.moments.label_mean
            spread = total - weight * all_weight / (all_weight - weight) * apart * apart
        else:
            spread = total - weight * label * label
        r_without = 1.0 - float(less) / spread if spread > 0.0 else math.nan
        return WithoutRow(
            names=checked.names,
            estimate=estimate,
            without=estimate - moved,
            standard_errors=errors,
            dfbetas=dfbetas,
            r_squared=(r_squared, r_without),
            sigma=(sigma, math.sqrt(others) * math.sqrt(unit) if math.isfinite(left) else math.nan),
            leverage=leverage,
            residual=residual,
            studentised=float(deleted),
            cooks_distance=float(studentised**2 * leverage / (left * k)),
            dffits=float(deleted * np.sqrt(leverage / left)),
            loss_share=float(np.divide(e * e, np.float64(rss))),
            counts=True,
            bias_fitted=fit.bias_fitted,
        )


def _of_no_weight(checked: CheckedFit, estimate: FloatArray, sigma: float, r_squared: float) -> WithoutRow:
    nothing = math.nan
    return WithoutRow(
        names=checked.names,
        estimate=estimate,
        without=estimate,
        standard_errors=sigma / math.sqrt(checked.unit) * np.sqrt(checked.factor.unit_variances()),
        dfbetas=np.zeros_like(estimate),
        r_squared=(r_squared, r_squared),
        sigma=(sigma, sigma),
        leverage=0.0,
        residual=nothing,
        studentised=nothing,
        cooks_distance=nothing,
        dffits=nothing,
        loss_share=0.0,
        counts=False,
        bias_fitted=checked.fit.bias_fitted,
    )
