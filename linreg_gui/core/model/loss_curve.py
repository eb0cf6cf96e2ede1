"""A recorded loss curve, smoothed, and where its points lie on the axes that show different things of it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from linreg_gui.core.arrays import FloatArray, quiet_overflow

# The smoothed line is the mean over this share of the updates so far, and over so many points at least.
SMOOTHED_SHARE = 0.1
_SMOOTHED_POINTS = 5
# A loss that is nearer to the least one than so many units in its last place is not told from it.
_ROUNDING = 8.0 * float(np.finfo(np.float64).eps)
# No update takes less to compute.
_LEAST_SECONDS = 1e-7
# Beyond, a plot cannot say how wide its range is.
LARGEST_PLACE = 1e300
# Losses of other runs are drawn up to so many times the loss at their start.
_FAR_ABOVE = 1.5
# On a logarithmic axis step 0 stands where 0.1 would: no step lies between.
START_PLACE = -1.0


class LossAxis(enum.Enum):
    """What the height of a loss curve is."""

    LINEAR = "linear"
    LOGARITHMIC = "logarithmic"
    ABOVE_OPTIMUM = "above the optimum"  # on a logarithmic axis


class ProgressAxis(enum.Enum):
    """What the points of a loss curve are drawn along."""

    STEPS = "step"
    EPOCHS = "epoch"
    EXAMPLES = "examples visited"
    SECONDS = "seconds of computing"


class LossCurve(NamedTuple):
    """Arrays of one length, a point each; NaN where there is no such loss.

    ``minibatch`` is the mean over the minibatches since the point before, ``smoothed`` a mean over more of
    them, ``training`` the loss over all rows trained on and ``validation`` that over those held out;
    ``seconds`` is what the updates took to compute until then.
    """

    step: FloatArray
    epoch: FloatArray
    minibatch: FloatArray
    training: FloatArray
    validation: FloatArray
    smoothed: FloatArray
    seconds: FloatArray = np.empty(0)

    @property
    def is_validated(self) -> bool:
        """Whether there are rows that are held out."""
        return bool(np.isfinite(self.validation).any())


@dataclass(frozen=True, eq=False)
class RunCurve:
    """One of several curves in a plot.

    Attributes
    ----------
    key : int
        What whoever shows it knows the run by.
    name : str
    look : int
        Which colour and dash, see `Run.look`.
    shown : bool
        Whether it is drawn, or only named.
    sentence : str
        What there is to be told of it.
    curve : LossCurve
    """

    key: int
    name: str
    look: int
    shown: bool
    sentence: str
    curve: LossCurve


def progress(curve: LossCurve, axis: ProgressAxis, n_rows: int) -> FloatArray:
    """How far a run had come at each point, never less than before; NaN where nobody knows.

    Parameters
    ----------
    curve : LossCurve
    axis : ProgressAxis
    n_rows : int
        Rows that are trained on: as many are visited in an epoch.
    """
    if axis is ProgressAxis.SECONDS:
        return curve.seconds if curve.seconds.size == curve.step.size else np.full(curve.step.shape, np.nan)
    if axis is ProgressAxis.EPOCHS:
        return curve.epoch
    return curve.step if axis is ProgressAxis.STEPS else curve.epoch * n_rows


def smoothed(steps: FloatArray, losses: FloatArray, updates: FloatArray) -> FloatArray:
    """Mean loss of the minibatches among the last tenth of the updates up to each point.

    Parameters
    ----------
    steps : array, shape (points,)
        Ascending.
    losses : array, shape (points,)
        Mean loss of the minibatches since the point before.
    updates : array, shape (points,)
        How many minibatches those are.

    Returns
    -------
    array, shape (points,)
        NaN where there was no minibatch.
    """
    count = steps.size
    if not count:
        return np.empty(0)
    at = np.arange(count)
    first = np.searchsorted(steps, (1.0 - SMOOTHED_SHARE) * steps, side="right")
    first = np.minimum(first, np.maximum(at - _SMOOTHED_POINTS + 1, 0))
    # Every window is summed by itself: differences of running sums would lose losses that are much smaller
    # than the first ones.
    edges = np.column_stack([first, at + 1]).ravel()
    with quiet_overflow():
        weighted = np.where(updates > 0.0, losses * updates, 0.0)
        total = np.add.reduceat(np.append(weighted, 0.0), edges)[::2]
        weight = np.add.reduceat(np.append(updates, 0.0), edges)[::2]
        mean = np.full(count, np.nan)
        np.divide(total, weight, out=mean, where=weight > 0.0)
        return mean


def above(losses: FloatArray, least: float) -> FloatArray:
    """How far losses lie above the least one; NaN where rounding hides it."""
    with quiet_overflow():
        gap = losses - least
    known = np.isfinite(gap) & (gap > _ROUNDING * abs(least))
    return np.where(known, gap, np.nan)


def heights(losses: FloatArray, axis: LossAxis, least: float | None) -> FloatArray:
    """Where losses are drawn; NaN, which is not drawn, where the axis has no place for them."""
    if axis is LossAxis.LINEAR:
        return np.where(np.abs(losses) <= LARGEST_PLACE, losses, np.nan)
    if axis is LossAxis.ABOVE_OPTIMUM and least is not None:
        losses = above(losses, least)
    good = np.isfinite(losses) & (losses > 0.0)
    return np.log10(losses, out=np.full(losses.shape, np.nan), where=good)


def run_heights(losses: FloatArray, axis: LossAxis, least: float | None, start: float) -> FloatArray:
    """Where the losses of a run beside the present one are drawn; NaN from where it is far above its start.

    A run that has diverged would leave no room for the others.
    """
    with quiet_overflow():
        far = _FAR_ABOVE * start if np.isfinite(start) else LARGEST_PLACE
        return heights(np.where(losses <= far, losses, np.nan), axis, least)


def step_places(steps: FloatArray, *, logarithmic: bool) -> FloatArray:
    """Where steps are drawn."""
    if not logarithmic:
        return steps
    return np.where(steps < 1.0, START_PLACE + steps, np.log10(np.maximum(steps, 1.0)))


def progress_places(values: FloatArray, axis: ProgressAxis, n_rows: int, *, logarithmic: bool) -> FloatArray:
    """Where it is drawn how far a run had come; on a logarithmic axis a start of 0 has a place before all."""
    if not logarithmic or axis in (ProgressAxis.STEPS, ProgressAxis.EXAMPLES):
        return step_places(values, logarithmic=logarithmic)
    least = _LEAST_SECONDS if axis is ProgressAxis.SECONDS else 0.5 / n_rows
    return np.asarray(np.log10(np.fmax(values, least)))


def step_at(place: float, *, logarithmic: bool) -> float:
    """The step that is drawn at a place."""
    if not logarithmic:
        return place
    return place - START_PLACE if place < 0.0 else float(10.0 ** min(place, 300.0))
