"""What one update of minibatch SGD starts from, as a frozen value for those who explain it; it makes none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, quiet_overflow

from .config import SgdConfig
from .rows import Rows
from .scaling import Scaling


@dataclass(frozen=True, eq=False)
class NextUpdate:
    """What the next update starts from, on the host and in internal units, see `Scaling`.

    Attributes
    ----------
    step : int
        Updates done before it.
    epoch : float
        Passes over the data done before it, with the share of the current one.
    rows : array of int, shape (k,)
        Rows of the minibatch; the last one of an epoch may be shorter.
    internal : Rows
        All rows of the dataset in the precision of the run, see `block`.
    constant : float
        What is added to each weighted sum: the last parameter, rounded to that precision as the labels are.
    theta, velocity, average : array, shape (d + 1,)
        Internal weights and constant, their velocity, and their mean where they have been averaged.
    averaged : int
        Updates in the mean once this one is made; 0 where the weights are not averaged then.
    config : SgdConfig
        The settings of the update.
    learning_rate : float
        Its learning rate, decayed.
    penalty : array, shape (d + 1,)
        Its weight decay of every internal parameter.
    scaling : Scaling
        The way from internal to raw units.
    """

    step: int
    epoch: float
    rows: IntArray
    internal: Rows
    constant: float
    theta: FloatArray
    velocity: FloatArray
    average: FloatArray
    averaged: int
    config: SgdConfig
    learning_rate: float
    penalty: FloatArray
    scaling: Scaling

    def block(self, start: int, stop: int) -> tuple[FloatArray, FloatArray]:
        """Internal features and labels of some rows of the minibatch, from a position in ``rows`` to another.

        Returns
        -------
        array, shape (m, d), and array, shape (m,)
        """
        taken, rows = self.rows[start:stop], self.internal
        with quiet_overflow():
            features = (rows.X[taken] - rows.shift) * rows.scale[:-1]
        return features.astype(np.float64, copy=False), rows.y[taken].astype(np.float64)

    def weights(self, start: int, stop: int) -> FloatArray | None:
        """The weights of some rows of the minibatch over the mean weight of all rows; None without any."""
        weights = self.internal.weights
        return None if weights is None else weights[self.rows[start:stop]].astype(np.float64)
