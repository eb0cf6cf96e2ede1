"""The settings of the next trial: a pure function of what a study is and of the trials it has had."""

from __future__ import annotations

import numpy as np

from .optuna_search import optuna_values
from .space import values_of
from .study import Sampler, Study


def next_values(study: Study) -> tuple[float, ...]:
    """What the next trial tries; the same for the same study, whether it was stored meanwhile or not.

    Bayesian optimisation begins with the settings that there are to be improved on, where they are within
    the ranges.

    Raises
    ------
    ValueError
        If every trial has been made.
    ProblemError
        If Optuna is to propose it and is not installed.
    """
    if study.is_complete:
        raise ValueError("Every trial has been made.")
    if study.sampler is Sampler.GRID:
        return study.grid[len(study.trials)]
    if study.sampler is Sampler.RANDOM:
        return random_values(study, len(study.trials))
    now = values_of(study.space, study.config)
    if not study.trials and all(entry.holds(value) for entry, value in zip(study.space, now, strict=True)):
        return now
    return optuna_values(study)


def random_values(study: Study, number: int) -> tuple[float, ...]:
    """Values drawn evenly along the scales, by the seed and the number of the trial alone."""
    shares = np.random.default_rng([study.seed % (1 << 63), number]).random(len(study.space))
    return tuple(entry.value(float(share)) for entry, share in zip(study.space, shares, strict=True))
