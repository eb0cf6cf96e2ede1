"""What is measured, who takes part, and what came out: frozen values and their names."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass

LEAST, MOST, CHAPTER = 10, 100_000_000, 10_000
# 10, 30, 100 … 10⁸.
SIZES = tuple(sorted({*(10**k for k in range(1, 9)), *(3 * 10**k for k in range(1, 8))}))
N_FEATURES, BATCH_SIZE = 10, 32
LEARNING_RATE = 0.03


class Task(enum.Enum):
    """What every contender does with vectors, or a table, of n rows."""

    ADD = "Add two vectors"
    DOT = "Dot product"
    EPOCH = "One epoch of SGD"

    @property
    def label(self) -> str:
        """Its name."""
        return self.value

    @property
    def sizes(self) -> tuple[int, ...]:
        """The sizes that show how its time grows; none that take several gigabytes."""
        return SIZES if self is not Task.EPOCH else tuple(n for n in SIZES if n <= 10_000_000)


class Contender(enum.Enum):
    """Who does it."""

    PYTHON = "Python loop"
    NUMPY = "NumPy"
    NUMBA = "Numba"
    CUPY = "CuPy"

    @property
    def label(self) -> str:
        """Its name."""
        return self.value


@dataclass(frozen=True)
class Timing:
    """How long one contender takes for one task of one size.

    Attributes
    ----------
    task : Task
    contender : Contender
    n : int
        Numbers in each vector, or rows of the table.
    seconds : float
        Of one run, the least of several; NaN if it was not measured.
    warm_up : float
        Seconds before the first run alone: compiling, or waking the GPU.
    transfer : float
        Seconds to copy the numbers to the GPU and the result back.
    runs : int
        How many were timed.
    answer : tuple of float
        The sum of all results, the dot product, or weights and bias: the same for every contender.
    predicted : float
        Seconds a run would take, judged by a smaller one, if that was too long to wait for.
    problem : str
        Why it was not measured, as a sentence.
    """

    task: Task
    contender: Contender
    n: int
    seconds: float = math.nan
    warm_up: float = 0.0
    transfer: float = 0.0
    runs: int = 0
    answer: tuple[float, ...] = ()
    predicted: float = math.nan
    problem: str = ""

    @property
    def measured(self) -> bool:
        """Whether there is a time."""
        return math.isfinite(self.seconds)

    @property
    def first_time(self) -> float:
        """Seconds of a first run, with all that comes before and after it."""
        return self.seconds + self.transfer + self.warm_up


def ratio_text(ratio: float) -> str:
    """How many times, with two digits, such as “310” and “3.4”."""
    rounded = float(f"{ratio:.2g}")
    return f"{rounded:,.0f}" if rounded >= 10.0 else f"{rounded:.1f}"
