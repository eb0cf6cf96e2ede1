"""The half mean squared error as the bowl it is: exact values and distances without touching the rows."""

from __future__ import annotations

import math

import numpy as np

from .arrays import FloatArray
from .moments import Moments
from .solvers.result import Fit


class LossSurface:
    """The loss around the exact solution of one dataset.

    The half mean squared error is quadratic, so around its minimum θ* it is
    L(θ) = L* + ½ (θ − θ*)ᵀ H (θ − θ*) exactly, and H is known from the moments.

    Parameters
    ----------
    m : Moments
    exact : Fit
        The analytic solution for the same dataset.
    """

    def __init__(self, m: Moments, exact: Fit) -> None:
        self._m = m
        self._exact = exact
        kept = m.norms[:-1] > 0.0
        self._scale = m.norms[:-1][kept]
        self._kept = kept
        eigenvalues, vectors = np.linalg.eigh(m.correlation())
        # Directions along which no prediction changes (dependent features) do not count as distance.
        self._visible = vectors[:, eigenvalues > 1e-12 * eigenvalues.max(initial=0.0)].T
        self._size = float(np.linalg.norm(self._visible @ (exact.weights[kept] * self._scale)))

    def half_mse(self, weights: FloatArray, bias: float) -> float:
        """Half mean squared error over all rows, in squared label units."""
        dw = weights - self._exact.weights
        n, means, gram = self._m.n_rows, self._m.feature_means, self._m.gram[:-1, :-1]
        db = bias - self._exact.bias + float(means @ dw)
        return self._exact.half_mse + 0.5 * (max(0.0, float(dw @ gram @ dw)) / n + db * db)

    def residual_std(self, weights: FloatArray) -> float:
        """Standard deviation of the residuals over all rows, with divisor n; the bias does not matter."""
        dw = weights - self._exact.weights
        spread = max(0.0, float(dw @ self._m.gram[:-1, :-1] @ dw)) / self._m.n_rows
        return math.sqrt(2.0 * self._exact.half_mse + spread)

    def residual_mean(self, weights: FloatArray, bias: float) -> float:
        """Mean residual over all rows, in label units."""
        return self._m.label_mean - bias - float(self._m.feature_means @ weights)

    def distance(self, weights: FloatArray) -> float:
        """‖w − w*‖ / ‖w*‖ with every weight taken per standard deviation of its feature.

        It does not depend on units. Infinite when the exact weights are all zero and these are not,
        beyond what rounding leaves.
        """
        difference = (weights - self._exact.weights)[self._kept] * self._scale
        size = float(np.linalg.norm(self._visible @ difference))
        if self._size > 0.0:
            return size / self._size
        label_size = math.sqrt(self._m.total_sum_of_squares + self._m.n_rows * self._m.label_mean**2)
        return 0.0 if size <= 1e-9 * label_size else math.inf
