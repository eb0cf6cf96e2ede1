"""Sums over all rows without any rounding, as fractions, and refinement with them.

They serve where the gradient itself cancels to more digits than double the precision has: columns that are
multiples of each other, told apart by a tiny penalty alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.model.double_double import Pair, two_product, two_sum

from .design_matrix import Design
from .refinement import Correction, Refined, change_of_predictions, is_rounding

Fractions = NDArray[Any]

# Products of two numbers of 20 bits, added over so many rows, fit into the 53 bits of a float.
_BITS, _ROWS = 20, 1 << 13
_MOST_STEPS = 80
# A change of the predictions by less, beside the label, changes no digit of a weight.
_NO_CHANGE = 1e-40


@dataclass(frozen=True, eq=False)
class ExactSums:
    """Sums over the rows of products of the columns [1 | x − m | y], weighted; exact.

    Attributes
    ----------
    products : array of Fraction, shape (k, k)
        Of the columns of the design with each other.
    label : array of Fraction, shape (k,)
        Of these with the label.
    label_square : Fraction
    total_weight : Fraction
    """

    products: Fractions
    label: Fractions
    label_square: Fraction
    total_weight: Fraction


def exact_sums(design: Design) -> ExactSums:
    """`ExactSums` of a design, at the price of some ten times its Gram matrix."""
    first = design.first
    gram = _gram(design)
    total = gram[0, 0]
    # The column of ones is always there, first: without a bias it has counted the rows and can go.
    k = gram.shape[0] - 1
    if first:
        shift = np.array([Fraction(0), *map(Fraction, design.shift.tolist()), Fraction(0)], dtype=object)
        gram = gram - np.outer(gram[:, 0], shift) - np.outer(shift, gram[0] - total * shift)
    kept = slice(1 - first, k)
    return ExactSums(gram[kept, kept], gram[kept, k], gram[k, k], total)


def refine_exactly(
    design: Design, sums: ExactSums, start: FloatArray, solve: Correction, ridge: Fraction
) -> Refined | None:
    """Correct the parameters as `refine` does, by gradients without rounding; None if they do not settle.

    ``ridge`` is the penalty ½·ridge·‖w‖² on the mean loss.
    """
    first = design.first
    penalty = [Fraction(0)] * first + [ridge * sums.total_weight] * (len(start) - first)
    matrix = sums.products + np.diag(np.array(penalty, dtype=object))
    parameters = _fractions(start)
    rest = sums.label - matrix @ parameters
    least = _NO_CHANGE * math.sqrt(sums.label_square)
    gradient, direction, square = np.zeros(len(start)), np.zeros(len(start)), math.inf
    for _ in range(_MOST_STEPS):
        last, gradient = gradient, _floats(rest)
        if not gradient.any():
            break
        step = solve(gradient)
        direction = step + max(0.0, float(step @ (gradient - last)) / square) * direction
        square = float(step @ gradient)
        along = _fractions(direction)
        across = matrix @ along
        curvature = float(along @ across)
        change = change_of_predictions(gradient, direction)
        if not (curvature > 0.0 and change >= 0.0):
            return None
        correction = direction * (float(gradient @ direction) / curvature)
        parameters = parameters + _fractions(correction)
        rest = sums.label - matrix @ parameters
        if change <= least or is_rounding(correction, _floats(parameters)):
            break
    else:
        return None
    hi = _floats(parameters)
    squares = sums.label_square - parameters @ (2 * sums.label - sums.products @ parameters)
    return Refined(design, (hi, _floats(parameters - _fractions(hi))), float(max(squares, Fraction(0))))


def _gram(design: Design) -> Fractions:
    """Sums of weight · product of all pairs of the columns [1 | x | y]."""
    tops = _tops(design)
    sums: dict[int, Fractions] = {}
    for X, y, row_weights in design.blocks(_ROWS):
        columns = np.column_stack([np.ones(len(y)), X, y])
        right = _slices((columns, np.zeros_like(columns)), tops)
        left = right
        if row_weights is not None:
            left = _slices(two_product(columns, row_weights[:, None]), tops)
        for i, one in left.items():
            for j, other in right.items():
                whole = (one.T @ other).astype(np.int64).astype(object)
                sums[i + j] = sums[i + j] + whole if i + j in sums else whole
    gram = np.full((len(tops), len(tops)), Fraction(0), dtype=object)
    for place, whole in sums.items():
        gram = gram + whole * _power(-_BITS * place)
    scale = np.array([_power(int(top)) for top in tops], dtype=object)
    return np.asarray(gram * np.outer(scale, scale))


def _tops(design: Design) -> NDArray[np.int32]:
    """The power of two above each of the columns [1 | x | y]."""
    largest = np.zeros(len(design.columns) + 2)
    largest[0] = 1.0
    for X, y, _ in design.blocks(_ROWS):
        largest[1:-1] = np.maximum(largest[1:-1], np.abs(X).max(axis=0))
        largest[-1] = max(largest[-1], float(np.abs(y).max()))
    return np.asarray(np.frexp(largest)[1])


def _slices(values: Pair, tops: NDArray[np.int32]) -> dict[int, FloatArray]:
    """Whole numbers of 20 bits each, by their place, that add up to the values; places of zeros left out.

    In place 1 are the 20 bits below the power of two that is the top of the column.
    """
    hi, lo = values
    slices: dict[int, FloatArray] = {}
    place = 0
    while hi.any():
        place += 1
        grid = _BITS * place - tops
        part = np.rint(np.ldexp(hi, grid))
        if part.any():
            slices[place] = part
            hi, lo = two_sum(hi - np.ldexp(part, -grid), lo)
    return slices


def _power(exponent: int) -> Fraction:
    return Fraction(1 << exponent) if exponent >= 0 else Fraction(1, 1 << -exponent)


def _fractions(values: FloatArray) -> Fractions:
    return np.array([Fraction(value) for value in values.tolist()], dtype=object)


def _floats(values: Fractions) -> FloatArray:
    return np.array([float(value) for value in values], dtype=np.float64)
