"""The half mean squared error as the bowl it is: exact values and distances without touching the rows."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray, finite_array, finite_number, quiet_overflow, within_range
from linreg_gui.core.wording import counted

from .fit_result import Fit
from .moments import Moments


class LossSurface:
    """The loss around the exact solution of one dataset.

    The half mean squared error is quadratic, so around its minimum θ* it is
    L(θ) = L* + ½ (θ − θ*)ᵀ H (θ − θ*) exactly, and H is known from the moments.

    Parameters
    ----------
    m : Moments
    exact : Fit
        The analytic solution for the same dataset.

    Raises
    ------
    ValueError
        If the solution has another number of weights than the moments have features; everywhere else, if
        weights or bias are not finite numbers or not as many.
    ProblemError
        If a result is too large to be a number.
    """

    def __init__(self, m: Moments, exact: Fit) -> None:
        if len(exact.weights) != len(m.feature_means):
            raise ValueError("The moments and the solution belong to different features.")
        self._m = m
        self._exact = exact
        kept = m.norms[:-1] > 0.0
        self._scale = m.norms[:-1][kept]
        self._kept = kept
        eigenvalues, vectors = np.linalg.eigh(m.correlation())
        # Directions along which no prediction changes (dependent features) do not count as distance.
        self._visible = vectors[:, eigenvalues > 1e-12 * eigenvalues.max(initial=0.0)].T
        self._size = math.hypot(*(self._visible @ (exact.weights[kept] * self._scale)))

    def half_mse(self, weights: ArrayLike, bias: float) -> float:
        """Half mean squared error over all rows, in squared label units."""
        w, b = self._weights(weights), finite_number(bias, "The bias")
        with quiet_overflow():
            db = b - self._exact.bias + self._m.feature_means @ (w - self._exact.weights)
            return _number(self._exact.half_mse + 0.5 * (self._variance(w) + db * db), "loss")

    def residual_std(self, weights: ArrayLike) -> float:
        """Standard deviation of the residuals over all rows, with divisor n; the bias does not matter."""
        w = self._weights(weights)
        with quiet_overflow():
            square = 2.0 * self._exact.half_mse + self._variance(w)
            return math.sqrt(_number(square, "squares of the residuals"))

    def residual_mean(self, weights: ArrayLike, bias: float) -> float:
        """Mean residual over all rows, in label units."""
        w, b = self._weights(weights), finite_number(bias, "The bias")
        with quiet_overflow():
            return _number(self._m.label_mean - b - self._m.feature_means @ w, "residuals")

    def distance(self, weights: ArrayLike) -> float:
        """‖w − w*‖ / ‖w*‖ with every weight taken per standard deviation of its feature.

        It does not depend on units. Infinite when the exact weights are all zero and these are not,
        beyond what rounding leaves.
        """
        w = self._weights(weights)
        with quiet_overflow():
            difference = (w - self._exact.weights)[self._kept] * self._scale
            size = _number(math.hypot(*(self._visible @ difference)), "distance")
        if self._size > 0.0:
            return _number(size / self._size, "distance")
        label_size = math.sqrt(self._m.total_sum_of_squares + self._m.n_rows * self._m.label_mean**2)
        return 0.0 if size <= 1e-9 * label_size else math.inf

    def _weights(self, weights: ArrayLike) -> FloatArray:
        w = finite_array(weights, "weights", 1)
        if w.size != len(self._exact.weights):
            features = counted(len(self._exact.weights), "feature")
            raise ValueError(f"The data have {features} but {counted(w.size, 'weight')} came with them.")
        return w

    def _variance(self, weights: FloatArray) -> float:
        """Mean square by which the predictions differ from the exact ones, their means apart."""
        dw = weights - self._exact.weights
        square = _number(dw @ self._m.gram[:-1, :-1] @ dw, "squares of the residuals")
        return max(0.0, square) / self._m.n_rows


def _number(result: FloatArray | float, what: str) -> float:
    return float(within_range(np.asarray(result), what))
