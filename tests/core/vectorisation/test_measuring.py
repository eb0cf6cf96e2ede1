"""Measuring keeps within its bounds; time is a fake here that only the work itself moves on."""

from __future__ import annotations

import doctest
import gc
import math
from types import SimpleNamespace

import numpy as np
import pytest

from linreg_gui.core import vectorisation
from linreg_gui.core.backend.backend import Backend, Device
from linreg_gui.core.backend.gpu_errors import gpu_problem
from linreg_gui.core.devices.detection import Detection, detect
from linreg_gui.core.vectorisation import measuring
from linreg_gui.core.vectorisation.comparing import disagreement
from linreg_gui.core.vectorisation.contenders import Work
from linreg_gui.core.vectorisation.measuring import measure, measure_sizes
from linreg_gui.core.vectorisation.values import Contender, Task, Timing


class FakeWork:
    """A second hand that each row moves by so much, or each call by one of the lengths; all is recorded."""

    def __init__(self, per_row: float = 0.0, rows: int = 10**9, lengths: list[float] | None = None) -> None:
        self.per_row = per_row
        self.rows = rows
        self.lengths = lengths
        self.now = 0.0
        self.sizes: list[int] = []
        self.spans: list[tuple[int, int]] = []
        self.collecting: list[bool] = []
        self.closed = 0

    def prepare(self, _task: Task, n: int, _watch: object) -> Work:
        self.sizes.append(n)
        rows = min(self.rows, n)
        return Work(n, rows, self.call, lambda: (42.0,), 3.0, 0.25, close=self.close)

    def call(self, start: int, stop: int) -> None:
        self.spans.append((start, stop))
        self.collecting.append(gc.isenabled())
        self.now += self.lengths[len(self.spans) - 1] if self.lengths else (stop - start) * self.per_row

    def close(self) -> None:
        self.closed += 1

    def measure(self, monkeypatch, n: int, stop=lambda: False, **options) -> Timing | None:
        monkeypatch.setattr(measuring, "numpy_work", self.prepare)
        options = {"clock": lambda: self.now, "sleep": lambda _: None, **options}
        return measure(Task.ADD, Contender.NUMPY, n, stop, **options)


def test_the_time_is_that_of_one_run_and_warm_up_and_transfer_stand_apart(monkeypatch) -> None:
    work = FakeWork(1e-7)
    timing = work.measure(monkeypatch, 1000)
    assert timing.seconds == pytest.approx(1e-4)
    assert (timing.warm_up, timing.transfer) == (3.0, 0.25)
    assert timing.first_time == pytest.approx(3.2501)
    assert timing.answer == (42.0,)
    assert timing.runs > 100
    assert work.closed == 1


def test_the_best_of_several_runs_counts(monkeypatch) -> None:
    timing = FakeWork(lengths=[0.3, 0.1, 0.2]).measure(monkeypatch, 10)
    assert (timing.seconds, timing.runs) == (pytest.approx(0.1), 3)


def test_short_runs_are_timed_many_at_once(monkeypatch) -> None:
    work, reads = FakeWork(1e-9), []

    def clock() -> float:
        reads.append(work.now)
        return work.now

    monkeypatch.setattr(measuring, "_REPEATING", 0.01)
    timing = work.measure(monkeypatch, 10, clock=clock)
    assert timing.seconds == pytest.approx(1e-8)
    assert timing.runs > 1000 * len(reads)


def test_a_clock_that_stands_still_does_not_hang(monkeypatch) -> None:
    monkeypatch.setattr(measuring, "_MOST_AT_ONCE", 100)
    assert FakeWork(0.0).measure(monkeypatch, 10).seconds == 0.0


def test_a_long_run_is_done_in_parts_whose_times_add_up(monkeypatch) -> None:
    work = FakeWork(1e-6, rows=1000)
    timing = work.measure(monkeypatch, 2500)
    assert timing.seconds == pytest.approx(2.5e-3)
    assert work.spans[:3] == [(0, 1000), (1000, 2000), (2000, 2500)]


