"""What the program advises for a run: settings, speed, and a way out when it diverged."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.fitting.unsuited import unsuited
from linreg_gui.core.model.losses import SquaredLoss
from linreg_gui.core.problem import Problem, ProblemError, ProblemKind
from linreg_gui.core.solvers.sgd.config import FIXED
from linreg_gui.core.solvers.sgd.learning_rate import divergence_sentence
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.core.solvers.sgd.start import ZeroStart
from linreg_gui.core.solvers.sgd.suggestion import round_down

# At the advised speed a whole run takes about this long, so that there is something to watch.
_WATCHED_SECONDS = 10.0
_FASTEST_WATCHED = 50_000.0


def advised_config(analysis: Analysis, config: SgdConfig) -> SgdConfig:
    """Settings that suit the data, the loss and whatever else of ``config`` is nothing to be suggested."""
    kept = {name: getattr(config, name) for name in FIXED}
    return replace(analysis.suggestion(config), **kept)


def checked_run(analysis: Analysis, config: SgdConfig) -> Sgd:
    """A run at its start; a `ProblemError` where its settings do not suit the data."""
    check_settings(analysis, config)
    return Sgd(analysis.data, config, known=analysis.moments)


def check_settings(analysis: Analysis, config: SgdConfig) -> None:
    """Raise a `ProblemError` where settings do not suit the data."""
    problem = unsuited(analysis, config.loss)
    if problem is not None:
        raise ProblemError(problem.sentence, problem.kind)
    analysis.limits(config)


def instead(analysis: Analysis, config: SgdConfig) -> tuple[Sgd, SgdConfig, str]:
    """A run in place of one whose settings do not suit the data, its settings, and the words for them.

    As near to what was chosen as there is one.
    """
    squared = replace(config, loss=SquaredLoss())
    nearer = (
        (replace(config, precision="float64"), "Training takes float64 instead."),
        (replace(config, start=ZeroStart()), "Training starts at zeros instead."),
        (advised_config(analysis, squared), f"Training takes the {squared.loss.name} instead."),
    )
    for other, words in nearer:
        with suppress(ProblemError):
            return checked_run(analysis, other), other, words
    plain = replace(squared, weight_decay=0.0, precision="float64", start=ZeroStart())
    sure = advised_config(analysis, plain)
    return checked_run(analysis, sure), sure, "Training takes suggested settings instead."


def advised_speed(steps: int) -> float | None:
    """Updates per second for a run of so many steps; None for as many as possible."""
    speed = max(1.0, round_down(steps / _WATCHED_SECONDS))
    return speed if speed <= _FASTEST_WATCHED else None


def after_divergence(objective: Objective, config: SgdConfig, step: int) -> tuple[Problem, float]:
    """What happened after ``step`` updates, and a safe learning rate."""
    limits = objective.limits(config)
    safe = round_down(
        0.1 * config.learning_rate if limits is None else min(limits.safe_rate, 0.5 * config.learning_rate)
    )
    return Problem(divergence_sentence(limits, config, step), ProblemKind.DIVERGED), safe
