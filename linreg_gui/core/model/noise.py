"""Residuals as noise: histogram, normal density, likelihood (chapter 3.1.3)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import (
    FloatArray,
    finite_array,
    finite_number,
    quiet_overflow,
    whole_number,
    within_range,
)
from linreg_gui.core.problem import ProblemError, ProblemKind

# Bins narrower than this share of the largest residual are below its rounding.
_NARROWEST = 1e-15
_MOST_BINS = 1_000_000
_BINS = "The number of bins"
_SMALLEST = 1e-280
_CURVE_POINTS = 161


@dataclass(frozen=True, eq=False)
class NoiseCurve:
    """The density that noise of one family has, as likely as possible for some residuals.

    Attributes
    ----------
    family : str
        ``"normal"``, ``"Laplace"``, ``"Huber"`` or ``"Poisson"``.
    location, scale : float
        In label units: mean μ and standard deviation σ of normal noise; median m and mean |r − m| of Laplace
        noise; where Huber noise has its middle, and the σ it has there; of Poisson noise the mean and the
        standard deviation of the residuals themselves.
    negative_log_likelihood : float
        −log of the likelihood of all rows, natural logarithm (eq. 3.1.16).
    x, density : array, shape (k,)
        The curve.
    """

    family: str
    location: float
    scale: float
    negative_log_likelihood: float
    x: FloatArray
    density: FloatArray


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
    n_parameters : int
        How many weights, and bias, the residuals are free of; 0 where that is not known.
    edges : array, shape (k + 1,)
        Bin edges in label units.
    density : array, shape (k,)
        Share of the residuals per bin and per label unit, so that the area is 1.
    fitted : NoiseCurve or None
        The noise that the loss stands for, where that is not the squared one.
    """

    mean: float
    std: float
    negative_log_likelihood: float
    n_rows: int
    edges: FloatArray
    density: FloatArray
    n_parameters: int = 0
    fitted: NoiseCurve | None = None

    @cached_property
    def curve(self) -> NoiseCurve | None:
        """The noise that the loss stands for, normal noise by default; None where residuals do not vary."""
        if self.fitted is not None or not self.std > 0.0:
            return self.fitted
        x = np.linspace(self.mean - 4.0 * self.std, self.mean + 4.0 * self.std, _CURVE_POINTS)
        density = normal_density(x, self.mean, self.std)
        return NoiseCurve("normal", self.mean, self.std, self.negative_log_likelihood, x, density)

    @property
    def degrees_of_freedom(self) -> int:
        """n − p, for n rows and p parameters."""
        return self.n_rows - self.n_parameters

    @property
    def standard_error(self) -> float:
        """σ with divisor n − p, in label units: unbiased for σ² at the exact solution; NaN where n ≤ p.

        About 0, not about μ: what a wrong bias adds is error, too.
        """
        if self.degrees_of_freedom <= 0:
            return math.nan
        return math.hypot(self.std, self.mean) * math.sqrt(self.n_rows / self.degrees_of_freedom)


def normal_density(x: ArrayLike, mean: float, std: float) -> FloatArray:
    """Density of N(mean, std²) at ``x``, a number or a column of numbers (eq. 3.1.12).

    Raises
    ------
    ValueError
        If ``std`` is not positive or a value is not a finite number.
    ProblemError
        If ``std`` is below 1e-300, where the density would soon be too large to be a number.
    """
    at, mu = finite_array(x, "x", 1, 0), finite_number(mean, "The mean")
    sigma = finite_number(std, "The standard deviation")
    if sigma <= 0.0:
        raise ValueError("The standard deviation of a normal density must be positive.")
    if sigma < 1e-300:
        raise ProblemError(
            "The standard deviation is too small to compute with: use smaller units.", ProblemKind.UNDERFLOW
        )
    # An overflow of z is the tail, where the density is 0.
    with np.errstate(over="ignore"):
        z = (at - mu) / sigma
        return np.asarray(np.exp(-0.5 * z * z) / (sigma * math.sqrt(2.0 * math.pi)))


