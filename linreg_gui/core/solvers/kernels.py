"""The compiled SGD loop: releases the GIL, allocates nothing per step, cached on disk by Numba.

Imports Numba, so it is itself imported late and off the GUI thread. The same update in readable NumPy
is `sgd.reference_update`.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit, types

from ..minibatch_order import EPOCH_OFFSET, GOLDEN, MIX_1, MIX_2, ROUNDS

_CHUNK = 256
_GOLDEN, _MIX_1, _MIX_2 = np.uint64(GOLDEN), np.uint64(MIX_1), np.uint64(MIX_2)
_EPOCH_OFFSET = np.uint64(EPOCH_OFFSET)

_Matrix = types.Array(types.float64, 2, "C", readonly=True)
_Input = types.Array(types.float64, 1, "C", readonly=True)
_State = types.Array(types.float64, 1, "C")
_int, _uint, _float = types.int64, types.uint64, types.float64
_Signature = types.Tuple((_int, _int, _int, _int, _float, types.boolean))(
    *(_Matrix, _Input, _Input, _Input, _Input, _State, _State),
    *(_uint, _uint, _uint, _int, _int, _int),
    *(_int, _int, _float, types.boolean, _float),
)


@njit(inline="always")
def _mix64(z):  # type: ignore[no-untyped-def]
    z = (z ^ (z >> np.uint64(30))) * _MIX_1
    z = (z ^ (z >> np.uint64(27))) * _MIX_2
    return z ^ (z >> np.uint64(31))


@njit(inline="always")
def _fill_keys(keys, seed, epoch):  # type: ignore[no-untyped-def]
    state = _mix64(seed ^ _mix64(np.uint64(epoch) + _EPOCH_OFFSET))
    for i in range(2 * ROUNDS):
        state = state + _GOLDEN
        keys[i] = _mix64(state) | np.uint64(i % 2)


@njit(inline="always")
def _row_at(position, keys, mask, shift, n_rows):  # type: ignore[no-untyped-def]
    x = np.uint64(position)
    while True:
        for i in range(ROUNDS):
            x = ((x + keys[2 * i]) * keys[2 * i + 1]) & mask
            x = x ^ (x >> shift)
        if x < n_rows:
            return np.int64(x)


def _compiled(function):  # type: ignore[no-untyped-def]
    """Compile ahead of the first call; cached on disk, or only in memory where no folder is writable."""
    options = {"nogil": True, "fastmath": {"reassoc", "contract", "nsz"}, "error_model": "numpy"}
    try:
        return njit(_Signature, cache=True, **options)(function)
    except RuntimeError:
        return njit(_Signature, **options)(function)


@_compiled
def run_updates(  # type: ignore[no-untyped-def]
    X,
    y,
    shift,
    inverse_scale,
    largest,
    theta,
    gradient,
    seed,
    mask,
    bit_shift,
    epoch,
    position,
    epochs,
    batch_size,
    max_steps,
    learning_rate,
    cosine,
    loss_limit,
):
    """Up to `max_steps` updates of `theta` in place, none after the last epoch.

    `theta` holds the d internal weights and the constant of the shifted, scaled model; `gradient` is
    left at that of the last minibatch with respect to the shifted raw model. With `cosine` the learning
    rate falls along half a cosine to 0 at the end of the last epoch. Returns steps done, epoch and
    position of the next row, position where the last minibatch began, sum of the minibatch losses, and
    whether the next update started from a loss above `loss_limit` or would have made a parameter larger
    than its entry in `largest`; that update is not applied.
    """
    n, d = X.shape
    n_unsigned = np.uint64(n)
    weights = np.empty(d)
    g = np.empty(d)
    rows = np.empty(_CHUNK, dtype=np.int64)
    keys = np.empty(2 * ROUNDS, dtype=np.uint64)
    _fill_keys(keys, seed, epoch)
    loss_sum = 0.0
    batch_start = position
    steps = 0
    while steps < max_steps and epoch < epochs:
        for j in range(d):
            weights[j] = theta[j] * inverse_scale[j]
            g[j] = 0.0
        constant = theta[d]
        error_sum = 0.0
        square_sum = 0.0
        stop = min(position + batch_size, n)
        for start in range(position, stop, _CHUNK):
            count = min(_CHUNK, stop - start)
            for i in range(count):
                rows[i] = _row_at(start + i, keys, mask, bit_shift, n_unsigned)
            for i in range(count):
                row = rows[i]
                prediction = 0.0
                for j in range(d):
                    prediction += weights[j] * (X[row, j] - shift[j])
                error = prediction + constant - y[row]
                square_sum += error * error
                error_sum += error
                for j in range(d):
                    g[j] += error * (X[row, j] - shift[j])
        size = stop - position
        loss = 0.5 * square_sum / size
        factor = learning_rate / size
        if cosine:
            factor *= 0.5 + 0.5 * math.cos(math.pi * (epoch + position / n) / epochs)
        # Comparisons, because the compiler may take `isfinite` of a reordered sum for granted.
        fine = loss <= loss_limit and abs(theta[d] - factor * error_sum) <= largest[d]
        for j in range(d):
            fine = fine and abs(theta[j] - factor * g[j] * inverse_scale[j]) <= largest[j]
        if not fine:
            return steps, epoch, position, batch_start, loss_sum, True
        for j in range(d):
            theta[j] -= factor * g[j] * inverse_scale[j]
            gradient[j] = g[j] / size
        theta[d] -= factor * error_sum
        gradient[d] = error_sum / size
        loss_sum += loss
        steps += 1
        batch_start = position
        position = stop
        if position == n:
            position = 0
            epoch += 1
            _fill_keys(keys, seed, epoch)
    return steps, epoch, position, batch_start, loss_sum, False
