"""Whether neighbouring rows have noise in common: Durbin and Watson's statistic with its p-value."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.problem import ProblemError, ProblemKind

from .checked_fit import CheckedFit, checked_fit
from .distributions import distributions

# Up to here mean and variance of the statistic under the features are worked out; of more rows their limits
# differ by less than what is shown.
_FEW_ROWS = 20_000


@dataclass(frozen=True)
class SerialTest:
    """Durbin and Watson's d of the residuals in their order.

    Attributes
    ----------
    durbin_watson : float
        Between 0 and 4; near 2 where neighbouring rows are independent.
    p : float
        Two-sided.
    correlation : float
        Of each residual with the one before.
    """

    durbin_watson: float
    p: float
    correlation: float


def serial_test(
    data: Dataset,
    fit: Fit | CheckedFit | None = None,
    *,
    row_weights: ArrayLike | None = None,
    fit_bias: bool | None = None,
) -> SerialTest:
    """`SerialTest` of a linear regression, whose rows come in the order of time or of something else.

    Parameters
    ----------
    data, fit, row_weights, fit_bias
        As in `infer`.

    Raises
    ------
    ValueError, ProblemError
        As `infer`, and if there is no noise.

    Notes
    -----
    p is that of a beta distribution on 0 to 4 with the exact mean and variance of d under these features
    (Durbin and Watson 1951, Biometrika 38, section 4; Henshaw 1966, Econometrica 34).
    """
    return serial_of(checked_fit(data, fit, row_weights, fit_bias))


def serial_of(checked: CheckedFit) -> SerialTest:
    """`serial_test` of a fit that is checked."""
    e = checked.residuals()
    e = np.ldexp(e, -int(np.frexp(np.abs(e).max(initial=0.0))[1]))
    total = float(e @ e)
    if not total > 0.0:
        raise ProblemError("The residuals are all 0, so there is no noise to test.", ProblemKind.NO_NOISE)
    steps = np.diff(e)
    d = float(steps @ steps) / total
    mean, variance = _moments(checked)
    return SerialTest(d, _two_sided(d, mean, variance), float(e[1:] @ e[:-1]) / total)


def _moments(checked: CheckedFit) -> tuple[float, float]:
    """Mean and variance of d for independent normal noise under these features."""
    n, k = checked.data.n_rows, len(checked.names)
    if n > _FEW_ROWS:
        return 2.0, 4.0 / n
    q = np.concatenate([rows for rows, _ in checked.blocks()])
    steps = np.diff(q, axis=0)
    bent = np.zeros_like(q)  # the matrix of the statistic times q
    bent[:-1] -= steps
    bent[1:] += steps
    inner = steps.T @ steps
    first = 2.0 * (n - 1) - float(np.trace(inner))
    second = 6.0 * n - 8.0 - 2.0 * _total(bent) + _total(inner)
    mean = first / (n - k)
    return mean, 2.0 / ((n - k) * (n - k + 2)) * (second - first * mean)


def _total(values: FloatArray) -> float:
    return float(np.sum(values * values))


def _two_sided(d: float, mean: float, variance: float) -> float:
    share = mean / 4.0
    size = share * (1.0 - share) / (variance / 16.0) - 1.0 if variance > 0.0 else math.inf
    if not (0.0 < share < 1.0 and math.isfinite(size) and size > 0.0):
        return math.nan
    beta = distributions().beta(share * size, (1.0 - share) * size)
    return min(1.0, 2.0 * float(min(beta.cdf(d / 4.0), beta.sf(d / 4.0))))
