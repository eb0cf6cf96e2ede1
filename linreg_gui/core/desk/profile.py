"""Predictions along each feature, the others held, as values: what is wished for, and what is to be drawn."""

from __future__ import annotations

from dataclasses import dataclass

from linreg_gui.core.arrays import BoolArray, FloatArray
from linreg_gui.core.table.prediction_input import Asked, Given


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
    outside: str = ""
    remark: str = ""
