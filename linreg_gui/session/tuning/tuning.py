"""The search for settings on the present table: begun, paused, gone on with, ended, and its trials opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.fitting.unsuited import unsuited
from linreg_gui.core.problem import Problem, ProblemError, ProblemKind
from linreg_gui.core.project.project import Run
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.core.table.table import Origin, Table
from linreg_gui.core.tuning.space import SettingRange
from linreg_gui.core.tuning.study import Sampler, Study, Trial
from linreg_gui.session.job_thread import Jobs, LatestJob
from linreg_gui.session.progress_job import ProgressJob
from linreg_gui.session.training.runs import Runs
from linreg_gui.session.training.training import Training

from .tuning_job import News, TuningJob, repeated

_OTHER_DATA = Problem(
    "These trials were made on other data than these: undo the change of the data, or search anew.",
    ProblemKind.OTHER_DATA,
)
NOTHING_HELD_OUT = Problem(
    "Trials are judged on rows that are held out, and none are: hold some out first.",
    ProblemKind.TOO_FEW_ROWS,
)


@dataclass(eq=False)
class _Book:
    """The search on one table and all that was made of it by editing, and the one it has replaced."""

    study: Study | None = None
    before: Study | None = None


class Tuning(QObject):
    """One search at a time; what it has found stays with its table."""

    changed = Signal()  # the study, or whether it goes on
    progressed = Signal()  # in its present trial
    completed = Signal()  # the last trial was made
    opened = Signal(str)  # the name of the run that a trial has become
    problem_found = Signal(object)  # Problem

    def __init__(self, training: Training, runs: Runs, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._training, self._runs = training, runs
        self._books: WeakKeyDictionary[Origin, _Book] = WeakKeyDictionary()
        self._book = _Book()
        self._thread = ProgressJob[News](jobs, self._take, self)
        self._job: TuningJob | None = None  # that goes on, or is paused in the middle of a trial
        self._opening = LatestJob(jobs)
        self._share = 0.0
        training.replaced.connect(self._check_data)

    @property
    def study(self) -> Study | None:
        """What was searched last; None where nothing was."""
        return self._book.study

    @property
    def running(self) -> bool:
        """Whether a thread is at work."""
        return self._thread.running

    @property
    def opening(self) -> bool:
        """Whether a trial is being repeated, to be opened."""
        return self._opening.running

    @property
    def progress(self) -> float:
        """The share of all trials that is done, with that of the present one."""
        study = self.study
        if study is None or study.is_complete:
            return 1.0
        return min(1.0, (len(study.trials) + self._share) / study.total)

    @property
    def of_these_data(self) -> bool:
        """Whether it can go on, and its trials be opened, on the data there are."""
        return self.study is not None and bool(self._training.data) and self._training.data == self.study.data

    def follow(self, table: Table | None) -> None:
        """Another table is the present one, or another state of the same."""
        book = _Book() if table is None else self._books.setdefault(table.origin, _Book())
        if book is not self._book:
            self._leave()
            self._book = book
            self.changed.emit()

    def put(self, origin: Origin, study: Study | None) -> None:
        """This is the search of a table that is about to come."""
        self._books[origin] = _Book(study)

    def start(self, space: Sequence[SettingRange], sampler: Sampler, seed: int, wanted: int) -> bool:
        """Search anew, in place of the search before, from the present settings on; whether that can be."""
        analysis, config = self._training.analysis, self._training.config
        if analysis is None:
            return False
        problem = NOTHING_HELD_OUT if analysis.held_out is None else unsuited(analysis, config.loss)
        if problem is not None:
            self.problem_found.emit(problem)
            return False
        self._leave()
        study = Study(tuple(space), config, sampler, seed, wanted, analysis.fingerprint)
        before = self._book.study
        self._book.study = study
        self._book.before = before if before is not None and before.trials else None
        self._go_on()
        return True

    @property
    def has_before(self) -> bool:
        """Whether there are trials that the present search has taken the place of."""
        return self._book.before is not None

    def bring_back(self) -> None:
        """Have the search that was replaced last, and its trials, again; once more for this one."""
        if self._book.before is not None:
            self._leave()
            self._book.study, self._book.before = self._book.before, self._book.study
            self.changed.emit()

    def pause(self) -> None:
        """Stop after the present slice; `resume` goes on where it was."""
        self._thread.interrupt()

    def resume(self, more: int = 0) -> None:
        """Go on, with so many more trials where all were made."""
        study = self.study
        if study is None or self.running:
            return
        if not self.of_these_data:
            self.problem_found.emit(_OTHER_DATA)
            return
        if study.is_complete:
            self._book.study = study.longer(more)
            self._job = None
        self._go_on()

    def stop(self) -> None:
        """End it with the trials that were made; without one, there is nothing of it left."""
        study = self.study
        if study is not None and not study.is_complete:
            self._leave()
            self._book.study = replace(study, stopped=True) if study.trials else self._book.before
            self.changed.emit()

    def open(self, number: int) -> None:
        """Make a trial the present run; it is repeated in a job, to the last bit."""
        study, analysis = self.study, self._training.analysis
        if study is None or not 0 <= number < len(study.trials):
            return
        if analysis is None or not self.of_these_data:
            self.problem_found.emit(_OTHER_DATA)
            return
        work = partial(repeated, analysis, study, number)
        self._opening.start_stoppable(work, partial(self._on_repeated, study))
        self.changed.emit()

    def _go_on(self) -> None:
        study, analysis = self.study, self._training.analysis
        if study is None or analysis is None or study.is_complete:
            self.changed.emit()
            return
        if self._job is None or self._job.study is not study:
            self._job, self._share = TuningJob(analysis, study), 0.0
        self._thread.start(self._job, self._on_end)
        self.changed.emit()

    def _leave(self) -> None:
        """Nobody waits for the present trial any more."""
        self._thread.retire()
        self._opening.retire()
        self._job, self._share = None, 0.0

    def _check_data(self) -> None:
        """What runs on other data than there are is paused, and what is opened is not wanted any more."""
        study = self.study
        if study is not None and self._training.data not in ("", study.data):
            was_at_work = self.running or self.opening
            self._leave()
            if was_at_work:
                self.changed.emit()

    def _take(self, news: Sequence[News]) -> None:
        study, job = self.study, self._job
        if study is None or job is None:
            return
        trials = [entry for entry in news if isinstance(entry, Trial)]
        if not isinstance(news[-1], Trial):
            self._share = news[-1]
        if trials:
            self._share = self._share if not isinstance(news[-1], Trial) else 0.0
            for trial in trials:
                study = study.with_trial(trial)
            # The same value as the job has, if that is not ahead already.
            self._book.study = job.study if len(job.study.trials) == len(study.trials) else study
            self.changed.emit()
        else:
            self.progressed.emit()

    def _on_end(self, outcome: Problem | None) -> None:
        if isinstance(outcome, Problem):
            self._job = None
            self.problem_found.emit(outcome)
        self.changed.emit()
        if self.study is not None and self.study.is_complete:
            self._job = None
            self.completed.emit()

    def _on_repeated(self, study: Study, outcome: tuple[Run, Sgd] | Problem | None) -> None:
        if isinstance(outcome, Problem):
            self.problem_found.emit(outcome)
        elif outcome is not None and self._training.data == study.data:
            run, states = outcome
            try:
                self._runs.restore(run, suggested=False, states=states)
            except ProblemError as error:
                self.problem_found.emit(error.problem)
            else:
                self.opened.emit(run.name)
        self.changed.emit()
