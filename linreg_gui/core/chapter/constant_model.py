"""A model of only a bias: which constant is nearest to some numbers, by squares or by sizes of errors."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray, finite_array, finite_number


@dataclass(frozen=True)
class ConstantFit:
    """The best constants for n numbers (exercise 1 of chapter 3.1).

    Attributes
    ----------
    mean : float
        The least of Σ(xᵢ − b)², and the maximum-likelihood estimate under Gaussian noise.
    median : (float, float)
        The least of Σ|xᵢ − b| is anywhere between the two, which are the same for odd n; the
        maximum-likelihood estimates under Laplace noise.
    squares, sizes : float
        These least sums.
    std : float
        The maximum-likelihood estimate of σ, with divisor n.
    standard_error : float
        Of the mean, with the unbiased estimate of σ²: s/√n; NaN for one number.
    """

    mean: float
    median: tuple[float, float]
    squares: float
    sizes: float
    std: float
    standard_error: float


def constant_fit(values: ArrayLike) -> ConstantFit:
    """The best constants for some numbers.

    Parameters
    ----------
    values : array_like, shape (n,)

    Raises
    ------
    ValueError
        If there are none, or one is not finite.
    """
    x = np.sort(_numbers(values))
    n = len(x)
    # Of the sorted differences, so that nothing is lost far from zero.
    mean = float(x[0] + np.mean(x - x[0]))
    ends = float(x[(n - 1) // 2]), float(x[n // 2])
    squares = squared_sum(x, mean)
    error = math.sqrt(squares / (n - 1) / n) if n > 1 else math.nan
    return ConstantFit(mean, ends, squares, absolute_sum(x, ends[0]), math.sqrt(squares / n), error)


def squared_sum(values: ArrayLike, constant: float) -> float:
    """Σ(xᵢ − b)²."""
    return float(np.sum((_numbers(values) - finite_number(constant, "The constant")) ** 2))


def absolute_sum(values: ArrayLike, constant: float) -> float:
    """Σ|xᵢ − b|."""
    return float(np.sum(np.abs(_numbers(values) - finite_number(constant, "The constant"))))


def squared_slope(values: ArrayLike, constant: float) -> float:
    """The derivative of Σ(xᵢ − b)² by b, 2Σ(b − xᵢ): 0 at the mean alone."""
    return float(2.0 * np.sum(finite_number(constant, "The constant") - _numbers(values)))


def left_and_right(values: ArrayLike, constant: float) -> tuple[int, int]:
    """How many numbers lie below a constant, and above it; their difference is the slope of Σ|xᵢ − b|."""
    x, b = _numbers(values), finite_number(constant, "The constant")
    return int(np.count_nonzero(x < b)), int(np.count_nonzero(x > b))


def weighted_median(values: ArrayLike, weights: ArrayLike) -> float:
    """The smallest b with the least Σ wᵢ|xᵢ − b|.

    Of yᵢ/xᵢ with weights |xᵢ| it is the slope of the line through 0 with the least absolute error
    (exercise 5.2).

    Parameters
    ----------
    values, weights : array_like, shape (n,)
        The weights are not negative, and not all 0.

    Raises
    ------
    ValueError
        If the shapes do not agree or a number is out of its range.
    """
    x, w = _numbers(values), finite_array(weights, "The weights", 1)
    if x.shape != w.shape or (w < 0.0).any() or not w.any():
        raise ValueError("There is one weight for each number, not negative and not 0 for all.")
    order = np.argsort(x, kind="stable")
    below = np.cumsum(w[order])
    return float(x[order][np.searchsorted(below, 0.5 * below[-1])])


def _numbers(values: ArrayLike) -> FloatArray:
    x = finite_array(values, "The numbers", 1)
    if not x.size:
        raise ValueError("There are no numbers.")
    return x
