"""How the analytic solution is found: Cholesky of the Gram matrix, streamed QR, and ridge by QR."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.model.double_double import Pair, add, two_sum
from linreg_gui.core.model.moments import Moments

from .design_matrix import Design, scaled_triangle
from .exact_sums import exact_sums, refine_exactly
from .orthogonal import thin_qr, upper
from .rank import RankSplit, minimum_norm, split_by_rank
from .refinement import Correction, Refined, refine

# Up to this many values every residual is computed in double the precision.
_REFINED_VALUES = 200_000
# Above this condition number for any number of values: plain residuals would cost three digits or more.
_REFINED_CONDITION = 1e3
# Above this condition number with a penalty, sums in double the precision would lose digits to cancelling;
# there are 32, and the condition number is squared.
_SUMMED_EXACTLY = 1e6
# Up to this one the products of columns tell that none depends on others.
_SURELY_INDEPENDENT = 1e4
# Above this one, the triangle is no guide to a better answer.
_LOST_IN_ROUNDING = 1e16
_LOST = (
    "The ridge penalty is too small beside the rounding of the numbers to be computed with: "
    "this is the answer without it."
)
# Up to this one, with a share of squares left that is larger than that, the products of columns lose no more
# than five digits of weights and residuals.
_PRECISE_CONDITION, _CLEAR_SHARE = 200.0, 1e-4
# Rows are centred once more where a column's mean is this many times its standard deviation.
_FAR_FROM_ZERO = 30.0
# From here on the rounding of a mean is so much beside the spread that one correction is not enough.
_OFF_CENTRE = 1e7


@dataclass(frozen=True, eq=False)
class Answer:
    """The parameters of a design, their weighted sum of squares, and how they were found.

    ``note`` is a sentence where something else was solved than was asked for.
    """

    parameters: Pair
    squares: float
    condition: float
    method: str
    split: RankSplit | None = None
    note: str = ""


def correlation_condition(m: Moments) -> float:
    """Condition number of the scaled columns that vary, by their products; infinite where rounding rules."""
    if not m.norms[:-1].any():
        return 1.0
    eigenvalues = np.linalg.eigvalsh(m.correlation())
    return math.sqrt(eigenvalues[-1] / eigenvalues[0]) if eigenvalues[0] > 0.0 else math.inf


def independent_columns(design: Design, m: Moments) -> tuple[RankSplit | None, FloatArray, float]:
    """Which columns depend on others, None where none does; and of those that do not, scaled to unit length.

    Of these the triangular factor and the condition number.
    """
    first, scale = design.first, m.norms[design.columns]
    if not len(scale):
        return None, np.empty((0, 0)), 1.0
    if m.rows is None and m.n_rows >= first + len(scale):
        condition = correlation_condition(m)
        if condition <= _SURELY_INDEPENDENT:
            return None, np.asarray(np.linalg.cholesky(m.correlation()).T, np.float64), condition
    R = scaled_triangle(design, design.column_lengths(scale))[first:, first:]
    split = split_by_rank(R, np.abs(design.shift) * math.sqrt(m.n_rows) / scale)
    if len(split.dependent):
        R = upper(R[:, split.independent])
    return split if len(split.dependent) else None, R, _condition(R)


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
    squares = m.total_sum_of_squares - float(start[first:] @ m.gram[design.columns, -1])
    if _moments_are_enough(design, m, condition, squares):
        refined = Refined(design, (start, np.zeros_like(start)), squares * (weight / m.n_rows))
    else:
        refined = _polish(design, m, start, solve, condition)
    return _answer(refined, condition, "cholesky")


def _moments_are_enough(design: Design, m: Moments, condition: float, squares: float) -> bool:
    """Whether the products alone leave eleven digits, and each pass over the rows is dear."""
    if design.data.known_moments is None or condition > _PRECISE_CONDITION:
        return False
    far = np.abs(design.shift) * math.sqrt(m.n_rows) / m.norms[design.columns]
    return not (far > _FAR_FROM_ZERO).any() and squares > _CLEAR_SHARE * m.total_sum_of_squares


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
    hi, lo = refined.parameters
    independent = hi[first:] + lo[first:]
    if condition > _REFINED_CONDITION and m.rows is None:
        split = _refined_split(design, split, scale, solve)
    weights = minimum_norm(independent, split, scale)
    if m.rows is not None:
        weights = _fitting_again(
            design, split, np.append(refined.parameters[0][:first], weights), solve, scale
        )
    constant = hi[:first], lo[:first]
    if m.rounding is not None:
        # The mean prediction stays the same: each shift is a mean but for what that lost in rounding.
        lost = m.rounding[design.columns]
        level = np.full(first, lost[split.independent] @ independent - lost @ weights)
        constant = add(constant, (level, np.zeros(first)))
    parameters = np.append(constant[0], weights), np.append(constant[1], np.zeros_like(weights))
    return Answer(parameters, refined.sum_of_squares, condition, "minimum-norm", split)


def _fitting_again(
    design: Design, split: RankSplit, theta: FloatArray, solve: Correction, scale: FloatArray
) -> FloatArray:
    """The minimum-norm weights of a wide design, less what rounding has left of the residuals."""
    first = design.first
    kept = np.r_[np.arange(first), split.independent + first]
    gradient, _ = design.gradient(theta, centre=True)
    step = solve(gradient[kept])[first:]
    return np.asarray(theta[first:] + minimum_norm(step, split, scale))


def _refined_split(design: Design, split: RankSplit, scale: FloatArray, solve: Correction) -> RankSplit:
    """The split with coefficients to the last digit: each dependent column is a label of its own."""
    first, chosen = design.first, design.of(split.independent)
    coefficients = np.empty_like(split.coefficients)
    for k, j in enumerate(split.dependent):
        units = scale[j] / scale[split.independent]
        start = np.append(np.full(first, design.shift[j]), split.coefficients[:, k] * units)
        data = design.data.labelled_by(int(design.columns[j]))
        hi, lo = refine(replace(chosen, data=data), start, solve).parameters
        coefficients[:, k] = (hi + lo)[first:] / units
    return replace(split, coefficients=coefficients)


def by_ridge(design: Design, m: Moments, ridge: float) -> Answer:
    """QR of the triangle with the rows of the penalty beneath it, refined.

    Where the penalty alone tells columns apart, and is tiny, the gradient is summed without rounding. Where
    it is lost even so, the answer without a penalty takes its place, and the note says so.
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
        return replace(by_qr(design, m), note=_LOST)
    start, solve = _triangular(triangle, lengths, m)
    if first:
        start[0] += m.label_mean
    if condition <= _SUMMED_EXACTLY:
        return _answer(_polish(design, m, start, solve, condition, ridge * weight), condition, "qr")
    refined = refine_exactly(design, exact_sums(design), start, solve, Fraction(ridge))
    if refined is None:
        return replace(by_qr(design, m), note=_LOST)
    return _answer(refined, condition, "qr")


