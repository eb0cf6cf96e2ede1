"""Normal quantile–quantile points with a band that holds for all of them at once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray, IntArray, finite_array, frozen, whole_number
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.problem import ProblemError, ProblemKind

from .distributions import distributions
from .infer import checked_level

_MOST_POINTS = 400
_SIMULATIONS = 10_000
# Up to so many values samples are drawn whole, which takes less time than to draw some ranks of them.
_DRAWN_WHOLE = 1_000
_OUTERMOST = 400
# Up to so many values all are sorted; of more, boxes are laid between the tails of a sample of them.
_SORTED_WHOLE, _BOXES, _SAMPLE, _TAIL = 50_000, 1 << 14, 5_000, 0.01


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
    ranks : array of int
        Which of the ordered values these are, from 1 on.
    places : array of int
        Where these stand among the values as they were given.
    """

    theoretical: FloatArray
    observed: FloatArray
    low: FloatArray
    high: FloatArray
    level: float
    ranks: IntArray
    places: IntArray


def quantile_points(values: ArrayLike, *, level: float = 0.95, seed: int = 0) -> QuantilePoints:
    """Q–Q points of values, such as residuals, against a normal distribution of unknown mean and spread.

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
    Mean and standard deviation are those of the values, which draws a normal sample nearer to the line than
    known ones would (Lilliefors 1967, JASA 62). So normal samples are simulated and standardised in the same
    way. Every point gets the same local level, which is found by the depth of each sample in all of them
    (Aldor-Noiman, Brown, Buja, Rolke and Stine 2013, The American Statistician 67; Myllymäki, Mrkvička,
    Grabarnik, Seijo and Hahn 2017, JRSS B 79). Residuals of a regression count as independent here.
    """
    x = finite_array(values, "values", 1)
    seed = whole_number(seed, "The seed")
    level = checked_level(level)
    if x.size < 3 or not x.min() < x.max():
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
    places = _places(x, ranks)
    low, high = _band(x.size, tuple(ranks.tolist()), level, seed)
    return QuantilePoints(
        theoretical=stats.norm.ppf((ranks - 0.5) / x.size),
        observed=(x[places] - x.mean()) / x.std(),
        low=low,
        high=high,
        level=level,
        ranks=ranks,
        places=places,
    )


def normal_quantiles(values: FloatArray) -> FloatArray:
    """What a normal sample would show in place of each of these values, shape (n,)."""
    found = np.empty(values.size)
    at = (np.arange(values.size) + 0.5) / values.size
    found[np.argsort(values, kind="stable")] = distributions().norm.ppf(at)
    return found


def _places(x: FloatArray, ranks: IntArray) -> IntArray:
    """Where the values of some ranks stand, equal ones in their order.

    Of many values only those are sorted that share one of many narrow boxes with a rank that is asked for,
    which takes a fifth of the time of sorting all of them.
    """
    if x.size <= _SORTED_WHOLE:
        return np.argsort(x, kind="stable")[ranks - 1]
    low, high = np.quantile(x[:: x.size // _SAMPLE], [_TAIL, 1.0 - _TAIL])
    # One box for all where nearly all values are the same.
    scale = (_BOXES - 2) / (high - low) if high - low > 1e-300 else 0.0
    box = np.clip((x - low) * scale + 1.0, 0.0, _BOXES - 1.0).astype(np.int32)
    ends = np.cumsum(np.bincount(box, minlength=_BOXES))
    wanted = np.zeros(_BOXES, dtype=bool)
    wanted[np.searchsorted(ends, ranks)] = True
    near = np.flatnonzero(wanted[box])
    near = near[np.argsort(x[near], kind="stable")]
    # How many of the values in boxes left out lie before each rank.
    counts = np.diff(ends, prepend=0)
    skipped = np.cumsum(np.where(wanted, 0, counts))[np.searchsorted(ends, ranks)]
    return np.asarray(near[ranks - 1 - skipped])


@lru_cache(maxsize=8)
def _band(n: int, ranks: tuple[int, ...], level: float, seed: int) -> tuple[FloatArray, FloatArray]:
    """Between which numbers standardised normal samples lie at every rank with the probability ``level``."""
    rng = np.random.default_rng(seed)
    at_ranks = np.asarray(ranks)
    samples = _whole_samples(n, at_ranks, rng) if n <= _DRAWN_WHOLE else _samples_at(at_ranks, n, rng)
    check_wanted()
    order = np.argsort(samples, axis=1)
    # How many samples lie at least as far out, at the point where the sample is the most extreme; that is
    # known once a sample is among so many outermost ones, and of the others it is not asked.
    outermost = min(_OUTERMOST, _SIMULATIONS // 2)
    depth = _depth(order, outermost)
    depth.sort()
    kept = int(depth[int((1.0 - level) * _SIMULATIONS)])
    if kept == outermost < _SIMULATIONS // 2:
        depth = np.sort(_depth(order, _SIMULATIONS // 2))
        kept = int(depth[int((1.0 - level) * _SIMULATIONS)])
    # One place farther out, as the samples that tell the ends lie within them more often than others do.
    kept = max(0, kept - 1)
    low, high = (
        np.take_along_axis(samples, order[:, at, None], axis=1)[:, 0]
        for at in (kept, _SIMULATIONS - 1 - kept)
    )
    return frozen(low), frozen(high)


def _depth(order: IntArray, outermost: int) -> IntArray:
    """The least place from either end that each sample has at any point, up to so many."""
    depth = np.full(_SIMULATIONS, outermost)
    places = np.broadcast_to(np.arange(outermost), (len(order), outermost)).ravel()
    np.minimum.at(depth, order[:, :outermost].ravel(), places)
    np.minimum.at(depth, order[:, : -outermost - 1 : -1].ravel(), places)
    return depth


def _whole_samples(n: int, ranks: IntArray, rng: np.random.Generator) -> FloatArray:
    """Standardised normal samples, one a column, at some ranks of each."""
    samples = rng.standard_normal((_SIMULATIONS, n))
    samples.sort(axis=1)
    mean = samples.mean(axis=1)
    spread = samples.std(axis=1)
    if ranks.size < n:
        samples = samples[:, ranks - 1]
    return np.ascontiguousarray(((samples - mean[:, None]) / spread[:, None]).T)


def _samples_at(ranks: IntArray, n: int, rng: np.random.Generator) -> FloatArray:
    """The same at some ranks of samples too large to be drawn whole.

    What lies between two of the ranks enters mean and spread by its expectation, that of a truncated normal
    distribution: there are few ranks between, and they vary little.
    """
    from scipy.special import ndtri

    # Uniform order statistics are ratios of sums of exponential spacings; sums of spacings are gamma.
    steps = np.diff(np.r_[0, ranks, n + 1])
    sums = np.cumsum(rng.standard_gamma(steps, size=(_SIMULATIONS, steps.size)), axis=1)
    uniform = sums[:, :-1] / sums[:, -1:]
    x = ndtri(uniform)
    density = np.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi)
    share, between = np.diff(uniform, axis=1), steps[1:-1] - 1
    first = -np.diff(density, axis=1) / share
    second = 1.0 - np.diff(x * density, axis=1) / share
    mean = (x.sum(axis=1) + first @ between) / n
    square = ((x * x).sum(axis=1) + second @ between) / n
    x -= mean[:, None]
    x /= np.sqrt(square - mean**2)[:, None]
    return np.ascontiguousarray(x.T)
