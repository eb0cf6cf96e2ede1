"""The extreme eigenvalues of a diagonal matrix plus a product of few rows, which is never formed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from linreg_gui.core.arrays import FloatArray

_STEPS = 60
_CLOSE = 1e-12


def bent_extremes(root: FloatArray, diagonal: FloatArray) -> tuple[float, float]:
    """The smallest and the largest eigenvalue of D + RᵀR.

    Parameters
    ----------
    root : array, shape (r, k), with r far below k
    diagonal : array, shape (k,)
        The entries of D, none below 0.

    Notes
    -----
    By Sylvester's law of inertia D − μ + RᵀR has as many negative eigenvalues as D − μ, less those of
    1 + R (D − μ)⁻¹ Rᵀ, which is a matrix of few rows; μ is found by halving.
    """
    low, high = float(diagonal.min()), float(diagonal.max())
    reach = float(np.sum(root * root))  # no less than the square of the largest singular value
    width = root.shape[1]
    smallest = _first(lambda bound: _below(root, diagonal, bound) >= 1, low, low + reach)
    largest = _first(lambda bound: _below(root, diagonal, bound) == width, high, high + reach)
    return smallest, largest


def _below(root: FloatArray, diagonal: FloatArray, bound: float) -> int:
    """How many eigenvalues lie below a bound."""
    apart = diagonal - bound
    apart[apart == 0.0] = -np.finfo(np.float64).tiny
    inner = np.eye(len(root)) + (root / apart) @ root.T
    return int(np.count_nonzero(apart < 0.0) - np.count_nonzero(np.linalg.eigvalsh(inner) < 0.0))


def _first(reached: Callable[[float], bool], low: float, high: float) -> float:
    """The bound from which on something is so, by halving."""
    for _ in range(_STEPS):
        middle = 0.5 * (low + high)
        if reached(middle):
            high = middle
        else:
            low = middle
        if high - low <= _CLOSE * high:
            break
    return high
