"""What a figure of the Chapter lab is: a few values, a picture that follows from them, and its outcomes.

A figure knows no table and no run. All of it is a pure function of its values.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from linreg_gui.core.arrays import FloatArray

Range = tuple[float, float]


class Look(enum.Enum):
    """What a part of a picture is, by which it is drawn alike in all figures."""

    DATA = "data"  # given numbers
    MOVED = "moved"  # what a hand moves
    BEST = "best"  # where it would be best
    GHOST = "ghost"  # what is to be matched, or is true
    OTHER = "other"  # a second quantity


@dataclass(frozen=True)
class LabValue:
    """A number that a person or a lesson chooses.

    Attributes
    ----------
    name : str
        In lessons, after “lab.”.
    label : str
        On the screen.
    about : str
    least, largest : float
    start : float
        As the figure begins.
    step : float
        0 for any number, 1 for whole ones.
    logarithmic : bool
        Whether a slider goes by its powers; it is positive then.
    shown : bool
        Whether a person can change it, and not a lesson alone.
    """

    name: str
    label: str
    about: str
    least: float
    largest: float
    start: float
    step: float = 0.0
    logarithmic: bool = False
    shown: bool = True

    def nearest(self, value: float) -> float:
        """The nearest number that it can be; its start for NaN."""
        if np.isnan(value):
            return self.start
        stepped = round(value / self.step) * self.step if self.step and np.isfinite(value) else value
        return min(max(float(stepped), self.least), self.largest)


@dataclass(frozen=True)
class LabOutcome:
    """A number that follows; one that is not ``shown`` is for lessons alone."""

    name: str
    label: str
    about: str
    shown: bool = True


@dataclass(frozen=True, eq=False)
class LabCurve:
    """A line through points, shape (points,) each; parts are separated by NaN."""

    name: str
    x: FloatArray
    y: FloatArray
    look: Look = Look.MOVED


@dataclass(frozen=True, eq=False)
class LabDots:
    """Points, shape (points,) each."""

    name: str
    x: FloatArray
    y: FloatArray
    look: Look = Look.DATA


@dataclass(frozen=True, eq=False)
class LabBars:
    """Bars from 0 on: their edges, shape (bars + 1,), and heights, shape (bars,)."""

    name: str
    edges: FloatArray
    heights: FloatArray


@dataclass(frozen=True)
class LabMark:
    """A straight line across the picture: upright at x, or level at y."""

    name: str
    at: float
    look: Look = Look.BEST
    level: bool = False


@dataclass(frozen=True)
class LabHandle:
    """What a hand drags: a point, or without ``up`` a line that stands upright.

    Dragged to (x, y), the value ``across`` becomes x − ``from_x``, the value ``up`` y − ``from_y``.
    """

    x: float
    y: float
    across: str = ""
    up: str = ""
    from_x: float = 0.0
    from_y: float = 0.0
    is_line: bool = False


@dataclass(frozen=True)
class LabWall:
    """Where there is nothing: from one x to another."""

    name: str
    left: float
    right: float


@dataclass(frozen=True, eq=False)
class LabSurface:
    """Heights over two values: places, shape (p,) and (q,), and heights, shape (p, q); NaN for none."""

    x: FloatArray
    y: FloatArray
    heights: FloatArray
    levels: tuple[float, ...]  # of the contours


@dataclass(frozen=True, eq=False)
class LabPicture:
    """What there is to be drawn and told of a figure at some values.

    Attributes
    ----------
    axes : (str, str)
    ranges : ((float, float), (float, float))
        Of both axes, at first.
    outcomes : mapping from str to float
        By the name of the outcome; NaN where there is none.
    sentence : str
        What is to be seen, in words.
    """

    axes: tuple[str, str]
    ranges: tuple[Range, Range]
    outcomes: Mapping[str, float]
    sentence: str
    curves: tuple[LabCurve, ...] = ()
    dots: tuple[LabDots, ...] = ()
    bars: LabBars | None = None
    marks: tuple[LabMark, ...] = ()
    wall: LabWall | None = None
    surface: LabSurface | None = None
    handles: tuple[LabHandle, ...] = ()


@dataclass(frozen=True, eq=False)
class LabFigure:
    """One figure.

    Attributes
    ----------
    name : str
        In lessons and projects.
    title : str
    about : str
        What is to be tried, in a sentence or two.
    values : tuple of LabValue
    outcomes : tuple of LabOutcome
    draw : callable
        Makes the picture of the values by name, each in its range.
    """

    name: str
    title: str
    about: str
    values: tuple[LabValue, ...]
    outcomes: tuple[LabOutcome, ...]
    draw: Callable[[Mapping[str, float]], LabPicture] = field(repr=False)

    def value(self, name: str) -> LabValue | None:
        """The value of a name."""
        return next((value for value in self.values if value.name == name), None)
