"""Newton's method with a line search for the mean of a smooth convex loss, with a penalty on the weights."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from linreg_gui.core.arrays import FloatArray, quiet_overflow
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.model.losses import Loss
from linreg_gui.core.problem import ProblemError, ProblemKind

from .frame import Frame

_EPS = float(np.finfo(np.float64).eps)
_MOST_STEPS = 200
# A step along a line ends where the slope there is less than this share of what it was.
_LEVEL = 0.1
_MOST_TRIALS = 60
# How much of the gradient is added to the curvature, so that a flat loss gives no endless step.
_DAMPING = 1e-4
# The gradient, beside what it is the mean of: where all digits are found, and where enough are.
_EXACT, _ENOUGH = 1e-14, 1e-9
# Rounding makes about this share of an output, in units of `_EXACT`.
_ROUNDING = 4.0 * _EPS / _EXACT


@dataclass(frozen=True, eq=False)
class Point:
    """A mean loss with its penalty, and its derivatives, at some parameters of a frame.

    ``output`` is that of every row, ``size`` the root mean square of what the gradient is the mean of, with
    what rounding makes of it, and ``magnitude`` the mean size of the terms of the value.
    """

    theta: FloatArray
    output: FloatArray
    value: float
    gradient: FloatArray
    hessian: FloatArray
    size: float
    magnitude: float
    steps: int = 0

    @property
    def slope(self) -> float:
        """Length of the gradient."""
        return float(np.linalg.norm(self.gradient))


def minimise(
    frame: Frame,
    loss: Loss,
    start: FloatArray,
    width: float,
    most_steps: int = _MOST_STEPS,
) -> Point:
    """The least mean of a Huber or Poisson loss plus the penalty of the frame.

    Parameters
    ----------
    frame : Frame
    loss : Loss
    start : array, shape (k + 1,)
    width : float
        Change of an output over which the curvature of the loss changes.
    most_steps : int

    Raises
    ------
    ProblemError
        If so many steps do not come near to it, or the numbers leave no digits to.

    Notes
    -----
    Regularised by the gradient Newton's method needs no unique answer (Li, Fukushima, Qi and Yamashita 2004,
    "Regularized Newton methods for convex minimization problems with singular solutions").
    """
    point = _look(frame, loss, start)
    while point.slope > _EXACT * point.size and point.steps < most_steps:
        check_wanted()
        found = _step(frame, loss, point, width)
        if found is None:
            break
        point = replace(found, steps=point.steps + 1)
    if not point.slope <= max(_ENOUGH, _EXACT * frame.condition) * point.size:
        raise ProblemError(
            f"The least mean of the {loss.name} could not be found: the numbers leave it too few digits.",
            ProblemKind.NO_SOLUTION,
        )
    return point


def _look(frame: Frame, loss: Loss, theta: FloatArray) -> Point:
    """Value, gradient and Hessian."""
    n, y, root = frame.n_rows, frame.labels, frame.root
    with quiet_overflow():
        output = frame.outputs(theta)
        values, slopes = loss.values(output, y), loss.slopes(output, y)
        curvatures = loss.curvatures(output, y)
        pulled = root @ theta
        penalty, pull = 0.5 * float(pulled @ pulled), root.T @ pulled
        products, sums = frame.products(curvatures, slopes)
        rounding = math.sqrt(float(np.mean((curvatures * output) ** 2)))
        size = math.sqrt(float(np.mean(slopes**2))) + float(np.linalg.norm(pull)) + _ROUNDING * rounding
        return Point(
            theta,
            output,
            float(values.mean()) + penalty,
            sums / n + pull,
            products / n + root.T @ root,
            size,
            float(np.abs(values).mean()) + penalty,
        )


def _step(frame: Frame, loss: Loss, point: Point, width: float) -> Point | None:
    """A Newton step of a length that suits it; None where rounding lets none help."""
    values, vectors = np.linalg.eigh(point.hessian)
    values = np.maximum(values, 0.0) + _DAMPING * point.slope / width + _EPS * values[-1]
    direction = -vectors @ ((vectors.T @ point.gradient) / values)
    length = _length(frame, loss, point, direction)
    new = _look(frame, loss, point.theta + length * direction)
    better = new.value < point.value
    # Where the value has no digits left to tell, the gradient has.
    if abs(new.value - point.value) <= 16.0 * _EPS * point.magnitude:
        better = new.slope < point.slope
    return new if better else None


def _length(frame: Frame, loss: Loss, point: Point, direction: FloatArray) -> float:
    """How many times the direction to go, until the loss along it is about level; it is convex."""
    output, change = point.output, frame.outputs(direction)
    pulled, pull = frame.root @ point.theta, frame.root @ direction

    def slope(length: float) -> float:
        with quiet_overflow():
            slopes = loss.slopes(output + length * change, frame.labels)
            total = float(np.mean(slopes * change)) + float((pulled + length * pull) @ pull)
        return total if math.isfinite(total) else math.inf

    low = at_low = 0.0
    high = at_high = math.inf
    at_low = first = float(point.gradient @ direction)
    length = 1.0
    for _ in range(_MOST_TRIALS):
        found = slope(length)
        if abs(found) <= -_LEVEL * first:
            break
        if found < 0.0:
            low, at_low = length, found
        else:
            high, at_high = length, found
        if math.isinf(high):
            length = 4.0 * low
        elif math.isinf(at_high):
            length = 0.5 * (low + high)
        else:
            share = at_low / (at_low - at_high)
            length = low + min(max(share, 0.1), 0.9) * (high - low)
    return length
