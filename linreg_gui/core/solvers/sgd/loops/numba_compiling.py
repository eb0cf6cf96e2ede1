"""Whether the compiled loop is there: at the very first start it takes seconds, and nobody waits for it.

Imports no Numba.
"""

from __future__ import annotations

import threading
import time
from functools import cache
from typing import Any

# From the cache of an earlier start the loop is there sooner than that.
_PATIENCE = 0.6


class CompiledLoop:
    """The loop for rows of one precision, compiled in whatever thread calls `compile`."""

    def __init__(self, precision: str) -> None:
        self._precision = precision
        self._begun: float | None = None
        self._done = threading.Event()

    def compile(self) -> None:
        """Compile it, or fetch it from the cache; others know from now on that it is coming."""
        self._begun = time.monotonic()
        try:
            self._loop()
        finally:
            self._done.set()

    def get(self, *, wait: bool) -> Any:
        """The compiled loop; None if it is still being compiled and ``wait`` is not wanted.

        Where nobody has begun to compile it, it is compiled here and now.
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
def compiled_loop(precision: str) -> CompiledLoop:
    """The one for this precision."""
    return CompiledLoop(precision)
