"""Means and centred Gram matrix of a dataset in one pass over row blocks.

Nothing here subtracts large sums from each other: blocks are centred first and merged afterwards. Of a
wide dataset, which has far more features than rows, the centred rows are kept, as they are fewer numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np

from linreg_gui.core.arrays import FloatArray, subtract_row
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.problem import ProblemError, ProblemKind

from .dataset import Dataset
from .merge_tree import merged

# Column sums of squares outside these bounds have lost digits to overflow or underflow, or soon will.
_LARGEST, _SMALLEST = 1e290, 1e-270
# Rounding leaves a constant column less spread than this share of its mean.
_DOUBTFUL = 8.0 * float(np.finfo(np.float64).eps)
# Up to so many features the products take no more room than anything else.
_FEW_FEATURES = 256


def is_wide(data: Dataset) -> bool:
    """Whether there are many features and still fewer rows, so that products of features are never formed."""
    return data.n_features > max(_FEW_FEATURES, data.n_rows)


@dataclass(frozen=True, eq=False)
class Moments:
    """First and second moments of [X | y].

    Attributes
    ----------
    n_rows : int
    mean : array, shape (d + 1,)
        Column means, the label last.
    products : array, shape (d + 1, d + 1), or None
        The Gram matrix: sums over the rows of products of the centred columns, the label last; exactly 0 for
        a column whose values are all equal, and for no other. None where ``rows`` take its place.
    rounding : array, shape (d + 1,), or None
        What the exact means are more than ``mean``, which a column far from zero and narrow feels; None
        for nothing.
    rows : array, shape (k, d + 1), or None
        Of a wide dataset (see `is_wide`) the centred rows, whose products the Gram matrix would hold.
    """

    n_rows: int
    mean: FloatArray
    products: FloatArray | None
    rounding: FloatArray | None = None
    rows: FloatArray | None = None

    @property
    def gram(self) -> FloatArray:
        """The Gram matrix, shape (d + 1, d + 1); of a wide dataset it is formed here, and may not fit."""
        if self.products is not None:
            return self.products
        assert self.rows is not None
        return np.asarray(self.rows.T @ self.rows)

    @cached_property
    def squares(self) -> FloatArray:
        """The diagonal of the Gram matrix, shape (d + 1,)."""
        if self.products is not None:
            return np.diag(self.products)
        assert self.rows is not None
        return np.asarray(np.einsum("ij,ij->j", self.rows, self.rows))

    @property
    def feature_means(self) -> FloatArray:
        """Means of the features, shape (d,)."""
        return self.mean[:-1]

    @property
    def label_mean(self) -> float:
        """Mean of the label."""
        return float(self.mean[-1])

    @cached_property
    def norms(self) -> FloatArray:
        """Euclidean norm of each centred column, shape (d + 1,); 0 for a column that is constant."""
        return np.sqrt(np.maximum(self.squares, 0.0))

    @property
    def feature_stds(self) -> FloatArray:
        """Standard deviations of the features with divisor n, shape (d,)."""
        return np.asarray(self.norms[:-1] / np.sqrt(self.n_rows))

    @property
    def total_sum_of_squares(self) -> float:
        """Sum of the squared deviations of the label from its mean."""
        return float(self.norms[-1] ** 2)

    def centred(self, X: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Rows of features and labels without the means."""
        rounding = np.zeros_like(self.mean) if self.rounding is None else self.rounding
        features = X - self.feature_means - rounding[:-1]
        return features, y - self.label_mean - rounding[-1]

    def correlation(self) -> FloatArray:
        """Correlation matrix of the features that are not constant."""
        norms = self.norms[:-1]
        kept = np.flatnonzero(norms)
        scale = norms[kept]
        matrix = self.gram[np.ix_(kept, kept)] / scale[:, None] / scale
        np.fill_diagonal(matrix, 1.0)
        return np.asarray(matrix)


def moments(data: Dataset, row_weights: FloatArray | None = None, *, centred: bool = True) -> Moments:
    """`Moments` of a dataset, in which rows count by their weights.

    Blocks are merged by the update of Chan, Golub and LeVeque (1983), "Algorithms for computing the
    sample variance"; the products inside a block are one matrix product (BLAS-3).

    Parameters
    ----------
    data : Dataset
    row_weights : array, shape (n,), optional
        Positive weights of the rows, by default those of the dataset; the sums are then n times weighted
        means.
    centred : bool
        Whether the means are removed. If not, the sums are those of the plain columns and the means are 0,
        as a model without a bias needs them.

    Raises
    ------
    ProblemError
        If the numbers are too large or too small to be squared.
    """
    row_weights = data.relative_weights if row_weights is None else row_weights
    with np.errstate(over="ignore", invalid="ignore"):
        known = data.known_moments
        if isinstance(known, Moments) and row_weights is None:
            m = known
        elif is_wide(data):
            m = _of_rows(data, row_weights)
        else:
            m = merged(data.each_part(partial(of_blocks, row_weights=row_weights)), together)
        m = without_constants(data, m)
    check_magnitudes(data, m)
    return m if centred else uncentred(data, m)


