"""The numbers behind a plot of loss curves, whatever they are drawn along."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.model.loss_curve import LossCurve, RunCurve, above

from .plot_series import PlotSeries


def loss_series(
    curve: LossCurve,
    runs: Sequence[RunCurve],
    least: float | None,
    come_to: Callable[[LossCurve], FloatArray],
    along: str,
) -> list[PlotSeries]:
    """The curves of a run, and of those that are drawn beside it.

    Parameters
    ----------
    curve : LossCurve
    runs : sequence of RunCurve
    least : float or None
        What the losses are told above of, if anything; then minibatches and held-out rows are not told.
    come_to : callable
        How far a run had come at each point.
    along : str
        What that is called.
    """
    validated = bool(np.isfinite(curve.validation).any())
    all_rows = "training rows" if validated else "all rows"
    if least is not None:
        drawn = {f"{all_rows} − exact solution": above(curve.training, least)}
    else:
        drawn = {all_rows: curve.training, "minibatches": curve.minibatch, "smoothed": curve.smoothed}
        drawn |= {"held-out rows": curve.validation} if validated else {}
    come = come_to(curve)
    found = [PlotSeries(name, along, "loss", come, losses) for name, losses in drawn.items()]
    for run in runs:
        losses = run.curve.training if least is None else above(run.curve.training, least)
        found.append(PlotSeries(run.name, along, "loss", come_to(run.curve), losses))
    return found


def loss_numbers(curve: LossCurve, least: float | None, come: FloatArray, along: str) -> list[PlotSeries]:
    """The epochs of a run, and the loss of the exact solution, along the same axis."""
    epochs = PlotSeries("epoch", along, "epoch", come, curve.epoch)
    if least is None:
        return [epochs]
    exact = np.full(come.shape, math.nan if least is None else least)
    return [epochs, PlotSeries("exact solution", along, "loss", come, exact)]
