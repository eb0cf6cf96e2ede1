"""The loss curves of a page, along steps and along epochs, on three kinds of axes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.loss_curve import LossAxis, heights, run_heights

from .axes import linear_axis, logarithmic_axis, range_of
from .codes import encoded
from .film import Film

_NAMES = {
    LossAxis.LINEAR: "linear",
    LossAxis.LOGARITHMIC: "logarithmic",
    LossAxis.ABOVE_OPTIMUM: "above the least loss, logarithmic",
}


def loss_record(objective: Objective, films: Sequence[Film], first: LossAxis) -> dict[str, Any]:
    """What the page draws of the losses; kinds of axes that would be empty are left out."""
    start = max((float(film.losses[0]) for film in films if math.isfinite(film.losses[0])), default=math.nan)
    kinds = [kind for axis in LossAxis if (kind := _kind(objective, films, axis, start)) is not None]
    names = [kind["name"] for kind in kinds]
    return {
        "name": objective.mean_name,
        "kinds": kinds,
        "first": names.index(_NAMES[first]) if _NAMES[first] in names else 0,
    }


def _kind(objective: Objective, films: Sequence[Film], axis: LossAxis, start: float) -> dict[str, Any] | None:
    least = objective.least
    if axis is LossAxis.ABOVE_OPTIMUM and least is None:
        return None
    curves = [run_heights(film.losses, axis, least, start) for film in films]
    validation = [run_heights(film.validation, axis, least, start) for film in films]
    line = np.empty(0)
    if least is not None and axis is not LossAxis.ABOVE_OPTIMUM:
        line = heights(np.array([least]), axis, least)
    bounds = range_of(np.concatenate([*curves, *validation, line]))
    if bounds is None or not any(np.isfinite(curve).any() for curve in curves):
        return None
    of = (
        f"{objective.loss.short_name} − least"
        if axis is LossAxis.ABOVE_OPTIMUM
        else objective.loss.short_name
    )
    made = linear_axis(of, bounds) if axis is LossAxis.LINEAR else logarithmic_axis(of, bounds)
    return {
        "name": _NAMES[axis],
        "axis": made.record,
        "least": encoded(made.shares(line)),
        "runs": [encoded(made.shares(curve)) for curve in curves],
        "validation": [_or_nothing(made.shares(curve)) for curve in validation],
    }


def _or_nothing(shares: FloatArray) -> str:
    return encoded(shares) if np.isfinite(shares).any() else ""
