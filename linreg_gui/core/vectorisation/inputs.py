"""The numbers the tasks are done with: one random block, repeated to any length."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from linreg_gui.core.arrays import FloatArray

from .stopwatch import Stopped, Watch
from .values import N_FEATURES, Task

BLOCK = 1 << 16
# What other threads have to wait for takes a millisecond or two.
_BYTES_AT_ONCE, _AT_ONCE = 1 << 25, 1 << 17
_BIAS, _NOISE = 4.2, 0.01


def vectors() -> tuple[FloatArray, FloatArray]:
    """The first `BLOCK` numbers of both vectors.

    They are whole, from 0 to 9, so that every sum of them is exact in whatever order it is taken.
    """
    a, b = np.random.default_rng(0).integers(0, 10, (2, BLOCK)).astype(np.float64)
    return a, b


def table() -> tuple[FloatArray, FloatArray]:
    """The first `BLOCK` rows of the design matrix, and their labels."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((BLOCK, N_FEATURES))
    return X, X @ rng.standard_normal(N_FEATURES) + _BIAS + _NOISE * rng.standard_normal(BLOCK)


def blocks(task: Task) -> tuple[FloatArray, FloatArray]:
    """What a task starts from."""
    return table() if task is Task.EPOCH else vectors()


def repeated(block: FloatArray, n: int, watch: Watch) -> FloatArray:
    """The first n rows of a block that is repeated for ever."""
    result = np.empty((n, *block.shape[1:]))
    try:
        for start in range(0, n, len(block)):
            result[start : start + len(block)] = block[: n - start]
            watch.check()
    except Stopped:
        given_back(result, watch)
        raise
    return result


def repeated_list(block: FloatArray, n: int, watch: Watch) -> list[Any]:
    """As `repeated`, as a list, of lists for a table."""
    values = block[:n].tolist()
    values *= _AT_ONCE // len(values) or 1
    result: list[Any] = []
    while len(result) < n:
        result.extend(values[: n - len(result)])
        watch.rest()
    return result


def given_back(array: FloatArray, watch: Watch) -> None:
    """Give a large array back bit by bit, as `emptied` does with a list."""
    many = _BYTES_AT_ONCE // (array.itemsize * math.prod(array.shape[1:]))
    while len(array) > many:
        array.resize((len(array) - many, *array.shape[1:]), refcheck=False)
        watch.pause()


def emptied(numbers: list[Any], watch: Watch) -> None:
    """Give a long list back bit by bit, as other threads have to wait meanwhile."""
    while numbers:
        del numbers[-_AT_ONCE:]
        watch.pause()
