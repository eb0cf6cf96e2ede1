"""Where a run of minibatch SGD begins: at zeros, at weights drawn by chance, or at chosen ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, finite_number, whole_number
from linreg_gui.core.limits import LARGEST_COUNT
from linreg_gui.core.number_text import number_text
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import counted

_MOST_TOLD = 3


@dataclass(frozen=True)
class Start:
    """What all starts share; use one of its kinds."""

    def check(self, n_features: int) -> None:
        """Raise a `ProblemError` where it does not suit so many features."""


@dataclass(frozen=True)
class ZeroStart(Start):
    """Raw weights and bias of 0."""


@dataclass(frozen=True)
class NormalStart(Start):
    """Weights drawn from N(0, spread²), in the units trained in and those of the label; the constant is 0.

    Attributes
    ----------
    spread : float
        Their standard deviation, positive; chapter 3.4 takes 0.01.
    seed : int
        Decides which weights.

    Raises
    ------
    ValueError
        If a number is out of its range.
    """

    spread: float = 0.01
    seed: int = 0

    def __post_init__(self) -> None:
        if not finite_number(self.spread, "The spread of the start") > 0.0 or isinstance(self.spread, bool):
            raise ValueError("The spread of the start must be a positive number.")
        whole_number(self.seed, "The seed of the start", -LARGEST_COUNT, LARGEST_COUNT)

    def draw(self, n_features: int) -> FloatArray:
        """The weights, shape (n_features,)."""
        generator = np.random.default_rng(self.seed % (1 << 64))
        return np.asarray(self.spread * generator.standard_normal(n_features))


@dataclass(frozen=True)
class ChosenStart(Start):
    """Weights and bias in raw units.

    Attributes
    ----------
    weights : tuple of float
        One for each feature.
    bias : float

    Raises
    ------
    ValueError
        If a number is missing or infinite.
    """

    weights: tuple[float, ...]
    bias: float

    def __post_init__(self) -> None:
        if not isinstance(self.weights, tuple):
            raise ValueError("The weights of a start must be a tuple.")
        for weight in self.weights:
            finite_number(weight, "Each weight of a start")
        finite_number(self.bias, "The bias of a start")

    def check(self, n_features: int) -> None:
        """Raise a `ProblemError` where there is not one weight for each feature."""
        if len(self.weights) != n_features:
            has = counted(len(self.weights), "weight")
            raise ProblemError(
                f"The start that was chosen has {has}, and the data have {counted(n_features, 'feature')}.",
                ProblemKind.COLUMNS,
            )


def start_words(start: Start) -> str:
    """Where a run starts, such as “start at weight 2 and bias −1”."""
    if isinstance(start, NormalStart):
        return f"start at random weights of spread {number_text(start.spread)} (seed {start.seed:,})"
    if not isinstance(start, ChosenStart):
        return "start at zeros"
    bias = f"bias {number_text(start.bias)}"
    if not 0 < len(start.weights) <= _MOST_TOLD:
        return f"start at {counted(len(start.weights), 'chosen weight')} and {bias}"
    told = ", ".join(number_text(weight) for weight in start.weights)
    return f"start at {'weight' if len(start.weights) == 1 else 'weights'} {told} and {bias}"
