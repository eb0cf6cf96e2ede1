"""What the exact solution predicts along each feature, the others held: curves, intervals, data near them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray, quiet_overflow
from linreg_gui.core.inference.infer import PredictionIntervals
from linreg_gui.core.inference.lognormal_mean import lognormal_mean
from linreg_gui.core.model.losses import HuberLoss, PoissonLoss
from linreg_gui.core.number_text import number_text
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.table.feature_sources import SourceKind
from linreg_gui.core.table.label_scale import unscaled
from linreg_gui.core.table.prediction_input import (
    Asked,
    Given,
    PredictionForm,
    TextArray,
    columns_with_following,
    feature_rows,
)
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.wording import first_few

from .desk import Desk
from .parts import count_predictor_of, huber_inference_of, predictor_of, surroundings_of
from .profile import Curve, Profile, ProfileWish, Told
from .profiled_rows import ProfiledRows, profiled_rows, spread_out

_CURVE_POINTS = 61
_MARGIN = 0.04
# Of the rows in a plot, those whose other values are the nearest stand out, unless even these are far.
_NEAREST_SHARE, _FAR = 0.15, 1.0
_OTHER_LEVEL = 4.0  # as far as two standard deviations
_FARTHEST, _ROUNDING = 1e6, 1e-8
_STEPS = 200.0
_OF_COUNTS = "The interval is that of Poisson counts, whose noise their mean tells; it is no robust one."
_OF_HUBER = "A single new label has no interval: the Huber loss does not say how its noise is spread."
_WEIGHTED = "A new label is that of a row of weight 1."
_DRAWN = "There are no intervals: with weight decay the weights are drawn towards 0."
_MOST_NAMED = 3
_DAYS_APART = 10.0
_SECONDS_A_DAY = 86_400.0


def profile_of(desk: Desk, wish: ProfileWish) -> Profile | None:
    """The `Profile` of the exact solution; None where there is none, or the values are of another model."""
    form = desk.analysis.form
    if form is None or desk.fit is None or wish.asked != form.asked:
        return None
    return _Profiler(desk, form, wish).profile()


@dataclass(frozen=True, eq=False)
class _Axis:
    """Where one of the values goes along."""

    place: int
    x: FloatArray
    at: float
    x_range: tuple[float, float]


@dataclass(frozen=True, eq=False)
class _Profiler:
    desk: Desk
    form: PredictionForm
    wish: ProfileWish
    why_not: list[str] = field(default_factory=list)

    def profile(self) -> Profile:
        wish = self.wish
        here = None if wish.given is None else self._told([wish.given])
        remembered = self._told(wish.remembered) if wish.remembered else None
        curves = () if wish.given is None else tuple(self._curves(wish.given))
        told = [part for part in (here, remembered, *(curve.told for curve in curves)) if part is not None]
        remarks = dict.fromkeys([*self.why_not, self.desk.analysis.ledger.filled_caveat if told else ""])
        if self.desk.data.row_weights is not None and not self.why_not:
            remarks[_WEIGHTED] = None
        return Profile(
            wish=wish,
            curves=curves,
            here=here,
            remembered=remembered,
            level=self.desk.choices.level,
            has_mean_interval=any(np.isfinite(part.mean_low).any() for part in told),
            has_interval=any(np.isfinite(part.low).any() for part in told),
            y_range=self._y_range(here),
            centre=self.centre,
            mean_over_median=self._mean_over_median(),
            outside="" if wish.given is None else self._outside(wish.given),
            remark=" ".join(filter(None, remarks)),
        )

    @property
    def centre(self) -> str:
        return "median" if self._log and not self.wish.of_mean else "mean"

    @property
    def _log(self) -> bool:
        return self.wish.own_units and self.desk.analysis.label_scale is LabelScale.LOG

    def _mean_over_median(self) -> float:
        if not self._log or self.desk.problem is not None:
            return math.nan
        try:
            sigma = predictor_of(self.desk).sigma
        except ProblemError:
            return math.nan
        with quiet_overflow():
            return float(np.exp(0.5 * np.square(sigma)))

    def _in_sight(self) -> Iterator[int]:
        return (place for place in self.wish.in_sight if place < len(self.form.asked))

    def _told(self, rows: Sequence[Sequence[Given]]) -> Told:
        return self._predicted(self._rows([list(values) for values in zip(*rows, strict=True)], len(rows)))

    def _rows(self, columns: Sequence[Sequence[Given] | FloatArray], n_rows: int) -> FloatArray:
        """Features of rows, of which a column is given for each value that is asked for."""
        named: dict[str, FloatArray | TextArray] = {}
        for asked, values in zip(self.form.asked, columns, strict=True):
            kind = object if asked.kind is SourceKind.LEVEL else np.float64
            named[asked.column] = np.asarray(values, dtype=kind)
        return feature_rows(self.form.sources, columns_with_following(named, self.form.following), n_rows)

    def _predicted(self, X: FloatArray) -> Told:
        """At rows of features, those left empty that cannot be computed."""
        known = np.isfinite(X).all(axis=1)
        if known.all():
            return self._at(X)
        found = self._at(X[known]) if known.any() else None
        columns = np.full((5, len(X)), np.nan)
        if found is not None:
            columns[:, known] = (found.prediction, found.mean_low, found.mean_high, found.low, found.high)
        return Told(*columns)

    def _at(self, X: FloatArray) -> Told:
        desk, scale = self.desk, LabelScale.LOG if self._log else LabelScale.PLAIN
        nothing = np.full(len(X), np.nan)
        try:
            if isinstance(desk.objective.loss, PoissonLoss):
                if desk.objective.weight_decay:
                    raise ProblemError(_DRAWN, ProblemKind.LOSS)
                if desk.choices.errors != "plain":
                    self.why_not.append(_OF_COUNTS)
                mean, low, high = count_predictor_of(desk).at(X, desk.choices.level)
                return Told(mean, low, high, nothing, nothing)
            if isinstance(desk.objective.loss, HuberLoss):
                mean, low, high = (unscaled(part, scale) for part in huber_inference_of(desk).at(X))
                self.why_not.append(_OF_HUBER)
                return Told(mean, low, high, nothing, nothing)
            if desk.problem is not None:
                raise ProblemError(desk.problem.sentence, desk.problem.kind)
            found = predictor_of(desk).at(X, desk.choices.level)
        except ProblemError as error:
            self.why_not.append(error.problem.sentence)
            assert desk.fit is not None
            prediction = unscaled(desk.objective.loss.prediction(desk.fit.predict(X)), scale)
            return Told(prediction, nothing, nothing, nothing, nothing)
        return _in_units(found, scale, self.wish.of_mean)

    def _curves(self, given: Sequence[Given]) -> Iterator[Curve]:
        """Those in sight, of which all rows are predicted at once."""
        axes = [self._axis(place, given[place]) for place in self._in_sight()]
        blocks = [self._along(given, axis) for axis in axes]
        if not blocks:
            return
        sample, apart = self._sample(), self._apart(given)
        whole, y = sum(apart), self._in_shown_units(sample.y)
        told, start = self._predicted(np.concatenate(blocks)), 0
        for axis in axes:
            asked, points = self.form.asked[axis.place], sample.columns[axis.place]
            part = told.part(start, start + len(axis.x))
            start += len(axis.x)
            yield Curve(
                place=axis.place,
                x=axis.x,
                told=part,
                at=axis.at,
                step=_step(asked, sample.whole[axis.place], axis.x_range),
                points_x=spread_out(points) if asked.kind is SourceKind.LEVEL else points,
                points_y=y,
                near=self._near(whole - apart[axis.place]),
                x_range=axis.x_range,
                sentence=self._sentence(asked, axis.x, part),
            )

    def _axis(self, place: int, value: Given) -> _Axis:
        asked, sample = self.form.asked[place], self._sample()
        is_level = asked.kind is SourceKind.LEVEL
        at = float(asked.levels.index(str(value))) if is_level else float(value)
        x_range = _range_around(asked, sample.lows[place], sample.highs[place], at)
        x = np.arange(float(len(asked.levels))) if is_level else np.linspace(*x_range, _CURVE_POINTS)
        return _Axis(place, x, at, x_range)

    def _along(self, given: Sequence[Given], axis: _Axis) -> FloatArray:
        """Rows of features in which one value changes."""
        asked = self.form.asked[axis.place]
        columns: list[Sequence[Given] | FloatArray] = [[value] * len(axis.x) for value in given]
        columns[axis.place] = asked.levels if asked.kind is SourceKind.LEVEL else axis.x
        return self._rows(columns, len(axis.x))

    def _apart(self, given: Sequence[Given]) -> list[FloatArray]:
        """How far the rows of the sample are from each of the values, in squares of what is far."""
        sample, found = self._sample(), []
        for place, (asked, values) in enumerate(zip(self.form.asked, sample.columns, strict=True)):
            if asked.kind is SourceKind.LEVEL:
                found.append(_OTHER_LEVEL * (values != asked.levels.index(str(given[place]))))
                continue
            spread = sample.spreads[place]
            with quiet_overflow():
                far = (values - float(given[place])) / spread if spread > 0.0 else np.zeros(len(values))
                found.append(np.minimum(far * far, _FARTHEST))
        return found

    def _near(self, far: FloatArray) -> BoolArray:
        """Which rows of the sample are the nearest by their other values, and near."""
        if not far.size:  # all rows are hidden
            return np.zeros(0, dtype=bool)
        far = np.maximum(far, 0.0) / max(1, len(self.form.asked) - 1)
        return far <= min(_FAR, float(np.quantile(far, _NEAREST_SHARE))) + _ROUNDING

    def _sample(self) -> ProfiledRows:
        return self.desk.once("profiled rows", lambda: profiled_rows(self.desk, self.form), of_states=True)

    def _in_shown_units(self, y: FloatArray) -> FloatArray:
        return unscaled(y, LabelScale.LOG if self._log else LabelScale.PLAIN)

    def _y_range(self, here: Told | None) -> tuple[float, float]:
        """Where the labels are, and what is predicted here with its intervals."""
        ends = self._in_shown_units(self._sample().y)
        if here is not None:
            ends = np.concatenate([ends, here.prediction, here.mean_low, here.mean_high, here.low, here.high])
        ends = ends[np.isfinite(ends)]
        return (float(ends.min()), float(ends.max())) if ends.size else (0.0, 1.0)

    def _outside(self, given: Sequence[Given]) -> str:
        """Whether a value, or all of them together, are none like those of the data."""
        sample, beyond = self._sample(), []
        for place, (asked, value) in enumerate(zip(self.form.asked, given, strict=True)):
            low, high = sample.lows[place], sample.highs[place]
            if asked.kind is not SourceKind.LEVEL and not low <= float(value) <= high:
                ends = f"{_value_text(asked, low)} to {_value_text(asked, high)}"
                beyond.append(f"{asked.column} = {_value_text(asked, float(value))} ({ends} there)")
        if beyond:
            named = first_few(beyond, _MOST_NAMED)
            return f"Outside the data: {named}."
        row = self._rows([[value] for value in given], 1)
        if not np.isfinite(row).all():
            return ""
        try:
            spread = surroundings_of(self.desk)
        except ProblemError:
            return ""
        leverage, largest = float(spread.leverage(row)[0]), spread.largest_leverage
        if leverage <= largest:
            return ""
        what = "leverage" if self.desk.data.has_bias else "leverage beside a bias"
        return (
            "Outside the data: no row has such values together "
            f"({what} {number_text(leverage, 3)}, at most {number_text(largest, 3)} there)."
        )

    def _sentence(self, asked: Asked, x: FloatArray, told: Told) -> str:
        """Where the curve begins and ends, or what each level has."""
        y = told.prediction
        if asked.kind is SourceKind.LEVEL:
            pairs = [f"{number_text(v, 4)} at {level}" for level, v in zip(asked.levels, y, strict=True)]
            return f"{first_few(pairs, 10)}."
        first, last = (_value_text(asked, float(end)) for end in x[[0, -1]])
        start, end = (number_text(float(v), 4) for v in y[[0, -1]])
        return f"From {start} at {first} to {end} at {last}."


def _in_units(found: PredictionIntervals, scale: LabelScale, of_mean: bool) -> Told:
    """In the units that are shown: of a logarithm the median, or the mean by its own formula."""
    if scale is LabelScale.LOG and of_mean:
        mean = lognormal_mean(found)
        ends = unscaled(found.low, scale), unscaled(found.high, scale)
        return Told(mean.mean, mean.low, mean.high, *ends)
    parts = (found.prediction, found.mean_low, found.mean_high, found.low, found.high)
    return Told(*(unscaled(part, scale) for part in parts))


def _range_around(asked: Asked, low: float, high: float, at: float) -> tuple[float, float]:
    """Where a curve goes: over the data, and as far as the value."""
    if asked.kind is SourceKind.LEVEL:
        return -0.5, len(asked.levels) - 0.5
    low, high = min(low, at), max(high, at)
    margin = _MARGIN * (high - low)
    if not margin > 0.0 or low - margin == low:
        margin = 0.1 * max(abs(low), abs(high)) or 0.5
    return low - margin, high + margin


def _step(asked: Asked, whole: bool, x_range: tuple[float, float]) -> float:
    """A round number, some two hundredth of the range: whole ones of whole numbers, whole days of dates."""
    if asked.kind is SourceKind.LEVEL:
        return 1.0
    span = x_range[1] - x_range[0]
    if asked.kind is SourceKind.DATE:
        unit = 1.0 if span > _DAYS_APART else 1.0 / _SECONDS_A_DAY
        return unit * max(1.0, float(round(span / _STEPS / unit)))
    power = 10.0 ** math.floor(math.log10(span / _STEPS)) if span > 0.0 and math.isfinite(span) else 1.0
    step = next(k * power for k in (1.0, 2.0, 5.0, 10.0) if k * power >= span / _STEPS * (1.0 - 1e-9))
    return max(1.0, step) if whole else step


def _value_text(asked: Asked, value: float) -> str:
    if asked.kind is SourceKind.DATE and math.isfinite(value):
        return str(np.datetime64("1970-01-01") + np.timedelta64(math.floor(value), "D"))
    return number_text(value)
