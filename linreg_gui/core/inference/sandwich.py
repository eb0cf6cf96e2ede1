"""What errors are made of where the loss is not the squared one: how it bends, and how its slopes scatter."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from linreg_gui.core.arrays import FloatArray, frozen, within_range
from linreg_gui.core.model.dataset import UNWEIGHTED, Dataset
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.model.moments import moments
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.solvers.analytic.design_matrix import Design
from linreg_gui.core.solvers.analytic.row_weights import counted_rows

from .design_factor import DesignFactor, design_factor
from .distributions import distributions
from .infer import Coefficients
from .robust import ErrorKind, checked_errors, ratio, row_lengths

# Beside what the sums of the gradient are made of, one this small is rounding.
_FLAT = 1e-6


def checked_question(data: Dataset, fit: Fit, errors: str) -> ErrorKind:
    """The kind of errors, where such errors can be told at all.

    Raises
    ------
    ValueError
        If it is none of them.
    ProblemError
        If rows have weights, features depend on each other, or HC2 or HC3 are asked for.
    """
    kind = checked_errors(errors)
    if data.row_weights is not None:
        raise ProblemError(UNWEIGHTED, ProblemKind.LOSS)
    if kind in ("HC2", "HC3"):
        raise ProblemError(
            f"{kind} errors are for least squares: choose plain ones, HC0 or HC1.", ProblemKind.LOSS
        )
    if fit.dependencies:
        raise ProblemError(
            f"The weights are not determined by the data: {fit.dependencies[0]}. Ignore one of these columns "
            "to judge the others.",
            ProblemKind.RANK,
        )
    return kind


def factor_of(
    data: Dataset, bends: FloatArray | None, fit_bias: bool, told: str
) -> tuple[DesignFactor, float]:
    """The factor of the features with rows that weigh as much as the loss bends there, over a unit.

    Raises
    ------
    ProblemError
        With the sentence ``told``, if a feature does not vary in rows that weigh.
    """
    counted, weights, unit, _ = counted_rows(data, bends)
    m = moments(counted, weights, centred=fit_bias)
    if not (m.norms[:-1] > 0.0).all():
        raise ProblemError(told, ProblemKind.RANK)
    condition = math.sqrt(float(np.linalg.cond(m.correlation())))
    design = Design(counted, np.arange(data.n_features), m.feature_means, weights, fit_bias)
    return design_factor(design, m, condition), unit


def middle_of(
    data: Dataset, factor: DesignFactor, slopes: Callable[[slice], FloatArray], name: str
) -> FloatArray:
    """The sum of the squares of the rows' shares of the gradient, in the coordinates of Q, shape (k, k).

    Parameters
    ----------
    data : Dataset
    factor : DesignFactor
    slopes : callable
        Gives what the loss pulls by at some rows.
    name : str
        Of the loss.

    Raises
    ------
    ValueError
        If these shares do not cancel, as they do where the loss is least.
    """
    k = data.n_features + int(factor.fit_bias)
    middle, sums, sizes, start = np.zeros((k, k)), np.zeros(k), np.zeros(k), 0
    for X, y in data.blocks():
        rows = slice(start, start + len(y))
        start += len(y)
        q = factor.projected(X)
        q *= slopes(rows)[:, None]
        sums += q.sum(axis=0)
        sizes += np.abs(q).sum(axis=0)
        middle += q.T @ q
    if not (np.abs(sums) <= _FLAT * sizes + np.finfo(np.float64).tiny).all():
        raise ValueError(f"Only where the {name} is least can a fit be judged; this one is elsewhere.")
    return middle


def normal_table(data: Dataset, fit: Fit, root: FloatArray, level: float) -> Coefficients:
    """Estimates with what the normal distribution says of them: z in place of t, and its p and intervals.

    Parameters
    ----------
    data : Dataset
    fit : Fit
    root : array, shape (k, k)
        Times its transpose it is the covariance of (bias and) weights.
    level : float
        Confidence of the intervals.
    """
    bias = int(fit.bias_fitted)
    error = row_lengths(within_range(root, "standard errors"))
    estimate = np.append([fit.bias] * bias, fit.weights)
    z = ratio(estimate, error)
    normal = distributions().norm
    half = float(normal.ppf(0.5 + 0.5 * level)) * error
    columns = (estimate, error, z, 2.0 * normal.sf(np.abs(z)), estimate - half, estimate + half)
    return Coefficients((*["bias"] * bias, *data.feature_names), *(frozen(column) for column in columns))
