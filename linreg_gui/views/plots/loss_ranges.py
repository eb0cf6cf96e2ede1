"""Which heights a loss curve needs."""

from __future__ import annotations

import math

import numpy as np

from linreg_gui.core.arrays import FloatArray

from .plot_ranges import Range


def linear_range(minibatch_loss: FloatArray, mean_loss: FloatArray, optimum: float) -> Range | None:
    """From zero to the start and beyond; single minibatches may leave through the top.

    A loss that can be negative, as the Poisson loss, is shown from its least value on.
    """
    finite = mean_loss[np.isfinite(mean_loss)]
    if not finite.size:
        return None
    least = min(float(finite.min()), optimum if math.isfinite(optimum) else 0.0)
    if least < 0.0:
        extent = float(finite.max()) - least or 1.0
        return least - 0.05 * extent, float(finite.max()) + 0.05 * extent
    top = float(finite.max())
    noisy = minibatch_loss[np.isfinite(minibatch_loss)]
    if noisy.size:
        top = max(top, min(float(np.quantile(noisy, 0.98)), 3.0 * top))
    if math.isfinite(optimum):
        top = max(top, 1.2 * optimum)
    # A margin below, so that an optimum of almost nothing does not lie on the edge.
    return (-0.03 * top, 1.05 * top) if top > 0.0 else (0.0, 1.0)


def log_range(minibatch_loss: FloatArray, mean_loss: FloatArray, optimum: float) -> Range | None:
    """All positive losses, and the optimum."""
    together = np.concatenate([minibatch_loss, mean_loss, [optimum]])
    finite = together[np.isfinite(together)]
    if not finite.size:
        return None
    low, high = float(finite.min()), float(finite.max())
    margin = max(0.05 * (high - low), 0.1)
    return low - margin, high + margin