def together(one: Moments, other: Moments) -> Moments:
    """The moments of all rows of two datasets, whose Gram matrices are at hand; of the same columns.

    By the update of Chan, Golub and LeVeque: only means are subtracted, with what they lost when they were
    rounded, so that no digits go however far from zero they are.
    """
    assert one.products is not None
    assert other.products is not None
    n_rows = one.n_rows + other.n_rows
    (apart, rest), rounding = _two_sum(other.mean, -one.mean), (one.rounding, other.rounding)
    known, later = (np.zeros_like(apart) if part is None else part for part in rounding)
    apart, share = apart + (rest + (later - known)), other.n_rows / n_rows
    mean, lost = _two_sum(one.mean, known + apart * share)
    products = one.products + other.products + np.outer(apart, apart * (one.n_rows * share))
    return Moments(n_rows, mean, products, lost)


def without_constants(data: Dataset, m: Moments) -> Moments:
    """The moments with exact zeros for the columns whose values are all equal.

    Rounding leaves them a little spread. Only a column whose spread might be that is looked at.
    """
    doubtful = np.flatnonzero(m.norms <= _DOUBTFUL * np.sqrt(m.n_rows) * np.abs(m.mean)).tolist()
    values = _constants(data, doubtful) if doubtful else {}
    constant = list(values)
    if not constant:
        return m
    mean = m.mean.copy()
    rounding = np.zeros_like(mean) if m.rounding is None else m.rounding.copy()
    mean[constant] = [*values.values()]
    rounding[constant] = 0.0
    products, rows = (None if part is None else part.copy() for part in (m.products, m.rows))
    for part in (products, rows):
        if part is not None:
            part[:, constant] = 0.0
    if products is not None:
        products[constant] = 0.0
    return Moments(m.n_rows, mean, products, rounding, rows)


def uncentred(data: Dataset, m: Moments) -> Moments:
    """The moments of the dataset about 0 instead of the means.

    Raises
    ------
    ProblemError
        If the numbers are too small to be squared.
    """
    # The rounding of the mean does not matter here: the sums keep no digits beside the mean anyway.
    zeros = np.zeros_like(m.mean)
    if m.rows is not None:
        rows = np.vstack([m.rows, m.mean * np.sqrt(m.n_rows)])
        plain = Moments(m.n_rows, zeros, None, rows=rows)
    else:
        plain = Moments(m.n_rows, zeros, m.gram + np.outer(m.mean, m.mean * m.n_rows))
    small = np.flatnonzero(plain.squares < _SMALLEST).tolist()
    all_zero = [j for j, value in _constants(data, small).items() if not value] if small else []
    for j in small:
        if j not in all_zero:
            raise ProblemError(
                f"The numbers in “{_name(data, j)}” are too small to be squared: use a smaller unit.",
                ProblemKind.UNDERFLOW,
            )
    return plain


def _of_rows(data: Dataset, row_weights: FloatArray | None) -> Moments:
    """Moments of a wide dataset: the centred rows, times √weight where rows have weights."""
    table = np.column_stack([data.X, data.y])
    shift = _mean(table, row_weights)
    table -= shift
    rest = np.average(table, 0, row_weights)
    table -= rest
    if row_weights is not None:
        table *= np.sqrt(row_weights * (data.n_rows / row_weights.sum()))[:, None]
    mean, rounding = _two_sum(shift, rest)
    return Moments(data.n_rows, mean, None, rounding, table)


def of_blocks(data: Dataset, row_weights: FloatArray | None = None) -> Moments:
    """Moments of all blocks, merged one after the other.

    Every block is shifted by the mean of the rows before it. The sums of the shifted rows tell what its
    own mean differs by, and that is taken out of the products; never more than twice what the merged
    blocks keep, so no digits are lost. What the mean itself loses by being rounded is carried along.
    """
    width = data.n_features + 1
    seen = _Running(width)
    start = 0
    buffer = np.empty((0, width - 1))
    for X, y in data.blocks(_block_rows(width)):
        stop = start + len(y)
        weights = None if row_weights is None else row_weights[start:stop]
        if not start:
            seen.mean[:-1], seen.mean[-1] = _mean(X, weights), _mean(y, weights)
            buffer = np.empty(X.shape)
        seen.add(*_add_products(X, y, weights, seen.mean, buffer[: len(y)], seen.gram))
        start = stop
    gram = seen.gram if row_weights is None else seen.gram * (data.n_rows / seen.rows)
    return Moments(data.n_rows, seen.mean, gram, seen.rounding)


