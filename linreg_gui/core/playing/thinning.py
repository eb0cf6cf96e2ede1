"""Which steps of some runs a page keeps: enough for their curves to keep their shape, and to be played."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray
from linreg_gui.core.explaining.run_path import even_steps, path_steps

# Ends of epochs of a run that are among the steps: there runs of other batch sizes can be compared.
_MOST_ENDS = 24
# Of the steps that are kept so many are there for an even pace; the others, for the shape of the curves.
_FOR_PACE = 3


def looked_at(lasts: Sequence[int], epoch_steps: Sequence[int], most: int) -> IntArray:
    """The steps among which some are chosen: the start, the last ones, ends of epochs, and many between.

    Parameters
    ----------
    lasts : sequence of int
        How long the runs are.
    epoch_steps : sequence of int
        How many steps each makes in an epoch; 0 where that changes.
    most : int
        About so many, evenly, and at most as many more near the start, where a run moves most.
    """
    longest = max(lasts)
    steps = np.union1d(path_steps(longest, longest, 1), even_steps(longest, longest, 1, most))
    steps = steps[_some(np.arange(len(steps)), 2 * most)]
    return np.union1d(np.union1d(steps, [0, *lasts]), ends_of_epochs(lasts, epoch_steps))


def ends_of_epochs(lasts: Sequence[int], epoch_steps: Sequence[int]) -> IntArray:
    """The steps at which epochs end, of each run at most some two dozen, at even distances."""
    ends: list[int] = []
    for last, steps in zip(lasts, epoch_steps, strict=True):
        if steps:
            every = -(-(last // steps) // _MOST_ENDS) or 1
            ends += range(0, last + 1, steps * every)
    return np.unique(np.array(ends, dtype=np.int64))


def thinned(steps: IntArray, curves: Sequence[FloatArray], most: int, wanted: IntArray) -> IntArray:
    """At most so many of the steps, such that straight lines between them are near to all curves.

    The steps that are farthest from such lines are taken in one after the other (Douglas and Peucker 1973,
    from above).

    Parameters
    ----------
    steps : array of int, shape (k,)
        The first is 0.
    curves : sequence of array, shape (m, c)
        Of each run at its first m steps, what is drawn: one column each, of about the same size. Their last
        steps are always kept.
    most : int
    wanted : array of int
        Steps to be kept if there is room for them.
    """
    if len(steps) <= most:
        return steps
    ends = {0, *(len(curve) - 1 for curve in curves)}
    chosen = set(ends)
    wanted_places = np.flatnonzero(np.isin(steps, wanted))
    chosen.update(_some(wanted_places, (most - len(ends)) // 2))
    chosen.update(_some(np.arange(len(steps)), (most - len(chosen)) // _FOR_PACE))
    places = sorted(chosen)
    waiting = [_farthest(steps, curves, a, b) for a, b in pairwise(places)]
    heapq.heapify(waiting)
    while len(places) < most and waiting:
        off, a, b, at = heapq.heappop(waiting)
        if at < 0:
            continue
        if not off:  # nothing to be seen any more: the rest is for the pace
            break
        places.append(at)
        for part in ((a, at), (at, b)):
            heapq.heappush(waiting, _farthest(steps, curves, *part))
    rest = np.setdiff1d(np.arange(len(steps)), places)
    places += _some(rest, most - len(places))
    return steps[np.unique(places)]


def _some(places: IntArray, most: int) -> list[int]:
    """At most so many of the places, evenly."""
    if len(places) <= most:
        return [int(place) for place in places]
    return [int(places[(2 * k + 1) * len(places) // (2 * most)]) for k in range(max(0, most))]


def _farthest(steps: IntArray, curves: Sequence[FloatArray], a: int, b: int) -> tuple[float, int, int, int]:
    """How far off the curves go between two places, negative, and where that is; −1 for nowhere."""
    if b - a < 2:
        return 0.0, a, b, -1
    inner = np.arange(a + 1, b)
    share = ((steps[inner] - steps[a]) / (steps[b] - steps[a]))[:, None]
    off = np.zeros(len(inner))
    for curve in curves:
        if b < len(curve):
            line = curve[a] + share * (curve[b] - curve[a])
            off = np.maximum(off, np.abs(curve[inner] - line).max(axis=1))
    at = int(off.argmax())
    return -float(off[at]), a, b, int(inner[at])
