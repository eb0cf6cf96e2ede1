"""The states of a run at some of its steps, each made again to the last bit, with what is told of them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.solvers.sgd.config import Snapshot
from linreg_gui.core.solvers.sgd.solver import Sgd

from .asked import PlayedRun


@dataclass(frozen=True, eq=False)
class Film:
    """A run at some steps.

    Attributes
    ----------
    states : tuple of Snapshot
        Ascending in their steps, the first at 0.
    losses, validation : array, shape (k,)
        Mean losses over all rows, and over those held out, NaN where none are.
    distances : array, shape (k,)
        From the exact solution, see `Objective.distance`.
    as_saved : bool
        Whether it ends to the last bit where the run had ended.
    """

    states: tuple[Snapshot, ...]
    losses: FloatArray
    validation: FloatArray
    distances: FloatArray
    as_saved: bool

    @property
    def steps(self) -> IntArray:
        """Those of the states."""
        return np.array([state.step for state in self.states], dtype=np.int64)

    @property
    def epochs(self) -> FloatArray:
        """How many each has done."""
        return np.array([state.epoch for state in self.states])

    def has_begun(self, at: int) -> bool:
        """Whether there is a model to look at: all but zeros before the first update."""
        state = self.states[at]
        return state.step > 0 or state.bias != 0.0 or bool(state.weights.any())

    def at(self, steps: IntArray) -> Film:
        """The same at some of the steps."""
        chosen = np.flatnonzero(np.isin(self.steps, steps))
        return Film(
            tuple(self.states[place] for place in chosen.tolist()),
            self.losses[chosen],
            self.validation[chosen],
            self.distances[chosen],
            self.as_saved,
        )


def film_of(objective: Objective, played: PlayedRun, steps: IntArray) -> Film:
    """A run at those of the steps that it has made.

    Raises
    ------
    ProblemError
        If it has to be repeated, and does not come as far here.
    """
    run = played.run
    sgd = _again(objective, played)
    states, losses, validation, distances = [], [], [], []
    for step in steps[steps <= run.step].tolist():
        check_wanted()
        sgd.seek(step)
        if sgd.step < step:
            raise ProblemError(
                f"“{run.name}” was repeated here and does not come as far as it did: leave it out.",
                ProblemKind.OTHER_DIGITS,
            )
        state = sgd.snapshot(with_rows=False)
        model = state.weights, state.bias, state.bias_rest
        states.append(state)
        losses.append(objective.mean_loss(*model, state.centred))
        validation.append(objective.validation_loss(*model, state.centred))
        distances.append(objective.distance(*model))
    last = states[-1]
    same = np.array_equal(last.weights, run.weights) and last.bias == run.bias
    return Film(tuple(states), np.array(losses), np.array(validation), np.array(distances), bool(same))


def steps_in_epoch(objective: Objective, played: PlayedRun) -> int:
    """How many updates an epoch of a run has; 0 where that changes on the way."""
    sizes = {config.batch_size for _, config in played.run.made}
    n_rows = objective.analysis.data.n_rows
    return math.ceil(n_rows / sizes.pop()) if len(sizes) == 1 else 0


def _again(objective: Objective, played: PlayedRun) -> Sgd:
    if played.states is not None:
        return played.states.replay()
    analysis = objective.analysis
    return Sgd.repeat(analysis.data, played.run.changes, known=analysis.moments)
