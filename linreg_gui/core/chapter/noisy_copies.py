"""A feature that is there twice, with noise on both copies drawn anew: exercises 4.2 and 4.3."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, finite_number, frozen, whole_number

_TOTAL, _NOISE = 2.0, 1.0  # the weight of the one column, and the noise of the labels


@dataclass(frozen=True, eq=False)
class NoisyCopies:
    """Weights of two copies, each with noise of its own, at the same labels.

    Attributes
    ----------
    weights : array, shape (draws, 2)
    total : float
        The weight of the one column without noise, which is what w₁ + w₂ is near.
    expected_spread : float
        Standard deviation of w₁ − w₂ for little noise, √2·s/(σ√n).
    """

    weights: FloatArray
    total: float
    expected_spread: float


@dataclass(frozen=True, eq=False)
class NoisyGram:
    """(X + E)ᵀ(X + E) for noise E drawn anew: each, shape (draws, 2, 2), and XᵀX, shape (2, 2)."""

    drawn: FloatArray
    plain: FloatArray


def noisy_copies(n_rows: int, noise_std: float, draws: int, *, seed: int = 0) -> NoisyCopies:
    """Fit y = w₁x₁ + w₂x₂ + ε many times, where both columns are one x and noise drawn anew.

    Raises
    ------
    ValueError
        If there are fewer than three rows, or no noise, as no weights are told then.
    """
    n, std = _checked(n_rows, noise_std, 3)
    if std == 0.0:
        raise ValueError("Without noise two equal columns tell no weights.")
    rng = np.random.default_rng(seed)
    x = np.random.default_rng(11).standard_normal(n)
    y = _TOTAL * x + _NOISE * np.random.default_rng(12).standard_normal(n)
    noise = std * rng.standard_normal((2, draws, n))
    # By sum and difference of both columns, which are not nearly the same.
    half_sum, half_gap = x + 0.5 * (noise[0] + noise[1]), 0.5 * (noise[0] - noise[1])
    a, b, c = (np.sum(p * q, axis=1) for p, q in ((half_sum,) * 2, (half_sum, half_gap), (half_gap,) * 2))
    p, q = half_sum @ y, half_gap @ y
    determinant = a * c - b * b
    total, gap = (c * p - b * q) / determinant, (a * q - b * p) / determinant
    one = float(x @ y / (x @ x))
    residual = y - one * x
    s = math.sqrt(float(residual @ residual) / n)
    weights = 0.5 * np.column_stack([total + gap, total - gap])
    return NoisyCopies(frozen(weights), one, math.sqrt(2.0) * s / (std * math.sqrt(n)))


def noisy_gram(n_rows: int, noise_std: float, draws: int, *, seed: int = 0) -> NoisyGram:
    """Gram matrices of two equal columns with noise drawn anew; their mean is XᵀX + nσ²I."""
    n, std = _checked(n_rows, noise_std, 1)
    rng = np.random.default_rng(seed)
    x = np.random.default_rng(11).standard_normal(n)
    noisy = x[:, None] + std * rng.standard_normal((draws, n, 2))
    plain = np.full((2, 2), float(x @ x))
    return NoisyGram(frozen(np.swapaxes(noisy, 1, 2) @ noisy), frozen(plain))


def _checked(n_rows: int, noise_std: float, fewest: int) -> tuple[int, float]:
    std = finite_number(noise_std, "The noise")
    if std < 0.0:
        raise ValueError("The noise is not negative.")
    return whole_number(n_rows, "The number of rows", fewest), std
