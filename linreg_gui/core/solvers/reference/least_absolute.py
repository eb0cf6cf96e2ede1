"""The least mean absolute error, with a penalty or without: a corner, which goes through some of the rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray
from linreg_gui.core.problem import ProblemError, ProblemKind

from .frame import Frame
from .interior import Interior
from .minimisers import Minimisers, other_minimisers
from .working_rows import by_working_rows

# With a penalty so many more rows than parameters are still made exact.
_MORE_ROWS = 100
_CORRECTIONS = 3
# A pull or a residual beyond its bound by no more is rounding.
_ROUNDING = 1e-9
# A residual below this share of the label’s spread is none.
_MET = 1e-13


@dataclass(frozen=True, eq=False)
class LeastAbsolute:
    """Parameters of a frame, through how many rows they go, all minimisers if there are more, and steps."""

    theta: FloatArray
    rows: int
    others: Minimisers | None
    steps: int


def least_absolute(frame: Frame) -> LeastAbsolute:
    """The least mean absolute error plus the penalty of the frame.

    An interior-point method tells which rows it goes through, and from these it is worked out exactly.

    Raises
    ------
    ProblemError
        If the numbers leave no digits to come near to it.
    """
    near = by_working_rows(frame, 1.0, 0.0)
    if not near.found:
        raise ProblemError(
            "The least mean absolute error could not be found: the numbers leave it too few digits.",
            ProblemKind.NO_SOLUTION,
        )
    # Of the two numbers of each row whose product is next to nothing, the smaller one is 0.
    through = near.beyond <= near.room * frame.label_size
    theta = _corrected(frame, near, through)
    slack = np.copysign(np.maximum(_beyond(frame, theta, near), 0.0), near.pull)
    others = other_minimisers(frame, theta, through, slack)
    met = through | (np.abs(slack) <= _MET * frame.label_size)
    shown = theta if others is None else others.theta
    return LeastAbsolute(shown, int(np.count_nonzero(met)), others, near.steps)


def _beyond(frame: Frame, theta: FloatArray, near: Interior) -> FloatArray:
    """Residuals, each with the sign its row pulls with."""
    return np.sign(near.pull) * (frame.labels - frame.outputs(theta))


def _corrected(frame: Frame, near: Interior, through: BoolArray) -> FloatArray:
    """The parameters for which these rows have no residual and the pulls of all are in balance."""
    chosen = np.flatnonzero(through)
    z, k = frame.rows(chosen), frame.n_parameters
    theta, y = near.theta, frame.labels[chosen]
    if not frame.root.size:
        for _ in range(_CORRECTIONS):
            theta = theta + np.linalg.lstsq(z, y - z @ theta, rcond=None)[0]
        return theta
    if len(chosen) > k + _MORE_ROWS:
        return theta
    penalty = frame.n_rows * (frame.root.T @ frame.root)
    matrix = np.zeros((k + len(chosen), k + len(chosen)))
    matrix[:k, :k], matrix[:k, k:], matrix[k:, :k] = penalty, -z.T, z
    scale = np.sqrt(np.maximum(np.abs(matrix).max(axis=1), np.finfo(float).tiny))
    pulls = near.pull[through]
    others = frame.sums(np.where(through, 0.0, np.sign(near.pull)))
    for _ in range(_CORRECTIONS):
        lacking = np.concatenate([others + z.T @ pulls - penalty @ theta, y - z @ theta])
        move = np.linalg.lstsq(matrix / np.outer(scale, scale), lacking / scale, rcond=None)[0] / scale
        theta, pulls = theta + move[:k], pulls + move[k:]
    kept = np.abs(pulls) <= 1.0 + _ROUNDING
    signs = _beyond(frame, theta, near)[~through] >= -_ROUNDING * frame.label_size
    return theta if kept.all() and signs.all() else near.theta
