"""Data with a known truth, as in the chapter's example."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .arrays import finite_array, frozen
from .dataset import Dataset, Truth


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
        If a number is not finite, or a size or the noise is negative.
    """
    w = finite_array(weights, "weights", 1)
    if w.size == 0 or n_rows < 1:
        raise ValueError("Synthetic data need at least one weight and one row.")
    if not (np.isfinite(bias) and np.isfinite(noise_std) and noise_std >= 0.0):
        raise ValueError("The bias must be finite and the noise must not be negative.")
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n_rows, w.size))
    y = X @ w + bias
    if noise_std:
        y += noise_std * rng.standard_normal(n_rows)
    names = tuple(f"x{j + 1}" for j in range(w.size))
    truth = Truth(frozen(w.copy()), float(bias), float(noise_std), names, "y")
    return Dataset(frozen(X), frozen(y), names, "y", truth)