def test_a_run_that_would_take_too_long_is_predicted_and_its_input_never_made(monkeypatch) -> None:
    work = FakeWork(1e-6)
    timing = work.measure(monkeypatch, 12_000_000)
    assert not timing.measured
    assert timing.predicted == pytest.approx(12.0)
    assert timing.problem == "Not measured: it would take about 12 s."
    assert max(work.sizes) < 12_000_000


def test_what_does_not_fit_into_memory_is_a_sentence(monkeypatch) -> None:
    work = FakeWork(1e-9)
    monkeypatch.setattr(measuring, "available_memory", lambda: 3_000_000_000)
    timing = work.measure(monkeypatch, 100_000_000)
    assert timing.problem == "Not measured: it takes 2.4 GB of memory, and 3.0 GB are free."
    assert 100_000_000 not in work.sizes
    assert work.measure(monkeypatch, 10_000_000).measured


def test_memory_that_runs_out_nevertheless_is_a_sentence(monkeypatch) -> None:
    def prepare(*_: object) -> Work:
        raise MemoryError

    monkeypatch.setattr(measuring, "numpy_work", prepare)
    assert "not enough memory" in measure(Task.ADD, Contender.NUMPY, 10).problem


@pytest.mark.parametrize("n", [9, 100_000_001])
def test_a_size_out_of_range_is_refused(n) -> None:
    with pytest.raises(ValueError, match="from 10 to 100,000,000"):
        measure(Task.ADD, Contender.NUMPY, n)


def test_stopping_ends_after_one_part_and_gives_memory_back(monkeypatch) -> None:
    work = FakeWork(1e-6, rows=1000)
    timing = work.measure(monkeypatch, 3000, lambda: len(work.spans) == 2)
    assert timing is None
    assert work.spans == [(0, 1000), (1000, 2000)]
    assert work.closed == 1


def test_better_times_are_told_on_the_way(monkeypatch) -> None:
    seen: list[Timing] = []
    FakeWork(lengths=[0.1, 0.2, 0.05, 0.3]).measure(monkeypatch, 10, seen=seen.append)
    assert [timing.seconds for timing in seen] == pytest.approx([0.1, 0.05])


@pytest.mark.parametrize("works", [True, False], ids=["of a notebook", "of the window"])
def test_the_garbage_collector_rests_while_measuring_and_is_then_what_it_was(monkeypatch, works) -> None:
    work = FakeWork(1.0)
    before = gc.isenabled()
    (gc.enable if works else gc.disable)()
    try:
        work.measure(monkeypatch, 10)
        assert work.collecting == [False]
        assert gc.isenabled() is works
    finally:
        (gc.enable if before else gc.disable)()


def test_the_example_is_true(monkeypatch) -> None:
    monkeypatch.setattr(measuring, "_REPEATING", 0.001)
    assert doctest.testmod(vectorisation) == (0, 4)


def fake_device(waits: list[int]) -> SimpleNamespace:
    """A GPU whose memory is that of NumPy."""
    return SimpleNamespace(
        xp=np,
        to_device=np.copy,
        to_host=np.asarray,
        synchronise=lambda: waits.append(1),
        free_memory=lambda: 1 << 20,
    )


def test_a_gpu_is_timed_until_its_result_is_there(monkeypatch) -> None:
    monkeypatch.setattr(measuring, "_REPEATING", 0.01)
    waits: list[int] = []
    timing = measure(Task.DOT, Contender.CUPY, 100, device=fake_device(waits), sleep=lambda _: None)
    assert timing.measured
    assert timing.transfer > 0.0
    assert len(waits) > timing.runs


def test_a_gpu_without_the_memory_is_a_sentence() -> None:
    timing = measure(Task.DOT, Contender.CUPY, 100_000, device=fake_device([]), sleep=lambda _: None)
    assert timing.problem == "Not measured: it takes 2 MB of memory, and 1 MB are free on the GPU."


