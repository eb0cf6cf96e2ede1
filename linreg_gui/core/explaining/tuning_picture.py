"""A search for settings, ready to be drawn: trials over a plane of two settings, with the exact limits."""

from __future__ import annotations

import enum
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray, frozen
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.number_text import number_text
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.learning_rate import LearningRateLimits
from linreg_gui.core.tuning.importance import Importance, importance_of
from linreg_gui.core.tuning.space import SettingRange, TunedSetting, config_with
from linreg_gui.core.tuning.study import Study
from linreg_gui.core.wording import counted, joined

# Of a curve of limits, each of which takes eigenvalues.
_LIMIT_POINTS = 60
# Losses above this share of all that are finite have the same colour, so that the best are told apart.
_TOLD_APART = 0.8


class TuningAxis(enum.StrEnum):
    """What an axis of the plane can be besides a setting."""

    LOSS = "validation loss"


@dataclass(frozen=True)
class TuningWish:
    """Which two settings span the plane, by their names; empty for the first ones that are searched."""

    across: str = ""
    up: str = ""


@dataclass(frozen=True, eq=False)
class TuningScene:
    """A study with what is known of its data; without that there are no limits."""

    study: Study
    objective: Objective | None


@dataclass(frozen=True, eq=False)
class LimitCurve:
    """Where a limit of the learning rate lies in the plane, in places along its axes."""

    name: str
    x: FloatArray
    y: FloatArray


@dataclass(frozen=True, eq=False)
class TuningPicture:
    """What is drawn of a study.

    Attributes
    ----------
    study : Study
    across, up : SettingRange or None
        The axes of the plane; None for the loss, upwards, where one setting alone is searched.
    x, y : array, shape (trials,)
        Where the trials stand, in places along the axes; NaN for no place.
    losses : array, shape (trials,)
        Infinite for trials that diverged.
    stable, mean_square : LimitCurve or None
        Limits of the learning rate: 2/λmax of all rows at once, and that of minibatches in the mean square.
    limits_words : str
        What holds for the limits: which settings they are for, or why there are none.
    best_so_far : array, shape (trials,)
        The least loss up to each trial; infinite before there is one.
    importance : Importance
    """

    study: Study
    across: SettingRange
    up: SettingRange | None
    x: FloatArray
    y: FloatArray
    losses: FloatArray
    stable: LimitCurve | None
    mean_square: LimitCurve | None
    limits_words: str
    best_so_far: FloatArray
    importance: Importance

    @property
    def diverged(self) -> BoolArray:
        """Which trials have no loss."""
        return ~np.isfinite(self.losses)

    @property
    def colour_ends(self) -> tuple[float, float]:
        """The losses that have the first and the last colour; what is larger has the last one, too."""
        known = self.losses[~self.diverged]
        if not known.size:
            return 0.0, 1.0
        low = float(known.min())
        high = float(np.quantile(known, _TOLD_APART))
        return low, high if high > low else float(known.max())

    @property
    def caps(self) -> bool:
        """Whether some loss is larger than that of the last colour."""
        known = self.losses[~self.diverged]
        return bool(known.size) and bool(known.max() > self.colour_ends[1])

    def colour_shares(self) -> FloatArray:
        """Where the losses are between both ends, from 0 to 1, by their logarithms where all are positive."""
        low, high = self.colour_ends
        shares = np.zeros(len(self.losses))
        known = ~self.diverged
        if high > low:
            scale = (lambda v: np.log(v)) if low > 0.0 else (lambda v: np.asarray(v))
            values = scale(np.clip(self.losses[known], low, high))
            shares[known] = (values - scale(low)) / (scale(high) - scale(low))
        return shares

    @property
    def sentence(self) -> str:
        """How far it is, and what is best."""
        study, best = self.study, self.study.best
        done = len(study.trials)
        if not done:
            return "The first trial is under way."
        of = counted(done, "trial") if study.is_complete else f"{done:,} of {counted(study.total, 'trial')}"
        gone = int(self.diverged.sum())
        diverged = f" {counted(gone, 'trial')} diverged." if gone else ""
        if best is None:
            return f"{of}: every one diverged. Search smaller learning rates."
        loss = number_text(float(self.losses[best]), 4)
        told = f"{study.trial_name(best).lower()} with validation loss {loss}, {self.words_of(best)}"
        return f"{of}. Best: {told}.{diverged}"

    def words_of(self, number: int) -> str:
        """The settings of a trial that are searched."""
        values = self.study.trials[number].values
        told = [
            f"{entry.setting.value} {entry.setting.text_of(value)}"
            for entry, value in zip(self.study.space, values, strict=True)
        ]
        return joined(told)


