"""What several figures are made of."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.number_text import number_text

from .figure import LabBars


def bell(x: ArrayLike, mean: float, std: float) -> FloatArray:
    """The density of N(mean, std²); elementwise."""
    z = (np.asarray(x, dtype=np.float64) - mean) / std
    return np.asarray(np.exp(-0.5 * z * z) / (std * math.sqrt(2.0 * math.pi)))


def below(z: float) -> float:
    """The distribution function of N(0, 1)."""
    return 0.5 * math.erfc(-z / math.sqrt(2.0))


def shown(value: float) -> str:
    """A number in a sentence."""
    return number_text(value, 4)


def histogram(name: str, values: FloatArray, bars: int = 40) -> LabBars:
    """Relative frequencies as densities, so that a density can be laid over them."""
    low, high = float(values.min()), float(values.max())
    width = (high - low) or max(abs(high), 1.0) * 1e-6
    edges = np.linspace(low - 1e-9 * width, low + width * (1.0 + 1e-9), bars + 1)
    heights, _ = np.histogram(values, edges, density=True)
    return LabBars(name, edges, heights)
