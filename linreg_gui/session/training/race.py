"""Several runs on the same data at once, in turn in one thread. What they are compared by is up to views."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.explaining.shown_run import ShownRun
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.loss_curve import LossCurve
from linreg_gui.core.problem import Problem, ProblemError
from linreg_gui.core.project.project import Run
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.session.job_thread import Jobs, LatestJob, Mailbox, Stop

from .display_timer import DisplayTimer
from .loss_history import LossHistory
from .pace import Pace
from .run_record import curve_of
from .runs import Runs
from .training import STATES_KEPT, Training
from .training_job import LONGEST_SLEEP, TrainingJob, start_of

# A race takes about this long, so that there is something to watch; as fast as it can, where training does.
_WATCHED_SECONDS = 8.0
# Of each curve; six of them are drawn again and again.
_MOST_POINTS = 1000
# Looked at by keys that no kept run has.
_FIRST_KEY = -1


@dataclass(eq=False)
class Lane:
    """One run of a race.

    Attributes
    ----------
    key : int
        Negative, unlike that of a run that is kept.
    name : str
    look : int
    config : SgdConfig
    steps : int
        How many updates it will make.
    """

    key: int
    name: str
    look: int
    config: SgdConfig
    steps: int
    sgd: Sgd
    job: TrainingJob
    history: LossHistory = field(default_factory=lambda: LossHistory(_MOST_POINTS))

    @property
    def step(self) -> int:
        """Updates that are told of."""
        return self.history.points[-1].step

    @property
    def curve(self) -> LossCurve:
        """Its losses until now."""
        return self.history.arrays()

    def run(self, data: str) -> Run:
        """As a run to be kept; only while no thread is at work on it."""
        state, changes = self.sgd.snapshot(with_rows=False), ((0, self.config),)
        curve = curve_of(self.history, state.step)
        diverged = self.sgd.diverged
        told = {"name": self.name, "data": data, "look": self.look, "shown": True}
        return Run(changes, state.step, diverged, state.weights, state.bias, curve, **told)  # type: ignore[arg-type]


class Race(QObject):
    """Starts, pauses and ends a race; its runs are then among `Runs`, each as it would be by itself."""

    changed = Signal()  # whether there is one, and whether it goes on
    progressed = Signal()
    problem_found = Signal(object)  # Problem

    def __init__(self, training: Training, runs: Runs, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._training, self._runs = training, runs
        self._thread = LatestJob(jobs)
        self._lanes: list[Lane] = []
        self._data = ""
        self._running = self._ending = False
        self._timer = DisplayTimer(self, self._drain)
        training.replaced.connect(self._check_data)

    @property
    def lanes(self) -> Sequence[Lane]:
        """The runs of the race that goes on or is paused; none where there is no race."""
        return self._lanes

    @property
    def drawn(self) -> tuple[ShownRun, ...]:
        """The same with their states until now, for another thread."""
        return tuple(ShownRun(lane.name, lane.look, lane.sgd.replay(), lane.step) for lane in self._lanes)

    @property
    def running(self) -> bool:
        """Whether a thread is at work."""
        return self._running

    @property
    def progress(self) -> float:
        """The share of all updates that is done."""
        return sum(lane.step for lane in self._lanes) / max(1, sum(lane.steps for lane in self._lanes))

    def start(self, configs: Sequence[SgdConfig], names: Sequence[str]) -> bool:
        """Begin one with these settings, in place of one that is paused; whether that is possible."""
        analysis = self._training.analysis
        if analysis is None or self._running:
            return False
        self._settle()
        made: list[tuple[Sgd, Objective]] = []
        try:
            for config in configs:
                sgd = Sgd.repeat(analysis.data, [(0, config)], known=analysis.moments)
                made.append((sgd, Objective.of(analysis, config)))
        except ProblemError as error:
            self.problem_found.emit(error.problem)
            return False
        self._training.pause()
        self._data = self._training.data
        looks = self._runs.make_room(len(configs))
        at_once = self._training.speed is None
        for number, (sgd, objective) in enumerate(made):
            rate = None if at_once else max(1.0, sgd.steps_left / _WATCHED_SECONDS)
            job = TrainingJob(objective, sgd, None, Pace(rate), Mailbox())
            steps = sgd.steps_left
            lane = Lane(_FIRST_KEY - number, names[number], looks[number], configs[number], steps, sgd, job)
            lane.history.extend([start_of(objective, sgd)[1]])
            self._lanes.append(lane)
        self.resume()
        return True

    def pause(self) -> None:
        """Stop after the present slices; `resume` goes on."""
        self._thread.interrupt()

    def resume(self) -> None:
        """Begin, or go on after a pause."""
        if self._lanes and not self._running:
            self._running = True
            jobs = [lane.job for lane in self._lanes]
            self._thread.start_stoppable(lambda stop: _race(jobs, stop), self._on_end)
            self._timer.start()
            self.changed.emit()

    def stop(self) -> None:
        """End it; its runs are kept as far as they came."""
        if self._running:
            self._ending = True
            self._thread.interrupt()
        else:
            self._settle()

    def let_go(self) -> None:
        """End it without waiting: the data it runs on are gone."""
        self._thread.retire()
        self._timer.stop()
        self._running = self._ending = False
        if self._lanes:
            self._lanes = []
            self._runs.add([])
            self.changed.emit()

    def _check_data(self) -> None:
        if self._lanes and self._training.data not in ("", self._data):
            self.stop()

    def _drain(self) -> None:
        told = False
        for lane in self._lanes:
            points = lane.job.points.drain()
            if points:
                lane.history.extend(points)
                told = True
        if told:
            self.progressed.emit()

    def _on_end(self, outcome: bool | Problem) -> None:
        """All are at their ends, or it was interrupted."""
        self._timer.stop()
        self._drain()
        self._running = False
        if isinstance(outcome, Problem):
            self.problem_found.emit(outcome)
        if outcome is not False or self._ending:
            self._settle()
        self.changed.emit()

    def _settle(self) -> None:
        """The runs are runs like others from now on."""
        lanes, self._lanes, self._ending = self._lanes, [], False
        if lanes:
            same = self._data == self._training.data  # states would keep other data in memory
            made = [lane for lane in lanes if lane.sgd.step]
            states = [lane.sgd.branch(lane.sgd.step, STATES_KEPT) if same else None for lane in made]
            self._runs.add([(lane.run(self._data), kept) for lane, kept in zip(made, states, strict=True)])
            self.changed.emit()


def _race(jobs: Sequence[TrainingJob], stop: Stop) -> bool:
    """Each in turn a slice of time, in which it makes what is due; whether all came to their ends."""
    active = list(jobs)
    interrupted = False
    while active:
        asked = stop()
        for job in list(active):
            if job.turn(partial(bool, asked)) is not None:
                active.remove(job)
                interrupted |= asked
        rest = min((job.rest for job in active), default=0.0)
        if rest:
            time.sleep(min(rest, LONGEST_SLEEP))
    return not interrupted
