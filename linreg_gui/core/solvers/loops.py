"""What makes the updates of a run: the compiled loop on the CPU, or (`device_loop`) a GPU."""

from __future__ import annotations

from typing import Protocol

from ..arrays import FloatArray
from ..problem import Problem
from .checkpoints import Place
from .scaling import Rows
from .update_rule import Progress, Rule


class Loop(Protocol):
    """Makes updates on the state of a run, which stays on the host.

    Attributes
    ----------
    backend : str
    """

    backend: str

    def run(
        self, numbers: FloatArray, rule: Rule, penalty: FloatArray, place: Place, steps: int, whole: bool, /
    ) -> Progress:
        """At most so many updates from a place on; `numbers` is changed only when they are done.

        ``whole``: from one checkpoint to the next, so that every later visit starts from what comes out.
        """
        ...

    def spacing(self, batch_size: int, /) -> int:
        """Updates between two checkpoints that suit it; 0 for any."""
        ...

    def problem_of(self, error: Exception, /) -> Problem | None:
        """Why the device cannot go on; None for a bug."""
        ...


class HostLoop:
    """The loop compiled by Numba.

    Parameters
    ----------
    rows : Rows
    largest : array, shape (d + 1,)
        Largest internal parameters, see `Scaling.largest`.
    """

    backend = "numpy"

    def __init__(self, rows: Rows, largest: FloatArray) -> None:
        self._rows, self._largest = rows, largest

    def run(
        self, numbers: FloatArray, rule: Rule, penalty: FloatArray, place: Place, steps: int, _whole: bool, /
    ) -> Progress:
        """See `Loop.run`."""
        from .kernels import update_loop

        rows = self._rows
        return Progress(
            *update_loop(rows.X.dtype.name)(
                *(rows.X, rows.y, rows.shift, rows.scale, penalty, self._largest, numbers),
                *(rule, place.epoch, place.position, place.averaged, steps),
            )
        )

    def spacing(self, _batch_size: int, /) -> int:
        """Any will do."""
        return 0

    def problem_of(self, _error: Exception, /) -> Problem | None:
        """There is no device to fail."""
        return None
