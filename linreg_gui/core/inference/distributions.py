"""The distributions of inference, from SciPy's special functions alone, which are imported late.

`scipy.stats` has them, too, but takes four times as long to import; it is asked for whatever else is wanted.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from .far_tails import far_tail

# Below this SciPy's F has digits wrong, or is 0, where degrees of freedom are many; its t is 0 where the
# square of t is no number, and rightly so where it is nearly normal.
_FAR, _MANY = 1e-30, 1e15


class _Distribution:
    """Whatever has no way of its own here is that of `scipy.stats`."""

    name: str

    def __getattr__(self, what: str) -> Any:
        from scipy import stats

        return getattr(getattr(stats, self.name), what)


class _T(_Distribution):
    """Student's t."""

    name = "t"

    def sf(self, t: Any, freedom: Any) -> Any:
        """Probability of a value above t."""
        from scipy.special import stdtr

        p = stdtr(freedom, np.negative(t))
        far = np.asarray((p == 0.0) & np.isfinite(t) & (np.asarray(freedom) < _MANY))
        if not far.any():
            return p
        t, freedom = np.broadcast_arrays(t, freedom)
        return _mended(p, far, lambda at: 0.5 * _far_f(2.0 * math.log(t[at]), 1.0, freedom[at]))

    def ppf(self, p: Any, freedom: Any) -> Any:
        """What a value is below with probability p."""
        from scipy.special import stdtrit

        return stdtrit(freedom, p)


class _F(_Distribution):
    """Fisher's F."""

    name = "f"

    def sf(self, f: Any, count: Any, freedom: Any) -> Any:
        """Probability of a value above f."""
        from scipy.special import fdtrc

        p = fdtrc(count, freedom, f)
        far = np.asarray((p < _FAR) & np.isfinite(f) & (np.asarray(f) > 1.0))
        if not far.any():
            return p
        f, count, freedom = np.broadcast_arrays(f, count, freedom)
        return _mended(p, far, lambda at: _far_f(math.log(f[at]), count[at], freedom[at]))


class _ChiSquared(_Distribution):
    """χ²."""

    name = "chi2"

    def sf(self, x: Any, freedom: Any) -> Any:
        """Probability of a value above x."""
        from scipy.special import chdtrc

        return chdtrc(freedom, x)

    def ppf(self, p: Any, freedom: Any) -> Any:
        """What a value is below with probability p."""
        from scipy.special import gammaincinv

        return 2.0 * gammaincinv(0.5 * freedom, p)


class _Normal(_Distribution):
    """The standard normal distribution."""

    name = "norm"

    def sf(self, z: Any) -> Any:
        """Probability of a value above z."""
        from scipy.special import ndtr

        return ndtr(np.negative(z))

    def ppf(self, p: Any) -> Any:
        """What a value is below with probability p."""
        from scipy.special import ndtri

        return ndtri(p)


def _mended(p: Any, far: Any, tail: Callable[[tuple[int, ...]], float]) -> Any:
    """Probabilities, those that are far out by another way."""
    found = np.array(p)
    for at in np.argwhere(far):
        found[tuple(at)] = tail(tuple(at))
    return found[()]


def _far_f(log_f: float, count: float, freedom: float) -> float:
    """Probability of a value above F, far out."""
    return far_tail(0.5 * float(freedom), 0.5 * float(count), log_f + math.log(count / freedom))


class _Distributions:
    t, f, chi2, norm = _T(), _F(), _ChiSquared(), _Normal()

    @property
    def beta(self) -> Any:
        """The beta distribution, of `scipy.stats`."""
        from scipy.stats import beta

        return beta


def distributions() -> _Distributions:
    """Those that inference needs, called as in `scipy.stats`."""
    return _Distributions()
