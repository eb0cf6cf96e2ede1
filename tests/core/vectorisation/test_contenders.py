"""Every contender computes the same from the same numbers, and gives its memory back."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from linreg_gui.core.vectorisation.contenders import (
    bytes_needed,
    compiled,
    device_work,
    numba_work,
    numpy_work,
    python_work,
)
from linreg_gui.core.vectorisation.inputs import BLOCK, given_back, repeated, repeated_list, table, vectors
from linreg_gui.core.vectorisation.loops import add_loop
from linreg_gui.core.vectorisation.stopwatch import Stopped, Watch
from linreg_gui.core.vectorisation.values import BATCH_SIZE, LEARNING_RATE, Contender, Task

WATCH = Watch(sleep=lambda _: None)
# A GPU as the measurement sees it, whose memory is that of NumPy.
DEVICE = SimpleNamespace(
    xp=np, to_device=np.copy, to_host=np.asarray, synchronise=lambda: None, free_memory=lambda: 1 << 30
)
MAKERS = {
    Contender.PYTHON: python_work,
    Contender.NUMPY: numpy_work,
    Contender.NUMBA: numba_work,
    Contender.CUPY: lambda task, n, watch: device_work(task, n, watch, DEVICE),
}


def answer(contender: Contender, task: Task, n: int, runs: int = 1) -> tuple[float, ...]:
    work = MAKERS[contender](task, n, WATCH)
    for _ in range(runs):
        for start in range(0, n, work.rows):
            work.call(start, min(start + work.rows, n))
    return work.answer()


def expected(task: Task, n: int) -> list[float]:
    if task is not Task.EPOCH:
        a, b = (np.resize(vector, n) for vector in vectors())
        return [float((a + b).sum() if task is Task.ADD else a @ b)]
    X, y = table()
    design, theta = np.column_stack([X[:n], np.ones(n)]), np.zeros(X.shape[1] + 1)
    for start in range(0, n, BATCH_SIZE):
        rows = design[start : start + BATCH_SIZE]
        errors = rows @ theta - y[:n][start : start + BATCH_SIZE]
        theta -= LEARNING_RATE * rows.T @ errors / len(rows)
    return theta.tolist()


@pytest.mark.parametrize("contender", list(Contender))
@pytest.mark.parametrize("task", list(Task))
@pytest.mark.parametrize("n", [10, 4001])
def test_all_compute_what_the_mathematics_says(contender, task, n) -> None:
    np.testing.assert_allclose(answer(contender, task, n), expected(task, n), rtol=1e-12)


@pytest.mark.parametrize("contender", list(Contender))
@pytest.mark.parametrize("task", list(Task))
def test_a_second_run_starts_anew(contender, task) -> None:
    assert answer(contender, task, 1000, runs=2) == pytest.approx(expected(task, 1000), rel=1e-12)


@pytest.mark.parametrize("contender", [Contender.PYTHON, Contender.NUMBA])
def test_sums_of_vectors_longer_than_the_block_are_exact(contender) -> None:
    n = 2 * BLOCK + 5
    assert answer(contender, Task.DOT, n) == tuple(expected(Task.DOT, n))


def test_numba_compiles_the_very_loop_of_python_once() -> None:
    loop, seconds = compiled(Task.ADD)
    assert loop.py_func is add_loop
    assert seconds > 0.0
    assert compiled(Task.ADD)[0] is loop


def test_the_python_loop_gives_its_lists_back() -> None:
    work = python_work(Task.ADD, 100, WATCH)
    work.call(0, 100)
    assert work.answer() != (0.0,)
    work.close()
    assert work.answer() == (0.0,)


def test_a_large_array_is_given_back_bit_by_bit() -> None:
    pauses = []
    array = np.empty((9_000_000, 1))
    given_back(array, Watch(sleep=pauses.append))
    assert len(array) <= (1 << 25) // 8
    assert len(pauses) == 2


@pytest.mark.parametrize("make", [repeated, repeated_list])
def test_a_vector_is_its_block_over_and_over_until_it_is_stopped(make) -> None:
    np.testing.assert_array_equal(make(np.arange(3.0), 8, WATCH), [0, 1, 2, 0, 1, 2, 0, 1])
    with pytest.raises(Stopped):
        make(np.arange(3.0), 8, Watch(lambda: True, sleep=lambda _: None))


def test_memory_is_counted_before_it_is_taken() -> None:
    n = 1000
    assert bytes_needed(Task.ADD, Contender.NUMPY, n) == 3 * 8 * n
    assert bytes_needed(Task.DOT, Contender.CUPY, n) == 2 * 8 * n
    assert bytes_needed(Task.EPOCH, Contender.NUMBA, n) == sum(a[:1].nbytes for a in table()) * n
