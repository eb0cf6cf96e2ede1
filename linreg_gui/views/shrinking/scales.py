"""Along what models get more complex: a penalty that falls, or terms that come one by one."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.number_text import number_text
from linreg_gui.core.wording import counted
from linreg_gui.views.plots.plot_axis import log_tick_text

_PIXELS_A_TICK = 60.0
_PIXELS_A_COUNT = 30.0
_FACTORS = ((1.0, 2.0, 5.0), (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0))

Ticks = list[tuple[float, str]]


@dataclass(frozen=True)
class Scale:
    """A horizontal axis.

    Attributes
    ----------
    name : str
        At the axis.
    place_of : callable
        Where values are on it.
    ticks : callable
        The ticks from one place to another, on so many pixels.
    text_of : callable
        A value in words.
    """

    name: str
    place_of: Callable[[FloatArray], FloatArray]
    ticks: Callable[[float, float, float], Ticks]
    text_of: Callable[[float], str]


def place_of_penalty(penalty: float | FloatArray) -> FloatArray:
    """Where a λ is on its axis: it falls to the right."""
    return np.asarray(-np.log10(penalty))


def penalty_ticks(low: float, high: float, width: float) -> Ticks:
    """Places of round λ with their texts, as many as there is room for."""
    most = max(2.0, width / _PIXELS_A_TICK)
    first, last = math.floor(-high), math.ceil(-low)
    if last - first > 700:
        return []
    every = max(1, math.ceil((high - low) / most))
    found: list[float] = [float(k) for k in range(first, last + 1) if k % every == 0]
    for factors in _FACTORS:
        finer = [k + math.log10(factor) for k in range(first, last + 1) for factor in factors]
        if every > 1 or sum(-high <= k <= -low for k in finer) > most:
            break
        found = finer
    return [(-k, log_tick_text(k)) for k in found if -high <= k <= -low]


def count_ticks(low: float, high: float, width: float) -> Ticks:
    """Whole numbers, as many as there is room for."""
    every = max(1, math.ceil((high - low) / max(2.0, width / _PIXELS_A_COUNT)))
    if high - low > 1e6:
        return []
    first, last = max(0, math.ceil(low)), math.floor(high)
    return [(float(k), f"{k:,}") for k in range(first, last + 1) if k % every == 0]


PENALTIES = Scale(
    "λ", place_of_penalty, penalty_ticks, lambda penalty: f"λ = {number_text(float(penalty), 4)}"
)
SIZES = Scale("number of terms", np.asarray, count_ticks, lambda size: counted(int(size), "term"))
