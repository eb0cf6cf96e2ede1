"""A point of the loss surface as a start: the two parameters are those of the point, the others stay."""

from __future__ import annotations

from dataclasses import dataclass

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.solvers.analytic.loss_surface import LossSurface

from .state import State
from .surface_window import surface_window


@dataclass(frozen=True)
class SurfacePoint:
    """A point that was pointed at.

    Attributes
    ----------
    parameters : pair of int
        0 to d − 1 for a weight, d for the bias (standardised: the prediction at the means).
    standardised : bool
        Whether the coordinates are those of standardised features.
    x, y : float
    """

    parameters: tuple[int, int]
    standardised: bool
    x: float
    y: float


def start_at(surface: LossSurface, begins: State, point: SurfacePoint) -> tuple[FloatArray, float]:
    """Weights and bias at a point in raw units; the other parameters are those where runs begin until now.

    They stay in the coordinates of the point, be these standardised or not.
    """
    window = surface_window(surface, point.parameters, standardised=point.standardised, others=begins)
    return window.at(point.x, point.y)
