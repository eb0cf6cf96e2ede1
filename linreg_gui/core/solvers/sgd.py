"""Minibatch stochastic gradient descent (chapter 3.1.1.4), advanced by its caller.

Pace, stopping and recording are the caller's business. The state after a step depends on nothing but
the data and the settings, so every step can be sought again exactly.
"""

from __future__ import annotations

import bisect
import math
from dataclasses import dataclass, replace

import numpy as np

from ..arrays import FloatArray, IntArray, frozen
from ..dataset import Dataset
from ..linear_model import half_mse_gradient
from ..minibatch_order import minibatch_rows, order_bits
from ..moments import Moments, moments
from .scaling import Scaling
from .sgd_values import Decay, SgdConfig, Snapshot

__all__ = ["Scaling", "Sgd", "SgdConfig", "Snapshot", "reference_update"]

# More checkpoints than this are thinned to every second one.
_MOST_CHECKPOINTS = 1024


@dataclass(frozen=True, eq=False)
class _State:
    step: int
    epoch: int
    position: int
    theta: FloatArray
    gradient: FloatArray
    batch_start: int


class Sgd:
    """Minibatch SGD on the half mean squared error, starting from zero weights.

    Parameters
    ----------
    data : Dataset
    config : SgdConfig
    backend : "numpy"
        Where the arrays live; the loop itself is compiled by Numba.
    known : Moments, optional
        Moments of the same dataset, if they are at hand.
    """

    def __init__(
        self, data: Dataset, config: SgdConfig, *, backend: str = "numpy", known: Moments | None = None
    ) -> None:
        if backend != "numpy":
            raise ValueError(f"The backend “{backend}” is not available; use “numpy”.")
        m = moments(data) if known is None else known
        self.data = data
        self.scaling = Scaling.of(m, config.standardise)
        self.diverged = False
        self._changes = [(0, config)]
        self._seed = np.uint64(config.seed % 2**64)
        self._mask, self._shift = _order_constants(data.n_rows)
        self._limit = _loss_limit(data.n_rows, m)
        self._largest = frozen(self.scaling.largest(m))
        self._step, self._epoch, self._position, self._batch_start = 0, 0, 0, 0
        self._theta: FloatArray = np.zeros(data.n_features + 1)
        self._gradient: FloatArray = np.zeros(data.n_features + 1)
        self._checkpoints = [self._state()]
        self._spacing = 64
        self._loss_sum, self._loss_steps = 0.0, 0

    @property
    def step(self) -> int:
        """Updates done."""
        return self._step

    @property
    def config(self) -> SgdConfig:
        """The settings of the next update."""
        return self._changes[self._change_index()][1]

    @property
    def finished(self) -> bool:
        """Whether all epochs are done."""
        return self._epoch >= self.config.epochs

    @property
    def steps_left(self) -> int:
        """Updates until the end of the last epoch with the current batch size."""
        config = self.config
        if self._epoch >= config.epochs:
            return 0
        whole = config.epochs - self._epoch - 1
        rest = self.data.n_rows - self._position
        return whole * math.ceil(self.data.n_rows / config.batch_size) + math.ceil(rest / config.batch_size)

    def change(
        self,
        *,
        learning_rate: float | None = None,
        batch_size: int | None = None,
        epochs: int | None = None,
        decay: Decay | None = None,
    ) -> None:
        """Other settings from the next update on; what was recorded after the current step is forgotten."""
        config = self.config
        new = replace(
            config,
            learning_rate=config.learning_rate if learning_rate is None else learning_rate,
            batch_size=config.batch_size if batch_size is None else batch_size,
            epochs=config.epochs if epochs is None else epochs,
            decay=config.decay if decay is None else decay,
        )
        if new == config:
            return
        self._changes = [entry for entry in self._changes if entry[0] < self._step]
        self._changes.append((self._step, new))
        self._checkpoints = [state for state in self._checkpoints if state.step <= self._step]
        self.diverged = False

    def advance(self, k: int) -> int:
        """Exactly ``k`` minibatch updates, or fewer at the end or when the next one would diverge.

        Returns
        -------
        int
            Updates done; `diverged` tells whether it stopped because the numbers blew up, the state
            then being the last finite one.
        """
        from .kernels import run_updates

        target = self._step + k
        start = self._step
        while self._step < target and not self.finished and not self.diverged:
            config = self.config
            done, epoch, position, batch_start, loss_sum, diverged = run_updates(
                *(self.data.X, self.data.y, self.scaling.shift, self.scaling.inverse_scale, self._largest),
                *(self._theta, self._gradient, self._seed, self._mask, self._shift),
                *(self._epoch, self._position, config.epochs, min(config.batch_size, self.data.n_rows)),
                *(min(target, self._next_stop()) - self._step, config.learning_rate),
                *(config.decay == "cosine", self._limit),
            )
            self.diverged = bool(diverged)
            if done:
                self._epoch, self._position, self._batch_start = int(epoch), int(position), int(batch_start)
                self._book(int(done), float(loss_sum))
        return self._step - start

    def seek(self, step: int) -> None:
        """Go to the state after ``step`` updates, forward or back, exact to the last bit.

        Raises
        ------
        ValueError
            If ``step`` is negative.
        """
        if step < 0:
            raise ValueError("There is no step before step 0.")
        if step < self._step:
            self.diverged = False
            index = bisect.bisect_right(self._checkpoints, step, key=lambda state: state.step) - 1
            self._goto(self._checkpoints[index])
        self.advance(step - self._step)
        self._loss_sum, self._loss_steps = 0.0, 0

    def snapshot(self, *, with_rows: bool = True) -> Snapshot:
        """The current state as a frozen value; starts a new mean of the minibatch losses.

        Without the rows of the last minibatch it is had several times faster.
        """
        weights, bias = self.scaling.raw(self._theta)
        g = self._gradient
        gradient = np.append(g[:-1] + self.scaling.shift * g[-1], g[-1])
        loss = self._loss_sum / self._loss_steps if self._loss_steps else math.nan
        self._loss_sum, self._loss_steps = 0.0, 0
        epoch = self._epoch + self._position / self.data.n_rows
        rows = self._last_rows(1000 if with_rows else 0)
        return Snapshot(
            self._step, epoch, frozen(weights), bias, loss, frozen(gradient), frozen(rows), self._last_rate()
        )

    def _last_rows(self, most: int) -> IntArray:
        if self._step == 0 or most == 0:
            return np.empty(0, dtype=np.int64)
        epoch, position = self._epoch, self._position
        if position == 0:
            epoch, position = epoch - 1, self.data.n_rows
        stop = min(position, self._batch_start + most)
        return minibatch_rows(self.data.n_rows, int(self._seed), epoch, self._batch_start, stop)

    def _last_rate(self) -> float:
        config = self._changes[max(0, self._change_index(self._step - 1))][1]
        if config.decay == "constant":
            return config.learning_rate
        epoch = self._epoch - (1 if self._position == 0 and self._step else 0)
        done = (epoch + self._batch_start / self.data.n_rows) / config.epochs
        return config.learning_rate * (0.5 + 0.5 * math.cos(math.pi * done))

    def _change_index(self, step: int | None = None) -> int:
        at = self._step if step is None else step
        return bisect.bisect_right(self._changes, at, key=lambda entry: entry[0]) - 1

    def _next_stop(self) -> float:
        """The next step at which a checkpoint is due or the settings change."""
        checkpoint = (self._step // self._spacing + 1) * self._spacing
        index = self._change_index() + 1
        return min(checkpoint, self._changes[index][0]) if index < len(self._changes) else checkpoint

    def _book(self, done: int, loss_sum: float) -> None:
        self._step += done
        self._loss_sum += loss_sum
        self._loss_steps += done
        if self._step % self._spacing == 0 and self._step > self._checkpoints[-1].step:
            self._checkpoints.append(self._state())
            if len(self._checkpoints) > _MOST_CHECKPOINTS:
                self._checkpoints = self._checkpoints[::2]
                self._spacing *= 2

    def _state(self) -> _State:
        return _State(
            *(self._step, self._epoch, self._position),
            *(self._theta.copy(), self._gradient.copy(), self._batch_start),
        )

    def _goto(self, state: _State) -> None:
        self._step, self._epoch, self._position = state.step, state.epoch, state.position
        self._theta, self._gradient = state.theta.copy(), state.gradient.copy()
        self._batch_start = state.batch_start


def reference_update(
    data: Dataset, rows: IntArray, scaling: Scaling, theta: FloatArray, learning_rate: float
) -> tuple[FloatArray, float]:
    """One minibatch update in readable NumPy (eq. 3.1.10): the reference of the compiled loop.

    Returns the new internal parameters (weights, then the constant) and the loss before the update.
    """
    Z = (data.X[rows] - scaling.shift) * scaling.inverse_scale
    y = data.y[rows]
    gradient_w, gradient_b = half_mse_gradient(Z, y, theta[:-1], float(theta[-1]))
    error = Z @ theta[:-1] + theta[-1] - y
    return theta - learning_rate * np.append(gradient_w, gradient_b), 0.5 * float(np.mean(error**2))


def _order_constants(n_rows: int) -> tuple[np.uint64, np.uint64]:
    bits = order_bits(n_rows)
    return np.uint64((1 << bits) - 1), np.uint64(max(1, bits // 2))


def _loss_limit(n_rows: int, m: Moments) -> float:
    """A minibatch loss no converging run can have: a thousand times the largest possible first one."""
    squares = m.total_sum_of_squares + m.n_rows * m.label_mean**2
    return 1e3 * max(n_rows, 1000) * 0.5 * squares / n_rows if squares else math.inf
