"""The very first step of a run within one per cent of the exact answer, where not every step is recorded."""

from __future__ import annotations

import numpy as np

from linreg_gui.core.arrays import FloatArray, quiet_overflow
from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.project.project import Run
from linreg_gui.core.solvers.sgd.solver import Sgd

from .run_rows import NEAR

# Updates that are made again for it, and values that they touch: about a second.
_MOST_STEPS, _MOST_VALUES = 30_000, 300_000_000
_AT_ONCE = 256
# The quick look over many steps rounds; what it lets through is looked at closely.
_SLACK = 1.001


def is_every_step(recorded: FloatArray, step: int) -> bool:
    """Whether every step up to one was recorded, so that none before it can be the first."""
    return bool(np.count_nonzero(recorded <= step) == step + 1)


def can_be_sought(run: Run, n_rows: int, n_features: int, recorded: int) -> bool:
    """Whether all steps up to the recorded one are soon made again."""
    rows = max(min(config.batch_size, n_rows) for step, config in run.changes if step <= recorded)
    return recorded <= _MOST_STEPS and recorded * rows * (n_features + 8) <= _MOST_VALUES


def first_near(analysis: Analysis, run: Run, recorded: int) -> int:
    """The first step within one per cent of the exact answer, see `near_step`; for a job.

    Parameters
    ----------
    analysis : Analysis
        Of the data that the run was made on.
    run : Run
        Of the half mean squared error alone.
    recorded : int
        A step that is near.
    """
    surface = analysis.surface
    sgd = Sgd.repeat(analysis.data, run.changes, known=analysis.moments)
    within = (NEAR * analysis.label_spread) ** 2
    for start in range(0, recorded, _AT_ONCE):
        steps = np.arange(start, min(start + _AT_ONCE, recorded))
        with quiet_overflow():
            squares = _squares_apart(analysis, *sgd.trail(steps))
        for step in steps[squares <= _SLACK * within].tolist():
            sgd.seek(step)
            state = sgd.snapshot(with_rows=False)
            loss = surface.half_mse(state.weights, state.bias, state.bias_rest)
            if 2.0 * (loss - surface.exact.half_mse) <= within:
                return int(step)
    return recorded


def _squares_apart(analysis: Analysis, weights: FloatArray, biases: FloatArray) -> FloatArray:
    """By how much predictions differ from the exact ones in the mean square, shape (k,)."""
    surface, m = analysis.surface, analysis.moments
    exact = surface.exact
    moved = (weights - exact.weights) @ (surface.root(True)[:-1, :-1] * (m.feature_stds)).T
    level = biases - exact.bias - exact.bias_rest + (weights - exact.weights) @ m.feature_means
    return np.asarray(np.sum(moved * moved, axis=1) + level * level)
