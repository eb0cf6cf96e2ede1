"""Prices that can be traded at: multiples of a tick, which matters for cheap shares."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray, finite_array, finite_number


def on_ticks(prices: ArrayLike, tick: float) -> FloatArray:
    """The nearest multiple of the tick to each price, shape (n,); 0 stands for a share that has failed.

    Raises
    ------
    ValueError
        If the tick is not positive, or a price is negative or not finite.
    """
    p, t = finite_array(prices, "The prices", 1), _positive(tick)
    if (p < 0.0).any():
        raise ValueError("A price is not negative.")
    return np.asarray(np.round(p / t) * t)


def relative_tick(price: ArrayLike, tick: float) -> FloatArray:
    """How much one tick is of a price: tick/p, about the step of log p (exercise 7.3); elementwise."""
    return np.asarray(_positive(tick) / np.asarray(price, dtype=np.float64))


def log_step(price: ArrayLike, tick: float) -> FloatArray:
    """By how much log p grows with one tick, log(1 + tick/p); elementwise."""
    return np.asarray(np.log1p(relative_tick(price, tick)))


def log_prices(prices: ArrayLike) -> tuple[FloatArray, int]:
    """The logarithms of the prices that have one, and how many are 0 and have none."""
    p = finite_array(prices, "The prices", 1)
    return np.log(p[p > 0.0]), int(np.count_nonzero(p <= 0.0))


def _positive(tick: float) -> float:
    value = finite_number(tick, "The tick")
    if not value > 0.0:
        raise ValueError("The tick must be positive.")
    return value