def by_wide_ridge(design: Design, m: Moments, ridge: float) -> Answer:
    """Ridge of a wide dataset, in an orthonormal basis of its rows: so many unknowns are left."""
    assert m.rows is not None
    first, weight = design.first, design.total_weight
    penalty = ridge * m.n_rows  # these rows are scaled to weigh that much in all
    label = m.rows[:, -1]
    basis, triangle = thin_qr(m.rows[:, design.columns].T)
    width = triangle.shape[0]
    stacked = np.zeros((len(label) + width, width + 1))
    stacked[: len(label), :-1], stacked[: len(label), -1] = triangle.T, label
    np.fill_diagonal(stacked[len(label) :, :-1], math.sqrt(penalty))
    R = upper(stacked)[:width]
    condition = _condition(R[:, :-1])
    if condition > _LOST_IN_ROUNDING:
        return replace(by_qr(design, m), note=_LOST)
    inner = np.linalg.solve(R[:, :-1], R[:, -1])
    rest = label - triangle.T @ inner
    weights = basis @ inner
    constant = np.full(first, m.label_mean)
    if m.rounding is not None:
        constant += m.rounding[-1] - m.rounding[design.columns] @ weights
    parameters = np.append(constant, weights)
    squares = float(rest @ rest) * weight / m.n_rows
    return Answer((parameters, np.zeros_like(parameters)), squares, condition, "qr")


def _answer(refined: Refined, condition: float, method: str, split: RankSplit | None = None) -> Answer:
    return Answer(refined.parameters, refined.sum_of_squares, condition, method, split)


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
    far = np.abs(design.shift) * math.sqrt(m.n_rows) / m.norms[design.columns]
    if n_values <= _REFINED_VALUES or condition > _REFINED_CONDITION or (far > _OFF_CENTRE).any():
        return refine(design, start, solve, penalty)
    gradient, squares = design.gradient(start, centre=bool((far > _FAR_FROM_ZERO).any()))
    pull = np.zeros_like(start)
    pull[design.first :] = penalty * start[design.first :]
    step = solve(gradient - pull)
    # The sum of squares is quadratic and its gradient known, so its value after the step is exact.
    squares -= float(step @ (gradient + pull)) + penalty * float(step[design.first :] @ step[design.first :])
    return Refined(design, two_sum(start, step), max(squares, 0.0))
