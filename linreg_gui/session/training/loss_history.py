"""The loss curve of one run, bounded: when it is full, neighbours are merged."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from linreg_gui.core.model.loss_curve import LossCurve, smoothed

_MOST_POINTS = 4000


class LossPoint(NamedTuple):
    """The losses between the previous point and this one.

    ``minibatch_loss`` is the mean over the ``updates`` minibatches since the previous point (NaN where
    there was none), ``mean_loss`` that over all rows after ``step``, ``validation_loss`` that over
    the rows that are held out (NaN where none are), ``seconds`` what all updates until then took to compute
    (NaN where nobody knows).
    """

    step: int
    epoch: float
    minibatch_loss: float
    updates: int
    mean_loss: float
    validation_loss: float = math.nan
    seconds: float = math.nan


class LossHistory:
    """At most a few thousand points, in ascending order of steps."""

    def __init__(self, most: int = _MOST_POINTS) -> None:
        self._most = most
        self._points: list[LossPoint] = []
        self._arrays: LossCurve | None = None  # of these points

    def __len__(self) -> int:
        return len(self._points)

    @property
    def points(self) -> tuple[LossPoint, ...]:
        """All points."""
        return tuple(self._points)

    def extend(self, points: Iterable[LossPoint]) -> None:
        """Add later points."""
        self._arrays = None
        self._points.extend(points)
        while len(self._points) > self._most:
            first, rest = self._points[0], self._points[1:]
            merged = [_merge(a, b) for a, b in zip(rest[::2], rest[1::2], strict=False)]
            self._points = [first, *merged, *rest[2 * len(merged) :]]

    def cut_after(self, step: int) -> None:
        """Forget what lies after a step."""
        self._arrays = None
        while self._points and self._points[-1].step > step:
            self._points.pop()

    @property
    def seconds(self) -> float:
        """What the updates took to compute until the latest point."""
        return self._points[-1].seconds if self._points else 0.0

    def up_to(self, step: int) -> LossHistory:
        """Another history, of what lies no later than a step."""
        other = LossHistory(self._most)
        other.extend(point for point in self._points if point.step <= step)
        return other

    def arrays(self) -> LossCurve:
        """The points, ready to draw."""
        if self._arrays is None:
            table = np.array(self._points, dtype=np.float64).reshape(-1, len(LossPoint._fields))
            step, epoch, minibatch, updates, mean_loss, validation, seconds = table.T
            smooth = smoothed(step, minibatch, updates)
            self._arrays = LossCurve(step, epoch, minibatch, mean_loss, validation, smooth, seconds)
        return self._arrays

    def epoch_ends(self, most: int) -> tuple[float, ...]:
        """The steps at which epochs ended: all of them, or every 2nd, 5th, 10th … if they are too many."""
        steps, epochs, *_ = self.arrays()
        if not epochs.size:
            return ()
        done = int(epochs[-1])
        rounds = (digit * 10**power for power in range(20) for digit in (1, 2, 5))
        every = next(count for count in rounds if done <= most * count)
        return tuple(np.interp(np.arange(every, done + 1, every), epochs, steps).tolist())


def _merge(a: LossPoint, b: LossPoint) -> LossPoint:
    """Two neighbours as one point at the later step."""
    updates = a.updates + b.updates
    if a.updates and b.updates:
        mean = (a.minibatch_loss * a.updates + b.minibatch_loss * b.updates) / updates
    else:
        mean = a.minibatch_loss if a.updates else b.minibatch_loss
    return LossPoint(b.step, b.epoch, mean, updates, b.mean_loss, b.validation_loss, b.seconds)
