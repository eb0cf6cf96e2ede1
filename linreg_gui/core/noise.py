"""Residuals as noise: histogram, normal density, likelihood (chapter 3.1.3)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .arrays import FloatArray


@dataclass(frozen=True, eq=False)
class NoiseSummary:
    """The residuals of one state of the model, ready to draw.

    Attributes
    ----------
    mean, std : float
        Mean μ and standard deviation σ of the residuals over all rows, in label units
        (σ with divisor n: the maximum-likelihood estimate).
    negative_log_likelihood : float
        −log of the likelihood of all rows under N(μ, σ²), natural logarithm (eq. 3.1.16);
        −∞ when the residuals do not vary.
    n_rows : int
        How many rows μ, σ and the likelihood are taken over.
    edges : array, shape (k + 1,)
        Bin edges in label units.
    density : array, shape (k,)
        Share of the residuals per bin and per label unit, so that the area is 1.
    """

    mean: float
    std: float
    negative_log_likelihood: float
    n_rows: int
    edges: FloatArray
    density: FloatArray


def normal_density(x: FloatArray, mean: float, std: float) -> FloatArray:
    """Density of N(mean, std²) at ``x`` (eq. 3.1.12); ``std`` must be positive."""
    z = (x - mean) / std
    return np.asarray(np.exp(-0.5 * z * z) / (std * math.sqrt(2.0 * math.pi)))


def negative_log_likelihood(n_rows: int, std: float) -> float:
    """−log likelihood of ``n_rows`` residuals under the normal density fitted to them (eq. 3.1.16).

    With μ and σ at their maximum-likelihood values the second term of eq. 3.1.16 is n/2.
    """
    if std == 0.0:
        return -math.inf
    return 0.5 * n_rows * (math.log(2.0 * math.pi) + 2.0 * math.log(std) + 1.0)


def summarise_noise(
    residuals: FloatArray,
    *,
    mean: float | None = None,
    std: float | None = None,
    n_rows: int | None = None,
    bins: int = 40,
) -> NoiseSummary:
    """Histogram and normal fit of residuals.

    Parameters
    ----------
    residuals : array, shape (k,)
        All residuals, or a sample of them for the histogram; label − prediction, finite.
    mean, std, n_rows : optional
        Values over all rows when ``residuals`` is only a sample.
    bins : int
        Number of bins between the smallest and the largest residual.
    """
    values = np.asarray(residuals, dtype=np.float64)
    mu = float(values.mean()) if mean is None else mean
    sigma = float(values.std()) if std is None else std
    total = values.size if n_rows is None else n_rows
    low, high = float(values.min()), float(values.max())
    margin = 1e-12 * max(abs(low), abs(high), 1e-300)
    if high - low <= 2.0 * margin:
        low, high = low - max(margin, 1e-12), high + max(margin, 1e-12)
    edges = np.linspace(low, high, bins + 1)
    counts = np.histogram(values, edges)[0]
    density = counts / (values.size * np.diff(edges))
    return NoiseSummary(mu, sigma, negative_log_likelihood(total, sigma), total, edges, density)
