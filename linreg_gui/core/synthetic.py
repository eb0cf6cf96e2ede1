"""Data with a known truth, as in the chapter's example."""

from __future__ import annotations

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


def make_synthetic(
    weights: ArrayLike, bias: float = 0.0, noise_std: float = 0.01, n_rows: int = 1000, seed: int = 0
) -> Dataset:
    """Rows of the model y = Xw + b + ε with standard normal features and noise ε ~ N(0, noise_std²).

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

    Returns
    -------
    Dataset
        Its `truth` keeps what the data were made with.

    Raises
    ------
    ValueError
        If a number is not finite, or a size, the seed or the noise is negative.
    ProblemError
        If the data do not fit into memory or a label is too large to be a number.
    """
    w = finite_array(weights, "weights", 1)
    b, noise = finite_number(bias, "The bias"), finite_number(noise_std, "The noise")
    n = whole_number(n_rows, "The number of rows", 1)
    if w.size == 0:
        raise ValueError("Synthetic data need at least one weight.")
    if noise < 0.0:
        raise ValueError("The noise must not be negative.")
    rng = np.random.default_rng(whole_number(seed, "The seed"))
    X = _standard_normal(rng, n, w.size)
    with quiet_overflow():
        y = X @ w + b
        if noise:
            y += noise * rng.standard_normal(n)
    within_range(y, "labels")
    names = default_names(w.size)
    truth = Truth(frozen(w.copy()), b, noise, names, "y")
    return Dataset(frozen(X), frozen(y), names, "y", truth)


def _standard_normal(rng: np.random.Generator, n_rows: int, n_features: int) -> FloatArray:
    try:
        return rng.standard_normal((n_rows, n_features))
    except (MemoryError, ValueError, OverflowError):
        raise ProblemError(f"{n_rows:,} rows do not fit into memory: ask for fewer.", "memory") from None
