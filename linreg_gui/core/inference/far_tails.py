"""Tails of the beta distribution that are far out: SciPy has digits wrong there, or zero for what is none."""

from __future__ import annotations

import math

import numpy as np

# What is left of a continued fraction that has converged.
_SMALL, _TINY = 1e-15, 1e-300
_MOST_STEPS = 100_000
# From here on the series of Stirling has all digits.
_STIRLING = 20.0


def far_tail(a: float, b: float, log_odds: float) -> float:
    """Probability that a beta variable of a and b is below 1/(1 + odds), where that is less than its mean.

    Notes
    -----
    By the continued fraction of the incomplete beta function (NIST Digital Library of Mathematical Functions,
    8.17.22), all before it as a logarithm. With a half of the degrees of freedom each, it is the tail of
    Fisher's F.
    """
    log_rest = -float(np.logaddexp(0.0, log_odds))  # of 1/(1 + odds)
    log_start = a * log_rest + b * (log_odds + log_rest) - math.log(a) - _log_beta(a, b)
    return math.exp(log_start) * _fraction(a, b, math.exp(log_rest))


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction, by Lentz's method."""
    c, d = 1.0, 1.0 / _off_zero(1.0 - (a + b) * x / (a + 1.0))
    found = d
    for m in range(1, _MOST_STEPS):
        before = found
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for numerator in (even, odd):
            d = 1.0 / _off_zero(1.0 + numerator * d)
            c = _off_zero(1.0 + numerator / c)
            found *= d * c
        if abs(found - before) <= _SMALL * abs(found):
            break
    return found


def _off_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def _log_beta(a: float, b: float) -> float:
    """ln B(a, b); no large numbers cancel where one of them is much larger than the other."""
    large, small = max(a, b), min(a, b)
    if large < _STIRLING:
        return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    total = large + small
    # ln Γ(large) − ln Γ(total)
    difference = -small * math.log(total) - (large - 0.5) * math.log1p(small / large) + small
    return math.lgamma(small) + difference + _stirling(large) - _stirling(total)


def _stirling(a: float) -> float:
    """ln Γ(a) beyond (a − ½) ln a − a + ½ ln 2π."""
    s = 1.0 / (a * a)
    return (1.0 / 12.0 - s * (1.0 / 360.0 - s * (1.0 / 1260.0 - s * (1.0 / 1680.0 - s / 1188.0)))) / a
