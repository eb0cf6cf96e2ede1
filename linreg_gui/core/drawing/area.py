"""A part of a plot that a hand points at or draws a frame or a lasso around, in the units of its axes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray
from linreg_gui.core.cancellation import check_wanted

Bounds = tuple[float, float]


@dataclass(frozen=True)
class Spot:
    """Where a hand has clicked.

    Attributes
    ----------
    x, y : float
    reach : (float, float)
        How far off a point may be that is meant, along either axis.
    empties : bool
        Whether none is to be selected where there is no point.
    """

    x: float
    y: float
    reach: tuple[float, float]
    empties: bool = False


@dataclass(frozen=True, eq=False)
class Area:
    """What lies within bounds, and within a closed line where there is one.

    Attributes
    ----------
    x_bounds, y_bounds : (float, float)
        Of the frame, or of the smallest one around the line.
    corners : tuple of (float, float)
        The line, from corner to corner and back to the first; none for all of the frame.
    """

    x_bounds: Bounds
    y_bounds: Bounds
    corners: tuple[tuple[float, float], ...] = ()

    @classmethod
    def around(cls, corners: tuple[tuple[float, float], ...]) -> Area:
        """What lies within a closed line; of parts that it goes around twice, nothing."""
        x, y = zip(*corners, strict=True)
        return cls((min(x), max(x)), (min(y), max(y)), corners)

    def holds(self, x: FloatArray, y: FloatArray) -> BoolArray:
        """Which of these points lie in it."""
        x_low, x_high = self.x_bounds
        y_low, y_high = self.y_bounds
        inside = np.asarray((x >= x_low) & (x <= x_high) & (y >= y_low) & (y <= y_high))
        if self.corners:
            near = np.flatnonzero(inside)
            inside[near] = self._is_around(x[near], y[near])
        return inside

    def _is_around(self, x: FloatArray, y: FloatArray) -> BoolArray:
        """Whether a ray to the right crosses the line an odd number of times."""
        odd = np.zeros(x.size, dtype=bool)
        for (x_from, y_from), (x_to, y_to) in zip(
            self.corners, (*self.corners[1:], self.corners[0]), strict=True
        ):
            check_wanted()
            if y_from == y_to:
                continue
            passes = (y_from > y) != (y_to > y)
            crossing = x_from + (y - y_from) / (y_to - y_from) * (x_to - x_from)
            odd ^= passes & (x < crossing)
        return odd
