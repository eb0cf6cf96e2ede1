"""What goes into minibatch SGD and what comes out of it, as frozen values."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from ..arrays import FloatArray, IntArray

Decay = Literal["constant", "cosine"]


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
        Passes over all rows.
    seed : int
        Decides the order of the rows.
    standardise : bool
        Train on features with mean 0 and standard deviation 1; results stay in raw units.
    decay : "constant" or "cosine"
        Whether the learning rate stays, or falls to 0 along half a cosine over all epochs.

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

    def __post_init__(self) -> None:
        if not (math.isfinite(self.learning_rate) and self.learning_rate > 0.0):
            raise ValueError("The learning rate must be a positive number.")
        if self.batch_size < 1 or self.epochs < 1:
            raise ValueError("The batch size and the number of epochs must be at least 1.")
        if self.decay not in ("constant", "cosine"):
            raise ValueError(f"The learning rate can stay constant or decay as cosine, not {self.decay!r}.")


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
        In raw units.
    minibatch_loss : float
        Mean of the half mean squared errors of the minibatches since the last snapshot, each taken
        before its update; NaN if there was none.
    gradient : array, shape (d + 1,)
        Gradient of the last minibatch's loss with respect to raw weights and bias.
    minibatch_rows : array of int
        Rows of the last minibatch (the first 1,000 of them).
    learning_rate : float
        The rate of the last update.
    """

    step: int
    epoch: float
    weights: FloatArray
    bias: float
    minibatch_loss: float
    gradient: FloatArray
    minibatch_rows: IntArray
    learning_rate: float
