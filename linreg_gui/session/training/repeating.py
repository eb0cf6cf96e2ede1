"""Runs that are drawn but of which no states are there, as a project keeps none, are repeated in a job."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.problem import Problem, ProblemKind
from linreg_gui.core.project.project import Run
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.session.job_thread import Jobs, LatestJob

from .run_record import ends_as
from .runs import KeptRun, Runs
from .training import STATES_KEPT, Training

# Updates between two looks whether it is still wanted.
_AT_ONCE = 256


class Repeating(QObject):
    """One run after the other, in the order of the list."""

    problem_found = Signal(object)  # Problem

    def __init__(self, training: Training, runs: Runs, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._training, self._runs = training, runs
        self._job = LatestJob(jobs)
        self._failed: set[int] = set()
        runs.changed.connect(self._go_on)
        training.replaced.connect(self._forget)

    def _forget(self) -> None:
        """The data may be others."""
        self._job.retire()
        self._failed.clear()
        self._go_on()

    def _go_on(self) -> None:
        analysis = self._training.analysis
        if analysis is None or self._job.running:
            return
        for entry in self._runs.kept:
            wanted = entry.run.shown and entry.states is None and entry.key not in self._failed
            if wanted and self._runs.of_these_data(entry):
                self._job.start(partial(_states_of, analysis, entry.run), partial(self._on_done, entry))
                return

    def _on_done(self, entry: KeptRun, outcome: Sgd | Problem | None) -> None:
        if isinstance(outcome, Sgd):
            self._runs.keep_states(entry.key, outcome)
        else:
            self._failed.add(entry.key)
            sentence = (
                f"“{entry.run.name}” was repeated here and ends with other digits than where it was saved."
            )
            self.problem_found.emit(outcome or Problem(sentence, ProblemKind.OTHER_DIGITS))
        self._go_on()


def _states_of(analysis: Analysis, run: Run) -> Sgd | None:
    """A copy that keeps states; None where the run ends elsewhere."""
    sgd = Sgd.repeat(analysis.data, run.changes, known=analysis.moments)
    while sgd.step < run.step:
        check_wanted()
        if not sgd.advance(min(_AT_ONCE, run.step - sgd.step)):
            return None
    return sgd.branch(run.step, STATES_KEPT) if ends_as(run, sgd.snapshot(with_rows=False)) else None
