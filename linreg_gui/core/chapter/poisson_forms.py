"""The Poisson loss in the rate λ, with its wall at λ = 0, and in u = log λ, which has none."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray, finite_array, finite_number
from linreg_gui.core.model.dataset import Dataset


def loss_in_rate(rate: ArrayLike, count: ArrayLike) -> FloatArray:
    """λ − k log λ, the negative log-likelihood of a count k without log k! (exercise 8.3); elementwise.

    Infinite where λ ≤ 0, as no count has such a mean; at λ = 0 a count of 0 is sure and its loss 0.
    """
    lam, k = _pair(rate, count)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = lam - np.where(k == 0.0, 0.0, k * np.log(lam))
    return np.where((lam > 0.0) | ((lam == 0.0) & (k == 0.0)), value, np.inf)


def slope_in_rate(rate: ArrayLike, count: ArrayLike) -> FloatArray:
    """1 − k/λ, which is 0 at λ = k; NaN where λ ≤ 0."""
    lam, k = _pair(rate, count)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(lam > 0.0, 1.0 - k / lam, np.nan)


def loss_in_log_rate(log_rate: ArrayLike, count: ArrayLike) -> FloatArray:
    """eᵘ − ku, the same loss in u = log λ (exercise 8.4): convex, and defined everywhere; elementwise."""
    u, k = _pair(log_rate, count)
    with np.errstate(over="ignore"):
        return np.asarray(np.exp(u) - k * u)


def slope_in_log_rate(log_rate: ArrayLike, count: ArrayLike) -> FloatArray:
    """eᵘ − k: prediction minus label, as in (3.1.10) with ŷ = eᵘ; elementwise."""
    u, k = _pair(log_rate, count)
    with np.errstate(over="ignore"):
        return np.asarray(np.exp(u) - k)


def walled_surface(data: Dataset, weights: ArrayLike, biases: ArrayLike) -> FloatArray:
    """The mean loss over the rows where λ = wx + b itself is linear, for one feature.

    Parameters
    ----------
    data : Dataset
        Of one feature; its labels are counts.
    weights : array_like, shape (p,)
    biases : array_like, shape (q,)

    Returns
    -------
    array, shape (p, q)
        Infinite where λ is not positive in some row with a count, so that a wall stands there.

    Raises
    ------
    ValueError
        If there is more than one feature, or a label is negative.
    """
    if data.n_features != 1 or (data.y < 0.0).any():
        raise ValueError("The surface is drawn for counts and one feature.")
    w, b = finite_array(weights, "The weights", 1), finite_array(biases, "The biases", 1)
    total = np.zeros((len(w), len(b)))
    for x, k in zip(data.X[:, 0], data.y, strict=True):
        total += loss_in_rate(w[:, None] * x + b, k)
    return total / data.n_rows


def running_mean(rate: float, n_counts: int, seed: int = 0) -> tuple[FloatArray, FloatArray]:
    """Counts drawn with the mean λ, and the mean of the first of them, shape (n,) each (exercise 8.2)."""
    lam = finite_number(rate, "The rate")
    if not lam >= 0.0 or n_counts < 1:
        raise ValueError("The rate is not negative, and one count or more is drawn.")
    counts = np.random.default_rng(seed).poisson(lam, n_counts).astype(np.float64)
    return counts, np.cumsum(counts) / np.arange(1.0, n_counts + 1.0)


def _pair(one: ArrayLike, other: ArrayLike) -> tuple[FloatArray, FloatArray]:
    return np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
