"""The triangular factor of a design matrix: all that standard errors and leverages need, from row blocks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .arrays import FloatArray
from .dataset import Dataset
from .moments import Moments


@dataclass(frozen=True, eq=False)
class DesignFactor:
    """R of the QR factorisation of the features, centred if there is a bias, each scaled to unit length.

    Rows with weights count √weight times.

    Attributes
    ----------
    R : array, shape (d, d)
        Upper triangular.
    mean, scale : array, shape (d,)
        What is subtracted from each feature, and its length after that.
    total_weight : float
        Sum of the row weights; the number of rows where there are none.
    fit_bias : bool
    """

    R: FloatArray
    mean: FloatArray
    scale: FloatArray
    total_weight: float
    fit_bias: bool

    def unit_variances(self) -> FloatArray:
        """Variances of (bias and) weights for noise of variance 1 in a row of weight 1.

        The rows of R⁻¹ give them as sums of squares, so nothing cancels.
        """
        inverse = self._inverse()
        weights = np.einsum("ij,ij->i", inverse, inverse) / self.scale**2
        if not self.fit_bias:
            return np.asarray(weights)
        at_mean = (self.mean / self.scale) @ inverse
        return np.append(1.0 / self.total_weight + float(at_mean @ at_mean), weights)

    def projected(self, X: FloatArray) -> FloatArray:
        """Rows of Q for rows of X of weight 1, the column of the bias first if there is one."""
        q = np.linalg.solve(self.R.T, ((X - self.mean) / self.scale).T).T
        if not self.fit_bias:
            return np.asarray(q)
        return np.column_stack([np.full(len(X), self.total_weight**-0.5), q])

    def back(self) -> FloatArray:
        """Takes numbers in the coordinates of Q to (bias and) weights, square."""
        weights = self._inverse() / self.scale[:, None]
        if not self.fit_bias:
            return weights
        d = len(self.R)
        result = np.zeros((d + 1, d + 1))
        result[0, 0] = self.total_weight**-0.5
        result[0, 1:] = -self.mean @ weights
        result[1:, 1:] = weights
        return result

    def _inverse(self) -> FloatArray:
        return np.asarray(np.linalg.solve(self.R, np.eye(len(self.R))))


def design_factor(
    data: Dataset, m: Moments, row_weights: FloatArray | None = None, fit_bias: bool = True
) -> DesignFactor:
    """`DesignFactor` of a dataset whose features all vary, block by block (TSQR).

    ``m`` are its moments with the same row weights, centred if there is a bias.
    """
    d = data.n_features
    total = float(data.n_rows if row_weights is None else row_weights.sum())
    mean, scale = m.feature_means, m.norms[:-1] * np.sqrt(total / data.n_rows)
    R = np.empty((0, d))
    start = 0
    for X, _ in data.blocks(max(4 * d, (1 << 17) // d)):
        block = (X - mean) / scale
        if row_weights is not None:
            block *= np.sqrt(row_weights[start : start + len(X)])[:, None]
        R = np.asarray(np.linalg.qr(np.vstack([R, block]), mode="r"), dtype=np.float64)
        start += len(X)
    return DesignFactor(R, mean, scale, total, fit_bias)
