"""A task made ready for one contender: its inputs, and the call that is timed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.backend.backend import Backend

from .inputs import BLOCK, blocks, emptied, given_back, repeated, repeated_list, table, vectors
from .loops import add_loop, dot_loop, epoch_loop
from .stopwatch import Watch
from .values import BATCH_SIZE, LEARNING_RATE, N_FEATURES, Contender, Task

_LOOPS: dict[Task, Callable[..., None]] = {
    Task.ADD: add_loop,
    Task.DOT: dot_loop,
    Task.EPOCH: epoch_loop,
}
# Rows of one call, which takes about a millisecond.
_PYTHON_ROWS = {Task.ADD: 16_000, Task.DOT: 16_000, Task.EPOCH: 20 * BATCH_SIZE}
_NUMPY_ROWS = 100 * BATCH_SIZE
_COMPILED_ROWS = (1 << 18) // BATCH_SIZE * BATCH_SIZE
# Bytes for each row. A list holds pointers of 8 to numbers of 24; the numbers of the inputs are shared.
_ARRAY_BYTES = {Task.ADD: 24, Task.DOT: 16, Task.EPOCH: 8 * (N_FEATURES + 1)}
_BYTES = {
    (Task.ADD, Contender.PYTHON): 48,
    (Task.DOT, Contender.PYTHON): 16,
    (Task.EPOCH, Contender.PYTHON): 16,
}


@dataclass(frozen=True)
class Work:
    """What is timed.

    Attributes
    ----------
    n : int
        Rows of a whole run.
    rows : int
        Rows of one call.
    call : callable
        Does the rows from ``start`` to ``stop``; a run begins at 0.
    answer : callable
        What the last run computed.
    warm_up, transfer : float
        Seconds that the preparation took.
    close : callable
        Gives memory back.
    """

    n: int
    rows: int
    call: Callable[[int, int], object]
    answer: Callable[[], tuple[float, ...]]
    warm_up: float = 0.0
    transfer: float = 0.0
    close: Callable[[], None] = lambda: None


def bytes_needed(task: Task, contender: Contender, n: int) -> int:
    """Memory of the host that the inputs and results take."""
    return n * _BYTES.get((task, contender), _ARRAY_BYTES[task])


def python_work(task: Task, n: int, watch: Watch) -> Work:
    """A plain loop over lists."""
    inputs = [repeated_list(block, n, watch) for block in blocks(task)]
    results = [repeated_list(np.zeros(BLOCK), n, watch)] if task is Task.ADD else _zeros(task)
    work = _loop_work(task, n, _PYTHON_ROWS[task], _LOOPS[task], [*inputs, *results], watch)

    def close() -> None:
        for numbers in (*inputs, *results):
            emptied(numbers, watch)

    return replace(work, close=close)


def numba_work(task: Task, n: int, watch: Watch) -> Work:
    """The same loop, compiled."""
    loop, seconds = compiled(task)
    inputs = [repeated(block, n, watch) for block in blocks(task)]
    zeros = [np.array(numbers) for numbers in _zeros(task)]
    results = [repeated(np.zeros(BLOCK), n, watch)] if task is Task.ADD else zeros
    work = _loop_work(task, n, _COMPILED_ROWS, loop, [*inputs, *results], watch)
    return replace(work, warm_up=seconds, close=_closer([*inputs, *results], watch))


def numpy_work(task: Task, n: int, watch: Watch) -> Work:
    """One call for all numbers, or for a minibatch."""
    if task is Task.EPOCH:
        X, y = (repeated(block, n, watch) for block in table())
        work = _epoch_work(np, X, y, np.asarray, lambda: None)
        return replace(work, close=_closer([X, y], watch))
    a, b = (repeated(block, n, watch) for block in vectors())
    if task is Task.ADD:
        c = repeated(np.zeros(BLOCK), n, watch)
        add = partial(np.add, a, b, out=c)
        return Work(n, n, lambda *_: add(), lambda: (_total(c, watch),), close=_closer([a, b, c], watch))
    dot = partial(np.dot, a, b)
    return Work(n, n, lambda *_: dot(), lambda: (float(dot()),), close=_closer([a, b], watch))


def device_work(task: Task, n: int, watch: Watch, device: Backend, warm_up: float = 0.0) -> Work:
    """The same calls as `numpy_work`, on a GPU: each waits until its result is there."""
    xp = device.xp
    inputs = [repeated(block, n, watch) for block in blocks(task)]
    began = watch.clock()
    arrays = [device.to_device(array) for array in inputs]
    device.synchronise()
    transfer = watch.clock() - began
    if task is Task.EPOCH:
        work = _epoch_work(xp, arrays[0], arrays[1], device.to_host, device.synchronise)
        return Work(n, work.rows, work.call, work.answer, warm_up, transfer)
    c = xp.zeros(n if task is Task.ADD else ())

    def call(_start: int, _stop: int) -> None:
        if task is Task.ADD:
            xp.add(*arrays, out=c)
        else:
            c[...] = xp.dot(*arrays)
        device.synchronise()

    call(0, n)
    began = watch.clock()
    device.to_host(c)
    transfer += watch.clock() - began
    return Work(n, n, call, lambda: (float(device.to_host(c.sum())),), warm_up, transfer)


@cache
def compiled(task: Task) -> tuple[Callable[..., None], float]:
    """The loop of a task compiled by Numba, and the seconds that took; only the first caller waits."""
    from numba import njit, types

    vector = types.Array(types.float64, 1, "C")
    matrix = types.Array(types.float64, 2, "C")
    arguments = [matrix, *[vector] * 3] if task is Task.EPOCH else [vector] * 3
    signature = types.void(*arguments, types.int64, types.int64)
    began = time.perf_counter()
    # A sum may be taken in another order, as NumPy does: the processor then adds several numbers at once.
    options = {"nogil": True, "fastmath": {"reassoc", "contract", "nsz"}, "error_model": "numpy"}
    loop: Callable[..., None] = njit(signature, **options)(_LOOPS[task])
    return loop, time.perf_counter() - began


def _closer(arrays: list[FloatArray], watch: Watch) -> Callable[[], None]:
    def close() -> None:
        for array in arrays:
            given_back(array, watch)

    return close


def _zeros(task: Task) -> list[list[float]]:
    """The total of a dot product, or theta and its pulls."""
    return [[0.0]] if task is Task.DOT else [[0.0] * (N_FEATURES + 1) for _ in range(2)]


def _loop_work(
    task: Task, n: int, rows: int, loop: Callable[..., None], numbers: list[Any], watch: Watch
) -> Work:
    result = numbers[2]  # after both inputs

    def call(start: int, stop: int) -> None:
        if start == 0 and task is not Task.ADD:
            for j in range(len(result)):
                result[j] = 0.0
        loop(*numbers, start, stop)

    def answer() -> tuple[float, ...]:
        if task is Task.ADD:
            return (_total(result, watch),)
        return tuple(float(number) for number in result)

    return Work(n, rows, call, answer)


def _epoch_work(
    xp: Any, X: Any, y: Any, to_host: Callable[[Any], FloatArray], done: Callable[[], None]
) -> Work:
    """An epoch a minibatch at a time, for any array library; eq. 3.1.10."""
    w, bias = xp.zeros(X.shape[1]), xp.zeros(1)

    def call(start: int, stop: int) -> None:
        if start == 0:
            w[...] = 0.0
            bias[...] = 0.0
        for first in range(start, stop, BATCH_SIZE):
            last = min(first + BATCH_SIZE, stop)
            rows = X[first:last]
            errors = rows @ w + bias - y[first:last]
            share = LEARNING_RATE / (last - first)
            w[...] -= share * (errors @ rows)
            bias[...] -= share * errors.sum()
        done()

    def answer() -> tuple[float, ...]:
        return (*to_host(w).tolist(), *to_host(bias).tolist())

    return Work(len(y), _NUMPY_ROWS, call, answer)


def _total(numbers: Any, watch: Watch) -> float:
    """The sum of a list or an array, whose lock others get in between."""
    total = 0.0
    for start in range(0, len(numbers), BLOCK):
        part = numbers[start : start + BLOCK]
        total += sum(part) if isinstance(part, list) else float(part.sum())
        watch.check()
    return total