@pytest.fixture
def tried(monkeypatch) -> list[tuple[Contender, int]]:
    """What is measured for certain, in a world where Python is too slow from 100 on."""
    places: list[tuple[Contender, int]] = []

    def fake(task: Task, contender: Contender, n: int, _stop: object, *, seen: object) -> Timing:
        places.append((contender, n))
        if contender is Contender.PYTHON and n >= 100:
            return measuring.too_slow(Timing(task, contender, n), n / 50)
        return Timing(task, contender, n, n * 1e-6)

    monkeypatch.setattr(measuring, "measure", fake)
    return places


PAIR = (Contender.PYTHON, Contender.NUMPY)


def test_what_was_too_slow_is_not_tried_at_a_larger_size_but_predicted(tried) -> None:
    seen: list[Timing] = []
    results = measure_sizes(Task.DOT, [1000, 10, 100], contenders=PAIR, seen=seen.append)
    assert [(t.contender, t.n) for t in results] == [(c, n) for n in (10, 100, 1000) for c in PAIR]
    assert seen == results
    assert (Contender.PYTHON, 1000) not in tried
    last = results[-2]
    assert last.predicted == pytest.approx(20.0)
    assert last.problem == "Not measured: it would take about 20 s."
    assert math.isnan(last.seconds)


def test_all_sizes_stop_between_two_of_them(tried) -> None:
    begun: list[tuple[Contender, int]] = []
    results = measure_sizes(
        Task.ADD,
        [10, 20],
        lambda: len(begun) == 3,
        contenders=PAIR,
        begun=lambda *place: begun.append(place),
    )
    assert [(t.contender, t.n) for t in results] == begun[:2]
    assert len(tried) == 3


def test_the_gpu_is_opened_and_warmed_up_once_and_the_reason_told_where_there_is_none(monkeypatch) -> None:
    measuring.warm_device.cache_clear()
    monkeypatch.setattr(measuring, "_REPEATING", 0.001)
    monkeypatch.setattr(measuring, "detect", lambda: Detection(None, gpu_problem("old driver")))
    timing = measure(Task.ADD, Contender.CUPY, 10)
    assert timing.problem == gpu_problem("old driver").sentence
    monkeypatch.setattr(measuring, "detect", lambda: Detection(Device("", 1, 1, "", "", "", ""), None))
    opened: list[str] = []
    monkeypatch.setattr(measuring, "backend", lambda name: (opened.append(name), Backend())[1])
    first, second = (measure(Task.ADD, Contender.CUPY, n) for n in (10, 20))
    assert opened == ["cupy"]
    assert first.warm_up == second.warm_up > 0.0
    measuring.warm_device.cache_clear()


def test_a_gpu_that_fails_on_the_way_is_a_sentence_and_a_mistake_stays_one() -> None:
    class CudaError(Exception):
        pass

    CudaError.__module__ = "cupy_backends.cuda.api.runtime"
    device = fake_device([])
    for error in (CudaError("cudaErrorMemoryAllocation: out of memory"), ZeroDivisionError()):
        device.to_device = _raiser(error)
        if isinstance(error, CudaError):
            timing = measure(Task.ADD, Contender.CUPY, 10, device=device)
            assert timing.problem == gpu_problem("memory").sentence
        else:
            with pytest.raises(ZeroDivisionError):
                measure(Task.ADD, Contender.CUPY, 10, device=device)


def _raiser(error: Exception):
    def fail(_array: object) -> None:
        raise error

    return fail


@pytest.mark.gpu
@pytest.mark.parametrize("task", list(Task))
def test_a_real_gpu_gets_the_same_results(task) -> None:
    if detect().device is None:
        pytest.skip(detect().problem.sentence)
    for n in (1000, 100_000):
        host, device = (measure(task, c, n) for c in (Contender.NUMPY, Contender.CUPY))
        assert device.measured
        assert disagreement([host, device]) == ""
