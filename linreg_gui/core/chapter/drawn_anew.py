"""Labels drawn anew many times at the same features: how the weights spread, and what new data cost."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray, finite_array, finite_number, frozen, whole_number
from linreg_gui.core.problem import ProblemError, ProblemKind

_MOST_NUMBERS = 20_000_000  # labels that are drawn in all


@dataclass(frozen=True, eq=False)
class DrawnAnew:
    """Fits of labels y = Xw + b + ε that were drawn anew, ε ~ N(0, σ²), at the same X.

    Attributes
    ----------
    estimates : array, shape (draws, d + 1)
        Weights and bias of each.
    train_mse, fresh_mse : array, shape (draws,)
        Mean squared error on the labels that were fitted, and on others drawn at the same X.
    covariance : array, shape (d + 1, d + 1)
        Of the estimates in theory: σ²(X̃ᵀX̃)⁻¹.
    expected_train, expected_fresh : float
        σ²(1 − p/n) and σ²(1 + p/n) with p = d + 1.
    """

    estimates: FloatArray
    train_mse: FloatArray
    fresh_mse: FloatArray
    covariance: FloatArray
    expected_train: float
    expected_fresh: float

    @property
    def standard_deviations(self) -> FloatArray:
        """Of the estimates in theory, shape (d + 1,)."""
        return np.sqrt(np.diag(self.covariance))


def draw_anew(
    X: ArrayLike, weights: ArrayLike, bias: float, noise_std: float, draws: int = 1000, seed: int = 0
) -> DrawnAnew:
    """Draw labels at the same features many times, and fit each exactly.

    Parameters
    ----------
    X : array_like, shape (n, d)
    weights : array_like, shape (d,)
    bias, noise_std : float
        The truth.
    draws, seed : int

    Raises
    ------
    ValueError
        If the shapes do not agree or a number is out of its range.
    ProblemError
        If the weights are not told by these features, or that many labels are too many.
    """
    features, w = finite_array(X, "The features", 2), finite_array(weights, "The weights", 1)
    b, std = finite_number(bias, "The bias"), finite_number(noise_std, "The noise")
    count = whole_number(draws, "The number of draws", 1)
    n, d = features.shape
    if len(w) != d or std < 0.0:
        raise ValueError("There is one weight for each feature, and the noise is not negative.")
    if 2 * n * count > _MOST_NUMBERS:
        raise ProblemError(
            f"{count:,} draws of {n:,} labels are too many: ask for fewer.", ProblemKind.TOO_LARGE
        )
    # Centred, and by QR, so that features far from zero cost no digits.
    means = features.mean(axis=0)
    design = np.column_stack([features - means, np.ones(n)])
    Q, R = np.linalg.qr(design)
    if n <= d + 1 or np.abs(np.diag(R)).min() <= 1e-10 * np.abs(np.diag(R)).max():
        raise ProblemError(
            "These features do not tell the weights: there are too few rows, or one feature follows from "
            "others.",
            ProblemKind.RANK,
        )
    rng = np.random.default_rng(whole_number(seed, "The seed"))
    signal = features @ w + b
    Y = signal + std * rng.standard_normal((count, n))
    centred = np.linalg.solve(R, Q.T @ Y.T).T
    fitted = centred @ design.T
    fresh = signal + std * rng.standard_normal((count, n))
    back = np.eye(d + 1)
    back[-1, :-1] = -means
    inverse = np.linalg.solve(R, np.eye(d + 1))
    root = back @ inverse
    share = (d + 1) / n
    return DrawnAnew(
        frozen(centred @ back.T),
        frozen(np.mean((Y - fitted) ** 2, axis=1)),
        frozen(np.mean((fresh - fitted) ** 2, axis=1)),
        frozen(std**2 * (root @ root.T)),
        std**2 * (1.0 - share),
        std**2 * (1.0 + share),
    )


def expected_half_mse(noise_std: float, n_rows: int, n_parameters: int) -> float:
    """The mean of the least half mean squared error: σ²(n − p)/(2n)."""
    return 0.5 * finite_number(noise_std, "The noise") ** 2 * max(0, n_rows - n_parameters) / n_rows


def constant_rate_variance(learning_rate: float, batch_size: int, noise_std: float) -> float:
    """The variance of the bias that SGD at a constant rate goes on with, in the model of only a bias.

    η s²/(B(2 − η)) for rows drawn with replacement; infinite where it diverges.
    """
    rate = finite_number(learning_rate, "The learning rate")
    if not 0.0 < rate < 2.0:
        return math.inf
    return rate * finite_number(noise_std, "The noise") ** 2 / (batch_size * (2.0 - rate))
