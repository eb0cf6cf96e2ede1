"""Whether residuals look like independent normal noise of constant variance: three classical tests."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray, whole_number, within_range
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.solvers.analytic.orthogonal import thin_qr
from linreg_gui.core.solvers.analytic.solver import solve_analytic

from .checked_fit import CheckedFit, checked_fit
from .distributions import distributions

# Up to here the distribution of Jarque and Bera's statistic is simulated.
_FEW_ROWS = 500
_SIMULATIONS, _AT_ONCE = 9999, 1111
# A p-value beyond this one speaks for itself after the first simulations.
_CLEAR = 0.15


@dataclass(frozen=True)
class ResidualTests:
    """Statistics and p-values; a small p speaks against the assumption.

    Attributes
    ----------
    durbin_watson : float
        Between 0 and 4; near 2 where neighbouring rows are independent.
    skewness, kurtosis : float
        Of the residuals; 0 and 3 for normal noise.
    jarque_bera, jarque_bera_p : float
        Test of normality. Up to 500 rows p comes from simulated normal noise under the same features and
        is at least 1/10,000; beyond, from χ² with 2 degrees of freedom, which it approaches so slowly that
        with 50 rows it would find 4 of 100 normal samples at the 5 % level, and with 10 rows one.
    breusch_pagan, breusch_pagan_p : float
        Test of constant variance (Koenker's n·R² of the squared residuals on the features), χ² with d
        degrees of freedom.
    """

    durbin_watson: float
    skewness: float
    kurtosis: float
    jarque_bera: float
    jarque_bera_p: float
    breusch_pagan: float
    breusch_pagan_p: float


def residual_tests(
    data: Dataset,
    fit: Fit | CheckedFit | None = None,
    *,
    row_weights: ArrayLike | None = None,
    fit_bias: bool | None = None,
    seed: int = 0,
) -> ResidualTests:
    """`ResidualTests` of the residuals of a fit; with row weights, of the residuals times √weight.

    Parameters
    ----------
    data, fit, row_weights, fit_bias
        As in `infer`.
    seed : int
        Of the simulation.

    Raises
    ------
    ValueError, ProblemError
        As `infer`, and if the residuals do not vary.

    Notes
    -----
    Durbin and Watson (1950); Jarque and Bera (1980); Koenker (1981). The simulated test is exact, since the
    statistic depends on nothing but the features and the shape of the noise (Dufour, Farhat, Gardiol and
    Khalaf 1998, Econometrics Journal 1).
    """
    rng = np.random.default_rng(whole_number(seed, "The seed"))
    checked = checked_fit(data, fit, row_weights, fit_bias)
    data, e = checked.data, within_range(checked.residuals(), "residuals")
    # A power of two changes no digit, and with it no square overflows or vanishes.
    e = np.ldexp(e, -int(np.frexp(np.abs(e).max())[1]))
    spread = float(e.std())
    if not spread > 0.0:
        raise ProblemError("The residuals are all alike, so there is no noise to test.", ProblemKind.NO_NOISE)
    stats = distributions()
    n, d = data.n_rows, data.n_features
    skewness, kurtosis, normality = map(float, _shape(e))
    if n <= _FEW_ROWS:
        normality_p = _simulated_p(normality, np.concatenate([q for q, _ in checked.blocks()]), rng)
    else:
        normality_p = float(stats.chi2.sf(normality, 2))
    variance = n * _explained_squares(checked, (e / spread) ** 2)
    return ResidualTests(
        durbin_watson=_steps(e) / float(e @ e),
        skewness=skewness,
        kurtosis=kurtosis,
        jarque_bera=normality,
        jarque_bera_p=normality_p,
        breusch_pagan=variance,
        breusch_pagan_p=float(stats.chi2.sf(variance, d)),
    )


def _explained_squares(checked: CheckedFit, squares: FloatArray) -> float:
    """R² of squared residuals on the features; 0 where they do not vary, which is explained by nothing."""
    data = checked.data
    if checked.row_weights is not None or not checked.fit.bias_fitted:
        found = solve_analytic(Dataset(data.X, squares, data.feature_names, "squared residual"))
        return max(0.0, float(np.nan_to_num(found.r_squared)))
    # The columns of Q but that of the bias have no mean.
    deviations, start = squares - squares.mean(), 0
    sums = np.zeros(data.n_features)
    for X, y in data.blocks():
        sums += checked.shared(X, deviations[start : start + len(y), None])[1:, 0]
        start += len(y)
    total = float(deviations @ deviations)
    return min(1.0, float(sums @ sums) / total) if total > 0.0 else 0.0


def _steps(e: FloatArray) -> float:
    steps = np.diff(e)
    return float(steps @ steps)


def _shape(e: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Skewness, kurtosis and Jarque and Bera's statistic of every column."""
    z = e - e.mean(axis=0)
    z /= z.std(axis=0)
    squares = z * z
    skewness, kurtosis = (squares * z).mean(axis=0), (squares * squares).mean(axis=0)
    return skewness, kurtosis, len(e) / 6.0 * (skewness**2 + (kurtosis - 3.0) ** 2 / 4.0)


def _simulated_p(statistic: float, design: FloatArray, rng: np.random.Generator) -> float:
    """The share of residuals of normal noise, fitted by the same design, that are no nearer to normal."""
    q, _ = thin_qr(design)
    further = 0
    # With one degree of freedom all samples have the same shape, but for rounding.
    statistic *= 1.0 - 1e-9
    for count in range(_AT_ONCE, _SIMULATIONS + 1, _AT_ONCE):
        noise = rng.standard_normal((len(q), _AT_ONCE))
        noise -= q @ (q.T @ noise)
        further += int(np.count_nonzero(_shape(noise)[2] >= statistic))
        p = (further + 1) / (count + 1)
        if p > _CLEAR:
            break
    return p
