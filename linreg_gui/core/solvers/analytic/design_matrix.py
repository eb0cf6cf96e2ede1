"""The shifted design matrix of a least-squares problem in row blocks, with row weights and without a bias.

The model is written ŷ = c + (x − m)·w with a fixed shift m: the same model as Xw + b for any m, but with
far smaller numbers to cancel. Without a bias there is no c, and m is 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, subtract_row
from linreg_gui.core.backend.dataset_on_device import DeviceRows
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.merge_tree import merged

from .orthogonal import upper

# Shift, labels and row weights of one block; the weights are None where all are equal.
Block = tuple[FloatArray, FloatArray, FloatArray | None]


@dataclass(frozen=True, eq=False)
class Design:
    """The chosen columns of a dataset as [1 | x − m], or as x when no bias is fitted.

    Attributes
    ----------
    data : Dataset
    columns : array of int
        Chosen features.
    shift : array, shape (len(columns),)
        The shift m.
    row_weights : array, shape (n,), or None
    fit_bias : bool
    rows : DeviceRows, optional
        The dataset on a device that takes over the passes over all rows it can.
    """

    data: Dataset
    columns: IntArray
    shift: FloatArray
    row_weights: FloatArray | None
    fit_bias: bool
    rows: DeviceRows | None = None

    @property
    def first(self) -> int:
        """Number of parameters before the weights: 1 with a bias, 0 without."""
        return int(self.fit_bias)

    @property
    def total_weight(self) -> float:
        """Sum of the row weights; the number of rows where there are none."""
        return float(self.data.n_rows if self.row_weights is None else self.row_weights.sum())

    def column_lengths(self, features: FloatArray) -> FloatArray:
        """Lengths of all columns, √weight times each row, when these are those of the features."""
        return np.concatenate([np.full(self.first, np.sqrt(self.total_weight)), features])

    def of(self, positions: IntArray) -> Design:
        """The same with some of its columns."""
        chosen, shift = self.columns[positions], self.shift[positions]
        return replace(self, columns=chosen, shift=shift)

    def blocks(self, n_rows: int | None = None) -> Iterator[Block]:
        """Consecutive row blocks: the chosen columns as they are, labels, row weights."""
        start = 0
        everything = len(self.columns) == self.data.n_features
        for X, y in self.data.blocks(n_rows):
            weights = None if self.row_weights is None else self.row_weights[start : start + len(y)]
            yield X if everything else X[:, self.columns], y, weights
            start += len(y)

    def gradient(self, theta: FloatArray, *, centre: bool, rest: float = 0.0) -> tuple[FloatArray, float]:
        """Sums of weight · residual · row and of weighted squared residuals in float64, one pass.

        ``centre`` subtracts the shift from every row; without it rounding grows with the shift, but the
        rows are only read.
        """
        if self.rows is not None:
            return self._gradient_on_device(self.rows, theta)
        work = partial(_gradient, design=self, theta=theta, centre=centre, rest=rest)
        return merged(self.data.each_part(work), _added)

    def gradient_of_blocks(self, theta: FloatArray, centre: bool, rest: float) -> tuple[FloatArray, float]:
        """The same from left to right."""
        sums = np.zeros(len(theta))
        squares = 0.0
        first, buffer = self.first, np.empty((0, len(self.columns)))
        constant = float(theta[0]) if first else 0.0
        if not centre:
            constant -= float(self.shift @ theta[first:])
        for X, y, row_weights in self.blocks():
            rows = X
            if centre:
                buffer = np.empty(X.shape) if len(buffer) < len(y) else buffer
                rows = subtract_row(X, self.shift, out=buffer[: len(y)])
            r = y - constant
            r -= rows @ theta[first:]
            if rest:
                r -= rest
            weighted = r if row_weights is None else r * row_weights
            sums[first:] += weighted @ rows
            if first:
                sums[0] += weighted.sum()
            squares += float(r @ weighted)
        if not centre and first:
            sums[first:] -= self.shift * sums[0]
        return sums, squares

    def _gradient_on_device(self, rows: DeviceRows, theta: FloatArray) -> tuple[FloatArray, float]:
        """Always with the shift, which costs nothing there."""
        first = self.first
        constant = float(theta[0]) if first else 0.0
        sums, total, squares = rows.gradient(self.columns, self.shift, theta[first:], constant)
        return np.concatenate([np.full(first, total), sums]), squares


def _gradient(
    part: Dataset, design: Design, theta: FloatArray, centre: bool, rest: float
) -> tuple[FloatArray, float]:
    return replace(design, data=part).gradient_of_blocks(theta, centre, rest)


def _added(one: tuple[FloatArray, float], other: tuple[FloatArray, float]) -> tuple[FloatArray, float]:
    return one[0] + other[0], one[1] + other[1]


def scaled_triangle(
    design: Design, lengths: FloatArray, label: tuple[float, float] | None = None
) -> FloatArray:
    """R of the QR factorisation of the design matrix, and of the label beside it (TSQR).

    Parameters
    ----------
    design : Design
    lengths : array, shape (k,)
        What each column of the design matrix is divided by.
    label : tuple of float, optional
        What is subtracted from the label, and what it is divided by; without it there is no such column.

    Returns
    -------
    array, shape (at most width, width), with a width of k, or k + 1 with the label
        Where there are row weights, of the rows times √weight.
    """
    work = partial(_triangle, design=design, lengths=lengths, label=label)
    return merged(design.data.each_part(work), _stacked)


def _stacked(one: FloatArray, other: FloatArray) -> FloatArray:
    return upper(np.vstack([one, other]))


def _triangle(
    part: Dataset, design: Design, lengths: FloatArray, label: tuple[float, float] | None
) -> FloatArray:
    """The triangle of some rows, block by block."""
    design = replace(design, data=part)
    width = len(lengths) + (label is not None)
    features = slice(design.first, len(lengths))
    R: FloatArray = np.empty((0, width))
    for X, y, row_weights in design.blocks(max(4 * width, (1 << 17) // width)):
        stacked = np.empty((len(R) + len(y), width))
        stacked[: len(R)] = R
        block = stacked[len(R) :]
        if design.fit_bias:
            block[:, 0] = 1.0 / lengths[0]
        np.subtract(X, design.shift, out=block[:, features])
        block[:, features] /= lengths[features]
        if label is not None:
            block[:, -1] = (y - label[0]) / label[1]
        if row_weights is not None:
            block *= np.sqrt(row_weights)[:, None]
        R = upper(stacked)
    return R
