"""Normal quantile–quantile points with a band that holds for all of them at once."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray, IntArray, finite_array, whole_number
from linreg_gui.core.problem import ProblemError, ProblemKind

from .infer import checked_level, distributions

_MOST_POINTS = 400
_SIMULATIONS = 4000
# The interval searched for the local level ends a few millionths wide.
_HALVINGS = 20


@dataclass(frozen=True, eq=False)
class QuantilePoints:
    """Sorted values against what a normal sample of the same size would show, shape (k,) each.

    Attributes
    ----------
    theoretical : array
        Quantiles of N(0, 1) at (i − ½)/n.
    observed : array
        The values, less their mean and over their standard deviation, ascending.
    low, high : array
        A normal sample stays within at every point with the probability ``level``.
    level : float
    """

    theoretical: FloatArray
    observed: FloatArray
    low: FloatArray
    high: FloatArray
    level: float


def quantile_points(values: ArrayLike, *, level: float = 0.95, seed: int = 0) -> QuantilePoints:
    """Q–Q points of values, such as residuals, against the normal distribution.

    Parameters
    ----------
    values : array_like, shape (n,)
        Of n > 400 values, 400 are shown, the extremes among them.
    level : float
        Simultaneous confidence of the band, between 0 and 1.
    seed : int
        Of the simulation that calibrates the band.

    Raises
    ------
    ValueError
        If a value is not finite or the level is out of its range.
    ProblemError
        If there are fewer than three values or they do not vary, or by less than their rounding.

    Notes
    -----
    The band gives every order statistic the same local level, found by simulation of uniform order
    statistics (Aldor-Noiman, Brown, Buja, Rolke and Stine 2013, The American Statistician 67). It takes
    mean and standard deviation as known, which makes it a little wide.
    """
    x = np.sort(finite_array(values, "values", 1))
    seed = whole_number(seed, "The seed")
    level = checked_level(level)
    if x.size < 3 or not x[0] < x[-1]:
        raise ProblemError(
            "Quantiles need at least three values that are not all alike.", ProblemKind.NO_NOISE
        )
    stats = distributions()
    # A power of two changes no digit, and with it no square overflows or vanishes.
    x = np.ldexp(x, -int(np.frexp(np.abs(x).max())[1]))
    if not x.std() > 0.0:
        raise ProblemError(
            "The values differ by too little to compare their quantiles.", ProblemKind.NO_NOISE
        )
    ranks = np.unique(np.round(np.linspace(1, x.size, min(x.size, _MOST_POINTS))).astype(np.int64))
    local = _local_level(ranks, x.size, level, seed)
    low, high = _limits(ranks, x.size, local)
    return QuantilePoints(
        theoretical=stats.norm.ppf((ranks - 0.5) / x.size),
        observed=(x[ranks - 1] - x.mean()) / x.std(),
        low=stats.norm.ppf(low),
        high=stats.norm.ppf(high),
        level=level,
    )


def _local_level(ranks: IntArray, n: int, level: float, seed: int) -> float:
    """The level for each point alone at which all points together have the level wanted."""
    rng = np.random.default_rng(seed)
    # Uniform order statistics are ratios of sums of exponential spacings; sums of spacings are gamma.
    steps = np.diff(np.r_[0, ranks, n + 1])
    sums = np.cumsum(rng.standard_gamma(steps, size=(_SIMULATIONS, steps.size)), axis=1)
    samples = sums[:, :-1] / sums[:, -1:]
    # Between points that all but exclude each other (Bonferroni) and points that all move as one.
    lowest, highest = math.log((1.0 - level) / ranks.size), math.log(1.0 - level)
    for _ in range(_HALVINGS):
        middle = 0.5 * (lowest + highest)
        low, high = _limits(ranks, n, math.exp(middle))
        within = ((samples >= low) & (samples <= high)).all(axis=1)
        if within.mean() >= level:
            lowest = middle
        else:
            highest = middle
    return math.exp(lowest)


def _limits(ranks: IntArray, n: int, local: float) -> tuple[FloatArray, FloatArray]:
    """Between which each uniform order statistic lies but for a share ``local`` of the samples."""
    from scipy.special import betaincinv

    lower, upper = (betaincinv(ranks, n + 1 - ranks, share) for share in (0.5 * local, 1.0 - 0.5 * local))
    return np.asarray(lower, dtype=np.float64), np.asarray(upper, dtype=np.float64)
