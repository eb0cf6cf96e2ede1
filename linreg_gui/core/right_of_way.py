"""The window has the right of way: while it is at work, jobs wait a moment where they ask whether to go on.

Python runs one thread at a time. Where several jobs go through thousands of columns, the window would have to
queue for every call of its own, and a repaint of 30 ms would take 300. Knows neither windows nor jobs.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

# A window that is at work without end leaves jobs a quarter of the time.
_MOST_SECONDS = 0.015
_OWN_SECONDS = 0.005

_at_rest = threading.Event()
_at_rest.set()
_turns = threading.local()


@contextmanager
def right_of_way() -> Iterator[None]:
    """Let whoever gives way wait meanwhile; to be taken by the one thread of the window."""
    if not _at_rest.is_set():  # taken already, further out
        yield
        return
    _at_rest.clear()
    try:
        yield
    finally:
        _at_rest.set()


def give_way() -> None:
    """Wait until nobody has the right of way, for a moment at most; costs next to nothing if so."""
    if _at_rest.is_set() or time.monotonic() < getattr(_turns, "until", 0.0):
        return
    _at_rest.wait(_MOST_SECONDS)
    _turns.until = time.monotonic() + _OWN_SECONDS
