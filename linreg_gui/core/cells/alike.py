"""Columns that are alike: most of thousands say the very same, for which it is then worked out once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

from linreg_gui.core.cancellation import check_wanted

T = TypeVar("T")


def once_each(make: Callable[..., T], *columns: Sequence[object]) -> list[T]:
    """What a function makes of the arguments of each column, called once for the very same arguments.

    Parameters
    ----------
    make : callable
        What it makes is shared by all columns with these arguments.
    columns : sequences of one length
        Of each column the first argument, the second, and so on.
    """
    made: dict[tuple[int, ...], T] = {}
    found = []
    for arguments in zip(*columns, strict=True):
        check_wanted()
        key = tuple(map(id, arguments))
        if key not in made:
            made[key] = make(*arguments)
        found.append(made[key])
    return found


def counted_alike(things: Sequence[T]) -> list[tuple[T, int]]:
    """Each of them once, with how often the very same is among them; in their order."""
    times = Counter(map(id, things))
    once = {id(thing): thing for thing in things}
    return [(thing, times[key]) for key, thing in once.items()]
