"""Means and centred Gram matrix of a dataset in one pass over row blocks.

Nothing here subtracts large sums from each other: blocks are centred first and merged afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .arrays import FloatArray
from .dataset import Dataset
from .problem import ProblemError

# Column sums of squares outside these bounds have lost digits to overflow or underflow, or soon will.
_LARGEST, _SMALLEST = 1e290, 1e-270


@dataclass(frozen=True, eq=False)
class Moments:
    """First and second moments of [X | y].

    Attributes
    ----------
    n_rows : int
    mean : array, shape (d + 1,)
        Column means, the label last.
    gram : array, shape (d + 1, d + 1)
        Sums over the rows of products of the centred columns, the label last.
    """

    n_rows: int
    mean: FloatArray
    gram: FloatArray

    @property
    def feature_means(self) -> FloatArray:
        """Means of the features, shape (d,)."""
        return self.mean[:-1]

    @property
    def label_mean(self) -> float:
        """Mean of the label."""
        return float(self.mean[-1])

    @property
    def norms(self) -> FloatArray:
        """Euclidean norm of each centred column, shape (d + 1,); 0 for a column that is constant.

        A norm within the rounding of the column's mean counts as 0.
        """
        norms = np.sqrt(np.diag(self.gram))
        rounding = 4.0 * np.finfo(np.float64).eps * np.sqrt(self.n_rows) * np.abs(self.mean)
        return np.where(norms > rounding, norms, 0.0)

    @property
    def feature_stds(self) -> FloatArray:
        """Standard deviations of the features with divisor n, shape (d,)."""
        return np.asarray(self.norms[:-1] / np.sqrt(self.n_rows))

    @property
    def total_sum_of_squares(self) -> float:
        """Sum of the squared deviations of the label from its mean."""
        return float(self.norms[-1] ** 2)

    def correlation(self) -> FloatArray:
        """Correlation matrix of the features that are not constant."""
        norms = self.norms[:-1]
        kept = np.flatnonzero(norms)
        scale = norms[kept]
        matrix = self.gram[np.ix_(kept, kept)] / scale[:, None] / scale
        np.fill_diagonal(matrix, 1.0)
        return np.asarray(matrix)


def moments(data: Dataset) -> Moments:
    """`Moments` of a dataset.

    Blocks are merged by the update of Chan, Golub and LeVeque (1983), "Algorithms for computing the
    sample variance"; the products inside a block are one matrix product (BLAS-3).

    Raises
    ------
    ProblemError
        If the numbers are too large or too small to be squared.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        m = _merged(data)
    _check_magnitudes(data, m)
    return m


def _merged(data: Dataset) -> Moments:
    """Moments of all blocks, merged one after the other."""
    width = data.n_features + 1
    mean = np.zeros(width)
    gram = np.zeros((width, width))
    rows = 0
    buffer = np.empty((0, width))
    for X, y in data.blocks():
        m = len(y)
        if len(buffer) < m:
            buffer, ones = np.empty((m, width)), np.ones(m)
        block_mean, block_gram = _block_moments(X, y, buffer[:m], ones[:m])
        shift = block_mean - mean
        total = rows + m
        gram += block_gram
        gram += np.outer(shift, shift * (rows * m / total))
        mean += shift * (m / total)
        rows = total
    return Moments(rows, mean, gram)


def _block_moments(
    X: FloatArray, y: FloatArray, block: FloatArray, ones: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Means and centred Gram matrix of [X | y]; `block` is overwritten."""
    m = len(y)
    mean = np.append(ones @ X, y.sum()) / m
    np.subtract(X, mean[:-1], out=block[:, :-1])
    np.subtract(y, mean[-1], out=block[:, -1])
    # Rounding leaves a mean of its own, tiny next to the spread of the column: it is taken out of the
    # products instead of the rows.
    rest = ones @ block / m
    return mean + rest, block.T @ block - np.outer(rest, rest * m)


def _check_magnitudes(data: Dataset, m: Moments) -> None:
    """Refuse columns whose squares overflow or vanish."""
    names = (*data.feature_names, data.label_name)
    with np.errstate(over="ignore", invalid="ignore"):
        squares = np.diag(m.gram) + m.n_rows * m.mean**2
        large = np.flatnonzero(~(squares < _LARGEST))
    if large.size:
        raise ProblemError(
            f"The numbers in “{names[large[0]]}” are too large to be squared: use a larger unit.", "overflow"
        )
    for j in np.flatnonzero(np.diag(m.gram) < _SMALLEST):
        values = data.y if j == data.n_features else data.X[:, j]
        if (values != values[0]).any():
            raise ProblemError(
                f"The numbers in “{names[j]}” differ by too little to be squared: use a smaller unit.",
                "underflow",
            )
