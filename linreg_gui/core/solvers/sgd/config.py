"""What goes into minibatch SGD and what comes out of it, as frozen values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Literal

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, finite_number, whole_number
from linreg_gui.core.limits import LARGEST_COUNT
from linreg_gui.core.model.fit_result import Centred
from linreg_gui.core.model.losses import Loss, SquaredLoss
from linreg_gui.core.wording import joined

from .schedule import DECAYS, Decay, rate_factor
from .start import Start, ZeroStart

Precision = Literal["float64", "float32"]
# So many times all epochs there can be are counted in 64 bits.
_LEAST_DECAY_EPOCHS = 1e-9
# Settings that belong to a whole run.
FIXED = ("seed", "standardise", "precision", "start")


@dataclass(frozen=True)
class SgdConfig:
    """Settings of minibatch SGD.

    Attributes
    ----------
    learning_rate : float
        Step size η, positive.
    batch_size : int
        Rows per minibatch; the last minibatch of an epoch may be shorter.
    epochs : int
        Passes over all rows, at most 2³¹ − 1, as rows per minibatch.
    seed : int
        Decides the order of the rows.
    standardise : bool
        Train on features with mean 0 and standard deviation 1; results stay in raw units.
    decay : "constant", "cosine", "inverse time" or "step"
        Whether the learning rate stays, falls to 0 along half a cosine over all epochs, falls as
        η / (1 + epochs done / ``decay_epochs``), or is multiplied by ``decay_factor`` every
        ``decay_epochs`` epochs.
    decay_epochs, decay_factor : float
        At least 1e-9 epochs; the factor is positive and at most 1.
    loss : Loss
        `SquaredLoss`, `AbsoluteLoss`, `HuberLoss` or `PoissonLoss`.
    momentum : float
        Share μ of the previous step that is kept, 0 ≤ μ < 1: v ← μ·v + gradient, θ ← θ − η·v.
    weight_decay : float
        Penalty ½·weight_decay·‖w‖² on the weights in raw units, not on the bias; with the squared loss
        the exact solution is then that of `solve_analytic` with the same ``ridge``.
    average_after : int, optional
        Epochs after which the weights shown are the mean of all that come (Polyak averaging); None for
        the last ones.
    with_replacement : bool
        Draw every row of a minibatch anew from all rows, instead of each row once per epoch.
    precision : "float64" or "float32"
        Of the rows and of the arithmetic on them; weights and bias are always kept in float64.
    start : Start
        Where the run begins: `ZeroStart`, `NormalStart` or `ChosenStart`.

    Raises
    ------
    ValueError
        If a setting is out of its range.
    """

    learning_rate: float = 0.03
    batch_size: int = 32
    epochs: int = 3
    seed: int = 0
    standardise: bool = True
    decay: Decay = "constant"
    decay_epochs: float = 1.0
    decay_factor: float = 0.5
    loss: Loss = field(default_factory=SquaredLoss)
    momentum: float = 0.0
    weight_decay: float = 0.0
    average_after: int | None = None
    with_replacement: bool = False
    precision: Precision = "float64"
    start: Start = field(default_factory=ZeroStart)

    def __post_init__(self) -> None:
        if not _number(self.learning_rate, "The learning rate") > 0.0:
            raise ValueError("The learning rate must be a positive number.")
        whole_number(self.batch_size, "The batch size", 1, LARGEST_COUNT)
        whole_number(self.epochs, "The number of epochs", 1, LARGEST_COUNT)
        whole_number(self.seed, "The seed", None)
        if not all(isinstance(flag, (bool, np.bool_)) for flag in (self.standardise, self.with_replacement)):
            raise ValueError("Standardising and drawing with replacement are either True or False.")
        if self.decay not in DECAYS:
            listed = joined(DECAYS, "or")
            raise ValueError(f"The decay of the learning rate is {listed}, not {self.decay!r}.")
        if not _number(self.decay_epochs, "The number of epochs of the decay") >= _LEAST_DECAY_EPOCHS:
            raise ValueError(f"The epochs of the decay must be at least {_LEAST_DECAY_EPOCHS:g}.")
        if not 0.0 < _number(self.decay_factor, "The factor of the decay") <= 1.0:
            raise ValueError("The factor of the decay must be above 0 and at most 1.")
        if not isinstance(self.loss, Loss) or type(self.loss) is Loss:
            raise ValueError("The loss must be a SquaredLoss, AbsoluteLoss, HuberLoss or PoissonLoss.")
        if not 0.0 <= _number(self.momentum, "The momentum") < 1.0:
            raise ValueError("The momentum must be at least 0 and below 1.")
        if not _number(self.weight_decay, "The weight decay") >= 0.0:
            raise ValueError("The weight decay must not be negative.")
        if self.average_after is not None:
            whole_number(self.average_after, "The number of epochs before averaging", 0, LARGEST_COUNT)
        if self.precision not in ("float64", "float32"):
            raise ValueError(f"The precision is float64 or float32, not {self.precision!r}.")
        if not isinstance(self.start, Start) or type(self.start) is Start:
            raise ValueError("The start must be a ZeroStart, NormalStart or ChosenStart.")

    def rate_after(self, done: float) -> float:
        """The learning rate after so many epochs."""
        decay = DECAYS.index(self.decay)
        factor = rate_factor(decay, done, self.epochs, self.decay_epochs, self.decay_factor)
        return self.learning_rate * factor


def check_changes(changes: Sequence[tuple[int, SgdConfig]]) -> None:
    """Raise a ValueError if these are not the settings of one run with the steps at which they came in."""
    steps = [whole_number(step, "The step of a change") for step, _ in changes]
    if not steps or steps[0] != 0 or any(a >= b for a, b in pairwise(steps)):
        raise ValueError("The settings of a run begin at step 0 and change at later ones.")
    first = changes[0][1]
    if any(getattr(config, name) != getattr(first, name) for _, config in changes for name in FIXED):
        raise ValueError("The seed, standardising, the precision and the start belong to a whole run.")


def _number(value: object, name: str) -> float:
    """The value as a finite float; truth values are none."""
    if isinstance(value, bool):
        raise ValueError(f"{name} must be a finite number.")
    return finite_number(value, name)


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The state after one update, on the host and in raw units.

    Attributes
    ----------
    step : int
        Updates done.
    epoch : float
        Passes over the data done, with the share of the current one.
    weights, bias
        In raw units; where weights are averaged, their mean since averaging began.
    minibatch_loss : float
        Mean of the losses of the minibatches since the last snapshot, each taken before its update; NaN
        if there was none.
    gradient : array, shape (d + 1,)
        Gradient of the last minibatch's loss with respect to raw weights and bias, without weight decay.
    minibatch_rows : array of int
        Rows of the last minibatch (the first 1,000 of them).
    learning_rate : float
        The rate of the last update.
    centred : Centred
        What predicts without the digits that the bias has lost where features lie far from zero.
    """

    step: int
    epoch: float
    weights: FloatArray
    bias: float
    minibatch_loss: float
    gradient: FloatArray
    minibatch_rows: IntArray
    learning_rate: float
    centred: Centred

    @property
    def is_a_fit(self) -> bool:
        """Whether there is a model to look at: all but zeros before the first update."""
        return self.step > 0 or self.bias != 0.0 or bool(self.weights.any())

    @cached_property
    def bias_rest(self) -> float:
        """What the bias has lost when it was rounded, in label units."""
        return self.centred.bias_rest(self.weights, self.bias)
