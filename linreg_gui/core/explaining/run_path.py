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
# States at even distances, between half as many and so many; fewer where there are very many weights.
_MOST_EVEN, _FEWEST_EVEN = 512, 64
_MOST_NUMBERS = 2_000_000


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
    steps = path_steps(last, _again(run), run.stretch)
    return RunPath(frozen(steps), *run.trail(steps))


def even_path(run: Sgd, last: int, also: int) -> RunPath:
    """The states of `run_path`, and others at even distances, to be drawn against the step.

    Parameters
    ----------
    run : Sgd
        A replay, which is left at the last step.
    last : int
    also : int
        A step up to the last one that is among them.
    """
    again, kept = _again(run), run.stretch
    most = max(_FEWEST_EVEN, min(_MOST_EVEN, _MOST_NUMBERS // run.data.n_features))
    even = even_steps(last, again, kept, most)
    steps = (
        np.union1d(even, [also])
        if most < _MOST_EVEN
        else np.union1d(np.append(even, also), path_steps(last, again, kept))
    )
    return RunPath(frozen(steps), *run.trail(steps))


def _again(run: Sgd) -> int:
    """Up to which step any state is worth its updates."""
    values = max(min(config.batch_size, run.data.n_rows) for _, config in run.changes)
    return _WORK // (values * (run.data.n_features + 8))


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


def even_steps(last: int, again: int, kept: int, most: int) -> IntArray:
    """At most so many steps at even distances, the start and, besides, the last one among them.

    The distance is a power of two, so that a longer run adds to them and now and then leaves every other one
    out. What ``again`` and ``kept`` say is as in `path_steps`.
    """
    distance = 1
    while last // distance >= most:
        distance *= 2
    steps = np.arange(0, last + 1, distance)
    beyond = steps > again
    steps[beyond] = steps[beyond] // kept * kept
    return np.unique(np.append(steps, last))
