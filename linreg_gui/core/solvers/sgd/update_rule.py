"""The settings of an update as the compiled loop takes them, and what the loop gives back."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss
from linreg_gui.core.model.moments import Moments
from linreg_gui.core.problem import ProblemError, ProblemKind

from .config import SgdConfig
from .minibatch_order import order_bits
from .schedule import DECAYS

_NEVER = 1 << 62
# What float32 can multiply and add up.
_SMALLEST_SLOPE, _LARGEST_SLOPE = 1e-30, 1e30


class Rule(NamedTuple):
    """`SgdConfig` as plain numbers; `decay` is a position in `DECAYS`, `loss` the code of a `Loss`."""

    seed: np.uint64
    order_mask: np.uint64
    order_shift: np.uint64
    with_replacement: bool
    batch_size: int
    epochs: int
    average_after: int
    loss: int
    loss_parameter: float
    loss_limit: float
    learning_rate: float
    decay: int
    decay_epochs: float
    decay_factor: float
    momentum: float


class Progress(NamedTuple):
    """What a call of the loop did, and where it stands; see `checkpoints.Place`."""

    steps: int
    epoch: int
    position: int
    batch_start: int
    averaged: int
    loss_sum: float
    diverged: bool


def update_rule(config: SgdConfig, m: Moments, label_scale: float = 1.0) -> Rule:
    """The rule for a dataset with these moments whose labels are divided by the scale, see `Scaling`.

    Raises
    ------
    ProblemError
        If the slopes of the loss would be too large or too small for float32.
    """
    bits = order_bits(m.n_rows)
    return Rule(
        seed=np.uint64(config.seed % 2**64),
        order_mask=np.uint64((1 << bits) - 1),
        order_shift=np.uint64(max(1, bits // 2)),
        with_replacement=bool(config.with_replacement),
        batch_size=min(int(config.batch_size), m.n_rows),
        epochs=int(config.epochs),
        average_after=_NEVER if config.average_after is None else int(config.average_after),
        loss=config.loss.code,
        loss_parameter=_loss_parameter(config, label_scale),
        loss_limit=_loss_limit(config, m) / label_scale**2,
        learning_rate=float(config.learning_rate),
        decay=DECAYS.index(config.decay),
        decay_epochs=float(config.decay_epochs),
        decay_factor=float(config.decay_factor),
        momentum=float(config.momentum),
    )


def _loss_parameter(config: SgdConfig, label_scale: float) -> float:
    """The threshold of the Huber loss; what the absolute error is multiplied by, to be like a square."""
    if not isinstance(config.loss, (AbsoluteLoss, HuberLoss)):
        return config.loss.parameter
    absolute = isinstance(config.loss, AbsoluteLoss)
    parameter = (1.0 if absolute else config.loss.parameter) / label_scale
    if config.precision == "float32" and not _SMALLEST_SLOPE < parameter < (
        _LARGEST_SLOPE if absolute else math.inf
    ):
        sentence = f"The labels do not go together with the {config.loss.name} in float32: use float64."
        raise ProblemError(sentence, ProblemKind.OVERFLOW)
    return parameter


def _loss_limit(config: SgdConfig, m: Moments) -> float:
    """A minibatch loss no converging run can have: a thousand times the largest possible first one."""
    mean_square = m.total_sum_of_squares / m.n_rows + m.label_mean**2
    most = 1e3 * max(m.n_rows, 1000)
    if isinstance(config.loss, PoissonLoss):
        return most * (1.0 + mean_square)
    first = config.loss.values(np.zeros(1), np.array([math.sqrt(mean_square)]))
    return most * float(first[0]) if mean_square else math.inf
