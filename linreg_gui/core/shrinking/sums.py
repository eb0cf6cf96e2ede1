"""Sums over rows that can be merged, and least squares in units in which all features weigh alike.

The sums of all rows but one fold are merged from those of the others; nothing is subtracted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.double_double import two_sum
from linreg_gui.core.model.moments import Moments, moments
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import counted

# So many features take some minutes.
MOST_FEATURES = 1_000

Told = Callable[[float], object]


@dataclass(frozen=True, eq=False)
class Sums:
    """Weighted sums of [X | y] over some rows.

    Attributes
    ----------
    n_rows : int
    weight : float
        Sum of the row weights; the number of rows where they have none.
    mean, rounding : array, shape (d + 1,)
        Means of the columns, the label last, and what they lost by being rounded; 0 without a bias.
    gram : array, shape (d + 1, d + 1)
        Sums of products of the columns less these means.
    """

    n_rows: int
    weight: float
    mean: FloatArray
    rounding: FloatArray
    gram: FloatArray


def sums_of(data: Dataset, known: Moments | None = None) -> Sums:
    """`Sums` of a dataset, whose `moments` may be at hand; raises as `moments`."""
    m = moments(data, centred=data.has_bias) if known is None or not data.has_bias else known
    weight = float(data.n_rows if data.row_weights is None else data.row_weights.sum())
    rounding = np.zeros_like(m.mean) if m.rounding is None else m.rounding
    return Sums(data.n_rows, weight, m.mean, rounding, m.gram * (weight / data.n_rows))


def merged(first: Sums, second: Sums) -> Sums:
    """The sums of the rows of both, by the update of Chan, Golub and LeVeque (1983)."""
    weight = first.weight + second.weight
    apart = (second.mean - first.mean) + (second.rounding - first.rounding)
    share = second.weight / weight
    gram = first.gram + second.gram + np.outer(apart, apart * (first.weight * share))
    mean, rounding = two_sum(first.mean, first.rounding + apart * share)
    return Sums(first.n_rows + second.n_rows, weight, mean, rounding, gram)


def sums_by_fold(data: Dataset, folds: IntArray, told: Told | None = None) -> list[Sums]:
    """`Sums` of each fold, of which there are at least two; takes one pass over the rows.

    Raises
    ------
    ProblemError
        If the numbers are too large or too small to be squared.
    """
    order = np.argsort(folds, kind="stable")
    members = np.split(order, np.flatnonzero(np.diff(folds[order])) + 1)
    found = []
    for done, rows in enumerate(members):
        check_wanted()
        found.append(sums_of(data.part(rows)))
        if told is not None:
            told((done + 1) / len(members))
    return found


def without_each(parts: Sequence[Sums]) -> list[Sums]:
    """For each of the parts, of which there are at least two, the sums of all others."""
    before, after = list(accumulate(parts, merged)), list(accumulate(reversed(parts), merged))[::-1]
    inner = [merged(left, right) for left, right in zip(before[:-2], after[2:], strict=True)]
    return [after[1], *inner, before[-2]]


@dataclass(frozen=True, eq=False)
class Units:
    """What features and label are divided by, so that all features weigh alike in whatever units.

    Attributes
    ----------
    features : array, shape (d,)
        Standard deviations with divisor n, root mean squares without a bias; 1 for one that is constant.
    label : float
        The same of the label.
    """

    features: FloatArray
    label: float


def units_of(data: Dataset, sums: Sums) -> Units:
    """`Units` of a dataset.

    Raises
    ------
    ProblemError
        If the label is constant, or there are more features than can be dealt with.
    """
    check_size(data)
    scales = np.sqrt(np.maximum(np.diag(sums.gram), 0.0) / sums.weight)
    if scales[-1] == 0.0:
        same = "the same" if data.has_bias else "0"
        raise ProblemError(
            f"“{data.label_name}” is {same} in all rows, so that no feature tells anything of it.",
            ProblemKind.LABELS,
        )
    return Units(np.where(scales[:-1] > 0.0, scales[:-1], 1.0), float(scales[-1]))


def check_size(data: Dataset) -> None:
    """Refuse more features than can be dealt with.

    Raises
    ------
    ProblemError
    """
    if data.n_features > MOST_FEATURES:
        raise ProblemError(
            f"These are {counted(data.n_features, 'feature')}; paths and choices of features are worked out "
            f"for at most {MOST_FEATURES:,}.",
            ProblemKind.TOO_LARGE,
        )


@dataclass(frozen=True, eq=False)
class StandardSquares:
    """The mean squared error of standardised weights u, less what is the same for all: uᵀRu − 2cᵀu + t.

    Attributes
    ----------
    products : array, shape (d, d)
        R: means of products of two features, all in `Units`; correlations where the units are their own.
    across : array, shape (d,)
        c: the same of a feature and the label.
    total : float
        t: the mean square of the label.
    """

    products: FloatArray
    across: FloatArray
    total: float

    def mean_squares(self, weights: FloatArray) -> FloatArray:
        """Of one set of standardised weights a row, shape (m, d), over these rows about their means; ≥ 0."""
        explained = np.einsum("mi,mi->m", weights @ self.products - 2.0 * self.across, weights)
        return np.asarray(np.maximum(explained + self.total, 0.0))


def standard_squares(sums: Sums, units: Units) -> StandardSquares:
    """`StandardSquares` over the rows of some sums."""
    scale = np.append(units.features, units.label)
    matrix = sums.gram / sums.weight / scale[:, None] / scale
    return StandardSquares(matrix[:-1, :-1], matrix[:-1, -1], float(matrix[-1, -1]))


def validation_mse(held_out: Sums, training: Sums, units: Units, weights: FloatArray) -> FloatArray:
    """Mean squared error over rows that were held out, in squared label units, shape (m,).

    Parameters
    ----------
    held_out, training : Sums
        The bias is that of the means of the rows of ``training``.
    units : Units
    weights : array, shape (m, d)
        Standardised.
    """
    squares = standard_squares(held_out, units).mean_squares(weights)
    apart = (held_out.mean - training.mean) + (held_out.rounding - training.rounding)
    off = apart[-1] / units.label - weights @ (apart[:-1] / units.features)
    return np.asarray((squares + off**2) * units.label**2)
