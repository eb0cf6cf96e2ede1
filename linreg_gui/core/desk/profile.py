"""Predictions along each feature, the others held, as values: what is wished for, and what is to be drawn."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass

from linreg_gui.core.arrays import BoolArray, FloatArray
from linreg_gui.core.number_text import text_to
from linreg_gui.core.table.feature_sources import SourceKind
from linreg_gui.core.table.prediction_input import Asked, Given

MOST_REMEMBERED = 20
_INTERVAL_STEPS, _LEAST_DIGITS = 10.0, 4


@dataclass(frozen=True)
class Remembered:
    """Values that are to be compared with others.

    Attributes
    ----------
    name : str
        What a person knows them again by.
    values : tuple of (str, str)
        By column: numbers and dates (in days) with every digit, and levels.
    """

    name: str = ""
    values: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """As it is kept in a project."""
        return json.dumps([self.name, dict(self.values)])

    @classmethod
    def of_text(cls, text: str) -> Remembered | None:
        """From what is kept in a project; None where that is something else."""
        try:
            name, values = json.loads(text)
            pairs = tuple(values.items())
        except (ValueError, TypeError, AttributeError, RecursionError):
            return None
        texts = [name, *(value for _, value in pairs)]
        return cls(name, pairs) if all(isinstance(each, str) for each in texts) else None

    def given(self, asked: tuple[Asked, ...]) -> tuple[Given, ...] | None:
        """A value for each that is asked for; None where one is not known, or is none any more."""
        known = dict(self.values)
        found = [_given(each, known.get(each.column)) for each in asked]
        return None if any(value is None for value in found) else tuple(v for v in found if v is not None)


@dataclass(frozen=True)
class ProfileChoices:
    """What a person has chosen beside the values themselves.

    Attributes
    ----------
    of_mean : bool
        Whether the mean of a label that is fitted as its logarithm is shown, and not its median.
    fields_alone : bool
        Whether there are no plots.
    remembered : tuple of str
        The text of each of the `Remembered`.
    """

    of_mean: bool = False
    fields_alone: bool = False
    remembered: tuple[str, ...] = ()

    @classmethod
    def with_remembered(cls, before: ProfileChoices, entries: Sequence[Remembered]) -> ProfileChoices:
        """Other values that are remembered, the last ones where these are too many."""
        texts = tuple(entry.text for entry in entries)[-MOST_REMEMBERED:]
        return cls(before.of_mean, before.fields_alone, texts)

    @property
    def entries(self) -> tuple[Remembered, ...]:
        """What is remembered, those that can be understood."""
        found = (Remembered.of_text(text) for text in self.remembered)
        return tuple(entry for entry in found if entry is not None)


@dataclass(frozen=True)
class ProfileWish:
    """Where the profiles are taken, and which of them are seen.

    Attributes
    ----------
    asked : tuple of Asked
        What a value is asked for of.
    given : tuple of float or str, or None
        A value for each; None while one is none.
    in_sight : tuple of int
        Places among them whose curves are seen.
    own_units : bool
        Whether a label that is fitted as its logarithm is shown in its own units.
    of_mean : bool
        Whether the mean is shown there, and not the median.
    remembered : tuple of tuple of float or str
        Values that are to be compared with these.
    """

    asked: tuple[Asked, ...] = ()
    given: tuple[Given, ...] | None = None
    in_sight: tuple[int, ...] = ()
    own_units: bool = False
    of_mean: bool = False
    remembered: tuple[tuple[Given, ...], ...] = ()


@dataclass(frozen=True, eq=False)
class Told:
    """Predictions with their intervals, shape (m,) each; NaN where there is none.

    ``mean_low`` to ``mean_high`` holds what is predicted, the mean or median label, and ``low`` to ``high``
    a single new label.
    """

    prediction: FloatArray
    mean_low: FloatArray
    mean_high: FloatArray
    low: FloatArray
    high: FloatArray

    def part(self, start: int, stop: int) -> Told:
        """Some of them."""
        parts = (self.prediction, self.mean_low, self.mean_high, self.low, self.high)
        return Told(*(part[start:stop] for part in parts))


@dataclass(frozen=True, eq=False)
class Curve:
    """What is predicted along one of the values that are asked for.

    Attributes
    ----------
    place : int
        Which of them.
    x : array, shape (m,)
        Numbers, days since 1970-01-01, or places of levels.
    told : Told
        At these.
    at : float
        Where the value is now.
    step : float
        By how much it is changed at least; what a whole number or a date is made of.
    points_x, points_y : array, shape (points,)
        Rows of the data.
    near : array of bool, shape (points,)
        Those whose other values are near.
    x_range : (float, float)
    sentence : str
        What is to be seen, in words.
    """

    place: int
    x: FloatArray
    told: Told
    at: float
    step: float
    points_x: FloatArray
    points_y: FloatArray
    near: BoolArray
    x_range: tuple[float, float]
    sentence: str


@dataclass(frozen=True, eq=False)
class Profile:
    """All that is shown of predictions at some values.

    Attributes
    ----------
    wish : ProfileWish
        It was asked for with this.
    curves : tuple of Curve
        Those that are in sight.
    here : Told or None
        At the values themselves; None while one of them is none.
    remembered : Told or None
        At the values that are remembered.
    level : float
        Of the intervals.
    has_mean_interval, has_interval : bool
        Whether there are intervals of the mean, and of a single new label.
    y_range : (float, float)
        For all curves.
    centre : str
        What is predicted: ``mean`` or ``median``.
    mean_over_median : float
        The factor between both where a logarithm was fitted and its noise is normal; NaN otherwise.
    outside : str
        A sentence where the values lie outside the data; otherwise empty.
    remark : str
        Why there are no intervals, and what is to be said of those there are.
    """

    wish: ProfileWish
    curves: tuple[Curve, ...] = ()
    here: Told | None = None
    remembered: Told | None = None
    level: float = 0.95
    has_mean_interval: bool = False
    has_interval: bool = False
    y_range: tuple[float, float] = (0.0, 1.0)
    centre: str = "mean"
    mean_over_median: float = math.nan
    outside: str = ""
    remark: str = ""


def _given(asked: Asked, text: str | None) -> Given | None:
    if text is None or asked.kind is SourceKind.LEVEL:
        return text if text in asked.levels else None
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def interval_text(low: float, high: float, step: float) -> str:
    """Such as “2.41 to 3.07”; an end needs a digit less than what it is about, whose last is worth a step."""
    if math.isnan(low):
        return "–"
    ends = (text_to(end, _INTERVAL_STEPS * step, _LEAST_DIGITS) for end in (low, high))
    return " to ".join(ends)
