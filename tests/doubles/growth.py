"""How the time of something grows with its size, told generously enough for a busy machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_TIMES = 4
# What is linear takes four times as long; what is quadratic, sixteen times.
_MOST = 9.0
_ALWAYS_FINE = 0.02


def is_linear(make: Callable[[int], T], do: Callable[[T], object], n: int) -> bool:
    """Whether four times as much takes four times as long or so, what it takes to make it left aside."""
    for _ in range(3):  # at least once, nobody else was in the way
        once, more = _seconds(make(n), do), _seconds(make(_TIMES * n), do)
        if more <= _MOST * once + _ALWAYS_FINE:
            return True
    return False


def _seconds(thing: T, do: Callable[[T], object]) -> float:
    start = time.thread_time()
    do(thing)
    return time.thread_time() - start
