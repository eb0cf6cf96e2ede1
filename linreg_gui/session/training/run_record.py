"""A run as a value to be saved, and its loss curve back from there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from linreg_gui.core.arrays import FloatArray, frozen
from linreg_gui.core.project.project import Run
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig

from .loss_history import LossHistory, LossPoint
from .training_job import Picture


def run_of(sgd: Sgd, picture: Picture, config: SgdConfig, history: LossHistory, data: str = "") -> Run:
    """What it takes to repeat a run up to the state that is shown.

    The job at work may be a little ahead of that; ``config`` are the settings of the update after it.
    """
    state = picture.snapshot
    changes, start = sgd.changes, config.start
    config = replace(config, start=changes[0][1].start)
    if [entry for step, entry in changes if step <= state.step][-1] != config:
        changes = (*(entry for entry in changes if entry[0] < state.step), (state.step, config))
    curve = np.array([point for point in history.points if point.step <= state.step], dtype=np.float64)
    diverged = sgd.diverged and sgd.step == state.step
    shape = (-1, len(LossPoint._fields))
    next_start = None if start == config.start else start
    shaped = frozen(curve.reshape(shape))
    return Run(changes, state.step, diverged, state.weights, state.bias, shaped, next_start, data=data)


def history_of(curve: FloatArray) -> LossHistory:
    """The loss curve of a run that was saved."""
    history = LossHistory()
    history.extend(
        LossPoint(int(step), epoch, loss, int(updates), *losses)
        for step, epoch, loss, updates, *losses in curve.tolist()
    )
    return history
