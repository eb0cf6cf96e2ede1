"""The density of the noise that generated data were made with."""

from __future__ import annotations

import math

import numpy as np

from linreg_gui.core.arrays import FloatArray, quiet_overflow

from .dataset import Truth
from .synthetic import OUTLIER_FACTOR

_ROOT_2, _ROOT_3 = math.sqrt(2.0), math.sqrt(3.0)


def true_density(truth: Truth, noise: FloatArray) -> FloatArray | None:
    """Density of label − true line at these values; None where it is not known, or all noise is 0.

    Parameters
    ----------
    truth : Truth
        Of a label that is a line of the features up to noise, which may be a logarithm.
    noise : array, shape (k,)
        In label units.

    Notes
    -----
    Every family has the mean 0 and the standard deviation ``truth.noise_std``, see `make_synthetic`; with
    outliers it is a mixture of two widths.
    """
    std, share = truth.noise_std, truth.outlier_share
    if not (0.0 < std < math.inf and 0.0 <= share <= 1.0 and truth.straight):
        return None
    with quiet_overflow():
        usual = _standard(truth.noise, noise / std)
        if usual is None:
            return None
        if not share:
            return usual / std
        wide = _standard(truth.noise, noise / (std * OUTLIER_FACTOR))
        assert wide is not None
        return ((1.0 - share) * usual + share / OUTLIER_FACTOR * wide) / std


def _standard(family: str, z: FloatArray) -> FloatArray | None:
    """With mean 0 and standard deviation 1."""
    match family:
        case "normal" | "log-normal":  # prices are made by normal noise of their logarithm
            return np.asarray(np.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi))
        case "laplace":
            return np.asarray(np.exp(-_ROOT_2 * np.abs(z)) / _ROOT_2)
        case "uniform":
            return np.where(np.abs(z) <= _ROOT_3, 0.5 / _ROOT_3, 0.0)
        case "exponential":
            return np.where(z >= -1.0, np.exp(-1.0 - np.maximum(z, -1.0)), 0.0)
        case "student t":  # 3 degrees of freedom, whose variance is 3
            return np.asarray(2.0 / (math.pi * (1.0 + z * z) ** 2))
    return None
