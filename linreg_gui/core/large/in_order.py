"""Work on many parts, some beside each other, whose outcomes come in the order of the parts."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

S = TypeVar("S")
T = TypeVar("T")


def in_order(work: Callable[[S], T], parts: Sequence[S], workers: int | None = None) -> Iterator[T]:
    """What `work` makes of each part; at most one outcome more than there are workers waits to be taken.

    Parameters
    ----------
    work : callable
        Called in threads, so it should let others run. Whoever wants no outcome any more ends it by
        `check_wanted`, as everywhere.
    parts : sequence
    workers : int, optional
        As many as this process may use cores, by default.
    """
    count = min(workers or _cores(), len(parts))
    if count < 2:
        yield from map(work, parts)
        return
    with ThreadPoolExecutor(count) as pool:
        waiting: deque[Future[T]] = deque()
        try:
            for part in parts:
                waiting.append(pool.submit(copy_context().run, work, part))
                if len(waiting) > count:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
