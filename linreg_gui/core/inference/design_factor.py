"""The orthonormal factor of a design matrix: all that standard errors and leverages need, from row blocks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from linreg_gui.core.arrays import FloatArray, frozen, subtract_row
from linreg_gui.core.model.double_double import Pair, matrix_product, product_sum, two_product, two_sum
from linreg_gui.core.model.moments import Moments
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.solvers.analytic.design_matrix import Design, scaled_triangle

# Squaring a larger condition number would cost more digits than standard errors can spare.
_CHOLESKY_LIMIT = 300.0
# With a larger one a triangle from the rows has fewer than eleven digits, and is corrected.
_QR_LIMIT = 1e4
# Where a column's mean is more than so many times its spread, the rounding of the mean leaves the column at
# an angle to the column of ones that costs more digits, too.
_FAR_FROM_ZERO = 1e3
_BLOCK_VALUES = 1 << 17
# Products of numbers up to this size can be summed.
_IN_RANGE = 1e60
_EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, eq=False)
class DesignFactor:
    """Q of the QR factorisation of the design matrix [1 | x − m], as the way from a row to its row of Q.

    Rows with weights count √weight times. Without a bias there is no column of ones, and m is 0.

    Attributes
    ----------
    way : pair of arrays, shape (k, k)
        A row of [1 | x − m] times this matrix, and then times ``after``, is a row of Q.
    after : array, shape (k, k), or None
        A correction near the identity; None where ``way`` alone is right to ten digits or more.
    mean : array, shape (d,)
        What is subtracted from each feature.
    fit_bias : bool
    error : float
        How far a leverage may be off.
    """

    way: Pair
    after: FloatArray | None
    mean: FloatArray
    fit_bias: bool
    error: float

    @property
    def is_corrected(self) -> bool:
        """Whether it has all the digits there are."""
        return self.after is not None

    @cached_property
    def is_plain(self) -> bool:
        """Whether sums over rows lose nothing, and stay in range, if they are taken to Q only at the end."""
        sizes = np.abs(np.diagonal(self.way[0]))
        return self.after is None and bool((sizes > 1.0 / _IN_RANGE).all() and (sizes < _IN_RANGE).all())

    def unit_variances(self) -> FloatArray:
        """Variances of (bias and) weights for noise of variance 1 in a row of weight 1.

        Sums of squares along the rows of `back`, so nothing cancels.
        """
        return self._unit_variances

    def projected(self, X: FloatArray) -> FloatArray:
        """Rows of Q for rows of X of weight 1, the column of the bias first if there is one."""
        first = int(self.fit_bias)
        if self.after is not None:
            return matrix_product(_rows(X, self.mean, first), self.way) @ self.after
        q = np.empty((len(X), len(self.way[0])))
        way = self.way[0]
        centred = subtract_row(X, self.mean, out=np.empty(X.shape))
        np.matmul(centred, way[first:, first:], out=q[:, first:])
        if first:
            q[:, 0] = way[0, 0]
            if way[0, first:].any():
                q[:, first:] += way[0, first:]
        return q

    def columns(self, X: FloatArray) -> FloatArray:
        """`projected` transposed, shape (k, n): sums along its rows are several times as fast."""
        if self.after is not None:
            return np.ascontiguousarray(self.projected(X).T)
        first, way = int(self.fit_bias), self.way[0]
        q = np.empty((len(way), len(X)))
        centred = subtract_row(X, self.mean, out=np.empty(X.shape))
        np.matmul(way[first:, first:].T, centred.T, out=q[first:])
        if first:
            q[0] = way[0, 0]
            if way[0, 1:].any():
                q[1:] += way[0, 1:, None]
        return q

    def steps(self, gradient: FloatArray) -> FloatArray:
        """What a gradient of [1 | x − m] is in the coordinates of Q."""
        step = (self.way[0] + self.way[1]).T @ gradient
        return step if self.after is None else self.after.T @ step

    def back(self) -> FloatArray:
        """Takes numbers in the coordinates of Q to (bias and) weights, square; not to be changed."""
        return self._back

    # Asked for with every row that is pointed at.
    @cached_property
    def _unit_variances(self) -> FloatArray:
        back = self.back()
        return frozen(np.einsum("ij,ij->i", back, back))

    @cached_property
    def _back(self) -> FloatArray:
        hi, lo = self.way
        if self.fit_bias:
            # The bias is the prediction at x = 0.
            zero: Pair = (np.append(1.0, -self.mean)[:, None], np.zeros((len(hi), 1)))
            at_zero = product_sum(zero, self.way)
            hi, lo = np.vstack([at_zero[0], hi[1:]]), np.vstack([at_zero[1], lo[1:]])
        result = hi + lo
        return frozen(result if self.after is None else result @ self.after)


def design_factor(design: Design, m: Moments, condition: float) -> DesignFactor:
    """`DesignFactor` of the design matrix of features that all vary.

    From the Cholesky factor of their correlations where the condition number is small enough for that to
    keep eleven digits, from the rows themselves otherwise, and corrected by `corrected_factor` where even
    those lose more.

    Parameters
    ----------
    design : Design
        Of all features, shifted by their means if there is a bias.
    m : Moments
        With the same row weights, centred if there is a bias.
    condition : float
        Condition number of the scaled features.
    """
    if condition > _QR_LIMIT:
        return corrected_factor(design, m)
    first, lengths = design.first, _lengths(design, m)
    far = float(np.max(np.abs(design.shift) / lengths[first:])) * np.sqrt(design.total_weight)
    if condition <= _CHOLESKY_LIMIT and far <= _FAR_FROM_ZERO:
        R = np.eye(len(lengths))
        R[first:, first:] = np.linalg.cholesky(m.correlation()).T
        error = condition**2
    else:
        R = scaled_triangle(design, lengths)
        error = condition
    way = np.linalg.solve(R, np.eye(len(R))) / lengths[:, None]
    error *= 10.0 * len(lengths) * _EPS
    return DesignFactor((way, np.zeros_like(way)), None, design.shift, design.fit_bias, error)


def corrected_factor(design: Design, m: Moments) -> DesignFactor:
    """`DesignFactor` with all digits, whatever the condition number below 1/eps.

    Parameters
    ----------
    design, m
        As for `design_factor`.

    Raises
    ------
    ProblemError
        If the features are so nearly dependent that rounding hides the difference.

    Notes
    -----
    The triangle R of a QR factorisation in float64 is right to κ·eps. Rows times R⁻¹, in three times the
    precision, are therefore orthonormal but for κ·eps, and the Cholesky factor of their products makes up
    for the rest with errors of eps alone (Yamamoto, Nakatsukasa, Yanagisawa and Fukaya, Electronic
    Transactions on Numerical Analysis 44, 2015: “CholeskyQR2”).
    """
    first, lengths = design.first, _lengths(design, m)
    way = _inverse(scaled_triangle(design, lengths) * lengths)
    products = np.zeros((len(lengths), len(lengths)))
    for X, _, row_weights in design.blocks(max(1, _BLOCK_VALUES // len(lengths))):
        q = matrix_product(_rows(X, design.shift, first), way)
        if row_weights is not None:
            q *= np.sqrt(row_weights)[:, None]
        products += q.T @ q
    try:
        if not np.isfinite(products).all():
            raise np.linalg.LinAlgError
        after = np.linalg.solve(np.linalg.cholesky(products), np.eye(len(products))).T
    except np.linalg.LinAlgError:
        raise ProblemError(
            "The features are so nearly combinations of each other that rounding hides the difference. "
            "Ignore one of them to judge the others.",
            ProblemKind.RANK,
        ) from None
    return DesignFactor(way, after, design.shift, design.fit_bias, 10.0 * len(lengths) * _EPS)


def _lengths(design: Design, m: Moments) -> FloatArray:
    """Lengths of all columns of the design matrix."""
    return design.column_lengths(m.norms[:-1] * np.sqrt(design.total_weight / m.n_rows))


def _rows(X: FloatArray, mean: FloatArray, first: int) -> Pair:
    """[1 | x − m] exactly."""
    hi, lo = np.ones((len(X), X.shape[1] + first)), np.zeros((len(X), X.shape[1] + first))
    hi[:, first:], lo[:, first:] = two_sum(X, -mean)
    return hi, lo


def _inverse(R: FloatArray) -> Pair:
    """The inverse of an upper triangle in double the precision, from the last row up."""
    k = len(R)
    hi, lo = np.zeros((k, k)), np.zeros((k, k))
    for i in reversed(range(k)):
        row = R[i, i + 1 :, None]
        known = product_sum((row, np.zeros_like(row)), (hi[i + 1 :], lo[i + 1 :]))
        wanted = np.zeros(k)
        wanted[i] = 1.0
        s, e = two_sum(wanted, -known[0])
        e = e - known[1]
        quotient = (s + e) / R[i, i]
        p, rounding = two_product(quotient, R[i, i])
        hi[i], lo[i] = two_sum(quotient, ((s - p) - rounding + e) / R[i, i])
    return hi, lo
