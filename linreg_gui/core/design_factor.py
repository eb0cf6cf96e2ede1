"""The triangular factor of a design matrix: all that standard errors and leverages need, from row blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .arrays import FloatArray
from .dataset import Dataset
from .moments import Moments


@dataclass(frozen=True, eq=False)
class DesignFactor:
    """R of the QR factorisation of the centred features, each scaled to unit length.

    Attributes
    ----------
    R : array, shape (d, d)
        Upper triangular.
    mean, scale : array, shape (d,)
        Mean and length of each centred feature.
    n_rows : int
    """

    R: FloatArray
    mean: FloatArray
    scale: FloatArray
    n_rows: int

    def unit_variances(self) -> tuple[FloatArray, float]:
        """Variances of weights and bias for noise of variance 1: the diagonal of ([X 1]ᵀ[X 1])⁻¹.

        The rows of R⁻¹ give them as sums of squares, so nothing cancels.
        """
        inverse = np.linalg.solve(self.R, np.eye(len(self.R)))
        weights = np.einsum("ij,ij->i", inverse, inverse) / self.scale**2
        at_mean = (self.mean / self.scale) @ inverse
        return np.asarray(weights), 1.0 / self.n_rows + float(at_mean @ at_mean)

    def covariance(self) -> FloatArray:
        """([1 X]ᵀ[1 X])⁻¹, shape (d + 1, d + 1), the bias first."""
        inverse = np.linalg.solve(self.R, np.eye(len(self.R))) / self.scale[:, None]
        inner = inverse @ inverse.T
        edge = -self.mean @ inner
        corner = 1.0 / self.n_rows + float(self.mean @ inner @ self.mean)
        return np.block([[np.array([[corner]]), edge[None, :]], [edge[:, None], inner]])

    def projected(self, X: FloatArray) -> FloatArray:
        """Rows of Q for rows of X, shape (k, d): with 1/n added, their squares sum to the leverages."""
        return np.asarray(np.linalg.solve(self.R.T, ((X - self.mean) / self.scale).T).T)

    def leverage(self, X: FloatArray) -> FloatArray:
        """h = 1/n + ‖q‖² for rows of X: the diagonal of the hat matrix where X are the rows of the data."""
        q = self.projected(X)
        return np.asarray(1.0 / self.n_rows + np.einsum("ij,ij->i", q, q))


def design_factor(data: Dataset, m: Moments) -> DesignFactor:
    """`DesignFactor` of a dataset whose features all vary, block by block (TSQR)."""
    scale = m.norms[:-1]
    R = np.empty((0, data.n_features))
    for block in _scaled_blocks(data, m.feature_means, scale):
        R = np.asarray(np.linalg.qr(np.vstack([R, block]), mode="r"), dtype=np.float64)
    return DesignFactor(R, m.feature_means, scale, data.n_rows)


def _scaled_blocks(data: Dataset, mean: FloatArray, scale: FloatArray) -> Iterator[FloatArray]:
    d = data.n_features
    for X, _ in data.blocks(max(4 * d, (1 << 17) // d)):
        yield (X - mean) / scale
