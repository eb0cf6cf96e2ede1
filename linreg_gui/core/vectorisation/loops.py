"""The three tasks one number at a time. Python runs these functions as they are, and Numba compiles them.

Each does the part of its task between two positions, so that a long run can be stopped on the way.
"""

from __future__ import annotations

from collections.abc import MutableSequence, Sequence

from .values import BATCH_SIZE, LEARNING_RATE

Numbers = Sequence[float]


def add_loop(a: Numbers, b: Numbers, c: MutableSequence[float], start: int, stop: int) -> None:
    """c = a + b."""
    for i in range(start, stop):
        c[i] = a[i] + b[i]


def dot_loop(a: Numbers, b: Numbers, total: MutableSequence[float], start: int, stop: int) -> None:
    """Add the products of a and b to the total."""
    result = total[0]
    for i in range(start, stop):
        result += a[i] * b[i]
    total[0] = result


def epoch_loop(
    X: Sequence[Numbers],
    y: Numbers,
    theta: MutableSequence[float],
    pulls: MutableSequence[float],
    start: int,
    stop: int,
) -> None:
    """An update (eq. 3.1.10) for each minibatch of the rows; theta holds the weights and then the bias."""
    d = len(theta) - 1
    for first in range(start, stop, BATCH_SIZE):
        last = min(first + BATCH_SIZE, stop)
        for j in range(d + 1):
            pulls[j] = 0.0
        for i in range(first, last):
            row = X[i]
            error = theta[d] - y[i]
            for j in range(d):
                error += theta[j] * row[j]
            for j in range(d):
                pulls[j] += error * row[j]
            pulls[d] += error
        share = LEARNING_RATE / (last - first)
        for j in range(d + 1):
            theta[j] -= share * pulls[j]
