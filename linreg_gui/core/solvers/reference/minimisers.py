"""All minimisers of a loss with straight ends, where there are more than one, and the middle of them.

They are the points of a polytope: no row that bends the loss may change its output, and no other may come
nearer than where its loss bends.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray
from linreg_gui.core.number_text import number_text
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import joined

from .frame import Frame

# A change of an output below this share of the largest is rounding.
_NOTHING = 1e-12
# Minimisers nearer to each other than this, in units of the label's spread, are the same.
_SAME = 1e-9
_TOLD = 3


@dataclass(frozen=True, eq=False)
class Minimisers:
    """The middle of all minimisers, and what their least and largest raw weights and bias are.

    The middle is the mean of the corners at which a weight or the bias is least or largest; on an edge that
    is the middle between its ends.
    """

    theta: FloatArray
    lowest: FloatArray
    highest: FloatArray

    def sentence(self, frame: Frame) -> str:
        """Which numbers do as well."""
        names = [f"the weight of “{frame.design.data.feature_names[j]}”" for j in frame.design.columns]
        names.append("the bias")
        sizes = np.append(np.linalg.norm(frame.units, axis=1), 1.0) * frame.label_size
        apart = self.highest - self.lowest > _SAME * sizes
        ranges = [
            f"{names[j]} from {number_text(self.lowest[j])} to {number_text(self.highest[j])}"
            for j in np.flatnonzero(apart)[::-1].tolist()
        ]
        told = joined(ranges[:_TOLD])
        more = " and others" if len(ranges) > _TOLD else ""
        together = ", together" if len(ranges) > 1 else ""
        return f"Other answers do as well, with {told}{more}{together}; the middle one is shown."


def other_minimisers(
    frame: Frame, theta: FloatArray, inside: BoolArray, slack: FloatArray
) -> Minimisers | None:
    """All minimisers beside one of them; None where it is the only one.

    Parameters
    ----------
    frame : Frame
    theta : array, shape (k + 1,)
    inside : array of bool, shape (n,)
        Rows whose output is the same at every minimiser.
    slack : array, shape (n,)
        How far the residual of each other row may move towards 0, with the sign of its pull; 0 has one, too.
    """
    if frame.root.size:  # the weights are the same at every minimiser
        free = np.eye(frame.n_parameters)[:, : int(not inside.any())]
    else:
        free = frame.free_directions(inside)
    if not free.shape[1]:
        return None
    outside = ~inside
    moves = np.column_stack([frame.outputs(direction)[outside] for direction in free.T])
    limits = np.abs(slack[outside]) / frame.label_size
    moves *= np.copysign(1.0, slack[outside])[:, None]
    raw = frame.raw() @ free
    ends = _edge(moves[:, 0], limits) if free.shape[1] == 1 else _corners(moves, limits, raw)
    ends *= frame.label_size
    if not np.ptp(ends @ free.T, axis=0).max() > _SAME * frame.label_size:
        return None
    shift = np.zeros(frame.n_parameters)
    shift[-1] = frame.label_shift
    values = ends @ raw.T + frame.raw() @ theta + shift
    return Minimisers(theta + free @ ends.mean(axis=0), values.min(axis=0), values.max(axis=0))


def _edge(moves: FloatArray, limits: FloatArray) -> FloatArray:
    """Both ends along one direction, shape (2, 1)."""
    felt = np.abs(moves) > _NOTHING * np.abs(moves).max()
    lengths = limits[felt] / moves[felt]
    forth, back = lengths[moves[felt] > 0.0], lengths[moves[felt] < 0.0]
    return np.array([[back.max(initial=-np.inf)], [forth.min(initial=np.inf)]])


def _corners(moves: FloatArray, limits: FloatArray, raw: FloatArray) -> FloatArray:
    """Where each of the raw parameters is least and largest, by linear programming; shape (2p, j)."""
    from scipy.optimize import linprog

    rows = np.unique(np.column_stack([moves, limits]), axis=0)
    found = []
    for aim in [*raw, *-raw]:
        size = float(np.abs(aim).max())
        solved = linprog(aim / size if size else aim, rows[:, :-1], rows[:, -1], bounds=(None, None))
        if solved.status or solved.x is None:
            raise ProblemError(
                "The least loss has no end: the numbers leave it too few digits.", ProblemKind.NO_SOLUTION
            )
        found.append(solved.x)
    return np.array(found)