def negative_log_likelihood(n_rows: int, std: float) -> float:
    """−log likelihood of ``n_rows`` residuals under the normal density fitted to them (eq. 3.1.16).

    With μ and σ at their maximum-likelihood values the second term of eq. 3.1.16 is n/2.
    """
    if std == 0.0:
        return -math.inf
    return 0.5 * n_rows * (math.log(2.0 * math.pi) + 2.0 * math.log(std) + 1.0)


def summarise_noise(
    residuals: ArrayLike,
    *,
    mean: float | None = None,
    std: float | None = None,
    n_rows: int | None = None,
    bins: int | None = None,
    n_parameters: int = 0,
) -> NoiseSummary:
    """Histogram and normal fit of residuals.

    Parameters
    ----------
    residuals : array, shape (k,)
        All residuals, or a sample of them for the histogram; label − prediction, finite.
    mean, std, n_rows : optional
        Values over all rows when ``residuals`` is only a sample.
    bins : int, optional
        Number of bins between the smallest and the largest residual, at most a million; by default as
        many as `freedman_diaconis` asks for.
    n_parameters : int
        How many weights, and bias, the model has; for the degrees of freedom.

    Raises
    ------
    ValueError
        If there is no residual, a value is not a finite number, or a size is out of its range.
    ProblemError
        If the residuals are too large to be added up.
    """
    values = finite_array(residuals, "residuals", 1)
    if not values.size:
        raise ValueError("A summary needs at least one residual.")
    size = freedman_diaconis(values) if bins is None else whole_number(bins, _BINS, 1, _MOST_BINS)
    total = values.size if n_rows is None else whole_number(n_rows, "The number of rows", 1, 2**63)
    mu, sigma = _mean_and_std(values, mean, std)
    edges = _edges(values, size)
    density = np.histogram(values, edges)[0] / values.size / np.diff(edges)
    likelihood = negative_log_likelihood(total, sigma)
    return NoiseSummary(mu, sigma, likelihood, total, edges, density, n_parameters)


def freedman_diaconis(values: FloatArray) -> int:
    """How many bins suit these values: a matter of the values alone, at most 2√n.

    Bins are 2·IQR/∛n wide (Freedman and Diaconis 1981, On the histogram as a density estimator). Where
    half of the values are alike the quartiles say nothing, and there are as many bins as Sturges wants.

    Parameters
    ----------
    values : array, shape (n,)
        At least one finite number.
    """
    n, most = values.size, max(1, int(2.0 * math.sqrt(values.size)))
    with quiet_overflow():
        low, first, third, high = np.quantile(values, (0.0, 0.25, 0.75, 1.0))
        width = 2.0 * (third - first) / math.cbrt(n)
        wanted = (high - low) / width if width > 0.0 else 1.0 + math.log2(n)
    return min(most, max(1, math.ceil(wanted))) if math.isfinite(wanted) else most


def _mean_and_std(values: FloatArray, mean: float | None, std: float | None) -> tuple[float, float]:
    """What is given, and of what is not given the value over ``values``."""
    mu = _mean(values) if mean is None else finite_number(mean, "The mean")
    sigma = _std(values) if std is None else finite_number(std, "The standard deviation")
    if sigma < 0.0:
        raise ValueError("The standard deviation must not be negative.")
    return mu, sigma


def _mean(values: FloatArray) -> float:
    with quiet_overflow():
        return float(within_range(values.mean(), "sum of the residuals"))


def _std(values: FloatArray) -> float:
    """In units of the largest, so that no square overflows or vanishes."""
    with quiet_overflow():
        deviations = within_range(values - values.mean(), "residuals")
    largest = float(np.abs(deviations).max())
    return largest * math.sqrt(float(np.mean((deviations / largest) ** 2))) if largest else 0.0


def _edges(values: FloatArray, bins: int) -> FloatArray:
    """Edges of bins over all values, far enough apart to be told from each other."""
    low, high = float(values.min()), float(values.max())
    margin = max(1e-12, _NARROWEST * bins) * max(abs(low), abs(high), _SMALLEST)
    if high - low <= 2.0 * margin:
        low, high = low - max(margin, 1e-12), high + max(margin, 1e-12)
    with quiet_overflow():
        return within_range(np.linspace(low, high, bins + 1), "residuals")
