"""A quadratic function of two parameters: its values, slope and contours. It knows no rows and no model."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from linreg_gui.core.arrays import FloatArray, frozen
from linreg_gui.core.number_text import in_style

from .adding_up import digits_text, last_place, power_below, rounded
from .view_box import Range, nice_ticks

# A direction that is curved by less than this share of the other is taken to be level: that is rounding.
_LEVEL = 1e-13
# Half the length of a contour along a level direction, in widths of the window: straight as far as one sees.
_ENDLESS = 1e9
_STEPS = (5.0, 2.0, 1.0)
# A window that reaches fewer of the usual levels than that shows a slope far from the least value.
_FEWEST = 3
_LOOKED_AT = 9  # heights along each side of a window
_LONG = 1e5  # from there on heights are written with a power of ten


@dataclass(frozen=True)
class Level:
    """A height at which a contour is drawn.

    Attributes
    ----------
    loss : float
    text : str
        With so many digits that it can be told from the least value and from its neighbours.
    """

    loss: float
    text: str


def contour_levels(least: float, highest: float, most: int = 10) -> tuple[Level, ...]:
    """Heights above a least value by 1, 2 or 5 times a power of ten, the lowest first, up to the highest.

    There are none where the highest is not above the least, or not finite.
    """
    reach = highest - least
    if not (math.isfinite(reach) and reach > 0.0):
        return ()
    power = math.floor(math.log10(reach)) + 1
    found: list[Level] = []
    while len(found) < most:
        for step in _STEPS:
            above = step * 10.0**power
            level = least + above
            higher = found[-1].loss if found else math.inf
            if above <= reach and least < level < higher and len(found) < most:
                found.append(Level(level, _height_text(level, power - 1)))
        power -= 1
        if least + 10.0**power == least:
            break
    return tuple(reversed(found))


@dataclass(frozen=True, eq=False)
class Ellipse:
    """All points at one height: centre + cos t · first half axis + sin t · second half axis.

    Attributes
    ----------
    level : Level
    centre : array, shape (2,)
    half_axes : array, shape (2, 2)
        One half axis a row, at right angles where the window is drawn as a square. Where the function is
        level along one, or nearly, the contour is two parallel lines, and the half axis ends far outside.
    """

    level: Level
    centre: FloatArray
    half_axes: FloatArray

    def outline(self, window: tuple[Range, Range], points: int = 91) -> FloatArray:
        """Each part of the curve that is in sight in a window, with NaN between them, shape (k, 2).

        As it is the parts that have so many points, they are smooth however far the window is zoomed.
        """
        turns = self._turns_inside(window)
        if not turns:
            return np.empty((0, 2))
        ends = np.array(turns)
        found = np.full((len(turns), points + 1, 2), np.nan)
        t = ends[:, :1] + (ends[:, 1:] - ends[:, :1]) * np.linspace(0.0, 1.0, points)
        along = np.cos(t)[..., None] * self.half_axes[0] + np.sin(t)[..., None] * self.half_axes[1]
        found[:, :-1] = self.centre + along
        return found.reshape(-1, 2)[:-1]

    def _turns_inside(self, window: tuple[Range, Range]) -> list[Range]:
        """From where to where, in t, it runs inside a window."""
        crossings: list[float] = []
        cx, cy = self.centre.tolist()
        for middle, axis, bounds in zip((cx, cy), self.half_axes.T.tolist(), window, strict=True):
            cosine, sine = axis
            size, phase = math.hypot(cosine, sine), math.atan2(sine, cosine)
            for edge in bounds:
                if abs(edge - middle) < size:
                    half = math.acos((edge - middle) / size)
                    crossings += [(phase - half) % (2.0 * math.pi), (phase + half) % (2.0 * math.pi)]
        starts = sorted(crossings) or [0.0]
        turns = list(pairwise([*starts, starts[0] + 2.0 * math.pi]))
        (left, right), (bottom, top) = window
        (ax, ay), (bx, by) = self.half_axes.tolist()
        found = []
        for start, stop in turns:
            cosine, sine = math.cos(0.5 * (start + stop)), math.sin(0.5 * (start + stop))
            x, y = cx + cosine * ax + sine * bx, cy + cosine * ay + sine * by
            if left <= x <= right and bottom <= y <= top:
                found.append((start, stop))
        return found


@dataclass(frozen=True, eq=False)
class Quadratic:
    """The function f(p) = least + ½‖root · (p − centre)‖².

    Attributes
    ----------
    centre : array, shape (2,)
        Where it is least; one such point where there are many.
    root : array, shape (2, 2)
    least : float
    """

    centre: FloatArray
    root: FloatArray
    least: float

    @property
    def key(self) -> tuple[object, ...]:
        """The same for the same function, so that it need not be drawn again."""
        return self.least, self.centre.tobytes(), self.root.tobytes()

    @property
    def sentence(self) -> str:
        """There is nothing to be said of its heights, which are those of all rows."""
        return ""

    @cached_property
    def hessian(self) -> FloatArray:
        """Its second derivatives, shape (2, 2)."""
        return np.asarray(self.root.T @ self.root)

    def value(self, x: float, y: float) -> float:
        """The function at a point."""
        return float(self.grid(np.array([x]), np.array([y]))[0, 0])

    def gradient(self, x: float, y: float) -> FloatArray:
        """Its slope at a point, shape (2,)."""
        return np.asarray(self.root.T @ (self.root @ (np.array([x, y]) - self.centre)))

    def grid(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """The function at all pairs of coordinates, shape (len(x), len(y))."""
        right, up = (x - self.centre[0])[:, None], (y - self.centre[1])[None, :]
        first, second = (row[0] * right + row[1] * up for row in self.root)
        return np.asarray(self.least + 0.5 * (first * first + second * second))

    @property
    def has_bottom(self) -> bool:
        """Whether it is least at one point alone."""
        return bool(self.root.any(axis=1).all())

    def ellipses(self, x_range: Range, y_range: Range, most: int = 10) -> tuple[Ellipse, ...]:
        """The contours in a window: at the `contour_levels` it reaches, or at round heights on a slope."""
        unit = np.array([x_range[1] - x_range[0], y_range[1] - y_range[0]])
        _, sizes, axes = np.linalg.svd(self.root * unit)
        found = []
        for level in self._levels(x_range, y_range, most):
            radius = math.sqrt(2.0 * (level.loss - self.least))
            lengths = [radius / size if size * _ENDLESS > radius else _ENDLESS for size in sizes.tolist()]
            found.append(Ellipse(level, self.centre, frozen(np.array(lengths)[:, None] * axes * unit)))
        return tuple(found)

    def _levels(self, x_range: Range, y_range: Range, most: int) -> Sequence[Level]:
        heights = self.grid(np.linspace(*x_range, _LOOKED_AT), np.linspace(*y_range, _LOOKED_AT))
        return levels_in(self.least, float(heights.min()), float(heights.max()), most)


def levels_in(least: float, lowest: float, highest: float, most: int) -> Sequence[Level]:
    """Heights above the least one for a window between two; round ones where that shows but a slope."""
    levels = contour_levels(least, highest, most)
    if sum(level.loss > lowest for level in levels) >= _FEWEST or not math.isfinite(highest):
        return levels
    ticks, _ = nice_ticks(lowest, highest)
    place = power_below((highest - lowest) / _FEWEST)  # of the first digit of the distance between ticks
    return [Level(tick, _height_text(tick, place)) for tick in ticks if tick > least][:most]


def _height_text(height: float, place: int) -> str:
    """A height to a power of ten; a long one without the digits before the point that say nothing."""
    if place > 0 and height >= _LONG:
        return in_style(f"{rounded(height, place).normalize():e}")
    place = last_place(place, height)
    return digits_text(rounded(height, place), place)


def quadratic_of(moves: FloatArray, apart: FloatArray, origin: FloatArray, floor: float = 0.0) -> Quadratic:
    """The quadratic function f(p) = floor + ½‖apart + moves · (p − origin)‖².

    Parameters
    ----------
    moves : array, shape (m, 2)
    apart : array, shape (m,)
    origin : array, shape (2,)
    floor : float
    """
    lengths = np.sqrt(np.sum(moves * moves, axis=0))
    scale = np.where(lengths > 0.0, lengths, 1.0)
    left, sizes, right = np.linalg.svd(moves / scale, full_matrices=False)
    curved = sizes > _LEVEL * sizes.max(initial=0.0)
    left, sizes, right = left[:, curved], sizes[curved], right[curved]
    along = left.T @ apart
    rest = apart - left @ along
    root = np.zeros((2, 2))
    root[: len(sizes)] = sizes[:, None] * right * scale
    centre = origin - (right.T @ (along / sizes)) / scale
    return Quadratic(frozen(centre), frozen(root), floor + 0.5 * float(rest @ rest))
