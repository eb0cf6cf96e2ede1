"""Time while measuring: the clock, the pauses that leave room for other threads, and the wish to stop."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# Threads that wait for the interpreter get it for certain in a pause of this length.
_REST = 2e-4


class Stopped(Exception):
    """Nobody waits for the result any more."""


class Watch:
    """What a measurement knows of time.

    Parameters
    ----------
    stop : callable
        Whether to stop.
    clock : callable
        Seconds of a clock that never goes back.
    sleep : callable
        Waits so many seconds.
    """

    def __init__(
        self,
        stop: Callable[[], bool] = lambda: False,
        clock: Callable[[], float] = time.perf_counter,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._stop = stop
        self.clock = clock
        self._sleep = sleep

    def check(self) -> None:
        """Raise `Stopped` if so it is."""
        if self._stop():
            raise Stopped

    def rest(self) -> None:
        """Let others have the interpreter, whose lock a loop in Python would only give away when asked."""
        self._sleep(_REST)
        self.check()

    def pause(self) -> None:
        """As `rest`, where something must be brought to its end."""
        self._sleep(_REST)


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the garbage collector, which would look through every long list, as in Python's `timeit`."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
