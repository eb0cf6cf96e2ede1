"""Timing that all benchmarks share."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np


def best_of(repeats: int, work: Callable[[], object]) -> float:
    """Shortest time of several runs, in seconds."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def pass_over(array: np.ndarray) -> float:
    """Seconds of one pass over the memory of an array: its plain sum."""
    return best_of(8, array.sum)
