"""What the times say: who overtakes whom, whether all computed the same, and both in words."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from linreg_gui.core.wording import time_text

from .values import BATCH_SIZE, Contender, Task, Timing, ratio_text

# Who is ahead by less than this is as fast as the other; to overtake takes more, as times vary.
_CLEAR, _AHEAD = math.log(1.1), math.log(1.25)
# Sums in another order differ in their last digits.
_SAME = 1e-9
_REASON = {
    Task.ADD: "one call hands the whole loop to compiled code",
    Task.DOT: "one call hands the whole loop to compiled code",
    Task.EPOCH: "each call hands a whole minibatch to compiled code",
}


@dataclass(frozen=True)
class Crossover:
    """From about n numbers on, ``faster`` takes less time than ``slower``."""

    n: float
    seconds: float
    faster: Contender
    slower: Contender


def crossovers(timings: Iterable[Timing]) -> list[Crossover]:
    """Where one contender overtakes another, for the timings of one task.

    Between two sizes, both times are taken for straight lines on logarithmic scales. A lead of less than a
    quarter is none, so that two lines that run close together do not cross over and over.

    Parameters
    ----------
    timings : iterable of Timing

    Returns
    -------
    list of Crossover
        The smallest n first.
    """
    lines: dict[Contender, dict[int, float]] = {}
    for timing in timings:
        if timing.measured and timing.seconds > 0.0:
            lines.setdefault(timing.contender, {})[timing.n] = math.log(timing.seconds)
    found: list[Crossover] = []
    for first, second in itertools.combinations(lines, 2):
        found += _crossings(first, lines[first], second, lines[second])
    return sorted(found, key=lambda crossover: crossover.n)


def disagreement(timings: Iterable[Timing]) -> str:
    """A sentence if two contenders computed different things from the same numbers, else nothing."""
    by_size: dict[tuple[Task, int], list[Timing]] = {}
    for timing in timings:
        if timing.answer:
            by_size.setdefault((timing.task, timing.n), []).append(timing)
    for (_, n), same in by_size.items():
        first = same[0]
        for other in same[1:]:
            if not _agree(first.answer, other.answer):
                names = f"{first.contender.label} and {other.contender.label}"
                return f"{names} computed different results from the same {n:,} numbers."
    return ""


def sentence(timings: Sequence[Timing], n: int) -> str:
    """What the times of one task at one size mean, in words; nothing where there are none."""
    found = {timing.contender: timing for timing in timings if timing.n == n}
    numpy = found.get(Contender.NUMPY)
    if numpy is None or not numpy.measured:
        return ""
    parts = [_about_python(found.get(Contender.PYTHON), numpy), _about_numba(found, numpy)]
    parts.append(_about_device(found.get(Contender.CUPY), found))
    parts.append(_about_crossover(timings))
    return " ".join(part for part in parts if part)


def _crossings(
    first: Contender, times: dict[int, float], second: Contender, others: dict[int, float]
) -> list[Crossover]:
    sizes = sorted(times.keys() & others.keys())
    gaps = [times[n] - others[n] for n in sizes]  # positive where the first is slower
    found: list[Crossover] = []
    leader = change = 0
    for i, gap in enumerate(gaps):
        if i and gap * gaps[i - 1] <= 0.0 and gap != gaps[i - 1]:
            change = i
        if abs(gap) < _AHEAD:
            continue
        ahead = 1 if gap > 0.0 else -1
        if leader and ahead != leader:
            share = gaps[change - 1] / (gaps[change - 1] - gaps[change])
            low, high = sizes[change - 1], sizes[change]
            n = low * (high / low) ** share
            seconds = math.exp(times[low] + share * (times[high] - times[low]))
            faster, slower = (second, first) if ahead > 0 else (first, second)
            found.append(Crossover(n, seconds, faster, slower))
        leader = ahead
    return found


def _agree(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return len(a) == len(b) and all(
        math.isclose(x, y, rel_tol=_SAME, abs_tol=_SAME) for x, y in zip(a, b, strict=True)
    )


def _what(task: Task, n: int) -> str:
    if task is Task.ADD:
        return f"Adding two vectors of {n:,} numbers"
    if task is Task.DOT:
        return f"The dot product of two vectors of {n:,} numbers"
    return f"An epoch of SGD over {n:,} examples, {BATCH_SIZE} to a minibatch,"


def _about_python(python: Timing | None, numpy: Timing) -> str:
    task, what = numpy.task, _what(numpy.task, numpy.n)
    calls = "with NumPy" if task is Task.EPOCH else "in one NumPy call"
    if python is None or not (python.measured or math.isfinite(python.predicted)):
        return f"{what} takes {time_text(numpy.seconds)} {calls}."
    known = python.measured
    ratio = (python.seconds if known else python.predicted) / numpy.seconds
    if abs(math.log(ratio)) < _CLEAR:
        return f"{what} takes as long {calls} as one by one in Python."
    if ratio < 1.0:
        return (
            f"{what} is {ratio_text(1.0 / ratio)} × as fast one by one in Python as {calls}, "
            "because every call costs some time before it computes anything: so few numbers do not repay it."
        )
    about = "" if known else "about "
    return (
        f"{what} is {about}{ratio_text(ratio)} × as fast {calls} as one by one in Python, "
        f"because {_REASON[task]}, while Python works out anew for every number what to do with it."
    )


def _about_numba(found: dict[Contender, Timing], numpy: Timing) -> str:
    numba = found.get(Contender.NUMBA)
    if numba is None or not numba.measured:
        return ""
    ratio = numpy.seconds / numba.seconds
    if abs(math.log(ratio)) < _CLEAR:
        pace = "is as fast as NumPy"
    elif ratio > 1.0:
        pace = f"is {ratio_text(ratio)} × as fast as NumPy"
    else:
        pace = f"takes {ratio_text(1.0 / ratio)} × as long as NumPy"
    return f"Numba compiles the loop as it stands, once, in {time_text(numba.warm_up)}, and then {pace}."


def _about_device(device: Timing | None, found: dict[Contender, Timing]) -> str:
    if device is None or not device.measured:
        return ""
    others = [timing.seconds for timing in found.values() if timing is not device and timing.measured]
    start = f"The GPU takes {time_text(device.seconds)}, and {time_text(device.transfer)} to move the numbers"
    if device.seconds + device.transfer < min(others):
        return f"{start}: even so it is the fastest."
    if device.seconds < min(others):
        return f"{start}: it pays where the numbers stay there."
    return f"{start}: nothing is gained, as every call to it takes some microseconds to start."


def _about_crossover(timings: Sequence[Timing]) -> str:
    """Nothing where they overtake each other more than once: the computer was busy with other things."""
    pair = {Contender.NUMPY, Contender.PYTHON}
    found = [crossover for crossover in crossovers(timings) if {crossover.faster, crossover.slower} == pair]
    if len(found) != 1 or found[0].faster is not Contender.NUMPY:
        return ""
    return f"NumPy overtakes the Python loop at about {_rounded(found[0].n)} numbers."


def _rounded(n: float) -> str:
    return f"{float(f'{n:.2g}'):,.0f}"
