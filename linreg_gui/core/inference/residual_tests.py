"""Whether residuals look like independent normal noise of constant variance: three classical tests."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import within_range
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.solvers.analytic.solver import solve_analytic

from .checked_fit import checked_fit
from .infer import distributions


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
        Test of normality, χ² with 2 degrees of freedom.
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
    fit: Fit | None = None,
    *,
    row_weights: ArrayLike | None = None,
    fit_bias: bool | None = None,
) -> ResidualTests:
    """`ResidualTests` of the residuals of a fit; with row weights, of the residuals times √weight.

    Parameters
    ----------
    data, fit, row_weights, fit_bias
        As in `infer`.

    Raises
    ------
    ValueError, ProblemError
        As `infer`, and if the residuals do not vary.

    Notes
    -----
    Durbin and Watson (1950); Jarque and Bera (1980); Koenker (1981).
    """
    checked = checked_fit(data, fit, row_weights, fit_bias)
    data, e = checked.data, within_range(checked.residuals(), "residuals")
    # A power of two changes no digit, and with it no square overflows or vanishes.
    e = np.ldexp(e, -int(np.frexp(np.abs(e).max())[1]))
    spread = float(e.std())
    if not spread > 0.0:
        raise ProblemError("The residuals are all alike, so there is no noise to test.", ProblemKind.NO_NOISE)
    stats = distributions()
    n, d = data.n_rows, data.n_features
    z = (e - e.mean()) / spread
    skewness, kurtosis = float(np.mean(z**3)), float(np.mean(z**4))
    normality = n / 6.0 * (skewness**2 + (kurtosis - 3.0) ** 2 / 4.0)
    squares = solve_analytic(Dataset(data.X, (e / spread) ** 2, data.feature_names, "squared residual"))
    # Squares that do not vary are explained by nothing.
    variance = n * max(0.0, float(np.nan_to_num(squares.r_squared)))
    return ResidualTests(
        durbin_watson=float(np.sum(np.diff(e) ** 2) / np.sum(e**2)),
        skewness=skewness,
        kurtosis=kurtosis,
        jarque_bera=normality,
        jarque_bera_p=float(stats.chi2.sf(normality, 2)),
        breusch_pagan=variance,
        breusch_pagan_p=float(stats.chi2.sf(variance, d)),
    )
