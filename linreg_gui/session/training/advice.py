"""What the program advises for a run: settings, speed, and a way out when it diverged."""

from __future__ import annotations

from dataclasses import replace

from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.problem import Problem, ProblemKind
from linreg_gui.core.solvers.sgd.learning_rate import divergence_sentence
from linreg_gui.core.solvers.sgd.solver import SgdConfig
from linreg_gui.core.solvers.sgd.suggestion import round_down

# At the advised speed a whole run takes about this long, so that there is something to watch.
_WATCHED_SECONDS = 10.0
_FASTEST_WATCHED = 50_000.0


def advised_config(analysis: Analysis, config: SgdConfig) -> SgdConfig:
    """Settings that suit the data under the seed, standardisation and precision of ``config``."""
    suggested = analysis.suggestion(config.standardise)
    return replace(suggested, seed=config.seed, precision=config.precision)


def advised_speed(steps: int) -> float | None:
    """Updates per second for a run of so many steps; None for as many as possible."""
    speed = max(1.0, round_down(steps / _WATCHED_SECONDS))
    return speed if speed <= _FASTEST_WATCHED else None


def after_divergence(analysis: Analysis, config: SgdConfig, step: int) -> tuple[Problem, float]:
    """What happened after ``step`` updates, and a safe learning rate."""
    limits = analysis.limits(config)
    safe = round_down(min(limits.safe_rate, 0.5 * config.learning_rate))
    return Problem(divergence_sentence(limits, config, step), ProblemKind.DIVERGED), safe
