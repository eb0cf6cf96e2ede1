"""The window has the right of way: while it is at work, jobs wait a moment where they ask whether to go on.

Python runs one thread at a time. Where several jobs go through thousands of columns, the window would have to
queue for every call of its own, and a repaint of 30 ms would take 300. Knows neither windows nor jobs.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

# What takes longer is no turn of a window, but one that waits inside for a person.
_MOST_SECONDS = 0.25
# After each turn a job goes on for so long, however soon the next one begins.
_OWN_SECONDS = 0.001

_at_rest = threading.Event()
_at_rest.set()
_turns = threading.local()
_taken = 0.0


@contextmanager
def right_of_way() -> Iterator[None]:
    """Let whoever gives way wait meanwhile; to be taken by the one thread of the window."""
    global _taken
    if not _at_rest.is_set():  # taken already, further out
        yield
        return
    _taken = time.monotonic()
    _at_rest.clear()
    try:
        yield
    finally:
        _at_rest.set()


def give_way() -> None:
    """Wait until nobody has the right of way, for a turn at most; costs next to nothing if so."""
    if _at_rest.is_set():
        return
    now = time.monotonic()
    left = _taken + _MOST_SECONDS - now
    if left <= 0.0 or now < getattr(_turns, "until", 0.0):
        return
    _at_rest.wait(left)
    _turns.until = time.monotonic() + _OWN_SECONDS
