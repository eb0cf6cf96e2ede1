"""Minibatch stochastic gradient descent (chapter 3.1.1.4), advanced by its caller.

Pace, stopping and recording are the caller's business. The state after a step depends on nothing but
the data and the settings, so every step can be sought again exactly.
"""

from __future__ import annotations

import bisect
import copy
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, frozen, quiet_overflow, whole_number, within_range
from linreg_gui.core.backend.backend import Backend
from linreg_gui.core.backend.backend import backend as open_backend
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.moments import Moments
from linreg_gui.core.problem import Problem
from linreg_gui.core.solvers.sgd.loops.choice import ExchangeableLoop

from .checkpoints import Checkpoints, Place
from .config import FIXED, SgdConfig, Snapshot, check_changes
from .minibatch_order import minibatch_rows
from .next_update import NextUpdate
from .rows import Rows
from .scaling import Scaling, check_data, check_frame, frame_moments, label_frame
from .trail import Trail
from .update_rule import Progress, Rule, update_rule

__all__ = ["Scaling", "Sgd", "SgdConfig", "Snapshot"]

# Rows of the state: internal weights and constant, their velocity, their mean, the last gradient.
_THETA, _VELOCITY, _AVERAGE, _GRADIENT = range(4)


class Sgd:
    """Minibatch SGD on the mean of a loss, from a start on.

    Parameters
    ----------
    data : Dataset
    config : SgdConfig
    backend : "numpy" or "cupy"
        What computes: the CPU, or an NVIDIA GPU. If the GPU fails in mid-run, the CPU goes on from the last
        state, and `notice` says so.
    known : Moments, optional
        Moments of the same dataset, if they are at hand.

    Raises
    ------
    ValueError
        If the backend is unknown.
    ProblemError
        If there is no GPU, the labels do not suit the loss, the numbers cannot be squared, the weight decay
        is too large, or the start does not suit the features or lies too far out.
    """

    def __init__(
        self, data: Dataset, config: SgdConfig, *, backend: str = "numpy", known: Moments | None = None
    ) -> None:
        device = open_backend(backend)
        if not isinstance(config, SgdConfig):
            raise ValueError("The settings of minibatch SGD must be an SgdConfig.")
        check_data(data, config.loss)
        self._moments = frame_moments(data, known)
        self.data = data
        self.scaling = Scaling.of(self._moments, config.standardise, label_frame(config, self._moments))
        self._changes = [(0, config)]
        self._settings = self._loop_settings(config)
        self._place, self.diverged = Place(), False
        self._numbers: FloatArray = np.zeros((4, data.n_features + 1))
        self._numbers[_THETA] = self.scaling.begin(config.start, self._moments, data.has_bias)
        batch_size = min(config.batch_size, data.n_rows)
        self._checkpoints = Checkpoints(self._numbers, batch_size * (data.n_features + 8))
        self._trail = Trail(data.n_features)
        self._loss_sum, self._loss_steps = 0.0, 0
        self._rows = Rows.of(data, self.scaling, config.precision)
        self._loop = ExchangeableLoop(self._rows, frozen(self.scaling.largest(self._moments)))
        self.use(device)

    @property
    def backend(self) -> str:
        """What computes: “numpy” or “cupy”."""
        return self._loop.backend

    @property
    def notice(self) -> Problem | None:
        """Why a GPU gave up in mid-run; None where it did not."""
        return self._loop.notice

    def use(self, device: Backend) -> None:
        """Let another backend make the updates from now on."""
        self._loop.use(device)
        self._checkpoints.widen(self._loop.spacing(self.config.batch_size))

    @classmethod
    def repeat(
        cls, data: Dataset, changes: Sequence[tuple[int, SgdConfig]], *, known: Moments | None = None
    ) -> Sgd:
        """A run at step 0 whose settings will change as those of another run did, see `changes`.

        Raises
        ------
        ValueError
            If the settings do not begin at step 0, or change what belongs to a whole run, see `change`.
        ProblemError
            As the constructor, for any of the settings.
        """
        check_changes(changes)
        sgd = cls(data, changes[0][1], known=known)
        for _, config in changes:
            check_data(data, config.loss)
            check_frame(config, sgd.scaling, sgd._moments)
            sgd._loop_settings(config)
        sgd._changes = list(changes)
        sgd._loop.wait_for_compiled()  # as other loops round otherwise
        return sgd

    def replay(self) -> Sgd:
        """The same run at step 0, to be taken to any state that this one has had, in another thread.

        It starts from the states that this run keeps, keeps none itself, and leaves a GPU to the run. Its
        settings are those the run has had until now: they must not be changed.
        """
        other = self._again(self._checkpoints.to_read())
        other._loop = self._loop.on_host()
        return other

    def draft(self) -> Sgd:
        """For one look ahead: from now on NumPy makes the updates, rounds otherwise, and never waits."""
        other = copy.copy(self)
        other._numbers, other._loop = self._numbers.copy(), self._loop.in_numpy()
        return other

    def branch(self, step: int, states: int = 1024) -> Sgd:
        """A run of its own at step 0, which can be taken to all that this one has been at up to a step.

        From there on it goes its own way, on the CPU, under the settings of the update before. This one may
        go on meanwhile in another thread; of the states that it keeps about so many are taken over.
        """
        other = self._again(self._checkpoints.copied(step, states))
        other._changes = [entry for entry in other._changes if entry[0] < max(1, step)]
        other._trail = other._trail.until(step)
        other._settings = other._loop_settings(other.config)
        other._loop = self._loop.apart()
        other._loop.wait_for_compiled()
        return other

    def kept_before(self, step: int) -> int:
        """The latest step up to this one whose state is kept, so that it is had for nothing."""
        return self._checkpoints.before(step)[0].step

    @property
    def stretch(self) -> int:
        """Updates between two states that are kept, in which a device makes them at its best."""
        return self._checkpoints.spacing

    def whole_stretches(self, most: int) -> int:
        """About so many updates, but at least one, that end where a state is kept."""
        return self.stretch - self.step % self.stretch + most // self.stretch * self.stretch

    @property
    def step(self) -> int:
        """Updates done."""
        return self._place.step

    @property
    def changes(self) -> tuple[tuple[int, SgdConfig], ...]:
        """All settings with the steps from which on they hold, the first at step 0."""
        return tuple(self._changes)

    @property
    def config(self) -> SgdConfig:
        """The settings of the next update."""
        return self._changes[self._change_index(self.step)][1]

    @property
    def finished(self) -> bool:
        """Whether all epochs are done."""
        return self._place.epoch >= self.config.epochs

    @property
    def epochs_done(self) -> int:
        """Whole passes over the data."""
        return self._place.epoch

    @property
    def steps_left(self) -> int:
        """Updates until the end of the last epoch with the current batch size."""
        return self.steps_to_epoch(self.config.epochs)

    def steps_to_epoch(self, epoch: int) -> int:
        """Updates until so many epochs are done with the current batch size; 0 where they are."""
        if self._place.epoch >= epoch:
            return 0
        n, batch_size = self.data.n_rows, self.config.batch_size
        whole = epoch - self._place.epoch - 1
        return whole * math.ceil(n / batch_size) + math.ceil((n - self._place.position) / batch_size)

    def change(self, **settings: Any) -> None:
        """Other settings from the next update on; what was recorded after the current step is forgotten.

        Parameters
        ----------
        settings
            Fields of `SgdConfig`.

        Raises
        ------
        ValueError
            If a setting is out of its range, or is one that belongs to a whole run: the seed, whether to
            standardise, the precision, the start. Or if the Poisson loss, whose labels are never centred, is
            to come into a run of centred ones (in float32, or far from zero), or another loss into a run of
            such.
        """
        config = self.config
        for name in FIXED:
            if settings.get(name, getattr(config, name)) != getattr(config, name):
                raise ValueError(f"The setting “{name}” belongs to a whole run; start another one.")
        new = replace(config, **settings)
        if new == config:
            return
        check_data(self.data, new.loss)
        check_frame(new, self.scaling, self._moments)
        loop_settings = self._loop_settings(new)
        self._changes = [*(entry for entry in self._changes if entry[0] < self.step), (self.step, new)]
        self._checkpoints.forget_after(self.step)
        self._trail = self._trail.until(self.step)
        self._settings = loop_settings
        self.diverged = False

    def advance(self, k: int) -> int:
        """Exactly ``k`` minibatch updates, or fewer at the end or when the next one would diverge.

        Returns
        -------
        int
            Updates done; `diverged` tells whether it stopped because the numbers blew up, the state
            then being the last finite one.

        Raises
        ------
        ValueError
            If ``k`` is not a whole number or negative (`seek` goes back).
        """
        target = self.step + whole_number(k, "The number of updates")
        start = self.step
        while self.step < target and not self.finished and not self.diverged:
            progress = self._run(min(target, self._next_stop()) - self.step)
            self.diverged = progress.diverged
            if progress.steps:
                self._book(progress)
        return self.step - start

    def seek(self, step: int) -> None:
        """Go to the state after ``step`` updates, forward or back, exact to the last bit.

        Raises
        ------
        ValueError
            If ``step`` is not a whole number or negative.
        """
        step = whole_number(step, "The step")
        place, numbers = self._checkpoints.before(step)
        if step < self.step or place.step > self.step:
            before = self.config
            self.diverged = False
            self._place, self._numbers = place, numbers
            if self.config is not before:
                self._settings = self._loop_settings(self.config)
        self.advance(step - self.step)
        self._loss_sum, self._loss_steps = 0.0, 0

    def trail(self, steps: IntArray) -> tuple[FloatArray, FloatArray]:
        """Weights, shape (k, d), and biases, shape (k,), in raw units at ascending steps; left at the last.

        They are those of `snapshot`, which takes several times as long.
        """
        return self._trail.along(steps, self.seek, lambda: self.scaling.raw(self._shown))

    def snapshot(self, *, with_rows: bool = True, restart_mean: bool = True) -> Snapshot:
        """The current state, frozen; faster without the last rows; starts a new mean of losses, or not."""
        weights, bias = self.scaling.raw(theta := self._shown)
        loss = self._loss_sum / self._loss_steps if self._loss_steps else math.nan
        if restart_mean:
            self._loss_sum, self._loss_steps = 0.0, 0
        epoch = self._place.epoch + self._place.position / self.data.n_rows
        gradient = self.scaling.raw_gradient(self._numbers[_GRADIENT])
        rows = self._last_rows(1000 if with_rows else 0)
        numbers = self.step, epoch, frozen(weights), bias, loss, frozen(gradient), frozen(rows)
        return Snapshot(*numbers, self._last_rate(), self.scaling.centred(theta))

    def next_update(self) -> NextUpdate | None:
        """What the next update starts from, which is not made; None after the last epoch."""
        if self.finished:
            return None
        config, place, n = self.config, self._place, self.data.n_rows
        stop = min(place.position + config.batch_size, n)
        taken = self._epoch_rows(config, place.epoch, place.position, stop)
        done = place.epoch + place.position / n
        averages = config.average_after is not None and place.epoch >= config.average_after
        theta, velocity, average = (
            frozen(self._numbers[part].copy()) for part in (_THETA, _VELOCITY, _AVERAGE)
        )
        return NextUpdate(
            step=place.step,
            epoch=done,
            rows=frozen(taken),
            internal=self._rows,
            constant=float(self._rows.y.dtype.type(theta[-1])),
            theta=theta,
            velocity=velocity,
            average=average,
            averaged=place.averaged + 1 if averages else 0,
            config=config,
            learning_rate=config.rate_after(done),
            penalty=self._settings[1],
            scaling=self.scaling,
        )

    @property
    def centred(self) -> tuple[FloatArray, float]:
        """The internal weights in label units, and the mean prediction less the mean label."""
        m, scaling, theta = self._moments, self.scaling, self._shown * self.scaling.label_scale
        at_mean = (m.feature_means - scaling.shift) * scaling.inverse_scale
        return theta[:-1].copy(), float(
            theta[-1] + (scaling.label_shift - m.label_mean) + theta[:-1] @ at_mean
        )

    @property
    def _shown(self) -> FloatArray:
        """The internal parameters, or their mean where they are averaged."""
        return np.asarray(self._numbers[_AVERAGE if self._place.averaged else _THETA])

    def _again(self, kept: Checkpoints) -> Sgd:
        """The same run at step 0."""
        other = copy.copy(self)
        other._checkpoints = kept
        other._place, other._numbers = kept.before(0)
        other._settings = other._loop_settings(other.config)
        other._loss_sum, other._loss_steps, other.diverged = 0.0, 0, False
        return other

    def _run(self, steps: int) -> Progress:
        whole = steps == self.stretch and self.step % self.stretch == 0
        return self._loop.run(self._numbers, *self._settings, self._place, steps, whole)

    def _last_epoch(self) -> int:
        """The epoch the last minibatch belonged to."""
        return self._place.epoch - (1 if self._place.position == 0 and self.step else 0)

    def _last_rows(self, most: int) -> IntArray:
        if self.step == 0 or most == 0:
            return np.empty(0, dtype=np.int64)
        start, n = self._place.batch_start, self.data.n_rows
        stop = min(self._place.position or n, start + most)
        return self._epoch_rows(self._last_config(), self._last_epoch(), start, stop)

    def _epoch_rows(self, config: SgdConfig, epoch: int, start: int, stop: int) -> IntArray:
        n, replacement = self.data.n_rows, config.with_replacement
        return minibatch_rows(n, config.seed, epoch, start, stop, with_replacement=replacement)

    def _last_rate(self) -> float:
        done = self._last_epoch() + self._place.batch_start / self.data.n_rows
        return self._last_config().rate_after(done)

    def _last_config(self) -> SgdConfig:
        """The settings of the last update."""
        return self._changes[max(0, self._change_index(self.step - 1))][1]

    def _change_index(self, step: int) -> int:
        return bisect.bisect_right(self._changes, step, key=lambda entry: entry[0]) - 1

    def _next_stop(self) -> int:
        """The next step at which a checkpoint is due or the settings change."""
        checkpoint = self._checkpoints.next_step(self.step)
        index = self._change_index(self.step) + 1
        return min(checkpoint, self._changes[index][0]) if index < len(self._changes) else checkpoint

    def _book(self, progress: Progress) -> None:
        before = self.config
        self._place = self._place.after(progress)
        self._loss_sum += progress.loss_sum * self.scaling.label_scale**2
        self._loss_steps += progress.steps
        if self.step % self._checkpoints.spacing == 0 and self.step > self._checkpoints.last_step:
            self._checkpoints.add(self._place, self._numbers)
        if self.config is not before:
            self._settings = self._loop_settings(self.config)

    def _loop_settings(self, config: SgdConfig) -> tuple[Rule, FloatArray]:
        """The settings as a loop takes them, and the weight decay of each internal weight."""
        with quiet_overflow():
            penalty = self.scaling.penalty(config.weight_decay)
        rule = update_rule(config, self._moments, self.scaling.label_scale)
        return rule, frozen(within_range(penalty, "weight decay"))
