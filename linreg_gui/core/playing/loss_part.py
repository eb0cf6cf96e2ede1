"""The loss curves of a page, along steps and along epochs, on three kinds of axes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.loss_curve import LossAxis, heights

from .axes import linear_axis, logarithmic_axis, range_of
from .codes import encoded
from .film import Film

_NAMES = {
    LossAxis.LINEAR: "linear",
    LossAxis.LOGARITHMIC: "logarithmic",
    LossAxis.ABOVE_OPTIMUM: "above the least loss, logarithmic",
}
# So many times the loss at the start are drawn.
_FAR_ABOVE = {LossAxis.LINEAR: 1.5, LossAxis.LOGARITHMIC: 1e3, LossAxis.ABOVE_OPTIMUM: 1e3}


def loss_record(objective: Objective, films: Sequence[Film], first: LossAxis) -> dict[str, Any]:
    """What the page draws of the losses; kinds of axes that would be empty are left out."""
    kinds = [kind for axis in LossAxis if (kind := _kind(objective, films, axis)) is not None]
    names = [kind["name"] for kind in kinds]
    return {
        "name": objective.mean_name,
        "kinds": kinds,
        "first": names.index(_NAMES[first]) if _NAMES[first] in names else 0,
    }


def _kind(objective: Objective, films: Sequence[Film], axis: LossAxis) -> dict[str, Any] | None:
    least, far = objective.least, _far(films, _FAR_ABOVE[axis])
    if axis is LossAxis.ABOVE_OPTIMUM and least is None:
        return None
    curves, validation = (
        [heights(np.where(losses <= far, losses, np.nan), axis, least) for losses in of_all]
        for of_all in ([film.losses for film in films], [film.validation for film in films])
    )
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


def _far(films: Sequence[Film], factor: float) -> float:
    """Up to where losses are drawn, as a run that diverges would leave no room for one that does not."""
    if all(film.losses[-1] > factor * film.losses[0] for film in films):
        return float(np.finfo(np.float64).max)
    return factor * max(float(film.losses[0]) for film in films)


def _or_nothing(shares: FloatArray) -> str:
    return encoded(shares) if np.isfinite(shares).any() else ""
