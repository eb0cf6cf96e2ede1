"""The linear model and its loss: the mathematics of the chapter on one screen."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import (
    FloatArray,
    finite_array,
    finite_number,
    own_product,
    quiet_overflow,
    within_range,
)
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import counted

from .dataset import Dataset
from .moments import Moments


class Line(NamedTuple):
    """A straight line y = slope · x + intercept, in data units."""

    slope: float
    intercept: float


def predict(X: ArrayLike, weights: ArrayLike, bias: float) -> FloatArray:
    """Predictions ŷ = Xw + b (eq. 3.1.4).

    Weights and bias alone give Xw + b: where features or labels lie far from zero next to their spread, each
    power of ten between the two costs one of 16 digits. `Fit.predict` has them all.

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
    ProblemError
        If a prediction is too large to be a number.
    """
    rows = np.atleast_2d(finite_array(X, "X", 2, 1))
    w, b = checked_parameters(weights, bias, rows.shape[1])
    with quiet_overflow():
        return within_range(np.asarray(rows @ w + b), "predictions")


def residual(X: ArrayLike, y: ArrayLike, weights: ArrayLike, bias: float) -> FloatArray:
    """Label − prediction for each row, shape (n,), in label units.

    Weights and bias alone give Xw + b: where features or labels lie far from zero next to their spread, each
    power of ten between the two costs one of 16 digits. `Fit.residual` has them all.

    Raises
    ------
    ValueError
        If shapes disagree or a value is not a finite number.
    ProblemError
        If a residual is too large to be a number.
    """
    arguments = checked_rows(X, y, weights, bias)
    with quiet_overflow():
        return within_range(unchecked_residual(*arguments), "residuals")


def unchecked_residual(X: FloatArray, y: FloatArray, weights: FloatArray, bias: float) -> FloatArray:
    """`residual` for callers that know their arrays, such as those that draw."""
    return np.asarray(y - (X @ weights + bias))


def half_mse(data: Dataset, weights: ArrayLike, bias: float) -> float:
    """Half mean squared error over all rows (eq. 3.1.6): mean of ½(ŷ − y)², in squared label units.

    Rows count by their weights, where they have some.

    Weights and bias alone give Xw + b: where features or labels lie far from zero next to their spread, each
    power of ten between the two costs one of 16 digits. `LossSurface.half_mse` takes
    what a bias has lost, and a `Fit` has its own loss with all digits.

    Raises
    ------
    ValueError
        If shapes disagree or a value is not a finite number.
    ProblemError
        If the loss is too large to be a number.
    """
    w, b = checked_parameters(weights, bias, data.n_features)
    total, start, row_weights = np.zeros(()), 0, data.relative_weights
    with quiet_overflow():
        for X, y in data.blocks():
            r = unchecked_residual(X, y, w, b)
            total = total + r @ (r if row_weights is None else r * row_weights[start : start + len(y)])
            start += len(y)
    return 0.5 * float(within_range(total, "squares of the residuals")) / data.n_rows


def half_mse_gradient(
    X: ArrayLike, y: ArrayLike, weights: ArrayLike, bias: float
) -> tuple[FloatArray, float]:
    """Gradient of the half mean squared error of the given rows with respect to weights and bias.

    Beside its loss on purpose: ∂/∂w = mean of (ŷ − y)·x, ∂/∂b = mean of (ŷ − y) (eq. 3.1.10).

    Raises
    ------
    ValueError
        If there is no row, shapes disagree or a value is not a finite number.
    ProblemError
        If the gradient is too large to be a number.
    """
    rows, labels, w, b = checked_rows(X, y, weights, bias)
    with quiet_overflow():
        return mean_gradient(rows, -unchecked_residual(rows, labels, w, b))


def mean_gradient(X: FloatArray, slopes: FloatArray) -> tuple[FloatArray, float]:
    """Gradient of a mean loss for its slopes by the output: mean of slope · x, and mean of the slopes."""
    if not slopes.size:
        raise ValueError("The gradient of a minibatch needs at least one row.")
    with quiet_overflow():
        gradient = np.append(slopes @ X, slopes.sum()) / slopes.size
    within_range(gradient, "gradient")
    return gradient[:-1], float(gradient[-1])


def r_squared(half_mse_value: float, moments: Moments) -> float:
    """Share of the label's variance that the predictions explain; NaN when the label is constant.

    Raises
    ------
    ValueError
        If the loss is not a finite number.
    ProblemError
        If the loss is too many times the variance.
    """
    loss = finite_number(half_mse_value, "The half mean squared error")
    total = moments.total_sum_of_squares
    if total == 0.0:
        return float("nan")
    share = 1.0 - 2.0 * loss * moments.n_rows / total
    if not math.isfinite(share):
        raise ProblemError("The loss is too many times the variance of the label.", ProblemKind.OVERFLOW)
    return share


def partial_line(weights: FloatArray, bias: float, means: FloatArray, feature: int) -> Line:
    """The fit as a line in one feature with the other features at their means."""
    others = float(own_product(weights, means)) - float(weights[feature] * means[feature])
    return Line(float(weights[feature]), bias + others)


def checked_rows(
    X: ArrayLike, y: ArrayLike, weights: ArrayLike, bias: float
) -> tuple[FloatArray, FloatArray, FloatArray, float]:
    """The arguments as float64 arrays and a float, or a ValueError with a sentence."""
    rows, labels = finite_array(X, "X", 2), finite_array(y, "y", 1)
    if len(rows) != labels.size:
        raise ValueError(f"X has {counted(len(rows), 'row')} but y has {labels.size:,}.")
    return rows, labels, *checked_parameters(weights, bias, rows.shape[1])


def checked_parameters(weights: ArrayLike, bias: float, n_features: int) -> tuple[FloatArray, float]:
    """Weights for so many features and a bias, or a ValueError with a sentence."""
    w = finite_array(weights, "weights", 1)
    if w.size != n_features:
        features, weights = counted(n_features, "feature"), counted(w.size, "weight")
        raise ValueError(f"X has {features} but {weights} came with it.")
    return w, finite_number(bias, "The bias")
