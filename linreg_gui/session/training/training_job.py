"""The worker's side of training: advance in short slices, leave pictures in a mailbox, take new settings."""

from __future__ import annotations

import enum
import math
import time
from collections import deque
from dataclasses import dataclass, fields, replace

from linreg_gui.core.fitting.analysis import DeviceFor, on_cpu
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.noise import NoiseSummary
from linreg_gui.core.problem import Problem
from linreg_gui.core.solvers.sgd.config import FIXED
from linreg_gui.core.solvers.sgd.loops.numba_compiling import compiled_loop
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig, Snapshot
from linreg_gui.session.job_thread import Mailbox, Stop

from .loss_history import LossPoint
from .pace import Pace
from .stop_watch import StopWatch

_SLICE_SECONDS = 0.005
_PICTURE_SECONDS = 0.025
LONGEST_SLEEP = 0.01
_MEASURED_AT_ONCE = 0.002
_MEASURINGS = 5
# A run is recorded at about this many steps, more densely in its beginning.
_POINTS_PER_RUN = 1000


class Phase(enum.Enum):
    """Whether a job is at work."""

    IDLE = "idle"
    RUNNING = "running"
    STOPPING = "stopping"


@dataclass(frozen=True, eq=False)
class Picture:
    """Everything the window draws of one state of a run.

    Attributes
    ----------
    snapshot : Snapshot
    distance : float
        From the exact solution, see `Objective.distance`; NaN without one.
    standard_errors_off : float
        See `LossSurface.standard_errors_off`; NaN where there are no standard errors.
    noise : NoiseSummary
    examples_per_second : float
        Rows visited per second since the start or the last change of speed; 0 where nothing was done.
    backend : str
        What computed it.
    failure : Problem or None
        Why the GPU has given up in this run.
    """

    snapshot: Snapshot
    distance: float
    standard_errors_off: float
    noise: NoiseSummary
    examples_per_second: float
    backend: str = "numpy"
    failure: Problem | None = None


class End(enum.Enum):
    """Why a job came back."""

    STOPPED = "stopped"
    REACHED = "reached"
    FINISHED = "finished"
    RULED = "ruled"
    DIVERGED = "diverged"


def picture_of(objective: Objective, snapshot: Snapshot, examples_per_second: float = 0.0) -> Picture:
    """Prepare one state for drawing."""
    stands = objective.standing(snapshot)
    return Picture(snapshot, stands.distance, stands.standard_errors_off, stands.noise, examples_per_second)


def start_of(objective: Objective, sgd: Sgd) -> tuple[Picture, LossPoint]:
    """What there is to see before the first update."""
    picture = picture_of(objective, sgd.snapshot())
    return picture, LossPoint(0, 0.0, math.nan, 0, *losses_of(objective, picture.snapshot), 0.0)


def losses_of(objective: Objective, state: Snapshot) -> tuple[float, float]:
    """The mean losses of a state over all rows, and over those that are held out."""
    model = state.weights, state.bias, state.bias_rest, state.centred
    return objective.mean_loss(*model), objective.validation_loss(*model)


