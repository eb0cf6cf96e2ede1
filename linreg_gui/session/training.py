"""One run of minibatch SGD as the window knows it: phase, settings, history, and the jobs that do it."""

from __future__ import annotations

import enum
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from ..core.analysis import Analysis
from ..core.problem import Problem
from ..core.solvers.sgd import Sgd, SgdConfig
from .advice import advised_config, advised_speed, after_divergence
from .job_thread import Jobs, JobThread, Mailbox
from .loss_history import LossHistory, LossPoint
from .pace import Pace
from .training_job import End, Picture, TrainingJob, apply_wish, picture_of

# Pictures and the loss curve take turns, so that no turn of the event loop draws everything.
_TURN_MS = 16
_MOST_PENDING_STEPS = 1000


class Phase(enum.Enum):
    """Whether a job is at work."""

    IDLE = "idle"
    RUNNING = "running"
    STOPPING = "stopping"


class Training(QObject):
    """Trains on one analysis after the other; what an earlier one leaves behind never arrives."""

    phase_changed = Signal(object)  # Phase
    progressed = Signal(object)  # Picture
    history_changed = Signal(object)  # LossHistory
    config_changed = Signal(object)  # SgdConfig
    speed_changed = Signal(object)  # updates per second, or None
    diverged = Signal(object, float)  # Problem, a safe learning rate

    def __init__(self, jobs: Jobs, parent: QObject | None = None, *, pace: Pace | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._pace = pace or Pace()
        self._analysis: Analysis | None = None
        self._sgd: Sgd | None = None
        self._config = SgdConfig()
        self._config_is_suggested = True
        self._history = LossHistory()
        self._thread: JobThread | None = None
        self._job: TrainingJob | None = None
        self._wishes: Mailbox[SgdConfig] = Mailbox()
        self._phase = Phase.IDLE
        self._end = End.STOPPED
        self._picture: Picture | None = None
        self._target: int | None = None
        self._pending_steps = 0
        self._history_is_next = False
        self._timer = QTimer(self)
        self._timer.setInterval(_TURN_MS)
        self._timer.timeout.connect(self._take_turn)

    @property
    def phase(self) -> Phase:
        """Whether a job is at work."""
        return self._phase

    @property
    def config(self) -> SgdConfig:
        """The settings of the next update."""
        return self._config

    @property
    def picture(self) -> Picture | None:
        """The state that is shown; None without data."""
        return self._picture

    @property
    def history(self) -> LossHistory:
        """The loss curve of this run."""
        return self._history

    @property
    def available(self) -> bool:
        """Whether there is something to train on."""
        return self._analysis is not None

    @property
    def stepping(self) -> bool:
        """Whether the job at work lasts only for the steps that were asked for."""
        return self._job is not None and self._target is not None

    @property
    def finished(self) -> bool:
        """Whether the run is at the end of its last epoch."""
        return self._phase is Phase.IDLE and self._sgd is not None and self._sgd.finished

    @property
    def has_diverged(self) -> bool:
        """Whether the run ended because its numbers blew up."""
        return self._phase is Phase.IDLE and self._sgd is not None and self._sgd.diverged

    @property
    def speed(self) -> float | None:
        """Updates per second; None for as many as possible."""
        return self._pace.rate

    def set_analysis(self, analysis: Analysis | None, *, suggest: bool) -> None:
        """Train on other data, from step 0; ``suggest`` takes over settings and speed that suit them."""
        self._retire()
        self._analysis = analysis
        if analysis is not None:
            if suggest or self._config_is_suggested:
                self._config, self._config_is_suggested = analysis.suggested, True
            most = analysis.data.n_rows
            self._config = replace(self._config, batch_size=min(self._config.batch_size, most))
        self._start_over()
        self.config_changed.emit(self._config)
        if suggest and self._sgd is not None:
            self.set_speed(advised_speed(self._sgd.steps_left))

    def suspend(self) -> None:
        """Stop and let go of data that are about to be replaced; what is shown stays until then."""
        self._retire()
        self._analysis, self._sgd = None, None

    def set_config(self, config: SgdConfig) -> None:
        """Other settings from the next update on; another seed or standardisation starts the run over.

        Suggested settings are suggested anew where standardising is switched: a learning rate that suits
        standardised features is far too large for raw ones.
        """
        old = self._config
        self._config_is_suggested &= config == replace(old, standardise=config.standardise, seed=config.seed)
        if self._config_is_suggested and config.standardise != old.standardise and self._analysis is not None:
            config = advised_config(self._analysis, config)
        self._config = config
        if self._sgd is not None and config != old:
            if (config.seed, config.standardise) != (old.seed, old.standardise):
                self.reset()
            elif self._job is not None:
                self._wishes.put(config)
            else:
                apply_wish(self._sgd, config)
                self._refresh()
        self.config_changed.emit(config)

    def suggest(self) -> None:
        """Take over the settings that suit the data."""
        if self._analysis is not None:
            self.set_config(advised_config(self._analysis, self._config))
            self._config_is_suggested = True

    def set_speed(self, updates_per_second: float | None) -> None:
        """Updates per second from now on; None for as many as possible."""
        self._pace.rate = updates_per_second
        self.speed_changed.emit(updates_per_second)

    def run(self) -> None:
        """Train at the chosen speed until paused or finished; a run that has ended starts over."""
        if self._sgd is not None and self._phase is Phase.IDLE:
            if self._sgd.finished or self._sgd.diverged:
                self._start_over()
            self._start(None, self._pace)

    def run_to_end(self) -> None:
        """Train as fast as possible to the end of the last epoch."""
        if self._sgd is None:
            return
        if self._phase is Phase.IDLE:
            self._start(None, Pace())
        else:
            self.set_speed(None)

    def pause(self) -> None:
        """Stop after the current slice."""
        self._pending_steps = 0
        if self._phase is Phase.RUNNING and self._thread is not None:
            self._thread.requestInterruption()
            self._set_phase(Phase.STOPPING)

    def step(self, count: int = 1) -> None:
        """Exactly ``count`` minibatch updates, or fewer at the end."""
        if self._sgd is None:
            return
        if self._phase is Phase.IDLE:
            self._start(self._sgd.step + count, Pace())
        elif self._target is not None:
            self._pending_steps = min(self._pending_steps + count, _MOST_PENDING_STEPS)

    def step_back(self) -> None:
        """Undo the last update, exactly."""
        if self._sgd is not None and self._phase is Phase.IDLE and self._sgd.step > 0:
            self._start(self._sgd.step - 1, Pace())

    def reset(self) -> None:
        """Back to step 0."""
        self._retire()
        self._start_over()

    def _start_over(self) -> None:
        self._history = LossHistory()
        self._picture = None
        self._sgd = None
        self._end = End.STOPPED
        if self._analysis is not None:
            self._sgd = Sgd(self._analysis.data, self._config, known=self._analysis.moments)
            self._picture = picture_of(self._analysis, self._sgd.snapshot())
            first = self._picture
            state = first.snapshot
            validation = self._analysis.validation_loss(state.weights, state.bias)
            self._history.extend([LossPoint(0, 0.0, float("nan"), 0, first.half_mse, validation)])
        self._refresh()

    def _refresh(self) -> None:
        """Say again what is the case."""
        self.history_changed.emit(self._history)
        if self._picture is not None:
            self.progressed.emit(self._picture)
        self.phase_changed.emit(self._phase)

    def _start(self, target: int | None, pace: Pace) -> None:
        assert self._analysis is not None
        assert self._sgd is not None
        if target is not None and target < self._sgd.step:
            self._history.cut_after(target)
            self.history_changed.emit(self._history)
        self._target = target
        self._wishes = Mailbox()
        self._job = TrainingJob(self._analysis, self._sgd, target, pace, self._wishes)
        self._thread = self._jobs.start(self._job, partial(self._on_end, self._job))
        self._timer.start()
        self._set_phase(Phase.RUNNING)

    def _retire(self) -> None:
        """Let go of the job at work, if any, without waiting for it."""
        if self._thread is not None:
            self._thread.retire()
        self._forget_job()
        self._pending_steps = 0
        self._set_phase(Phase.IDLE)

    def _forget_job(self) -> None:
        self._timer.stop()
        self._thread, self._job = None, None

    def _take_turn(self) -> None:
        self._history_is_next = not self._history_is_next
        if self._history_is_next:
            self._drain_pictures()
        else:
            self._drain_points()

    def _drain_pictures(self) -> None:
        pictures = self._job.pictures.drain() if self._job is not None else []
        if pictures:
            self._picture = pictures[-1]
            self.progressed.emit(self._picture)

    def _drain_points(self) -> None:
        points = self._job.points.drain() if self._job is not None else []
        if points:
            self._history.extend(points)
            self.history_changed.emit(self._history)

    def _on_end(self, job: TrainingJob, end: End | Problem) -> None:
        if job is not self._job:
            return
        self._drain_points()
        self._drain_pictures()
        self._forget_job()
        for wish in self._wishes.drain():
            if self._sgd is not None:
                apply_wish(self._sgd, wish)
        self._set_phase(Phase.IDLE)
        if end is End.DIVERGED:
            self._report_divergence()
        elif self._pending_steps and end is End.REACHED:
            count, self._pending_steps = self._pending_steps, 0
            self.step(count)

    def _report_divergence(self) -> None:
        if self._analysis is not None and self._sgd is not None:
            self.diverged.emit(*after_divergence(self._analysis, self._sgd.config, self._sgd.step))

    def _set_phase(self, phase: Phase) -> None:
        if phase is not self._phase:
            self._phase = phase
            self.phase_changed.emit(phase)
