"""The axes of the plots of a page: from where to where, and the texts at their ticks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from linreg_gui.core.arrays import FloatArray, quiet_overflow
from linreg_gui.core.explaining.view_box import Range, nice_ticks
from linreg_gui.core.number_text import number_text

from .codes import encoded

_MARGIN = 0.05
_MOST_DECADES, _FEWEST = 8, 3


@dataclass(frozen=True)
class Axis:
    """One axis.

    Attributes
    ----------
    name : str
    low, high : float
        Where it begins and ends.
    ticks : tuple of (float, str)
    """

    name: str
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]

    def shares(self, values: FloatArray) -> FloatArray:
        """Where values lie, as shares of its length."""
        with quiet_overflow():
            return (np.asarray(values, dtype=np.float64) - self.low) / (self.high - self.low)

    @property
    def record(self) -> dict[str, Any]:
        """As the page has it."""
        places = self.shares(np.array([value for value, _ in self.ticks]))
        return {"name": self.name, "at": encoded(places), "texts": [text for _, text in self.ticks]}


def linear_axis(name: str, bounds: Range, *, margin: float = _MARGIN, rounded: bool = False) -> Axis:
    """An axis with a margin; or out to its ticks, which tells less of what the data are."""
    low, high = _with_width(bounds)
    if rounded:
        values, _ = nice_ticks(low, high)
        step = values[1] - values[0]
        low, high = step * math.floor(low / step), step * math.ceil(high / step)
    else:
        low, high = low - margin * (high - low), high + margin * (high - low)
    return Axis(name, low, high, tuple(zip(*nice_ticks(low, high), strict=True)))


def logarithmic_axis(name: str, bounds: Range) -> Axis:
    """An axis of decimal logarithms, whose ticks are powers of ten, or 1, 2 and 5 times these."""
    low, high = _with_width(bounds)
    low, high = low - _MARGIN * (high - low), high + _MARGIN * (high - low)
    digits = (1,) if high - low > 2.5 else (1, 2, 5)
    every = max(1, math.ceil((high - low) / _MOST_DECADES))
    found = []
    for power in range(math.floor(low), math.ceil(high) + 1):
        for digit in digits:
            place = power + math.log10(digit)
            if low <= place <= high and power % every == 0:
                found.append((place, number_text(digit * 10.0**power, 3)))
    if len(found) < _FEWEST:  # it is so short that it is nearly linear
        values, texts = nice_ticks(10.0**low, 10.0**high)
        found = [(math.log10(value), text) for value, text in zip(values, texts, strict=True)]
    return Axis(name, low, high, tuple(found))


def range_of(values: FloatArray) -> Range | None:
    """From the least to the largest of the numbers that are finite; None where there is none."""
    finite = values[np.isfinite(values)]
    return (float(finite.min()), float(finite.max())) if finite.size else None


def _with_width(bounds: Range) -> Range:
    low, high = bounds
    if high - low > 1e-12 * max(abs(low), abs(high)):
        return bounds
    room = 0.1 * max(abs(low), abs(high)) or 0.5
    return low - room, high + room
