"""Data with a known truth, as in the chapter's example."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from .arrays import (
    FloatArray,
    finite_array,
    finite_number,
    frozen,
    quiet_overflow,
    whole_number,
    within_range,
)
from .dataset import Dataset, Truth, default_names
from .problem import ProblemError

Noise = Literal["normal", "laplace", "uniform", "exponential", "student t"]
NOISES: tuple[Noise, ...] = ("normal", "laplace", "uniform", "exponential", "student t")
Spread = Literal["normal", "uniform", "exponential"]
SPREADS: tuple[Spread, ...] = ("normal", "uniform", "exponential")
# How many times as large the noise of an outlier is.
OUTLIER_FACTOR = 20.0


def make_synthetic(
    weights: ArrayLike,
    bias: float = 0.0,
    noise_std: float = 0.01,
    n_rows: int = 1000,
    seed: int = 0,
    *,
    noise: Noise = "normal",
    outlier_share: float = 0.0,
    features: Spread = "normal",
    correlation: float = 0.0,
) -> Dataset:
    """Rows of the model y = Xw + b + ε, by default with standard normal features and ε ~ N(0, noise_std²).

    Parameters
    ----------
    weights : array_like, shape (d,)
        True weights.
    bias, noise_std : float
        True bias and standard deviation of the noise, in label units.
    n_rows : int
        Number of examples.
    seed : int
        The same seed gives the same data (`numpy.random.default_rng`).
    noise : "normal", "laplace", "uniform", "exponential" or "student t"
        Family of the noise, always with mean 0 and the standard deviation asked for (Student's t with 3
        degrees of freedom).
    outlier_share : float
        Share of the rows, between 0 and 1, whose noise is 20 times as large.
    features : "normal", "uniform" or "exponential"
        Distribution of every feature, with mean 0 and standard deviation 1. Correlated features are sums of
        two such numbers.
    correlation : float
        Between every two features, from 0 to 1; at 1 they are copies of each other.

    Returns
    -------
    Dataset
        Its `truth` keeps what the data were made with.

    Raises
    ------
    ValueError
        If a number is not finite or out of its range, or a family is unknown.
    ProblemError
        If the data do not fit into memory or a label is too large to be a number.
    """
    w = finite_array(weights, "weights", 1)
    b, std = finite_number(bias, "The bias"), finite_number(noise_std, "The noise")
    n = whole_number(n_rows, "The number of rows", 1)
    if w.size == 0:
        raise ValueError("Synthetic data need at least one weight.")
    if std < 0.0:
        raise ValueError("The noise must not be negative.")
    if noise not in NOISES or features not in SPREADS:
        raise ValueError(f"The noise is one of {', '.join(NOISES)}, the features of {', '.join(SPREADS)}.")
    outliers, shared = _share(outlier_share, "The share of outliers"), _share(correlation, "The correlation")
    rng = np.random.default_rng(whole_number(seed, "The seed"))
    X = _features(rng, n, w.size, features, shared)
    with quiet_overflow():
        y = X @ w + b
        if std:
            error = std * _standard(rng, (n,), noise)
            if outliers:
                error[rng.random(n) < outliers] *= OUTLIER_FACTOR
            y += error
    within_range(y, "labels")
    names = default_names(w.size)
    truth = Truth(frozen(w.copy()), b, std, names, "y")
    return Dataset(frozen(X), frozen(y), names, "y", truth)


def _share(value: float, name: str) -> float:
    share = finite_number(value, name)
    if not 0.0 <= share <= 1.0:
        raise ValueError(f"{name} must lie between 0 and 1.")
    return share


def _standard(rng: np.random.Generator, shape: tuple[int, ...], family: Noise) -> FloatArray:
    """Independent numbers with mean 0 and standard deviation 1."""
    match family:
        case "laplace":
            return rng.laplace(scale=math.sqrt(0.5), size=shape)
        case "uniform":
            return rng.uniform(-math.sqrt(3.0), math.sqrt(3.0), size=shape)
        case "exponential":
            return rng.standard_exponential(shape) - 1.0
        case "student t":
            return rng.standard_t(3.0, size=shape) / math.sqrt(3.0)
        case _:
            return rng.standard_normal(shape)


def _features(
    rng: np.random.Generator, n_rows: int, n_features: int, spread: Spread, correlation: float
) -> FloatArray:
    try:
        X = _standard(rng, (n_rows, n_features), spread)
        if correlation:
            X *= math.sqrt(1.0 - correlation)
            X += math.sqrt(correlation) * _standard(rng, (n_rows, 1), spread)
        return X
    except (MemoryError, ValueError, OverflowError):
        raise ProblemError(f"{n_rows:,} rows do not fit into memory: ask for fewer.", "memory") from None
