"""One minibatch update in readable NumPy: what the compiled loop must equal, step by step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.scaling import Scaling


@dataclass(frozen=True, eq=False)
class ReferenceState:
    """Internal parameters (weights, then the constant), their velocity, and their mean.

    Attributes
    ----------
    theta, velocity, average : array, shape (d + 1,)
    averaged : int
        Updates in the mean.
    """

    theta: FloatArray
    velocity: FloatArray
    average: FloatArray
    averaged: int

    @classmethod
    def start(cls, n_features: int) -> ReferenceState:
        """All zero."""
        zero = np.zeros(n_features + 1)
        return cls(zero, zero, zero, 0)


def reference_update(
    data: Dataset,
    rows: IntArray,
    scaling: Scaling,
    state: ReferenceState,
    config: SgdConfig,
    learning_rate: float,
    epoch: int = 0,
) -> tuple[ReferenceState, float]:
    """The state after one update (eq. 3.1.10), and the mean loss of the rows before it.

    Parameters
    ----------
    data : Dataset
    rows : array of int
        The minibatch.
    scaling : Scaling
    state : ReferenceState
    config : SgdConfig
        Its loss, momentum, weight decay and averaging.
    learning_rate : float
        Of this update.
    epoch : int
        Epochs done when the minibatch begins.
    """
    Z = (data.X[rows] - scaling.shift) * scaling.inverse_scale
    y = data.y[rows]
    theta = state.theta
    gradient = np.append(*config.loss.gradient(Z, y, theta[:-1], float(theta[-1])))
    gradient[:-1] += config.weight_decay * scaling.inverse_scale**2 * theta[:-1]
    loss = float(config.loss.values(Z @ theta[:-1] + theta[-1], y).mean())
    velocity = config.momentum * state.velocity + gradient
    theta = theta - learning_rate * velocity
    average, averaged = np.zeros_like(theta), 0
    if config.average_after is not None and epoch >= config.average_after:
        averaged = state.averaged + 1
        average = state.average + (theta - state.average) / averaged
    return ReferenceState(theta, velocity, average, averaged), loss
