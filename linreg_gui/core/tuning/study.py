"""A search for settings as a value: what is searched and how, and the trials that were made."""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from linreg_gui.core.arrays import FloatArray, whole_number
from linreg_gui.core.limits import LARGEST_COUNT, MOST_STEPS
from linreg_gui.core.solvers.sgd.config import SgdConfig

from .grid import grid_of
from .space import SettingRange, TunedSetting, config_with

MOST_TRIALS = 1000


class Sampler(enum.StrEnum):
    """What proposes the settings of the next trial; its texts stand in projects."""

    BAYESIAN = "bayesian"
    RANDOM = "random"
    GRID = "grid"


@dataclass(frozen=True)
class Trial:
    """One run of a study.

    Attributes
    ----------
    values : tuple of float
        Of the settings that are searched, in their order.
    loss : float
        Mean loss over the rows that are held out, at the end of the run; infinite where it diverged.
    step : int
        Updates it made.
    diverged : bool
        Whether its numbers blew up.
    """

    values: tuple[float, ...]
    loss: float
    step: int
    diverged: bool = False

    def __post_init__(self) -> None:
        whole_number(self.step, "The step of a trial", 0, MOST_STEPS)
        if math.isnan(self.loss) or (self.diverged and math.isfinite(self.loss)):
            raise ValueError("A trial has a loss, which is infinite where it diverged.")


@dataclass(frozen=True)
class Study:
    """Trials so far, and all that it takes to go on with them.

    Attributes
    ----------
    space : tuple of SettingRange
    config : SgdConfig
        The settings that stay; those that are searched are the ones it began from.
    sampler : Sampler
    seed : int
        Of the sampler.
    wanted : int
        How many trials there are to be.
    data : str
        The fingerprint of the numbers (`Analysis.fingerprint`).
    trials : tuple of Trial
    stopped : bool
        Whether a person has ended it before all trials were made.
    """

    space: tuple[SettingRange, ...]
    config: SgdConfig
    sampler: Sampler
    seed: int
    wanted: int
    data: str = ""
    trials: tuple[Trial, ...] = ()
    stopped: bool = False

    def __post_init__(self) -> None:
        settings = [entry.setting for entry in self.space]
        if not settings or len({*settings}) < len(settings):
            raise ValueError("A study searches one setting or more, each once.")
        whole_number(self.seed, "The seed of a study", -LARGEST_COUNT, LARGEST_COUNT)
        whole_number(self.wanted, "The number of trials", 1, MOST_TRIALS)
        whole_number(self.config.seed, "The seed", -LARGEST_COUNT, LARGEST_COUNT)
        if len(self.trials) > MOST_TRIALS:
            raise ValueError(f"A study has at most {MOST_TRIALS:,} trials.")
        for trial in self.trials:
            if len(trial.values) != len(settings):
                raise ValueError("A trial has a value of each setting.")
            if not all(entry.holds(value) for entry, value in zip(self.space, trial.values, strict=True)):
                raise ValueError("A trial has values that are searched.")
            self.config_of(trial)

    @cached_property
    def grid(self) -> tuple[tuple[float, ...], ...]:
        """What a grid of so many trials tries, at most."""
        return grid_of(self.space, self.wanted)

    @property
    def total(self) -> int:
        """How many trials it will have: of a grid as many as fill it."""
        return len(self.grid) if self.sampler is Sampler.GRID else self.wanted

    @property
    def is_complete(self) -> bool:
        """Whether no trial is left to be made."""
        return self.stopped or len(self.trials) >= self.total

    @property
    def most_more(self) -> int:
        """By how many trials it can be gone on with once it is complete; a grid is what it is."""
        return 0 if self.sampler is Sampler.GRID else MOST_TRIALS - len(self.trials)

    @property
    def settings(self) -> tuple[TunedSetting, ...]:
        """What is searched."""
        return tuple(entry.setting for entry in self.space)

    @property
    def losses(self) -> FloatArray:
        """Of all trials."""
        return np.array([trial.loss for trial in self.trials], dtype=np.float64)

    @property
    def best(self) -> int | None:
        """The first trial of the least loss; None where every one diverged."""
        losses = self.losses
        if not np.isfinite(losses).any():
            return None
        return int(losses.argmin())

    def config_of(self, trial: Trial) -> SgdConfig:
        """The settings of the run of a trial; a ValueError where no run can have them."""
        return self.config_at(trial.values)

    def config_at(self, values: Sequence[float]) -> SgdConfig:
        """The settings of a run with these values."""
        return config_with(self.config, self.space, values)

    def column(self, setting: TunedSetting) -> FloatArray:
        """The values of one setting in all trials."""
        at = self.settings.index(setting)
        return np.array([trial.values[at] for trial in self.trials], dtype=np.float64)

    def with_trial(self, trial: Trial) -> Study:
        """One more."""
        return replace(self, trials=(*self.trials, trial))

    def longer(self, more: int) -> Study:
        """It is to have so many more trials than it has."""
        wanted = len(self.trials) + min(more, self.most_more)
        return self if wanted <= len(self.trials) else replace(self, wanted=wanted, stopped=False)

    def trial_name(self, number: int) -> str:
        """Such as “Trial 3”; trials are counted from 0 here."""
        return f"Trial {number + 1:,}"
