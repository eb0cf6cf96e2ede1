"""A grid of a given number of settings: as even as it can be, the most levels where it matters most."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from .space import SettingRange, TunedSetting

_ORDER = list(TunedSetting)


def grid_of(space: Sequence[SettingRange], most: int) -> tuple[tuple[float, ...], ...]:
    """All combinations of evenly spread values, at most so many; the settings named last change fastest.

    Every setting gets levels in turn as long as there are trials for one more, in the order of
    `TunedSetting`.
    """
    counts = [1] * len(space)
    in_turn = sorted(range(len(space)), key=lambda at: _ORDER.index(space[at].setting))
    growing = True
    while growing:
        growing = False
        for at in sorted(in_turn, key=lambda at: counts[at]):
            more = [*counts[:at], counts[at] + 1, *counts[at + 1 :]]
            if math.prod(more) <= most and len(space[at].levels(more[at])) > len(
                space[at].levels(counts[at])
            ):
                counts, growing = more, True
                break
    levels = [entry.levels(count) for entry, count in zip(space, counts, strict=True)]
    return tuple(itertools.product(*levels))
