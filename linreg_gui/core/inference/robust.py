"""How sure weights are where the noise varies from row to row, and tests of several numbers at once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from linreg_gui.core.arrays import FloatArray, quiet_overflow, within_range
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.solvers.analytic.orthogonal import upper

from .checked_fit import CheckedFit
from .distributions import distributions

RobustKind = Literal["HC0", "HC1", "HC2", "HC3"]
ErrorKind = Literal["plain", "HC0", "HC1", "HC2", "HC3"]
ERROR_KINDS: tuple[ErrorKind, ...] = get_args(ErrorKind)
_POWER = {"HC0": 0, "HC1": 0, "HC2": 1, "HC3": 2}


@dataclass(frozen=True)
class JointTest:
    """Test that several numbers of a model are all 0.

    Attributes
    ----------
    f, p : float
        F is infinite where the errors are 0, and both are NaN where the errors do not tell the numbers apart.
    count : int
        How many numbers: the degrees of freedom of the numerator.
    degrees_of_freedom : float
        Of the denominator.
    """

    f: float
    p: float
    count: int
    degrees_of_freedom: float


def checked_errors(kind: str) -> ErrorKind:
    """The kind of errors, or a ValueError with a sentence."""
    for known in ERROR_KINDS:
        if isinstance(kind, str) and kind == known:
            return known
    raise ValueError(f"Errors are plain, HC0, HC1, HC2 or HC3, not {kind!r}.")


def error_root(checked: CheckedFit, kind: ErrorKind) -> FloatArray:
    """A matrix whose product with its transpose is the covariance of (bias and) weights, shape (k, k).

    Parameters
    ----------
    checked : CheckedFit
    kind : ErrorKind
        ``"plain"`` for noise of constant variance, otherwise White's estimator (HC0) and its corrections.

    Raises
    ------
    ProblemError
        If HC2 or HC3 do not exist because a row decides its own prediction alone, or a number is too large.

    Notes
    -----
    MacKinnon and White (1985), Journal of Econometrics 29. Lengths of its rows are standard errors, so that
    nothing is squared and nothing cancels.
    """
    if kind == "plain":
        with quiet_overflow():
            root = np.sqrt(checked.residual_sum / checked.freedom) * checked.factor.back()
    else:
        checked, middle = robust_middle(checked, kind)
        within_range(middle, "standard errors")
        with quiet_overflow():
            root = checked.factor.back() @ root_of(middle)
    return within_range(root, "standard errors")


def robust_middle(checked: CheckedFit, kind: RobustKind) -> tuple[CheckedFit, FloatArray]:
    """The covariance in the coordinates of Q, shape (k, k), with the fit, corrected where needed.

    Raises as `error_root`.
    """
    n, k = checked.data.n_rows, len(checked.names)
    with quiet_overflow():
        checked, middle = _middle(checked, _POWER[kind])
        return checked, middle * (n / (n - k)) if kind == "HC1" else middle


def joint_test(root: FloatArray, estimate: FloatArray, places: Sequence[int], freedom: float) -> JointTest:
    """Test that some numbers are all 0.

    Parameters
    ----------
    root : array, shape (k, k)
        As `error_root` gives it.
    estimate : array, shape (k,)
    places : sequence of int
        Which numbers.
    freedom : float
        Degrees of freedom of the residuals; infinite for a test by χ², which is then ``count`` times f.

    Notes
    -----
    Wald's statistic b'V⁻¹b/q, with V never formed: V = R'R by a QR factorisation of the root.
    """
    rows, wanted = root[list(places)], estimate[list(places)]
    count = len(wanted)
    lengths = row_lengths(rows)
    if not (lengths > 0.0).all():
        f = np.inf if wanted[lengths == 0.0].any() else np.nan
    else:
        with quiet_overflow():
            R = upper((rows / lengths[:, None]).T)
            diagonal = np.abs(np.diag(R))
            known = len(diagonal) == count and diagonal.min() > count * np.finfo(np.float64).eps
            z = np.linalg.solve(R.T, wanted / lengths) if known else np.full(1, np.nan)
            f = float(z @ z) / count
    stats = distributions()
    p = stats.chi2.sf(count * f, count) if math.isinf(freedom) else stats.f.sf(f, count, freedom)
    return JointTest(float(f), float(p), count, freedom)


def press(checked: CheckedFit) -> float:
    """Sum of the squares by which each row is missed by a model of all others, weighted like the rows.

    Raises
    ------
    ProblemError
        If a row decides its own prediction alone: nobody knows how it would be predicted without it.

    Notes
    -----
    Allen (1974), Technometrics 16: residual / (1 − leverage), without a fit per row.
    """
    total = 0.0
    with quiet_overflow():
        for q, e in checked.columns():
            _, free = checked.leverages(q, transposed=True)
            if checked.needs_correction(free):
                return press(checked.corrected())
            if np.isnan(free).any():
                raise ProblemError(
                    "A row decides its own prediction alone, so nothing tells how it would be predicted "
                    "without it.",
                    ProblemKind.LEVERAGE,
                )
            total += float(np.sum((e / free) ** 2))
    return total * checked.unit


def row_lengths(root: FloatArray) -> FloatArray:
    """Standard errors from a root as `error_root` gives it; no square overflows or vanishes."""
    scale = np.ldexp(1.0, np.frexp(np.abs(root).max(axis=1))[1])
    part = root / scale[:, None]
    return np.asarray(scale * np.sqrt(np.einsum("ij,ij->i", part, part)))


def ratio(value: FloatArray, error: FloatArray) -> FloatArray:
    """value / error; infinite with the sign of the value where the error is 0, and 0 for 0 / 0."""
    infinite = np.where(value == 0.0, 0.0, np.copysign(np.inf, value))
    with quiet_overflow():
        return np.divide(value, error, out=infinite, where=error > 0.0)


def root_of(middle: FloatArray) -> FloatArray:
    """A root of a matrix without negative eigenvalues, but for rounding."""
    values, vectors = np.linalg.eigh(middle)
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0)))


def _middle(checked: CheckedFit, power: int) -> tuple[CheckedFit, FloatArray]:
    """HC0 with the squares of the residuals over (1 − leverage) to a power."""
    k = len(checked.names)
    # In the coordinates of Q nothing is squared that is badly conditioned.
    middle = np.zeros((k, k))
    for q, e in checked.columns():
        if power:
            _, free = checked.leverages(q, transposed=True)
            if checked.needs_correction(free):
                return _middle(checked.corrected(), power)
            if np.isnan(free).any():
                number = power + 1
                raise ProblemError(
                    f"A row decides its own prediction alone, so HC{number} does not exist.",
                    ProblemKind.LEVERAGE,
                )
            e = e / (free if power == 2 else np.sqrt(free))
        q *= e
        middle += q @ q.T
    return checked, middle
