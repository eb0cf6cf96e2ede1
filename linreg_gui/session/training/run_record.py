"""A run as a value to be saved, and its loss curve back from there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from linreg_gui.core.arrays import FloatArray, frozen
from linreg_gui.core.project.project import Run
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig, Snapshot

from .loss_history import LossHistory, LossPoint
from .training_job import Picture, starts_over


def run_of(sgd: Sgd, picture: Picture, config: SgdConfig, history: LossHistory, data: str = "") -> Run:
    """What it takes to repeat a run up to the state that is shown.

    The job at work may be a little ahead of that; ``config`` are the settings of the update after it.
    """
    state = picture.snapshot
    changes, start = sgd.changes, config.start
    config = replace(config, start=changes[0][1].start)
    last = [entry for step, entry in changes if step <= state.step][-1]
    # Settings that belong to a whole run are those of the run that is about to take its place.
    if config != last and not starts_over(config, last):
        changes = (*(entry for entry in changes if entry[0] < state.step), (state.step, config))
    diverged = sgd.diverged and sgd.step == state.step
    next_start = None if start == config.start else start
    curve = curve_of(history, state.step)
    return Run(changes, state.step, diverged, state.weights, state.bias, curve, next_start, data=data)


def run_made(sgd: Sgd, picture: Picture, history: LossHistory, data: str) -> Run:
    """The same under the settings it had, whatever was chosen for its next update."""
    step = picture.snapshot.step
    config = [entry for at, entry in sgd.changes if at <= step][-1]
    run = run_of(sgd, picture, config, history, data)
    return replace(run, changes=run.made)


def curve_of(history: LossHistory, step: int) -> FloatArray:
    """A loss curve up to a step, as a run keeps it."""
    curve = np.array([point for point in history.points if point.step <= step], dtype=np.float64)
    return frozen(curve.reshape((-1, len(LossPoint._fields))))


def ends_as(run: Run, state: Snapshot) -> bool:
    """Whether a run that was repeated ends to the last bit where it was saved."""
    return state.step == run.step and np.array_equal(state.weights, run.weights) and state.bias == run.bias


def history_of(curve: FloatArray) -> LossHistory:
    """The loss curve of a run that was saved."""
    history = LossHistory()
    history.extend(
        LossPoint(int(step), epoch, loss, int(updates), *losses)
        for step, epoch, loss, updates, *losses in curve.tolist()
    )
    return history


def not_begun(config: SgdConfig) -> Run:
    """The settings of a run on data that allow none."""
    return Run(((0, config),), 0, False, np.empty(0), 0.0)
