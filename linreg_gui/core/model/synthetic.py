"""Data with a known truth, as in the chapter's example."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import (
    FloatArray,
    finite_array,
    finite_number,
    frozen,
    quiet_overflow,
    whole_number,
    within_range,
)
from linreg_gui.core.problem import ProblemError, ProblemKind

from .dataset import Dataset, Link, Truth, default_names

Noise = Literal["normal", "laplace", "uniform", "exponential", "student t", "poisson", "log-normal"]
NOISES: tuple[Noise, ...] = (
    "normal",
    "laplace",
    "uniform",
    "exponential",
    "student t",
    "poisson",
    "log-normal",
)
# The families whose label is no line of the features, and what is one; with the others the label is.
LINKS: Mapping[str, Link] = {"poisson": "log mean", "log-normal": "log"}
Spread = Literal["normal", "uniform", "exponential"]
SPREADS: tuple[Spread, ...] = ("normal", "uniform", "exponential")
# How many times as large the noise of an outlier is.
OUTLIER_FACTOR = 20.0
# Above this mean not every count is a float64.
_LARGEST_MEAN = 2.0**53


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

    Two families make other labels from the same sum: counts y ~ Poisson(exp(Xw + b)), and prices with
    log y = Xw + b + ε.

    Parameters
    ----------
    weights : array_like, shape (d,)
        True weights.
    bias, noise_std : float
        True bias and standard deviation of the noise, in label units; of the logarithm for prices. Counts
        have no noise but their own, whose variance is their mean.
    n_rows : int
        Number of examples.
    seed : int
        The same seed gives the same data (`numpy.random.default_rng`).
    noise : "normal", "laplace", "uniform", "exponential", "student t", "poisson" or "log-normal"
        Family of the noise. The first five are added to the label, with mean 0 and the standard deviation
        asked for (Student's t with 3 degrees of freedom); "poisson" makes counts, "log-normal" prices.
    outlier_share : float
        Share of the rows, between 0 and 1, whose noise (whose count) is 20 times as large.
    features : "normal", "uniform" or "exponential"
        Distribution of every feature, with mean 0 and standard deviation 1. Correlated features are sums of
        two such numbers.
    correlation : float
        Between every two features, from 0 to 1; at 1 they are copies of each other.

    Returns
    -------
    Dataset
        Its `truth` keeps what the data were made with, and says by its `link` what the weights belong to.

    Raises
    ------
    ValueError
        If a number is not finite or out of its range, or a family is unknown.
    ProblemError
        If the data do not fit into memory or a label is too large, or a price too small, to be a number.
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
        y = _counts(rng, y, outliers) if noise == "poisson" else _with_noise(rng, y, std, noise, outliers)
    within_range(y, "labels")
    names, link = default_names(w.size), LINKS.get(noise, "identity")
    scale = 1.0 if noise == "poisson" else std
    truth = Truth(frozen(w.copy()), b, scale, names, "y", link, noise, outliers)
    return Dataset(frozen(X), frozen(y), names, "y", truth)


def _with_noise(
    rng: np.random.Generator, y: FloatArray, std: float, noise: Noise, outlier_share: float
) -> FloatArray:
    """The sum with noise; its exponential where the noise belongs to the logarithm."""
    if std:
        error = std * _standard(rng, y.shape, noise)
        if outlier_share:
            error[rng.random(y.size) < outlier_share] *= OUTLIER_FACTOR
        y += error
    if noise != "log-normal":
        return y
    prices = np.exp(y)
    if not prices.all():
        raise ProblemError(
            "A price would be too small to be a number: choose a larger bias.", ProblemKind.OVERFLOW
        )
    return np.asarray(prices)


def _counts(rng: np.random.Generator, log_mean: FloatArray, outlier_share: float) -> FloatArray:
    """A count for each logarithm of a mean."""
    mean = np.exp(log_mean)
    if not mean.max() < _LARGEST_MEAN:
        raise ProblemError(
            "The counts would be too large to be drawn: choose a smaller bias or weights.",
            ProblemKind.OVERFLOW,
        )
    counts = rng.poisson(mean).astype(np.float64)
    if outlier_share:
        counts[rng.random(counts.size) < outlier_share] *= OUTLIER_FACTOR
    return counts


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
        raise ProblemError(
            f"{n_rows:,} rows do not fit into memory: ask for fewer.", ProblemKind.MEMORY
        ) from None
