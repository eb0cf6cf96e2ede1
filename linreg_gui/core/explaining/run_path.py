"""The states that a run went through, as many as can be drawn: near its start all, later ever fewer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, frozen
from linreg_gui.core.solvers.sgd.solver import Sgd

# So many states one by one, then one each time the run has become longer by this share: some 300 in a
# million updates. A run moves most in its beginning, and a longer one only adds to the path.
_ONE_BY_ONE, _SHARE = 64, 24
# Values that updates made again may touch: a few milliseconds. Beyond, only states that the run keeps.
_WORK = 500_000


@dataclass(frozen=True, eq=False)
class RunPath:
    """States of a run in their order.

    Attributes
    ----------
    steps : array of int, shape (k,)
    weights : array, shape (k, d)
    biases : array, shape (k,)
        In raw units.
    """

    steps: IntArray
    weights: FloatArray
    biases: FloatArray


def run_path(run: Sgd, last: int) -> RunPath:
    """The path of a run from its start to a step that it has been at.

    Parameters
    ----------
    run : Sgd
        A replay, which is left at that step.
    last : int
    """
    values = max(min(config.batch_size, run.data.n_rows) for _, config in run.changes)
    steps = path_steps(last, _WORK // (values * (run.data.n_features + 8)), run.stretch)
    return RunPath(frozen(steps), *run.trail(steps))


def path_steps(last: int, again: int, kept: int) -> IntArray:
    """The steps of a path: the start and the last one among them.

    Parameters
    ----------
    last : int
    again : int
        Up to which step any state is worth its updates.
    kept : int
        Beyond, the states at the multiples of this are to be had for nothing.
    """
    steps, step = [last], 0
    while step < last:
        steps.append(step if step <= again else step // kept * kept)
        step += 1 if step < _ONE_BY_ONE else 1 + step // _SHARE
    return np.unique(steps)
