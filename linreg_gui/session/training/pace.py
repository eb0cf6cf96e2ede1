"""When the next updates are due; the one place that knows about time while training."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

# A worker that falls behind by more than this does not catch up in a burst.
_MOST_BEHIND = 0.1
# Fast updates come in groups that are due together, so that the work between groups stays small.
_GROUP_SECONDS = 0.01


class Pace:
    """A number of updates per second, kept across pauses.

    The time of the next update survives a pause, so that running and pausing again and again never
    gives more than one update per tick.

    Parameters
    ----------
    rate : float or None
        Updates per second; None for as many as possible.
    clock : callable
        Seconds of a clock that never goes back.
    """

    def __init__(self, rate: float | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate = rate
        self._clock = clock
        self._due = -math.inf
        self._rate_of_due = rate

    def take(self, most: int) -> int:
        """How many updates are to be done now, at most ``most``; they count as done."""
        rate, now = self.rate, self._clock()
        if rate is None:
            self._rate_of_due = None
            self._due = now
            return most
        if rate != self._rate_of_due:
            self._due = min(self._due, now + 1.0 / rate)
            self._rate_of_due = rate
        if self._due < now - max(_MOST_BEHIND, 1.0 / rate):
            self._due = now
        if now < self._due:
            return 0
        count = min(most, 1 + int((now - self._due) * rate))
        if count < min(most, int(_GROUP_SECONDS * rate)):
            return 0
        self._due += count / rate
        return count

    def seconds_left(self) -> float:
        """Time until the next update is due."""
        rate = self.rate
        group = 0 if rate is None else max(0, int(_GROUP_SECONDS * rate) - 1) / rate
        return max(0.0, self._due + group - self._clock())
