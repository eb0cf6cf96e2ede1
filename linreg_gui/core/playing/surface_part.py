"""The loss surface of a page: contours over two parameters, the runs on it, and where it is least."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.explaining.quadratic import Ellipse
from linreg_gui.core.explaining.run_on_surface import RunOnSurface, run_on_surface
from linreg_gui.core.explaining.run_path import RunPath
from linreg_gui.core.explaining.sampled_loss import Contour
from linreg_gui.core.explaining.surface_window import window_range

from .asked import Asked
from .axes import linear_axis
from .codes import encoded, far_places
from .film import Film
from .names import PageNames

# States that are no farther up than so many times the highest start are in sight.
_FAR_UP = 1.5
_MOST_CONTOURS = 10
# Texts at contours are no nearer to each other than that share of the plot.
_APART = 0.09
_EDGE = 0.05
_NO_EXACT = "There is no exact solution, and so nothing to centre the loss surface on."
_NO_BOTTOM = "Along a line in this plane no prediction changes, so the loss has no lowest point to go to."


def surface_record(asked: Asked, films: Sequence[Film], names: PageNames) -> dict[str, Any]:
    """What the page draws of the loss over two parameters, or why there is nothing to be seen."""
    found = _on_surface(asked, films)
    if found.problem:
        return {"problem": _NO_EXACT if asked.objective.exact is None else _NO_BOTTOM}
    losses = np.concatenate([film.losses for film in films])
    highest = max(float(film.losses[0]) for film in films)
    near = losses <= _FAR_UP * highest if math.isfinite(highest) else np.isfinite(losses)
    ranges = window_range(found.loss, np.vstack([found.path[near], found.optimum]))
    first, second = (names.parameters[parameter] for parameter in found.parameters)
    across = linear_axis(first, ranges[0], margin=0.0)
    upwards = linear_axis(second, ranges[1], margin=0.0)

    def places(points: FloatArray) -> FloatArray:
        return np.column_stack([across.shares(points[:, 0]), upwards.shares(points[:, 1])])

    ends = np.cumsum([len(film.states) for film in films])[:-1]
    contours = found.loss.ellipses(*ranges, _MOST_CONTOURS)
    outlines = [places(contour.outline(ranges)) for contour in contours]
    return {
        "across": across.record,
        "upwards": upwards.record,
        "loss": found.name,
        "others": found.others,
        "contours": [encoded(outline) for outline in outlines],
        "levels": _levels(contours, outlines, places(found.optimum[None])[0]),
        "least": encoded(places(found.optimum[None])),
        "runs": [far_places(places(part)) for part in np.split(found.path, ends)],
        "sentence": found.loss.sentence,
    }


def _on_surface(asked: Asked, films: Sequence[Film]) -> RunOnSurface:
    """The states of all runs, one behind the other; the other parameters are at best, as that suits all."""
    states = [state for film in films for state in film.states]
    path = RunPath(
        np.array([state.step for state in states]),
        np.array([state.weights for state in states]),
        np.array([state.bias for state in states]),
    )
    wish = replace(asked.surface, others_at_best=True, minibatch=False)
    return run_on_surface(asked.objective, path, states[-1], states[-1], None, None, wish)


def _levels(
    contours: Sequence[Ellipse | Contour], outlines: Sequence[FloatArray], least: FloatArray
) -> list[list[str]]:
    """The heights at contours, each where it is highest up and to the right, as far as there is room."""
    told = [least]
    found = []
    for contour, outline in zip(contours, outlines, strict=True):
        seen = outline[((outline > _EDGE) & (outline < 1.0 - _EDGE)).all(axis=1)]
        if seen.size:
            place = seen[int(seen.sum(axis=1).argmax())]
            if all(float(np.abs(place - other).max()) > _APART for other in told):
                told.append(place)
                found.append([encoded(place), contour.level.text])
    return found
