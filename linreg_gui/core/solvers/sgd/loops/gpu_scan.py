"""The affine scan over the minibatches of a run: gathers the rows on the device and keeps to its memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, quiet_overflow
from linreg_gui.core.backend.backend import Backend
from linreg_gui.core.solvers.sgd.checkpoints import Place
from linreg_gui.core.solvers.sgd.schedule import rate_factor
from linreg_gui.core.solvers.sgd.update_rule import Progress, Rule

from .affine_scan import Scanned, scan_updates
from .cuda_loop import GpuKernels

# Values of the arrays that hold features and maps of one piece; there are some five of these arrays.
_PIECE_VALUES = 1 << 24
# Larger maps cost more than the updates they stand for.
_MOST_FEATURES = 128


def can_scan(rule: Rule, place: Place, n_rows: int, steps: int) -> bool:
    """Whether the updates are affine maps of the weights alone: squared loss, no momentum, no mean."""
    last_epoch = place.epoch + (place.position + steps * rule.batch_size) // n_rows + 1
    return rule.loss == 0 and rule.momentum == 0.0 and last_epoch < rule.average_after


def step_places(rule: Rule, place: Place, n_rows: int, steps: int) -> tuple[IntArray, IntArray, IntArray]:
    """Epoch, position and number of rows of each of so many minibatches from a place on."""
    size = rule.batch_size
    in_first = -(-(n_rows - place.position) // size)
    later = np.arange(steps) - in_first
    first = later < 0
    per_epoch = -(-n_rows // size)
    epochs = np.where(first, place.epoch, place.epoch + 1 + later // per_epoch)
    positions = np.where(first, place.position + np.arange(steps) * size, later % per_epoch * size)
    return epochs, positions, np.minimum(size, n_rows - positions)


class GpuScan:
    """Makes updates by `scan_updates`, on rows that lie on the device."""

    def __init__(
        self, backend: Backend, rows: Mapping[str, Any], largest: FloatArray, kernels: GpuKernels
    ) -> None:
        self._backend = backend
        self._rows = rows
        self._largest = largest
        self._kernels = kernels
        self._n_rows, self._n_features = rows["X"].shape

    def run(
        self, numbers: FloatArray, rule: Rule, penalty: FloatArray, place: Place, steps: int
    ) -> Progress | None:
        """As `choice.Loop.run`, exactly so many updates; None, and nothing changed, if one would diverge."""
        if self._n_features > _MOST_FEATURES:
            return None
        width = self._n_features + 1
        piece = max(1, _PIECE_VALUES // (width * (rule.batch_size + width)))
        state, loss_sum = numbers.copy(), 0.0
        at, left = place, steps
        while left:
            count = min(left, piece)
            with quiet_overflow():
                at, loss = self._piece(state, rule, penalty, at, count)
            if not loss < np.inf:
                return None
            loss_sum += loss
            left -= count
        numbers[:] = state
        return Progress(steps, at.epoch, at.position, at.batch_start, 0, loss_sum, False)

    def _piece(
        self, state: FloatArray, rule: Rule, penalty: FloatArray, place: Place, steps: int
    ) -> tuple[Place, float]:
        """Changes the state; the place after it, and the sum of the losses, infinite if one was too large."""
        epochs, positions, counts = step_places(rule, place, self._n_rows, steps)
        done = self._scanned(state, rule, penalty, place, (epochs, positions, counts))
        host = self._backend.to_host
        losses, largest = host(done.losses), host(done.largest)
        if not ((losses <= rule.loss_limit).all() and (largest <= self._largest).all()):
            return place, np.inf
        gradient, before = host(done.gradient).astype(np.float64), host(done.before).astype(np.float64)
        state[1] = gradient + penalty * before
        state[3] = gradient
        state[0] = host(done.theta)
        end = int(positions[-1] + counts[-1])
        epoch = int(epochs[-1])
        after = (epoch + 1, 0) if end == self._n_rows else (epoch, end)
        return Place(place.step + steps, *after, int(positions[-1]), 0), float(losses.sum(dtype=np.float64))

    def _scanned(
        self,
        state: FloatArray,
        rule: Rule,
        penalty: FloatArray,
        place: Place,
        places: tuple[IntArray, IntArray, IntArray],
    ) -> Scanned:
        xp, rows = self._backend.xp, self._rows
        epochs, positions, counts = places
        steps, size, real = len(counts), rule.batch_size, rows["X"].dtype
        chosen = self._kernels.minibatches(rule, place, steps)

        def on_device(array: Any) -> Any:
            return self._backend.to_device(np.ascontiguousarray(array, dtype=str(real)))

        there = on_device(np.arange(size) < counts[:, None])
        X = (xp.take(rows["X"], chosen, axis=0) - rows["shift"]) * rows["scale"][:-1]
        X = xp.reshape(X, (steps, size, self._n_features)) * there[..., None]
        Z = xp.concat([X, there[..., None]], axis=2)
        y = xp.reshape(xp.take(rows["y"], chosen, axis=0), (steps, size)) * there
        shares, rates = on_device(1.0 / counts), on_device(_rates(rule, epochs + positions / self._n_rows))
        return scan_updates(xp, Z, y, shares, rates, on_device(np.diag(penalty)), on_device(state[0]))


def _rates(rule: Rule, done: FloatArray) -> FloatArray:
    """The learning rate of the updates that begin after so many epochs."""
    if not rule.decay:
        return np.full(len(done), rule.learning_rate)
    of = (rule.epochs, rule.decay_epochs, rule.decay_factor)
    return np.array([rule.learning_rate * rate_factor(rule.decay, x, *of) for x in done.tolist()])
