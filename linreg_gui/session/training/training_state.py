"""What is known of training: phase, settings, the run and what there is to be seen. Nothing is done here."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.project.project import Run
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.core.solvers.sgd.stopping import StopRules
from linreg_gui.session.job_thread import Jobs

from .loss_history import LossHistory
from .objective_seeker import ObjectiveSeeker
from .pace import Pace
from .run_record import run_made, run_of
from .run_settings import RunSettings
from .training_job import Phase, Picture, TrainingJob


class TrainingState(QObject):
    """The state of `Training`, to be read, and the facts that it tells."""

    phase_changed = Signal(object)  # Phase
    progressed = Signal(object)  # Picture
    history_changed = Signal(object)  # LossHistory
    config_changed = Signal(object)  # SgdConfig
    speed_changed = Signal(object)  # updates per second, or None
    rules_changed = Signal(object)  # StopRules
    stopped = Signal(str)  # a sentence: which rule has ended the run
    diverged = Signal(object, float)  # Problem, a safe learning rate
    restored = Signal(bool)  # whether to the last bit
    problem_found = Signal(object)  # Problem: settings that do not suit the data, or why a job ended
    objective_changed = Signal(object)  # Objective: another one, or its exact solution is there
    left = Signal(object, object)  # Run, Sgd: the run that another one replaces, and a copy to seek in
    parting = Signal(bool)  # a run of other settings takes the place of this one; whether both are to be seen
    parted = Signal(int)  # the step from which it goes its own way
    replaced = Signal()  # another run is there, or none: nothing of the one before can be looked at

    def __init__(self, jobs: Jobs, pace: Pace | None, parent: QObject | None) -> None:
        super().__init__(parent)
        self._pace = pace or Pace()
        self._seeker = ObjectiveSeeker(jobs, self)
        self._analysis: Analysis | None = None
        self._sgd: Sgd | None = None
        self._settings = RunSettings()
        self._history = LossHistory()
        self._job: TrainingJob | None = None
        self._phase = Phase.IDLE
        self._picture: Picture | None = None
        self._target: int | None = None
        self._restoring: Run | None = None
        self._rules = StopRules()
        self._ruled = False
        self._diverged_at: int | None = None  # also while other settings are chosen, which clear the solver
        self._last: Run | None = None  # the run before its last updates were taken back

    @property
    def phase(self) -> Phase:
        """Whether a job is at work."""
        return self._phase

    @property
    def config(self) -> SgdConfig:
        """The settings of the next update."""
        return self._settings.config

    @property
    def objective(self) -> Objective | None:
        """What is minimised, with the exact solution once that is there; None without data."""
        return self._seeker.objective

    @property
    def rules(self) -> StopRules:
        """When the run ends before its last epoch."""
        return self._rules

    @property
    def ruled(self) -> bool:
        """Whether a rule has ended the run where it is."""
        return self._phase is Phase.IDLE and self._ruled

    @property
    def suggested(self) -> bool:
        """Whether the settings are those that were suggested, and follow the data."""
        return self._settings.suggested

    @property
    def picture(self) -> Picture | None:
        """The state that is shown; None without data."""
        return self._picture

    @property
    def history(self) -> LossHistory:
        """The loss curve of this run."""
        return self._history

    @property
    def changed_at(self) -> tuple[int, ...]:
        """The steps at which settings were changed in mid-run."""
        return () if self._sgd is None else tuple(step for step, _ in self._sgd.changes[1:])

    @property
    def analysis(self) -> Analysis | None:
        """Of the data it trains on; None without some, and while they are looked at anew."""
        return self._analysis

    @property
    def available(self) -> bool:
        """Whether there is something to train on."""
        return self._analysis is not None

    @property
    def stepping(self) -> bool:
        """Whether the job at work lasts only for the steps that were asked for."""
        return self._job is not None and self._target is not None

    @property
    def begun(self) -> bool:
        """Whether an update of this run was made, or is being made."""
        return self._job is not None or (self._sgd is not None and self._sgd.step > 0)

    @property
    def finished(self) -> bool:
        """Whether the run is at the end of its last epoch."""
        return self._phase is Phase.IDLE and self._sgd is not None and self._sgd.finished

    @property
    def has_diverged(self) -> bool:
        """Whether the run ended because its numbers blew up."""
        return self._phase is Phase.IDLE and self._sgd is not None and self._sgd.diverged

    @property
    def ended(self) -> bool:
        """Whether all the epochs are done that the settings of the last update had asked for."""
        picture, sgd = self._picture, self._sgd
        if self._phase is not Phase.IDLE or picture is None or sgd is None or not picture.snapshot.step:
            return False
        last = [config for at, config in sgd.changes if at < picture.snapshot.step][-1]
        return picture.snapshot.epoch >= last.epochs

    @property
    def _made(self) -> Run | None:
        """The run as far as it is shown, under the settings it had."""
        if self._sgd is None or self._picture is None:
            return None
        run = run_made(self._sgd, self._picture, self._history, self.data)
        return replace(run, diverged=run.step == self._diverged_at)

    @property
    def _undone(self) -> Run | None:
        """The run with the updates that were taken back and not made again; None where there are none."""
        step = 0 if self._picture is None else self._picture.snapshot.step
        return self._last if self._last is not None and self._last.step > step else None

    @property
    def data(self) -> str:
        """By what the numbers are known that it trains on; empty where there are none."""
        return "" if self._analysis is None else self._analysis.fingerprint

    @property
    def speed(self) -> float | None:
        """Updates per second; None for as many as possible."""
        return self._pace.rate

    def record(self) -> Run | None:
        """What it takes to repeat the run up to the state that is shown."""
        if self._restoring is not None or self._sgd is None or self._picture is None:
            return self._restoring
        return run_of(self._sgd, self._picture, self.config, self._history, self.data)

    def replay(self) -> tuple[Objective, Sgd] | None:
        """The run once more, to be taken to any state it has had, and what it minimises; see `Sgd.replay`."""
        if self._sgd is None or self._analysis is None or self.objective is None:
            return None
        return self.objective, self._sgd.replay()

    def is_at(self, run: Run) -> bool:
        """Whether the run is where this one was, or will be once it is repeated or the data are there."""
        if self._restoring is run or self._sgd is None or self._picture is None:
            return True
        return (self._sgd.changes, self._picture.snapshot.step) == (run.changes, run.step)
