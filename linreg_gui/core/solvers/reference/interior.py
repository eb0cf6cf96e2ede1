"""An interior-point method for losses with straight ends: how near each row is to where its loss bends.

What it finds is right to some ten digits, and tells which rows lie inside and which on either side; others
make it exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.cancellation import check_wanted

from .frame import Frame

_EPS = float(np.finfo(np.float64).eps)
_MOST_STEPS = 60
# A step goes this share of the way to where one of the positive numbers would be 0.
_SHARE = 0.9995
# What is left of the distance from the least sum, beside the first one.
_ENOUGH = 1e-14
# A step that leaves more of the sum of the products is not taken; none is shorter than this share of one.
_GOOD, _SHORTEST = 0.9, 1e-6
_FIRST_MARGIN = 0.1
_MOST_IN_VAIN = 5
# What may be left of the sum of the products, beside the first one; and of all pulls, in pulls of one row.
_RIGHT, _BALANCED = 1e-9, 1e-3


@dataclass(frozen=True, eq=False)
class Interior:
    """Parameters θ of a frame, and for each row its pull and how far it lies beyond the bend of its loss.

    Attributes
    ----------
    theta : array, shape (k + 1,)
    pull : array, shape (n,)
        −slope of the loss, within ± the threshold.
    room : array, shape (n,)
        Threshold less the size of the pull, with digits of its own.
    beyond : array, shape (n,)
        How far the residual is out of the part of the loss that bends; about 0 within it.
    steps : int
    found : bool
        Whether this is the least sum; not so where rows that are not in the frame pull without end.
    """

    theta: FloatArray
    pull: FloatArray
    room: FloatArray
    beyond: FloatArray
    steps: int
    found: bool


def by_interior_point(
    frame: Frame, threshold: float, bend: float, penalty: FloatArray, others: FloatArray
) -> Interior:
    """The least sum of losses whose slope follows the residual r as r / bend, within ± the threshold.

    Parameters
    ----------
    frame : Frame
    threshold : float
        Steepest slope.
    bend : float
        1 for the Huber loss; 0, with a threshold of 1, for the absolute error.
    penalty : array, shape (k + 1, k + 1)
        P of the penalty ½θᵀPθ beside the sum.
    others : array, shape (k + 1,)
        Σ pull·[1 | z] of rows that are not in the frame, whose pull is known.

    Notes
    -----
    Mehrotra's predictor and corrector for r = bend·u + s₊ − s₋ with s₊(threshold − u) = s₋(threshold + u) = 0
    and Σ u·[1 | z] = Pθ, as in Portnoy and Koenker (1997), "The Gaussian hare and the Laplacian tortoise".
    """
    here = best = _State.first(frame, threshold)
    first = least = best.gap
    steps = in_vain = 0
    balanced = not others.any()
    # On its way the sum of the products may rise now and then; in the end only rounding lets it.
    while least > _ENOUGH * first and steps < _MOST_STEPS and in_vain < _MOST_IN_VAIN:
        check_wanted()
        here = _step(frame, here, bend, penalty, others)
        left = np.abs(others + frame.sums(here.pull) - penalty @ here.theta).max()
        steps, in_vain = steps + 1, in_vain + int(balanced)
        if left <= _BALANCED * threshold and (here.gap < least or not balanced):
            best, least, in_vain, balanced = here, here.gap, 0, True
    up = best.pull > 0.0
    room, beyond = np.where(up, best.to_top, best.to_bottom), np.where(up, best.above, best.below)
    return Interior(best.theta, best.pull, room, beyond, steps, balanced and least <= _RIGHT * first)


@dataclass(frozen=True, eq=False)
class _State:
    """The unknowns; the last four are positive, and each product of two neighbours is to become 0."""

    theta: FloatArray
    pull: FloatArray
    above: FloatArray
    to_top: FloatArray
    below: FloatArray
    to_bottom: FloatArray

    @classmethod
    def first(cls, frame: Frame, threshold: float) -> _State:
        """The median of the labels, and no row near to anything."""
        theta = np.zeros(frame.n_parameters)
        theta[0] = np.median(frame.labels)
        r = frame.labels - theta[0]
        margin = _FIRST_MARGIN * float(np.abs(r).mean())
        zeros, sides = np.zeros(len(r)), np.full(len(r), threshold)
        above, below = np.maximum(r, 0.0) + margin, np.maximum(-r, 0.0) + margin
        return cls(theta, zeros, above, sides, below, sides)

    @property
    def gap(self) -> float:
        """The sum of the products: how far the sum of the losses is from the least one."""
        return float(np.sum(self.above * self.to_top + self.below * self.to_bottom))

    def moved(self, by: _State, share: float) -> _State:
        """The state after a share of a change."""
        names = ("theta", "pull", "above", "to_top", "below", "to_bottom")
        return _State(*(getattr(self, name) + share * getattr(by, name) for name in names))

    def reach(self, by: _State) -> float:
        """How many times a change can be added until one of the positive numbers is 0."""
        names = ("above", "to_top", "below", "to_bottom")
        return min(_reach(getattr(self, name), getattr(by, name)) for name in names)


def _step(frame: Frame, state: _State, bend: float, penalty: FloatArray, others: FloatArray) -> _State:
    """A Newton step towards products that are 0, then one that also heeds what the first neglects."""
    inverse = np.asarray(1.0 / (bend + state.above / state.to_top + state.below / state.to_bottom))
    products, pulls = frame.products(inverse, state.pull)
    matrix, lacking = products + penalty, others + pulls - penalty @ state.theta
    # Where the loss is flat nothing is left of some directions, in which nothing need be done.
    scale = 1.0 / np.sqrt(np.diag(matrix))
    sizes, directions = np.linalg.eigh(matrix * np.outer(scale, scale))
    sizes = np.where(sizes > _EPS * sizes[-1], sizes, np.inf)
    rest = np.asarray(frame.labels - frame.outputs(state.theta) - bend * state.pull)

    def change(up: FloatArray, down: FloatArray) -> _State:
        """That for which the products become such numbers times their second factors."""
        aim = rest - up + down
        wanted = scale * (lacking + frame.sums(inverse * aim))
        move = scale * (directions @ ((directions.T @ wanted) / sizes))
        pull = np.asarray(inverse * (aim - frame.outputs(move)))
        above = up - state.above + state.above / state.to_top * pull
        below = down - state.below - state.below / state.to_bottom * pull
        return _State(move, pull, above, -pull, below, pull)

    nothing, mean = np.zeros(len(rest)), state.gap / (2 * len(rest))
    ahead = change(nothing, nothing)
    aimed = (state.moved(ahead, min(1.0, state.reach(ahead))).gap / state.gap) ** 3 * mean
    up = (aimed + ahead.above * ahead.pull) / state.to_top
    down = (aimed - ahead.below * ahead.pull) / state.to_bottom
    whole = change(up, down)
    new = state.moved(whole, min(1.0, _SHARE * state.reach(whole)))
    if new.gap <= _GOOD * state.gap:
        return new
    # What is neglected may be more than the rest: half the way to equal products is a way down from anywhere.
    half = change(0.5 * mean / state.to_top, 0.5 * mean / state.to_bottom)
    share = min(1.0, _SHARE * state.reach(half))
    while state.moved(half, share).gap > (1.0 - 0.1 * share) * state.gap and share > _SHORTEST:
        share *= 0.5
    return state.moved(half, share)


def _reach(values: FloatArray, changes: FloatArray) -> float:
    shrinking = changes < 0.0
    return float(np.min(values[shrinking] / -changes[shrinking], initial=np.inf))
