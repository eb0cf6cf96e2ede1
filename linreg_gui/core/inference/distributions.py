"""The distributions of inference, from SciPy's special functions alone, which are imported late.

`scipy.stats` has them, too, but takes four times as long to import; it is asked for whatever else is wanted.
"""

from __future__ import annotations

from typing import Any

import numpy as np


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

        return stdtr(freedom, np.negative(t))

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

        return fdtrc(count, freedom, f)


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
