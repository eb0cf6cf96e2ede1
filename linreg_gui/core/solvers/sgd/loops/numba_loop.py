"""The compiled SGD loop: releases the GIL, allocates nothing per step, cached on disk.

Imports Numba, so it is itself imported late and off the GUI thread. The same updates in readable NumPy
are `numpy_loop.run_updates`.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from linreg_gui.core.solvers.sgd import schedule
from linreg_gui.core.solvers.sgd.minibatch_order import EPOCH_OFFSET, GOLDEN, MIX_1, MIX_2, ROUNDS
from linreg_gui.core.solvers.sgd.update_rule import Rule

from .sealed_cache import cache_of

_GOLDEN, _MIX_1, _MIX_2 = np.uint64(GOLDEN), np.uint64(MIX_1), np.uint64(MIX_2)
_EPOCH_OFFSET = np.uint64(EPOCH_OFFSET)
# Rows are asked of the memory this long before they are used; a power of two.
_AHEAD = 16
_RING = 2 * _AHEAD - 1
_LINE_BYTES = 64
# Rows summed in the precision of the data before they are added up in float64.
_SUMMED = 256

rate_factor = njit(schedule.rate_factor, inline="always")


_int, _uint, _float, _bool = types.int64, types.uint64, types.float64, types.boolean
_RULE = types.NamedTuple(
    (_uint, _uint, _uint, _bool, _int, _int, _int, _int, *[_float] * 3, _int, *[_float] * 3), Rule
)


@intrinsic
def _prefetch(context, array, index):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Ask the memory for the line that holds an element, counted in storage order; never waits."""

    def generate(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        values = context.make_array(signature.args[0])(context, builder, arguments[0])
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        pointer = builder.bitcast(builder.gep(values.data, [arguments[1]]), byte)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        function = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        builder.call(function, [pointer, number(0), number(2), number(1)])

    return types.void(array, types.intp), generate


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
def _row_at(position, keys, rule, n_rows):  # type: ignore[no-untyped-def]
    x = np.uint64(position)
    if rule.with_replacement:
        x = _mix64(keys[0] + x * _GOLDEN) >> np.uint64(11)
        return np.int64(np.float64(x) * 2.0**-53 * np.float64(n_rows))
    while True:
        for i in range(ROUNDS):
            x = ((x + keys[2 * i]) * keys[2 * i + 1]) & rule.order_mask
            x = x ^ (x >> rule.order_shift)
        if x < np.uint64(n_rows):
            return np.int64(x)


@njit(inline="always")
def _value_and_slope(loss, parameter, output, label):  # type: ignore[no-untyped-def]
    """Loss of one example and its derivative with respect to the output; the codes are those of `losses`."""
    slope = output - label
    value = 0.5 * slope * slope
    if loss == 1:
        value = abs(slope) * parameter
        slope = np.sign(slope) * parameter
    elif loss == 2:
        size = abs(slope)
        inside = min(size, parameter)
        value = inside * (size - 0.5 * inside)
        slope = max(-parameter, min(slope, parameter))
    elif loss == 3:
        mean = math.exp(output)
        value = mean - label * output
        slope = mean - label
    return value, slope


def _run_updates(  # type: ignore[no-untyped-def]
    X, y, of_rows, shift, scale, penalty, largest, numbers, rule, epoch, position, averaged, max_steps
):
    """Up to `max_steps` updates, none after the last epoch.

    The rows of `numbers` are changed in place: the d internal weights and the constant of the shifted,
    scaled model; their velocity; their mean since averaging began; the gradient of the last minibatch's
    loss. `of_rows` holds the weights of the rows, or nothing where all count alike; `penalty` the weight
    decay of each parameter, 0 for the constant. An update that starts from a loss above the limit of the
    rule, or would make a parameter larger than its entry in `largest`, is not applied and ends the call.
    Returns the fields of `update_rule.Progress`.
    """
    n, d = X.shape
    weighted = of_rows.size > 0
    real = X.dtype.type
    theta, velocity, average, gradient = numbers[0], numbers[1], numbers[2], numbers[3]
    weights = np.empty(d, X.dtype)
    sums = np.empty(d, X.dtype)
    pulls = np.empty(d + 1)
    moves = np.empty(d + 1)
    rows = np.empty(_RING + 1, dtype=np.int64)
    keys = np.empty(2 * ROUNDS, dtype=np.uint64)
    line = _LINE_BYTES // X.itemsize
    loss_sum = 0.0
    batch_start = position
    steps = 0
    begun = False
    while steps < max_steps and epoch < rule.epochs:
        if not begun:
            begun = True
            _fill_keys(keys, rule.seed, epoch)
            for i in range(position, min(position + _AHEAD, n)):
                rows[i & _RING] = _row_at(i, keys, rule, n)
        for j in range(d):
            weights[j] = real(theta[j] * scale[j])
            pulls[j] = 0.0
        constant = real(theta[d])
        slope_sum = 0.0
        value_sum = 0.0
        stop = min(position + rule.batch_size, n)
        for first in range(position, stop, _SUMMED):
            for j in range(d):
                sums[j] = real(0.0)
            for i in range(first, min(first + _SUMMED, stop)):
                if i + _AHEAD < n:
                    row = _row_at(i + _AHEAD, keys, rule, n)
                    rows[(i + _AHEAD) & _RING] = row
                    for j in range(0, d, line):
                        _prefetch(X, row * d + j)
                    _prefetch(X, row * d + d - 1)
                    _prefetch(y, row)
                row = rows[i & _RING]
                output = real(0.0)
                for j in range(d):
                    output += weights[j] * (X[row, j] - shift[j])
                value, slope = _value_and_slope(
                    rule.loss, rule.loss_parameter, np.float64(output + constant), np.float64(y[row])
                )
                if weighted:
                    value *= of_rows[row]
                    slope *= of_rows[row]
                value_sum += value
                slope_sum += slope
                pull = real(slope)
                for j in range(d):
                    sums[j] += pull * (X[row, j] - shift[j])
            for j in range(d):
                pulls[j] += sums[j]
        pulls[d] = slope_sum
        share = 1.0 / (stop - position)
        loss = value_sum * share
        rate = rule.learning_rate
        if rule.decay:
            done = epoch + position / n
            rate *= rate_factor(rule.decay, done, rule.epochs, rule.decay_epochs, rule.decay_factor)
        # Comparisons, because the compiler may take `isfinite` of a reordered sum for granted.
        fine = 0
        for j in range(d + 1):
            pulls[j] *= scale[j] * share
            moves[j] = rule.momentum * velocity[j] + (pulls[j] + penalty[j] * theta[j])
            fine += abs(theta[j] - rate * moves[j]) <= largest[j]
        if fine <= d or not loss <= rule.loss_limit:
            return steps, epoch, position, batch_start, averaged, loss_sum, True
        for j in range(d + 1):
            gradient[j] = pulls[j]
            velocity[j] = moves[j]
            theta[j] -= rate * moves[j]
        if epoch >= rule.average_after:
            averaged += 1
            if averaged == 1:
                average[:] = 0.0
            for j in range(d + 1):
                average[j] += (theta[j] - average[j]) / averaged
        else:
            averaged = 0
        loss_sum += loss
        steps += 1
        batch_start = position
        position = stop
        if position == n:
            position = 0
            epoch += 1
            begun = False
    return steps, epoch, position, batch_start, averaged, loss_sum, False


@cache
def update_loop(precision: str) -> Any:
    """`_run_updates` compiled for rows of this precision.

    Cached on disk by `sealed_cache`, or only in memory where no folder is writable.
    """
    real = types.float32 if precision == "float32" else types.float64
    matrix, column = (types.Array(real, k, "C", readonly=True) for k in (2, 1))
    numbers, fixed = types.Array(_float, 2, "C"), types.Array(_float, 1, "C", readonly=True)
    progress = types.Tuple((_int, _int, _int, _int, _int, _float, _bool))
    rows = (matrix, column, column, column, column)
    place_and_steps = (_int, _int, _int, _int)
    signature = progress(*rows, fixed, fixed, numbers, _RULE, *place_and_steps)
    options = {"nogil": True, "fastmath": {"reassoc", "contract", "nsz"}, "error_model": "numpy"}
    loop = njit(**options)(_run_updates)
    loop._cache = cache_of(_run_updates)
    loop.compile(signature)
    loop.disable_compile()
    return loop
