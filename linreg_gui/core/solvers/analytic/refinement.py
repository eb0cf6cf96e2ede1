"""Iterative refinement of a least-squares solution with residuals in double the precision.

Only the gradient has to be exact: it is computed in row blocks, so memory stays a few blocks above the data.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.double_double import Pair, add, product_sum, total, two_product, two_sum
from linreg_gui.core.model.merge_tree import merged

from .design_matrix import Design

# Takes the gradient sums (constant term first) to the correction of the parameters.
Correction = Callable[[FloatArray], FloatArray]
_EPS = float(np.finfo(np.float64).eps)
_MOST_STEPS = 20
# Values in a block: its dozen working arrays fit into the cache together.
_BLOCK_VALUES = 1 << 14


@dataclass(frozen=True, eq=False)
class Refined:
    """Parameters of a design as a pair, and the weighted sum of its squared residuals."""

    design: Design
    parameters: Pair
    sum_of_squares: float


def refine(design: Design, start: FloatArray, solve: Correction, penalty: float = 0.0) -> Refined:
    """Correct the parameters until their last digit stays; `penalty` is that of ridge, ½·penalty·‖w‖².

    Converges when `solve` is right to a digit: with the Cholesky factor of the Gram matrix for scaled
    condition numbers below about 1e7, with R of a QR factorisation (the corrected seminormal equations,
    Björck, Linear Algebra and its Applications 88/89, 1987) up to about 1/eps.
    """
    parameters: Pair = (start, np.zeros_like(start))
    gradient, squares = exact_gradient(design, parameters, penalty)
    before, last = math.inf, math.inf
    for _ in range(_MOST_STEPS):
        correction = solve(gradient)
        change = change_of_predictions(gradient, correction)
        # Over two steps: where the shift is a column's mean but for a rounding that its small spread feels,
        # the Cholesky factor corrects the constant first and what that did to the weights next.
        if not change < 0.5 * before:
            break
        before, last = last, change
        parameters = add(parameters, (correction, np.zeros_like(correction)))
        gradient, squares = exact_gradient(design, parameters, penalty)
        if is_rounding(correction, parameters[0]):
            break
    return Refined(design, parameters, squares)


def change_of_predictions(gradient: FloatArray, correction: FloatArray) -> float:
    """Length of the change that a correction (of RᵀR x = g) makes to all predictions; NaN if it makes none.

    In this norm every direction counts alike, however badly the columns are conditioned.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        square = float(gradient @ correction)
    return math.sqrt(square) if square >= 0.0 else math.nan


def is_rounding(correction: FloatArray, parameters: FloatArray) -> bool:
    """Whether a correction is far below the last digit of every parameter."""
    return bool((np.abs(correction) <= _EPS**1.5 * np.abs(parameters)).all())


def exact_gradient(design: Design, parameters: Pair, penalty: float = 0.0) -> tuple[FloatArray, float]:
    """Sums of weight · residual · row and of weighted squared residuals over all row blocks."""
    work = partial(_exact_sums, design=design, parameters=parameters)
    (hi, lo), squares = merged(design.data.each_part(work), _added)
    if penalty:
        # The bias is left out: it is not penalised, and the product could overflow.
        first = design.first
        weights = parameters[0][first:], parameters[1][first:]
        pull = _times(weights, np.full(len(hi) - first, -penalty))
        hi[first:], lo[first:] = add((hi[first:], lo[first:]), pull)
    return hi + lo, squares


def _exact_sums(part: Dataset, design: Design, parameters: Pair) -> tuple[Pair, float]:
    """The sums over some rows, those that are vectors as pairs."""
    hi, lo = np.zeros(len(parameters[0])), np.zeros(len(parameters[0]))
    squares = 0.0
    for X, y, row_weights in replace(design, data=part).blocks(max(1, _BLOCK_VALUES // (len(hi) + 1))):
        rows = _rows(X, design)
        r = _residuals(rows, y, parameters)
        weighted = r if row_weights is None else _times(r, row_weights)
        squares += float(product_sum(r, weighted)[0])
        sums = product_sum((rows[0].T, rows[1].T), (weighted[0][:, None], weighted[1][:, None]))
        hi, lo = add((hi, lo), sums)
    return (hi, lo), squares


def _added(one: tuple[Pair, float], other: tuple[Pair, float]) -> tuple[Pair, float]:
    return add(one[0], other[0]), one[1] + other[1]


def _rows(X: FloatArray, design: Design) -> Pair:
    """[1 | x − m] exactly, transposed: shape (k, n)."""
    hi = np.ones((X.shape[1] + design.first, X.shape[0]))
    lo = np.zeros_like(hi)
    hi[design.first :], lo[design.first :] = two_sum(X.T, -design.shift[:, None])
    return hi, lo


def _residuals(rows: Pair, y: FloatArray, parameters: Pair) -> Pair:
    """Label − prediction as a pair."""
    theta, theta_lo = parameters[0][:, None], parameters[1][:, None]
    p, e = two_product(rows[0], theta)
    prediction = total((p, e + rows[0] * theta_lo + rows[1] * theta))
    return add((y, np.zeros_like(y)), (-prediction[0], -prediction[1]))


def _times(a: Pair, factor: FloatArray) -> Pair:
    """A pair times plain numbers."""
    p, e = two_product(a[0], factor)
    return p, e + a[1] * factor