def of_columns(columns: Sequence[np.ndarray]) -> Moments:
    """The same of columns that lie in memory each on its own, which are never put side by side.

    Parameters
    ----------
    columns : sequence of array, shape (n,)
        The features and, last, the label: finite numbers that float64 holds.
    """
    width, n_rows = len(columns), len(columns[0])
    size = _block_rows(width)
    seen = _Running(width)
    rows = np.ones((width + 1, min(size, n_rows)))  # the last row stays, and counts and sums the others
    for start in range(0, n_rows, size):
        check_wanted()
        blocks = [column[start : start + size] for column in columns]
        if not start:
            seen.mean[:] = [_mean(block, None) for block in blocks]
        part = rows[:, : len(blocks[0])]
        for row, block, shift in zip(part, blocks, seen.mean, strict=False):
            np.subtract(block, shift, out=row)
        products = part @ part.T
        seen.gram += products[:-1, :-1]
        seen.add(float(len(blocks[0])), products[-1, :-1])
    return Moments(n_rows, seen.mean, seen.gram, seen.rounding)


class _Running:
    """The moments of the rows so far."""

    def __init__(self, width: int) -> None:
        self.mean, self.rounding = np.zeros(width), np.zeros(width)
        self.gram = np.zeros((width, width))
        self.rows = 0.0

    def add(self, m: float, sums: FloatArray) -> None:
        """Rows of this weight and these sums about the mean, whose products were added to the matrix."""
        rest = sums / m
        apart, share = rest - self.rounding, m / (self.rows + m)
        self.gram += np.outer(apart, apart * (self.rows * share)) - np.outer(rest, rest * m)
        self.rows += m
        self.mean, self.rounding = _two_sum(self.mean, self.rounding + apart * share)


def _block_rows(width: int) -> int:
    return max(2 * width, (1 << 17) // width)


def _mean(values: FloatArray, weights: FloatArray | None) -> Any:
    """Mean over the rows, right to its last digit even where that is about the spread."""
    mean = np.average(values, 0, weights)
    return mean + np.average(values - mean, 0, weights)


def _two_sum(a: FloatArray, b: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The rounded sum, and what it lacks."""
    total = a + b
    part = total - a
    return total, (a - (total - part)) + (b - part)


def _add_products(
    X: FloatArray,
    y: FloatArray,
    weights: FloatArray | None,
    shift: FloatArray,
    rows: FloatArray,
    gram: FloatArray,
) -> tuple[float, FloatArray]:
    """Add the products of the shifted [X | y] to `gram`; sum of the row weights and of the shifted rows.

    `rows` is overwritten with the shifted features, times √weight where there are row weights.
    """
    subtract_row(X, shift[:-1], out=rows)
    sides = np.ones((2, len(y)))
    np.subtract(y, shift[-1], out=sides[0])
    if weights is not None:
        root = np.sqrt(weights)
        rows *= root[:, None]
        sides *= root
    gram[:-1, :-1] += rows.T @ rows
    across, own = sides @ rows, sides @ sides.T
    gram[-1, :-1] += across[0]
    gram[:-1, -1] += across[0]
    gram[-1, -1] += own[0, 0]
    return float(own[1, 1]), np.append(across[1], own[0, 1])


def _constants(data: Dataset, columns: list[int]) -> dict[int, float]:
    """Those of the columns, the label last, whose values are all equal, with that value."""
    found = merged(data.each_part(partial(_constants_of, columns=columns)), _alike)
    return {j: value for j, value in zip(columns, found, strict=True) if value is not None}


def _constants_of(data: Dataset, columns: list[int]) -> list[float | None]:
    values = (data.y if j == data.n_features else data.X[:, j] for j in columns)
    return [float(column[0]) if _is_constant(column) else None for column in values]


def _alike(one: list[float | None], other: list[float | None]) -> list[float | None]:
    return [first if first == second else None for first, second in zip(one, other, strict=True)]


def _is_constant(values: FloatArray) -> bool:
    """Whether all values are equal; most columns show with their last that they are not."""
    return bool(values[-1] == values[0] and (values == values[0]).all())


def _name(data: Dataset, j: int) -> str:
    """Of a column, the label last."""
    return data.label_name if j == data.n_features else data.feature_names[j]


def check_magnitudes(data: Dataset, m: Moments) -> None:
    """Refuse columns whose squares overflow or vanish.

    Raises
    ------
    ProblemError
    """
    with np.errstate(over="ignore", invalid="ignore"):
        squares = m.squares + m.n_rows * m.mean**2
        large = np.flatnonzero(~(squares < _LARGEST))
    if large.size:
        name = _name(data, int(large[0]))
        raise ProblemError(
            f"The numbers in “{name}” are too large to be squared: use a larger unit.", ProblemKind.OVERFLOW
        )
    small = np.flatnonzero(m.squares < _SMALLEST).tolist()
    constant = _constants(data, small) if small else {}
    for j in small:
        if j not in constant:
            raise ProblemError(
                f"The numbers in “{_name(data, j)}” differ by too little to be squared: use a smaller unit.",
                ProblemKind.UNDERFLOW,
            )