class TrainingJob:
    """One run of a solver up to a step, to be called in a thread as ``job(stop)``.

    Parameters
    ----------
    objective, sgd
        What is minimised, and by what; nobody else touches ``sgd`` until the job has come back.
    target : int or None
        Step to reach, earlier ones by seeking back; None for the end of the last epoch.
    pace : Pace
        How many updates are due.
    new_configs : Mailbox of SgdConfig
        Settings to be used from the next update on.
    device_for : callable
        Tells what computes.
    first : int, optional
        The step to begin at, one that the run has been at.
    spent : float
        Seconds that its updates have taken to compute until now.
    watch : StopWatch, optional
        Tells whether a rule ends the run.
    """

    def __init__(
        self,
        objective: Objective,
        sgd: Sgd,
        target: int | None,
        pace: Pace,
        new_configs: Mailbox[SgdConfig],
        device_for: DeviceFor = on_cpu,
        first: int | None = None,
        spent: float = 0.0,
        watch: StopWatch | None = None,
    ) -> None:
        self.points: Mailbox[LossPoint] = Mailbox()
        self.pictures: Mailbox[Picture] = Mailbox()
        self._objective = objective
        self._sgd = sgd
        self._target = target
        self._pace = pace
        self._new_configs = new_configs
        self._device_for = device_for
        self._first = first
        self._spent = spent
        self.rest = 0.0  # seconds until updates are due
        self.watch = watch
        self._slice = 1
        self._last_picture = time.monotonic()
        self._counted_rate = pace.rate
        self._counted_since = self._last_picture
        self._examples = 0
        self._updates = 0  # since the last point of the loss curve
        self._seen, self._seen_loss = 0, 0.0  # those of them that a picture was made of, and their losses
        self._measured_at = 0.0  # when losses were last worked out
        self._measurings = deque([0.0] * _MEASURINGS, _MEASURINGS)  # how long it took lately

    def __call__(self, stop: Stop) -> End:
        """Advance until the target, the end, divergence or a request to stop."""
        device = self._device_for(self._objective.analysis.data, self._sgd.config)
        if device.name != self._sgd.backend:
            self._sgd.use(device)
        if self._first is not None:
            self._sgd.seek(self._first)
        elif self._target is not None and self._target < self._sgd.step:
            self._sgd.seek(self._target)
        if self.watch is not None:
            self.watch.go_on(self._sgd)
        end = None
        while end is None:
            end = self.turn(stop)
            if self.rest:
                time.sleep(min(self.rest, LONGEST_SLEEP))
            if time.monotonic() - self._last_picture >= _PICTURE_SECONDS or end is not None:
                self._leave_picture()
        return end

    def turn(self, stop: Stop) -> End | None:
        """Make those updates of one slice that are due; why that was the last one, if it was."""
        self._take_new_configs()
        end = self._end(stop)
        if end is None:
            self._advance()
        elif self._updates:
            self._leave_point()
        return end

    def hurry(self) -> None:
        """Go on as fast as possible, whatever the chosen speed; called from the GUI thread."""
        self._pace = Pace()

    def follow(self, objective: Objective) -> None:
        """Stand beside another exact solution from now on; called from the GUI thread."""
        self._objective = objective

    def _end(self, stop: Stop) -> End | None:
        sgd = self._sgd
        if sgd.diverged:
            return End.DIVERGED
        if sgd.finished:
            return End.FINISHED
        if self.watch is not None and self.watch.ending is not None:
            return End.RULED
        if self._target is not None and sgd.step >= self._target:
            return End.REACHED
        return End.STOPPED if stop() else None

    def _advance(self) -> None:
        sgd = self._sgd
        left = sgd.steps_left if self._target is None else self._target - sgd.step
        # The first steps change most, so they are recorded most densely.
        most = max(1, min(left, self._slice, sgd.step // 100, (sgd.step + sgd.steps_left) // _POINTS_PER_RUN))
        if sgd.backend != "numpy" and self._pace.rate is None and sgd.step >= sgd.stretch:
            # A GPU is at its best from one state that is kept to the next.
            most = min(left, sgd.whole_stretches(most))
        due = self._pace.take(most)
        self.rest = 0.0 if due else self._pace.seconds_left()
        if due == 0:
            return
        start = time.perf_counter()
        done = self._advance_by(due)
        seconds = time.perf_counter() - start
        self._spent += seconds
        if done == self._slice and seconds < 0.5 * _SLICE_SECONDS:
            self._slice *= 2
        elif seconds > 1.5 * _SLICE_SECONDS:
            self._slice = max(1, self._slice // 2)
        if done:
            self._examples += done * sgd.config.batch_size
            self._updates += done
            # A loss that passes over many rows takes no more than half of the time. That the machine was busy
            # once is no reason to leave out the beginning of a curve.
            takes, rest = min(self._measurings), time.perf_counter() - self._measured_at
            if takes < _MEASURED_AT_ONCE or rest >= takes:
                self._leave_point()

    def _advance_by(self, due: int) -> int:
        """So many updates, or fewer where the run ends; the rules look at it at the end of every epoch."""
        sgd, watch = self._sgd, self.watch
        if watch is None:
            return sgd.advance(due)
        watch.read(self._objective)
        start, target, done = sgd.step, sgd.step + due, 0
        while sgd.step < target and not (sgd.diverged or sgd.finished):
            sgd.advance(min(target - sgd.step, watch.steps_until_look(sgd)))
            done = sgd.step - start
            if not (sgd.diverged or sgd.finished) and watch.ends(sgd, self._objective):
                break
        return done

    def _leave_point(self) -> None:
        start = time.perf_counter()
        state = self._sgd.snapshot(with_rows=False)
        mean = state.minibatch_loss
        if self._seen:
            unseen = self._updates - self._seen
            mean = (self._seen_loss + (mean * unseen if unseen else 0.0)) / self._updates
        losses = losses_of(self._objective, state)
        self.points.put(LossPoint(state.step, state.epoch, mean, self._updates, *losses, self._spent))
        self._updates, self._seen, self._seen_loss = 0, 0, 0.0
        self._measured_at = time.perf_counter()
        self._measurings.append(self._measured_at - start)

    def _leave_picture(self) -> None:
        self._last_picture = time.monotonic()
        state = self._sgd.snapshot()
        if self._updates > self._seen:
            self._seen_loss += state.minibatch_loss * (self._updates - self._seen)
            self._seen = self._updates
        picture = picture_of(self._objective, state, self._examples_per_second())
        self.pictures.put(replace(picture, backend=self._sgd.backend, failure=self._sgd.notice))

    def _examples_per_second(self) -> float:
        """Since the start, or since the speed was changed."""
        rate = self._pace.rate
        if rate != self._counted_rate:
            self._counted_rate = rate
            self._counted_since = self._last_picture
            self._examples = 0
        # The update done at the very start counts for the whole tick that follows it.
        tick = 0.0 if rate is None else 1.0 / rate
        return self._examples / max(self._last_picture - self._counted_since + tick, 1e-9)

    def _take_new_configs(self) -> None:
        for config in self._new_configs.drain():
            apply_config(self._sgd, config)


def prepare(_: Stop) -> None:
    """Compile the loop, or fetch it from the cache of an earlier start, before it is needed."""
    compiled_loop("float64").compile()


def starts_over(config: SgdConfig, old: SgdConfig) -> bool:
    """Whether a setting differs that belongs to a whole run, but for the start of the next one.

    So does the loss, which its curve is of.
    """
    names = [name for name in FIXED if name != "start"]
    return config.loss != old.loss or any(getattr(config, name) != getattr(old, name) for name in names)


def changes_run(config: SgdConfig, old: SgdConfig) -> bool:
    """Whether a setting differs that can be changed in mid-run."""
    return any(getattr(config, name) != getattr(old, name) for name in _changeable())


def apply_config(sgd: Sgd, config: SgdConfig) -> None:
    """Use other settings from the next update on; those of a whole run stay."""
    sgd.change(**{name: getattr(config, name) for name in _changeable()})


def _changeable() -> list[str]:
    return [field.name for field in fields(SgdConfig) if field.name not in FIXED]
