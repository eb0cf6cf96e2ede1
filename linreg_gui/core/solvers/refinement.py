"""Iterative refinement of a least-squares solution with residuals in double the precision.

The model is written ŷ = c + (x − m)·w with a fixed shift m: the same model as Xw + b for any m, but
with far smaller numbers to cancel.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..arrays import FloatArray, IntArray
from ..dataset import Dataset
from ..double_double import Pair, add, product_sum, total, two_product, two_sum

# Takes the gradient sums (constant term first) to the correction of (c, w).
Correction = Callable[[FloatArray], FloatArray]
_EPS = float(np.finfo(np.float64).eps)
_MOST_STEPS = 12


@dataclass(frozen=True, eq=False)
class Shifted:
    """The shifted model and the sum of its squared residuals; parameters (c, w) as a pair."""

    shift: FloatArray
    parameters: Pair
    sum_of_squares: float

    def weights_and_bias(self) -> tuple[FloatArray, float]:
        """Round to the weights w and the bias b = c − m·w of the plain model."""
        hi, lo = self.parameters
        zeros = np.zeros_like(self.shift)
        mw = product_sum((self.shift, zeros), (hi[1:], lo[1:]))
        bias = add((hi[:1], lo[:1]), (-mw[0].reshape(1), -mw[1].reshape(1)))
        return hi[1:] + lo[1:], float(bias[0][0])


def refine(
    data: Dataset, columns: IntArray, shift: FloatArray, start: FloatArray, solve: Correction
) -> Shifted:
    """Refine by corrected normal equations: the gradient is exact, `solve` need not be.

    Converges when `solve` is right to a digit, that is for scaled condition numbers below about 1e7.
    """
    parameters: Pair = (start, np.zeros_like(start))
    best = np.inf
    for _ in range(_MOST_STEPS):
        gradient, _ = _gradient(data, columns, shift, parameters)
        correction = solve(gradient)
        size = _relative_size(correction, parameters[0])
        if not size < 0.5 * best:
            break
        best = size
        parameters = add(parameters, (correction, np.zeros_like(correction)))
        if size < _EPS**1.5:
            break
    return Shifted(shift, parameters, _gradient(data, columns, shift, parameters)[1])


def refine_augmented(
    data: Dataset, columns: IntArray, shift: FloatArray, Q: FloatArray, R: FloatArray
) -> Shifted:
    """Björck's refinement of residual and parameters together (BIT 7, 1967).

    Converges for scaled condition numbers up to about 1/eps, where the normal equations have lost
    every digit. `Q` (n, k + 1) and `R` (k + 1, k + 1) factorise [1 | (x − m)] of the chosen columns.
    """
    X = data.X[:, columns]
    design = _design(X, shift)
    residuals = np.zeros(data.n_rows)
    parameters: Pair = (np.zeros(R.shape[1]), np.zeros(R.shape[1]))
    best = np.inf
    for _ in range(_MOST_STEPS):
        r, _ = _residuals(design, data.y, parameters)
        f1 = (r[0] - residuals) + r[1]
        f2 = -_sums(design, (residuals, np.zeros_like(residuals)))
        z = np.linalg.solve(R.T, f2)
        projected = Q.T @ f1
        correction = np.asarray(np.linalg.solve(R, projected - z), dtype=np.float64)
        size = _relative_size(correction, parameters[0])
        if not size < 0.5 * best:
            break
        best = size
        residuals = residuals + (f1 - Q @ (projected - z))
        parameters = add(parameters, (correction, np.zeros_like(correction)))
        if size < _EPS**1.5:
            break
    _, squares = _residuals(design, data.y, parameters)
    return Shifted(shift, parameters, squares)


def _relative_size(correction: FloatArray, parameters: FloatArray) -> float:
    """Largest relative change of a parameter; 1 at the first step from zero."""
    scale = np.abs(parameters) + np.abs(correction)
    return float(np.max(np.abs(correction) / np.where(scale > 0.0, scale, 1.0)))


def _design(X: FloatArray, shift: FloatArray) -> Pair:
    """[1 | x − m] exactly, transposed: shape (k + 1, n)."""
    hi = np.ones((X.shape[1] + 1, X.shape[0]))
    lo = np.zeros_like(hi)
    hi[1:], lo[1:] = two_sum(X.T, -shift[:, None])
    return hi, lo


def _residuals(design: Pair, y: FloatArray, parameters: Pair) -> tuple[Pair, float]:
    """Label − prediction as a pair, and the sum of its squares."""
    theta, theta_lo = parameters[0][:, None], parameters[1][:, None]
    p, e = two_product(design[0], theta)
    prediction = total((p, e + design[0] * theta_lo + design[1] * theta))
    r = add((y, np.zeros_like(y)), (-prediction[0], -prediction[1]))
    squares = product_sum(r, r)
    return r, float(squares[0])


def _sums(design: Pair, r: Pair) -> FloatArray:
    """Sums over the rows of design · r, shape (k + 1,)."""
    hi, lo = product_sum((design[0].T, design[1].T), (r[0][:, None], r[1][:, None]))
    return np.asarray(hi + lo)


def _gradient(
    data: Dataset, columns: IntArray, shift: FloatArray, parameters: Pair
) -> tuple[FloatArray, float]:
    """Sums of residual · [1 | x − m] and of squared residuals over all row blocks."""
    sums = np.zeros(len(columns) + 1)
    squares = 0.0
    for X, y in data.blocks():
        design = _design(X[:, columns], shift)
        r, block_squares = _residuals(design, y, parameters)
        sums += _sums(design, r)
        squares += block_squares
    return sums, squares