def tuning_picture(scene: TuningScene, wish: TuningWish) -> TuningPicture:
    """`TuningPicture` of a study over the plane that is wished for, or one that can be had."""
    study = scene.study
    across, up = axes_of(study, wish)
    losses = study.losses
    x = across.setting.place_of(study.column(across.setting))
    if up is None:
        y = np.where(np.isfinite(losses), losses, np.nan)
    else:
        y = up.setting.place_of(study.column(up.setting))
    stable, mean_square, words = _limits(scene, across, up)
    return TuningPicture(
        study,
        across,
        up,
        frozen(x),
        frozen(y),
        frozen(losses),
        stable,
        mean_square,
        words,
        frozen(np.minimum.accumulate(losses) if losses.size else losses),
        importance_of(study),
    )


def axes_of(study: Study, wish: TuningWish) -> tuple[SettingRange, SettingRange | None]:
    """The ranges that span the plane."""
    by_name = {entry.setting.value: entry for entry in study.space}
    first = by_name.get(wish.across, study.space[0])
    others = [entry for entry in study.space if entry is not first]
    if wish.up == TuningAxis.LOSS or not others:
        return first, None
    wanted = by_name.get(wish.up)
    return first, wanted if wanted is not None and wanted is not first else others[0]


def _limits(
    scene: TuningScene, across: SettingRange, up: SettingRange | None
) -> tuple[LimitCurve | None, LimitCurve | None, str]:
    study, objective = scene.study, scene.objective
    axes = [entry.setting for entry in (across, up) if entry is not None]
    if objective is None:
        return None, None, ""
    if TunedSetting.RATE not in axes:
        return None, None, "Limits are drawn where the learning rate is on an axis."
    other = up if across.setting is TunedSetting.RATE else across
    best = study.best
    config = study.config if best is None else study.config_of(study.trials[best])
    values = _along(other)
    found = [_limits_at(objective, config, other, value) for value in values.tolist()]
    if found[0] is None:
        return None, None, objective.limits_remark

    def curve(name: str, limit_of: Callable[[LearningRateLimits], float]) -> LimitCurve:
        rates = np.array([math.nan if each is None else limit_of(each) for each in found])
        places = TunedSetting.RATE.place_of(np.where(rates > 0.0, rates, math.nan))
        along = values if other is None else other.setting.place_of(values)
        ends = (places, along) if across.setting is TunedSetting.RATE else (along, places)
        return LimitCurve(name, *map(frozen, ends))

    name = "2(1 + μ)/λmax" if TunedSetting.MOMENTUM in study.settings or study.config.momentum else "2/λmax"
    stable = curve(f"{name}, all rows", lambda each: each.stable_limit)
    mean_square = curve("minibatches, in the mean square", lambda each: each.mean_square_limit)
    return stable, mean_square, _limits_words(study, config, axes, objective)


def _along(other: SettingRange | None) -> FloatArray:
    """Where a limit is worked out along the other axis; along the loss it is the same everywhere."""
    if other is None:
        return np.array([-math.inf, math.inf])
    if other.setting.is_choice:
        return np.array([other.low - 0.5, other.high + 0.5])
    shares = np.linspace(0.0, 1.0, _LIMIT_POINTS).tolist()
    return np.unique([other.value(share) for share in shares])


def _limits_at(
    objective: Objective, config: SgdConfig, other: SettingRange | None, value: float
) -> LearningRateLimits | None:
    """The limits with one more setting; None where there are none."""
    try:
        if other is not None and not other.setting.is_choice:
            config = config_with(config, (other,), (value,))
        return objective.limits(config)
    except ProblemError:
        return None


def _limits_words(study: Study, config: SgdConfig, axes: Sequence[TunedSetting], objective: Objective) -> str:
    """Which settings they are for, where these are searched and on no axis."""
    kept = [
        setting
        for setting in (TunedSetting.BATCH, TunedSetting.MOMENTUM, TunedSetting.WEIGHT_DECAY)
        if setting in study.settings and setting not in axes
    ]
    which = ""
    if kept and study.best is not None:
        told = joined([f"{each.value} {each.text_of(getattr(config, each.field))}" for each in kept])
        which = f"Limits are those with {told}, of the best trial."
    rate = "The limits hold for a rate that does not fall." if _falls(study) else ""
    return " ".join(filter(None, (which, rate, objective.limits_remark)))


def _falls(study: Study) -> bool:
    return TunedSetting.DECAY in study.settings or study.config.decay != "constant"
