"""What the legend of the loss curve names and reads. Where it stands is up to the plot."""

from __future__ import annotations

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.model.loss_curve import LossAxis, LossCurve, above

from .plot_strip import WIDEST_POSITIVE, Cell, Swatch, reading

_NO_PLACE = "; the loss of the exact solution, {least}, has no place on this axis"
_ABOVE = "{loss} − that of the exact solution, {least}"
_SHORT_ABOVE = "{short} − least"
_UNKNOWN = "; the least is not known, so that the loss itself is drawn"
NO_READINGS = dict.fromkeys(("step", "epoch", "minibatches", "smoothed", "all_rows", "validation"), "–")


def loss_cells() -> dict[str, Cell]:
    """By the names that the plot has for them."""
    return {
        "step": Cell("step", reserve="88,888,888"),
        "epoch": Cell("epoch", reserve="888.88"),
        "minibatches": Cell("minibatches", Swatch.DOT, reserve=WIDEST_POSITIVE, short="batch"),
        "smoothed": Cell("smoothed", Swatch.LINE, reserve=WIDEST_POSITIVE, short="smooth"),
        "all_rows": Cell("all rows", Swatch.LINE, reserve=WIDEST_POSITIVE, short="all"),
        "validation": Cell(
            "held-out rows", Swatch.LINE, reserve=WIDEST_POSITIVE, short="held out", shown=False
        ),
        "optimum": Cell("exact solution", Swatch.LINE, reserve=WIDEST_POSITIVE, short="exact", shown=False),
    }


def loss_words(names: tuple[str, str], axis: LossAxis, optimum: float | None) -> tuple[str, str]:
    """What the height is, in full and in short, and what has no place on the axis."""
    name, short = names
    if axis is LossAxis.ABOVE_OPTIMUM:
        if optimum is None:
            return f"{name}{_UNKNOWN}", short
        return _ABOVE.format(loss=name, least=reading(optimum)), _SHORT_ABOVE.format(short=short)
    placeless = axis is LossAxis.LOGARITHMIC and optimum is not None and not optimum > 0.0
    told = _NO_PLACE.format(least=reading(optimum)) if placeless and optimum is not None else ""
    return f"{name}{told}", short


def readings(curve: LossCurve, at: int, least: float | None) -> dict[str, str]:
    """What is read of one point; with a least loss, how far the loss lies above it."""
    training = curve.training if least is None else above(curve.training[: at + 1], least)
    losses = {
        "minibatches": curve.minibatch[at],
        "smoothed": curve.smoothed[at],
        "all_rows": training[at],
        "validation": curve.validation[at],
    }
    step, epoch = f"{int(curve.step[at]):,}", f"{float(curve.epoch[at]):.2f}".removesuffix(".00")
    return {"step": step, "epoch": epoch} | {key: reading(float(loss)) for key, loss in losses.items()}


def nearest(places: FloatArray, place: float) -> int:
    """Which of some places, in their order, is nearest to one."""
    right = int(np.clip(np.searchsorted(places, place), 1, max(places.size - 1, 1)))
    if places.size == 1:
        return 0
    return right if places[right] - place < place - places[right - 1] else right - 1
