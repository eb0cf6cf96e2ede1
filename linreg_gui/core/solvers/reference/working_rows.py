"""The interior-point method for many rows: with those alone that may change sides, while the others pull.

A sample tells which may; where it was wrong these rows come in, too.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from .frame import Frame
from .interior import Interior, by_interior_point

# With fewer values it is not worth while.
_MANY_VALUES = 1_000_000
# Rows that may change sides, in units of the spread of a sample’s outputs, and how many of them at most.
_REACH, _MOST = 4.0, 0.5


def sample_size(frame: Frame) -> int:
    """Rows of a sample after which about as many rows are in doubt; 0 where all are to be taken at once."""
    n, p = frame.n_rows, frame.n_parameters
    size = int(2.0 * (n * n * p) ** (1.0 / 3.0))
    return size if n * p > _MANY_VALUES and size < n // 4 else 0


def of_a_sample(frame: Frame, threshold: float, bend: float, size: int) -> Interior:
    """The answer for some of the rows."""
    part = frame.part(frame.design.data.display_sample(size))
    penalty = part.n_rows * (frame.root.T @ frame.root)
    return by_interior_point(part, threshold, bend, penalty, np.zeros(frame.n_parameters))


def by_working_rows(frame: Frame, threshold: float, bend: float) -> Interior:
    """As `by_interior_point` finds it with all rows."""
    n, penalty = frame.n_rows, frame.n_rows * (frame.root.T @ frame.root)
    nothing = np.zeros(frame.n_parameters)
    size, steps = sample_size(frame), 0
    if size:
        near = of_a_sample(frame, threshold, bend, size)
        steps = near.steps
        residual = frame.labels - frame.outputs(near.theta)
        side, distance = np.sign(residual), np.abs(residual) - bend * threshold
        least = int(n * _REACH * math.sqrt(frame.n_parameters / size))
        working = distance <= np.partition(distance, least)[least] if least < n else np.ones(n, dtype=bool)
        while np.count_nonzero(working) < _MOST * n:
            others = frame.sums(np.where(working, 0.0, threshold * side))
            chosen = np.flatnonzero(working)
            near = by_interior_point(frame.part(chosen), threshold, bend, penalty, others)
            steps += near.steps
            if not near.found:
                break
            distance = side * (frame.labels - frame.outputs(near.theta)) - bend * threshold
            wrong = ~working & ~(distance >= 0.0)
            if not wrong.any():
                pull, room = threshold * side, np.zeros(n)
                pull[chosen], room[chosen], distance[chosen] = near.pull, near.room, near.beyond
                return Interior(near.theta, pull, room, distance, steps, True)
            working |= wrong
    near = by_interior_point(frame, threshold, bend, penalty, nothing)
    return replace(near, steps=steps + near.steps)
