"""What several figures are made of."""

from __future__ import annotations

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.number_text import number_text

from .figure import LabBars


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
