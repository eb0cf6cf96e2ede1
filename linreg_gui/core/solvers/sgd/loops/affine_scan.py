"""Minibatch SGD on the squared loss, in parallel over time, with the array namespace as an argument.

There an update is an affine map θ ← (I − D) θ + c, and maps in a row are one map: pairs are joined, and pairs
of pairs, and the states in between follow on the way back. Exactly the sequence of updates, to rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, eq=False)
class Scanned:
    """What a stretch of updates came to, as arrays of the namespace.

    Attributes
    ----------
    theta, before : array, shape (k,)
        Internal weights and constant after and before the last update.
    gradient : array, shape (k,)
        Of the last minibatch's loss, taken before its update, without the weight decay.
    losses : array, shape (m,)
        Mean loss of every minibatch, taken before its update.
    largest : array, shape (k,)
        Largest absolute value of every parameter on the way.
    """

    theta: Any
    before: Any
    gradient: Any
    losses: Any
    largest: Any


def scan_updates(xp: Any, Z: Any, y: Any, shares: Any, rates: Any, penalty: Any, theta: Any) -> Scanned:
    """The state after m minibatch updates on the half squared error (eq. 3.1.10).

    Parameters
    ----------
    xp : module
        An array namespace of the standard, such as NumPy or CuPy.
    Z : array, shape (m, b, k)
        Internal features of the rows of every minibatch, the last one 1; all 0 in the rows that a short
        minibatch lacks.
    y : array, shape (m, b)
        Labels, 0 where a row is lacking.
    shares : array, shape (m,)
        1 / |B| of every minibatch.
    rates : array, shape (m,)
        Learning rate of every update.
    penalty : array, shape (k, k)
        Weight decay of every parameter, on the diagonal.
    theta : array, shape (k,)
        The state before.
    """
    scaled = (rates * shares)[:, None]
    transposed = xp.matrix_transpose(Z)
    D = xp.matmul(transposed, Z) * scaled[..., None]
    D = D + rates[:, None, None] * penalty
    c = _applied(xp, transposed, y) * scaled
    after = states_after(xp, D, c, theta)
    before = xp.concat([theta[None, :], after[:-1, :]])
    residuals = _applied(xp, Z, before) - y
    losses = 0.5 * shares * xp.sum(residuals * residuals, axis=1)
    gradient = xp.matmul(transposed[-1, ...], residuals[-1, :]) * shares[-1]
    return Scanned(after[-1, :], before[-1, :], gradient, losses, xp.max(xp.abs(after), axis=0))


def states_after(xp: Any, D: Any, c: Any, start: Any) -> Any:
    """The states after every one of m maps θ ← (I − D) θ + c in a row, shape (m, k).

    D is kept instead of I − D, because its digits would be lost beside 1.

    Parameters
    ----------
    xp : module
    D : array, shape (m, k, k)
    c : array, shape (m, k)
    start : array, shape (k,)
    """
    m = D.shape[0]
    if m == 1:
        return _moved(xp, D, c, start[None, :])
    even = m - m % 2
    D1, D2, c1, c2 = D[0:even:2, ...], D[1:even:2, ...], c[0:even:2, :], c[1:even:2, :]
    joined = D1 + D2 - xp.matmul(D2, D1)
    after_pairs = states_after(xp, joined, _moved(xp, D2, c2, c1), start)
    before_pairs = xp.concat([start[None, :], after_pairs[:-1, :]])
    after_first = _moved(xp, D1, c1, before_pairs)
    states = xp.reshape(xp.stack([after_first, after_pairs], axis=1), (even, start.shape[0]))
    if even < m:
        states = xp.concat([states, _moved(xp, D[even:, ...], c[even:, :], states[-1:, :])])
    return states


def _moved(xp: Any, D: Any, c: Any, theta: Any) -> Any:
    """(I − D) θ + c for as many maps and states."""
    return theta - _applied(xp, D, theta) + c


def _applied(xp: Any, matrices: Any, vectors: Any) -> Any:
    """Matrix times vector for as many of them."""
    return xp.matmul(matrices, vectors[..., None])[..., 0]
