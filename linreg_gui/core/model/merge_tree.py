"""Merging values in a tree whose shape depends on their number alone, never on who is ready first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def merged(values: Iterable[T], merge: Callable[[T, T], T]) -> T:
    """All values as one: neighbours first, then pairs of pairs, as long as there are any.

    Only as many are kept as a number of so many has binary digits, and rounding grows with that number
    alone, other than in a sum from left to right.

    Parameters
    ----------
    values : iterable
        At least one; in an order of their own.
    merge : callable
        Takes what comes earlier and what comes later.
    """
    waiting: list[tuple[int, T]] = []  # how many values are in each, the largest first
    for value in values:
        size, latest = 1, value
        while waiting and waiting[-1][0] == size:
            latest = merge(waiting.pop()[1], latest)
            size *= 2
        waiting.append((size, latest))
    if not waiting:
        raise ValueError("There is nothing to merge.")
    _, whole = waiting.pop()
    while waiting:
        whole = merge(waiting.pop()[1], whole)
    return whole
