"""The scale of the speed slider: from one step per second, logarithmically, to as fast as possible."""

from __future__ import annotations

import bisect
import math

_DIGITS = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)
_RATES = [digit * 10.0**power for power in range(5) for digit in _DIGITS] + [1e5]
FASTEST = len(_RATES)  # the last position of the slider


def rate_at(position: int) -> float | None:
    """Updates per second at a position of the slider; None is as fast as possible."""
    return None if position >= FASTEST else _RATES[max(0, position)]


def position_of(rate: float | None) -> int:
    """The position of the slider that is nearest to a rate."""
    if rate is None:
        return FASTEST
    right = bisect.bisect_left(_RATES, rate)
    if right in (0, FASTEST):
        return min(right, FASTEST - 1)
    left = right - 1
    middle = math.sqrt(_RATES[left] * _RATES[right])
    return left if rate < middle else right


def speed_text(rate: float | None) -> str:
    """The rate in words."""
    if rate is None:
        return "as fast as possible"
    if rate == 1.0:
        return "1 step/s"
    return f"{rate:,.0f} steps/s" if rate >= 10.0 else f"{rate:.3g} steps/s"
