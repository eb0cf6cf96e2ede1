"""The linear model and its loss: the mathematics of the chapter on one screen."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .arrays import FloatArray, finite_array
from .dataset import Dataset
from .moments import Moments
from .scatter import Line


def predict(X: ArrayLike, weights: ArrayLike, bias: float) -> FloatArray:
    """Predictions ŷ = Xw + b (eq. 3.1.4).

    Parameters
    ----------
    X : array_like, shape (n, d), or (d,) for a single example
    weights : array_like, shape (d,), in label units per feature unit
    bias : float, in label units

    Returns
    -------
    array, shape (n,), in label units (shape (1,) for a single example)

    Raises
    ------
    ValueError
        If shapes disagree or a value is not a finite number.
    """
    features = finite_array(X, "X", np.ndim(X) if np.ndim(X) == 1 else 2)
    w = finite_array(weights, "weights", 1)
    if not np.isfinite(bias):
        raise ValueError("The bias must be a finite number.")
    features = features.reshape(1, -1) if features.ndim == 1 else features
    if features.shape[1] != w.size:
        raise ValueError(f"X has {features.shape[1]} features but there are {w.size} weights.")
    return np.asarray(features @ w + float(bias))


def residual(X: FloatArray, y: FloatArray, weights: FloatArray, bias: float) -> FloatArray:
    """Label − prediction for each row, shape (n,), in label units."""
    return np.asarray(y - (X @ weights + bias))


def half_mse(data: Dataset, weights: FloatArray, bias: float) -> float:
    """Half mean squared error over all rows (eq. 3.1.6): mean of ½(ŷ − y)², in squared label units."""
    total = 0.0
    for X, y in data.blocks():
        r = residual(X, y, weights, bias)
        total += float(r @ r)
    return 0.5 * total / data.n_rows


def half_mse_gradient(
    X: FloatArray, y: FloatArray, weights: FloatArray, bias: float
) -> tuple[FloatArray, float]:
    """Gradient of the half mean squared error of the given rows with respect to weights and bias.

    Beside its loss on purpose: ∂/∂w = mean of (ŷ − y)·x, ∂/∂b = mean of (ŷ − y) (eq. 3.1.10).
    """
    error = -residual(X, y, weights, bias)
    return np.asarray(error @ X / len(y)), float(error.mean())


def r_squared(half_mse_value: float, moments: Moments) -> float:
    """Share of the label's variance that the predictions explain; NaN when the label is constant."""
    total = moments.total_sum_of_squares
    if total == 0.0:
        return float("nan")
    return 1.0 - 2.0 * half_mse_value * moments.n_rows / total


def partial_line(weights: FloatArray, bias: float, means: FloatArray, feature: int) -> Line:
    """The fit as a line in one feature with the other features at their means."""
    others = float(weights @ means) - float(weights[feature] * means[feature])
    return Line(float(weights[feature]), bias + others)
