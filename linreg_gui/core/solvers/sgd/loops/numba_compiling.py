"""Whether the compiled loop is there: to make it takes seconds at the very first start; nobody waits for it.

Imports no Numba.
"""

from __future__ import annotations

import threading
import time
from functools import cache
from typing import Any

# From the cache of an earlier start the loop is there sooner than that.
_PATIENCE = 0.6


class Making:
    """The loop for rows of one precision, made in whatever thread calls `make`."""

    def __init__(self, precision: str) -> None:
        self._precision = precision
        self._begun: float | None = None
        self._done = threading.Event()

    def make(self) -> None:
        """Compile it, or fetch it from the cache; others know from now on that it is coming."""
        self._begun = time.monotonic()
        try:
            self._loop()
        finally:
            self._done.set()

    def loop(self, *, wait: bool) -> Any:
        """The compiled loop; None if it is still being made and ``wait`` is not wanted.

        Where nobody has begun to make it, it is made here and now.
        """
        if self._begun is not None:
            left = self._begun + _PATIENCE - time.monotonic()
            if not self._done.wait(None if wait else max(0.0, left)):
                return None
        return self._loop()

    def _loop(self) -> Any:
        from .numba_loop import update_loop

        return update_loop(self._precision)


@cache
def making(precision: str) -> Making:
    """The one for this precision."""
    return Making(precision)
