"""A box of three axes seen from a side without perspective: where edges and ticks come to lie; no pixels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import product

import numpy as np

from linreg_gui.core.arrays import FloatArray, frozen

from .adding_up import digits_text, last_place, power_below, rounded

Range = tuple[float, float]

_FEWEST = 3  # ticks on an axis


@dataclass(frozen=True)
class Camera:
    """From where one looks, in degrees.

    Attributes
    ----------
    azimuth : float
        0 from the positive end of the first axis, 90 from that of the second.
    elevation : float
        0 from the side, 90 from above.
    """

    azimuth: float = -60.0
    elevation: float = 25.0

    @cached_property
    def axes(self) -> FloatArray:
        """Unit vectors to the right, up, and towards the eye, one a row, shape (3, 3)."""
        a, e = math.radians(self.azimuth), math.radians(self.elevation)
        right = (-math.sin(a), math.cos(a), 0.0)
        up = (-math.sin(e) * math.cos(a), -math.sin(e) * math.sin(a), math.cos(e))
        towards = (math.cos(e) * math.cos(a), math.cos(e) * math.sin(a), math.sin(e))
        return frozen(np.array([right, up, towards]))

    def project(self, points: FloatArray) -> FloatArray:
        """Where points of the cube lie in the picture, shape (..., 2), from shape (..., 3)."""
        return np.asarray(points @ self.axes[:2].T)

    def nearness(self, points: FloatArray) -> FloatArray:
        """How near points of the cube are to the eye, shape (...)."""
        return np.asarray(points @ self.axes[2])


@dataclass(frozen=True)
class Ticks:
    """One axis of the box in the picture.

    Attributes
    ----------
    name : str
    edge : array, shape (2, 2)
        Its beginning and end.
    places : array, shape (k, 2)
    texts : tuple of str
    outwards : array, shape (2,)
        A unit vector away from the box, to where the texts go.
    """

    name: str
    edge: FloatArray
    places: FloatArray
    texts: tuple[str, ...]
    outwards: FloatArray


@dataclass(frozen=True)
class ViewBox:
    """The ranges of three quantities, which are drawn as the cube from −1 to 1.

    Attributes
    ----------
    ranges : three pairs of float
        Each from low to high, and not the same.
    """

    ranges: tuple[Range, Range, Range]

    @cached_property
    def middle(self) -> FloatArray:
        """Of each range, shape (3,)."""
        return np.array([0.5 * low + 0.5 * high for low, high in self.ranges])

    @cached_property
    def half(self) -> FloatArray:
        """Half the width of each range, shape (3,)."""
        return np.array([0.5 * high - 0.5 * low for low, high in self.ranges])

    def scaled(self, points: FloatArray) -> FloatArray:
        """Points in the coordinates of the cube, shape (k, 3)."""
        return np.asarray((points - self.middle) / self.half)

    def back_edges(self, camera: Camera) -> FloatArray:
        """The nine edges that nothing in the box is behind, to be drawn first, shape (9, 2, 2)."""
        edges = [edge for edge, far in _edges(camera) if far]
        return camera.project(np.array(edges))

    def ticks(self, names: Sequence[str], camera: Camera) -> tuple[Ticks, Ticks, Ticks]:
        """The three axes, each along an edge of the outline: below, and on the left for the third."""
        first, second, third = (self._ticks(k, names[k], camera) for k in range(3))
        return first, second, third

    def _ticks(self, axis: int, name: str, camera: Camera) -> Ticks:
        outline = [edge for edge, far in _edges(camera) if far == 1 and edge[0, axis] != edge[1, axis]]
        drawn = camera.project(np.array(outline))
        middles = drawn.mean(axis=1)
        chosen = int(middles[:, 0 if axis == 2 else 1].argmin())
        start, end = drawn[chosen]
        values, texts = nice_ticks(*self.ranges[axis])
        low, high = self.ranges[axis]
        shares = (np.array(values) - low) / (high - low)
        away = middles[chosen]
        size = float(np.linalg.norm(away))
        return Ticks(
            name,
            frozen(drawn[chosen]),
            frozen(start + shares[:, None] * (end - start)),
            texts,
            frozen(away / size if size else np.array([0.0, -1.0])),
        )


def box_around(points: FloatArray) -> ViewBox:
    """The box of all points, shape (k, 3) with k ≥ 1; what does not vary gets room around it."""
    ranges = []
    for low, high in zip(points.min(axis=0).tolist(), points.max(axis=0).tolist(), strict=True):
        if high - low <= 1e-12 * max(abs(low), abs(high)):
            room = 0.5 * max(abs(low), abs(high)) or 1.0
            low, high = low - room, high + room
        ranges.append((low, high))
    first, second, third = ranges
    return ViewBox((first, second, third))


def nice_ticks(low: float, high: float) -> tuple[tuple[float, ...], tuple[str, ...]]:
    """Three to eight multiples of 1, 2 or 5 times a power of ten in a range, written to the same place."""
    widest = (high - low) / _FEWEST
    power = power_below(widest)
    step = max(s for s in (1.0, 2.0, 5.0) if s == 1.0 or s * 10.0**power <= widest * (1.0 + 1e-9))
    width = step * 10.0**power
    unit = Decimal(int(step)).scaleb(power)  # a product of floats may end beyond the range
    whole = range(math.ceil(low / width - 1e-9), math.floor(high / width + 1e-9) + 1)
    values = [float(k * unit) for k in whole]
    last = last_place(power, max(abs(low), abs(high)))
    return tuple(values), tuple(digits_text(rounded(value, power), last) for value in values)


def _edges(camera: Camera) -> list[tuple[FloatArray, int]]:
    """The twelve edges of the cube, and how many of the two faces at each are turned away from the eye."""
    away = np.where(camera.axes[2] >= 0.0, -1.0, 1.0)
    found = []
    for axis in range(3):
        others = [k for k in range(3) if k != axis]
        for corner in product((-1.0, 1.0), repeat=2):
            edge = np.empty((2, 3))
            edge[:, axis], edge[:, others] = (-1.0, 1.0), corner
            found.append((edge, int(np.count_nonzero(away[others] == corner))))
    return found
