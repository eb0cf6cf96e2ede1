"""How the analytic solution is found: Cholesky of the Gram matrix, streamed QR, and ridge by QR."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.model.moments import Moments

from .design_matrix import Design, scaled_triangle, upper
from .rank import RankSplit, minimum_norm, split_by_rank
from .refinement import Correction, Refined, refine

# Up to this many values every residual is computed in double the precision.
_REFINED_VALUES = 200_000
# Above this condition number for any number of values: plain residuals would cost three digits or more.
_REFINED_CONDITION = 1e3
# Above this condition number a penalty changes no digit of the columns it is added to.
_LOST_IN_ROUNDING = 1e14
# Rows are centred once more where a column's mean is this many times its standard deviation.
_FAR_FROM_ZERO = 30.0


@dataclass(frozen=True, eq=False)
class Answer:
    """Weights of the columns of a design, its bias, weighted sum of squares, and how they were found."""

    weights: FloatArray
    bias: float
    squares: float
    condition: float
    method: str
    split: RankSplit | None = None


def by_cholesky(design: Design, m: Moments, condition: float) -> Answer:
    """Normal equations of the scaled columns, corrected with the gradient of the rows themselves."""
    scale = m.norms[design.columns]
    factor = np.linalg.cholesky(m.correlation())
    weight, first = design.total_weight, design.first
    # The shift is a rounded mean, and what it lacks is felt by a column that is narrow and far from zero.
    lacking = np.zeros(len(scale)) if m.rounding is None else m.rounding[design.columns]

    def solve(gradient: FloatArray) -> FloatArray:
        total = gradient[:first]
        centred = gradient[first:] - lacking * total.sum()
        v = np.linalg.solve(factor.T, np.linalg.solve(factor, centred / scale))
        v *= m.n_rows / weight / scale
        return np.concatenate([total / weight - lacking @ v, v])

    projection = np.zeros(first + len(scale))
    projection[first:] = m.gram[design.columns, -1] * (weight / m.n_rows)
    start = solve(projection)
    start[:first] += m.label_mean
    return _answer(_polish(design, m, start, solve, condition), condition, "cholesky")


def by_qr(design: Design, m: Moments) -> Answer:
    """Streamed Householder QR; the minimum-norm answer when the rank falls short."""
    first, scale = design.first, m.norms[design.columns]
    lengths = design.column_lengths(scale)
    R = scaled_triangle(design, lengths, _label(m))
    offset = np.abs(design.shift) * math.sqrt(m.n_rows) / scale
    split = split_by_rank(R[first:, first:-1], offset)
    kept = np.r_[np.arange(first), split.independent + first]
    chosen = design.of(split.independent)
    triangle = upper(R[:, np.r_[kept, -1]])[: len(kept)]
    start, solve = _triangular(triangle, lengths[kept], m)
    if first:
        start[0] += m.label_mean
    refined = refine(chosen, start, solve)
    condition = _condition(triangle[first:, first:-1])
    if not len(split.dependent):
        return _answer(refined, condition, "qr", split)
    weights = minimum_norm(refined.weights_and_bias()[0], split, scale)
    bias = float(refined.parameters[0][0] - design.shift @ weights) if first else 0.0
    return Answer(weights, bias, refined.sum_of_squares, condition, "minimum-norm", split)


def by_ridge(design: Design, m: Moments, ridge: float) -> Answer:
    """QR of the triangle with the rows of the penalty beneath it.

    Where the penalty is lost in rounding the minimum-norm answer takes its place: the limit for ridge to 0.
    """
    first, weight = design.first, design.total_weight
    root = math.sqrt(ridge) * math.sqrt(weight)
    norms = m.norms[design.columns] * math.sqrt(weight / m.n_rows)
    lengths = design.column_lengths(np.hypot(norms, root))
    R = scaled_triangle(design, lengths, _label(m))
    penalty = np.zeros((len(design.columns), R.shape[1]))
    np.fill_diagonal(penalty[:, first:], root / lengths[first:])
    triangle = upper(np.vstack([R, penalty]))[: len(lengths)]
    condition = _condition(triangle[first:, first:-1])
    if condition > _LOST_IN_ROUNDING:
        return by_qr(design, m)
    start, solve = _triangular(triangle, lengths, m)
    if first:
        start[0] += m.label_mean
    return _answer(_polish(design, m, start, solve, condition, ridge * weight), condition, "qr")


def _answer(refined: Refined, condition: float, method: str, split: RankSplit | None = None) -> Answer:
    weights, bias = refined.weights_and_bias()
    return Answer(weights, bias, refined.sum_of_squares, condition, method, split)


def _condition(R: FloatArray) -> float:
    """Ratio of the largest to the smallest singular value."""
    singular = np.linalg.svd(R, compute_uv=False) if len(R) else np.ones(1)
    return float(singular[0] / singular[-1]) if singular[-1] > 0.0 else math.inf


def _label(m: Moments) -> tuple[float, float]:
    """What the label is shifted and divided by."""
    return m.label_mean, float(m.norms[-1]) or 1.0


def _triangular(triangle: FloatArray, lengths: FloatArray, m: Moments) -> tuple[FloatArray, Correction]:
    """The solution of R x = q, and how a gradient becomes a correction (RᵀR x = g), in plain units."""
    R = triangle[:, :-1]

    def solve(gradient: FloatArray) -> FloatArray:
        solved: FloatArray = np.linalg.solve(R, np.linalg.solve(R.T, gradient / lengths)) / lengths
        return solved

    start: FloatArray = np.linalg.solve(R, triangle[:, -1]) * _label(m)[1] / lengths
    return start, solve


def _polish(
    design: Design,
    m: Moments,
    start: FloatArray,
    solve: Correction,
    condition: float,
    penalty: float = 0.0,
) -> Refined:
    """Refine a small or badly conditioned problem to its last digit, correct a large one once."""
    n_values = design.data.n_rows * len(design.columns)
    if n_values <= _REFINED_VALUES or condition > _REFINED_CONDITION:
        return refine(design, start, solve, penalty)
    far = np.abs(design.shift) * math.sqrt(m.n_rows) > _FAR_FROM_ZERO * m.norms[design.columns]
    gradient, squares = design.gradient(start, centre=bool(far.any()))
    pull = np.zeros_like(start)
    pull[design.first :] = penalty * start[design.first :]
    step = solve(gradient - pull)
    # The sum of squares is quadratic and its gradient known, so its value after the step is exact.
    squares -= float(step @ (gradient + pull)) + penalty * float(step[design.first :] @ step[design.first :])
    return Refined(design, (start + step, np.zeros_like(start)), max(squares, 0.0))
