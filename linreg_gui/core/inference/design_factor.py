"""The triangular factor of a design matrix: all that standard errors and leverages need, from row blocks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from linreg_gui.core.arrays import FloatArray, subtract_row
from linreg_gui.core.model.moments import Moments
from linreg_gui.core.solvers.analytic.design_matrix import Design, scaled_triangle

# Squaring a larger condition number would cost more digits than standard errors can spare.
_CHOLESKY_LIMIT = 300.0


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
        inverse = self._weights_of_q * self.scale[:, None]
        weights = np.einsum("ij,ij->i", inverse, inverse) / self.scale**2
        if not self.fit_bias:
            return np.asarray(weights)
        at_mean = (self.mean / self.scale) @ inverse
        return np.append(1.0 / self.total_weight + float(at_mean @ at_mean), weights)

    def projected(self, X: FloatArray) -> FloatArray:
        """Rows of Q for rows of X of weight 1, the column of the bias first if there is one."""
        first = int(self.fit_bias)
        q = np.empty((len(X), len(self.R) + first))
        if first:
            q[:, 0] = self.total_weight**-0.5
        centred = subtract_row(X, self.mean, out=np.empty(X.shape))
        np.matmul(centred, self._weights_of_q, out=q[:, first:])
        return q

    def back(self) -> FloatArray:
        """Takes numbers in the coordinates of Q to (bias and) weights, square."""
        weights = self._weights_of_q
        if not self.fit_bias:
            return weights
        d = len(self.R)
        result = np.zeros((d + 1, d + 1))
        result[0, 0] = self.total_weight**-0.5
        result[0, 1:] = -self.mean @ weights
        result[1:, 1:] = weights
        return result

    @cached_property
    def _weights_of_q(self) -> FloatArray:
        """The inverse of R, and with it the way back to plain units."""
        return np.asarray(np.linalg.solve(self.R, np.eye(len(self.R))) / self.scale[:, None])


def design_factor(design: Design, m: Moments, condition: float) -> DesignFactor:
    """`DesignFactor` of the design matrix of features that all vary.

    From the Cholesky factor of their correlations where the condition number is small enough for that to
    keep eleven digits, from the rows themselves otherwise.

    Parameters
    ----------
    design : Design
        Of all features, shifted by their means if there is a bias.
    m : Moments
        With the same row weights, centred if there is a bias.
    condition : float
        Condition number of the scaled features.
    """
    total, first = design.total_weight, design.first
    scale = m.norms[:-1] * np.sqrt(total / m.n_rows)
    if condition <= _CHOLESKY_LIMIT:
        R = np.asarray(np.linalg.cholesky(m.correlation()).T, dtype=np.float64)
    else:
        R = scaled_triangle(design, design.column_lengths(scale))[first:, first:]
    return DesignFactor(R, design.shift, scale, total, design.fit_bias)
