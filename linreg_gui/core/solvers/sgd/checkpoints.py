"""States of a run kept at even distances of steps, within a fixed amount of memory."""

from __future__ import annotations

import copy
import sys
import threading
from dataclasses import astuple, dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray

from .update_rule import Progress

_MOST_BYTES = 1 << 26
# Values touched between two checkpoints at first: well under a millisecond of work.
_WORK = 200_000


@dataclass
class Place:
    """Where a run stands.

    Attributes
    ----------
    step : int
        Updates done.
    epoch, position : int
        Epochs done, and the position of the next row in the current one.
    batch_start : int
        Position where the last minibatch began.
    averaged : int
        Updates that went into the mean of the weights.
    """

    step: int = 0
    epoch: int = 0
    position: int = 0
    batch_start: int = 0
    averaged: int = 0

    def after(self, progress: Progress) -> Place:
        """Where it stands when that is done."""
        return Place(
            self.step + progress.steps,
            progress.epoch,
            progress.position,
            progress.batch_start,
            progress.averaged,
        )


class Checkpoints:
    """Every ``spacing`` steps one state; when the memory is used up, every second one is forgotten.

    Parameters
    ----------
    numbers : array
        The state at step 0.
    values_per_step : int
        How many values one update touches; decides the first spacing.
    """

    def __init__(self, numbers: FloatArray, values_per_step: int) -> None:
        self.spacing = max(1, _WORK // values_per_step)
        self._most = max(16, _MOST_BYTES // (numbers.nbytes + 40))
        self._count = 0
        self._places = np.empty((16, 5), dtype=np.int64)
        self._numbers = np.empty((16, *numbers.shape))
        self._lock = threading.Lock()  # a replay may read while the run goes on
        self.add(Place(), numbers)

    def widen(self, spacing: int) -> None:
        """Keep no more states than one every so many steps from now on."""
        self.spacing = max(self.spacing, spacing)

    @property
    def last_step(self) -> int:
        """Step of the latest state kept."""
        return int(self._places[self._count - 1, 0])

    def next_step(self, step: int) -> int:
        """The step after ``step`` at which a state is to be kept."""
        return (step // self.spacing + 1) * self.spacing

    def add(self, place: Place, numbers: FloatArray) -> None:
        """Keep a later state."""
        with self._lock:
            if self._count == self._most:
                kept = self._places[: self._count, 0] % (2 * self.spacing) == 0
                self.spacing *= 2
                self._shrink(kept)
                if place.step % self.spacing:
                    return
            if self._count == len(self._places):
                more = min(2 * self._count, self._most) - self._count
                self._places = np.concatenate([self._places, np.empty((more, 5), dtype=np.int64)])
                self._numbers = np.concatenate([self._numbers, np.empty((more, *numbers.shape))])
            self._places[self._count] = astuple(place)
            self._numbers[self._count] = numbers
            self._count += 1

    def before(self, step: int) -> tuple[Place, FloatArray]:
        """The latest state at or before ``step``; the numbers are a copy."""
        with self._lock:
            index = int(np.searchsorted(self._places[: self._count, 0], step, side="right")) - 1
            return Place(*self._places[index].tolist()), self._numbers[index].copy()

    def forget_after(self, step: int) -> None:
        """Drop the states beyond a step."""
        with self._lock:
            self._count = int(np.searchsorted(self._places[: self._count, 0], step, side="right"))

    def copied(self, step: int, most: int) -> Checkpoints:
        """The states up to a step once more, at most about so many, for a run of its own to add to."""
        with self._lock:
            count = int(np.searchsorted(self._places[: self._count, 0], step, side="right"))
            steps, spacing = self._places[:count, 0], self.spacing
            while np.count_nonzero(steps % spacing == 0) > most:
                spacing *= 2
            kept = steps % spacing == 0
            other = copy.copy(self)
            other._places, other._numbers = self._places[:count][kept], self._numbers[:count][kept]
        other.spacing, other._count, other._lock = spacing, len(other._places), threading.Lock()
        return other

    def to_read(self) -> Checkpoints:
        """The same states for another thread, which adds none."""
        return _ToRead(self)

    def _shrink(self, kept: np.ndarray) -> None:
        count = int(kept.sum())
        self._places[:count] = self._places[: self._count][kept]
        self._numbers[:count] = self._numbers[: self._count][kept]
        self._count = count


class _ToRead(Checkpoints):
    """The states that another run keeps."""

    def __init__(self, kept: Checkpoints) -> None:
        self._kept = kept

    @property
    def spacing(self) -> int:  # type: ignore[override]
        return self._kept.spacing

    @property
    def last_step(self) -> int:
        return sys.maxsize  # so that none is due

    def before(self, step: int) -> tuple[Place, FloatArray]:
        return self._kept.before(step)

    def copied(self, step: int, most: int) -> Checkpoints:
        return self._kept.copied(step, most)
