"""Times a task: the best of several runs, within bounds of time and memory that are kept."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache, partial

from linreg_gui.core.backend.backend import Backend, backend
from linreg_gui.core.backend.gpu_errors import problem_of
from linreg_gui.core.devices.detection import detect
from linreg_gui.core.memory import available_memory
from linreg_gui.core.problem import Problem, ProblemError, ProblemKind
from linreg_gui.core.wording import about_time_text, size_text

from .contenders import Work, bytes_needed, device_work, numba_work, numpy_work, python_work
from .stopwatch import Stopped, Watch, uncollected
from .values import LEAST, MOST, Contender, Task, Timing

# A run that would take longer is not waited for.
LONGEST_RUN = 0.5
# Runs are repeated for so long, and three times at least while that takes no longer than the second time.
_REPEATING, _REPEATING_AT_MOST = 0.12, 0.6
# The clock is read around so many short runs that it does not matter how finely it ticks.
_SHORTEST = 1e-3
_MOST_AT_ONCE, _MOST_BATCHES = 1_000_000, 200
# From a run of so many rows a longer one is predicted.
_PILOT = 3200
_SHARE_OF_MEMORY = 0.5  # the rest is for others

_NO_MEMORY = Problem("There is not enough memory for so many numbers.", ProblemKind.MEMORY)

Stop = Callable[[], bool]
Seen = Callable[[Timing], object]


def measure(
    task: Task,
    contender: Contender,
    n: int,
    stop: Stop = lambda: False,
    *,
    seen: Seen = lambda _: None,
    clock: Callable[[], float] = time.perf_counter,
    sleep: Callable[[float], None] = time.sleep,
    device: Backend | None = None,
) -> Timing | None:
    """Time one contender at one size.

    Parameters
    ----------
    task : Task
    contender : Contender
    n : int
        Numbers in each vector, or rows of the table; 10 to 10⁸.
    stop : callable
        Asked about every millisecond; a single call into NumPy is always brought to its end.
    seen : callable, optional
        Gets what is known so far whenever a run was faster than those before.
    clock, sleep : callable
        Seconds of a clock that never goes back; waiting for so many.
    device : Backend, optional
        The GPU; by default the one of this computer.

    Returns
    -------
    Timing or None
        Without a time, but with the reason, if it would take too long, does not fit into memory, or there is
        no GPU; None if it was stopped.

    Raises
    ------
    ValueError
        If n is out of its range.
    """
    if not LEAST <= n <= MOST:
        raise ValueError(f"The size must be from {LEAST:,} to {MOST:,}.")
    nothing = Timing(task, contender, n)
    try:
        with uncollected():
            return _measured(nothing, Watch(stop, clock, sleep), seen, device)
    except Stopped:
        return None
    except Exception as error:
        problem = _problem_of(error, contender)
        if problem is None:
            raise
        return replace(nothing, problem=problem.sentence)


def measure_sizes(
    task: Task,
    sizes: Iterable[int],
    stop: Stop = lambda: False,
    *,
    contenders: Iterable[Contender] = tuple(Contender),
    begun: Callable[[Contender, int], object] = lambda *_: None,
    seen: Seen = lambda _: None,
) -> list[Timing]:
    """Time all contenders at each size, the smallest first; what was hopeless is not tried at a larger one.

    Parameters
    ----------
    task : Task
    sizes : iterable of int
    stop : callable
    contenders : iterable of Contender
    begun : callable
        Gets what is measured next.
    seen : callable
        Gets what is known so far, over and over, and at last the result.

    Returns
    -------
    list of Timing
        What was measured until it was stopped.
    """
    results: list[Timing] = []
    hopeless: dict[Contender, Timing] = {}
    chosen = tuple(contenders)
    for n in sorted(sizes):
        for contender in chosen:
            begun(contender, n)
            failed = hopeless.get(contender)
            timing = _larger(failed, n) if failed else measure(task, contender, n, stop, seen=seen)
            if timing is None or stop():
                return results
            if not timing.measured:
                hopeless[contender] = timing
            results.append(timing)
            seen(timing)
    return results


def too_slow(timing: Timing, predicted: float) -> Timing:
    """The timing of a run that was not waited for."""
    sentence = f"Not measured: it would take {about_time_text(predicted)}."
    return replace(timing, predicted=predicted, problem=sentence)


def _measured(nothing: Timing, watch: Watch, seen: Seen, device: Backend | None) -> Timing:
    task, contender, n = nothing.task, nothing.contender, nothing.n
    watch.check()
    prepare = _preparation(task, contender, device, watch)
    if n > _PILOT:
        predicted = _best(prepare(_PILOT), watch, lambda *_: None)[0] * n / _PILOT
        if predicted > LONGEST_RUN:
            return too_slow(nothing, predicted)
    _check_memory(task, contender, n)
    work = prepare(n)

    def timing(seconds: float, runs: int) -> Timing:
        return Timing(task, contender, n, seconds, work.warm_up, work.transfer, runs)

    try:
        best = _best(work, watch, lambda *best: seen(timing(*best)))
        return replace(timing(*best), answer=work.answer())
    finally:
        work.close()


def _problem_of(error: Exception, contender: Contender) -> Problem | None:
    """What an error means; None for a mistake of the program."""
    if isinstance(error, ProblemError):
        return error.problem
    found = problem_of(error) if contender is Contender.CUPY else None
    return _NO_MEMORY if found is None and isinstance(error, MemoryError) else found


def _larger(failed: Timing, n: int) -> Timing:
    """What a failure at one size means for a larger one."""
    larger = replace(failed, n=n)
    if math.isfinite(failed.predicted):
        return too_slow(larger, failed.predicted * n / failed.n)
    return larger


def _preparation(
    task: Task, contender: Contender, device: Backend | None, watch: Watch
) -> Callable[[int], Work]:
    """Makes the work of a given size."""
    if contender is not Contender.CUPY:
        makers = {Contender.PYTHON: python_work, Contender.NUMPY: numpy_work, Contender.NUMBA: numba_work}
        maker = makers[contender]
        return lambda n: maker(task, n, watch)
    seconds = 0.0
    if device is None:
        device, seconds = warm_device(task)
    return partial(_on_device, task, watch, device, seconds)


def _on_device(task: Task, watch: Watch, device: Backend, warm_up: float, n: int) -> Work:
    needed, free = bytes_needed(task, Contender.CUPY, n), device.free_memory()
    if needed > _SHARE_OF_MEMORY * free:
        raise _does_not_fit(needed, free, " on the GPU")
    return device_work(task, n, watch, device, warm_up)


@cache
def warm_device(task: Task) -> tuple[Backend, float]:
    """The GPU, and the seconds until it had done the task for the first time; a failure is not remembered.

    Raises
    ------
    ProblemError
        If there is no GPU to compute on; the sentence says why.
    """
    missing = detect().problem
    if missing is not None:
        raise ProblemError(missing.sentence, missing.kind)
    began = time.perf_counter()
    device = backend("cupy")
    device_work(task, LEAST, Watch(), device).call(0, LEAST)
    return device, time.perf_counter() - began


def _check_memory(task: Task, contender: Contender, n: int) -> None:
    needed, free = bytes_needed(task, contender, n), available_memory()
    if needed > _SHARE_OF_MEMORY * free:
        raise _does_not_fit(needed, free, "")


def _does_not_fit(needed: float, free: float, where: str) -> ProblemError:
    sentence = f"Not measured: it takes {size_text(needed)} of memory, and {size_text(free)} are free"
    return ProblemError(f"{sentence}{where}.", ProblemKind.MEMORY)


def _best(work: Work, watch: Watch, tell: Callable[[float, int], object]) -> tuple[float, int]:
    """The least time of a run in seconds, and how many runs were timed."""
    best, at_once, batches, runs, spent = math.inf, 1, 0, 0, 0.0
    while batches < _MOST_BATCHES and (spent < _REPEATING or (batches < 3 and spent < _REPEATING_AT_MOST)):
        seconds = _batch(work, at_once, watch)
        spent += seconds
        if seconds < _SHORTEST and at_once < _MOST_AT_ONCE:
            wanted = at_once * _SHORTEST / max(seconds, 1e-9)
            at_once = min(_MOST_AT_ONCE, max(2 * at_once, math.ceil(wanted)))
            continue
        batches, runs = batches + 1, runs + at_once
        if seconds / at_once < best:
            best = seconds / at_once
            tell(best, runs)
    return best, runs


def _batch(work: Work, at_once: int, watch: Watch) -> float:
    """Seconds of so many runs, without the rests between the calls of a long one."""
    clock, call, n, rows = watch.clock, work.call, work.n, work.rows
    seconds = 0.0
    if rows >= n:
        began = clock()
        for _ in range(at_once):
            call(0, n)
        seconds = clock() - began
        watch.rest()
        return seconds
    for start in list(range(0, n, rows)) * at_once:
        began = clock()
        call(start, min(start + rows, n))
        seconds += clock() - began
        watch.rest()
    return seconds
