"""Where the work is kept: its project file, what was changed since it was saved, and saving it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from weakref import WeakKeyDictionary, ref

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.problem import Problem, ProblemError, ProblemKind
from linreg_gui.core.project.layout import Layout
from linreg_gui.core.project.project import Project, Run, View
from linreg_gui.core.solvers.sgd.solver import SgdConfig
from linreg_gui.core.solvers.sgd.stopping import StopRules
from linreg_gui.core.table.table import Origin, Table
from linreg_gui.core.tuning.study import Study
from linreg_gui.session.comparing.fits import Fits
from linreg_gui.session.document.document import Document
from linreg_gui.session.document.edit_queue import Edit
from linreg_gui.session.job_thread import Jobs, JobThread
from linreg_gui.session.reporting.outlines import Outlines
from linreg_gui.session.training.run_record import not_begun
from linreg_gui.session.training.runs import Runs
from linreg_gui.session.training.training import Training
from linreg_gui.session.tuning.tuning import Tuning

from .conflicts import Conflict
from .file_version import FileVersion
from .kept_runs import KeptRun, KeptRuns
from .mark import Mark, same_choices
from .place import Place
from .project_writing import seen_at, write_seen
from .reachable import from_the_root
from .saving import Written

_OTHER_DIGITS = Problem(
    "The saved run was repeated here and ends with other last digits than where it was saved.",
    ProblemKind.OTHER_DIGITS,
)
_REDRAWN = Problem(
    "An earlier version of the program saved this project, and held out other rows: these are drawn anew, so "
    "the run is another one.",
    ProblemKind.OTHER_DIGITS,
)

# The table, by identity, the settings and the speed of training, what a hand is doing, and the trials.
Work = tuple[ref[Table] | None, SgdConfig, StopRules, float | None, Edit | None, Study | None]


class Projects(QObject):
    """Tells where and whether the present table is saved, which may be one that undo has brought back."""

    changed = Signal()  # where it is kept, what it is called, or whether it is saved
    touched = Signal()  # anything that is kept
    saved = Signal(object)  # Path
    remarked = Signal(str)  # a sentence on the file, after `saved`
    layout_found = Signal(object)  # Layout
    view_found = Signal(object)  # View: of a project that was opened, once its table is analysed
    conflict_found = Signal(object, object)  # Conflict, and what was to be done once it is saved, or None
    problem_found = Signal(object)  # Problem

    def __init__(
        self,
        document: Document,
        training: Training,
        runs: Runs,
        fits: Fits,
        tuning: Tuning,
        outlines: Outlines,
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._training, self._jobs = document, training, jobs
        self._all_runs, self._fits, self._tuning, self._outlines = runs, fits, tuning, outlines
        self._marks: WeakKeyDictionary[Origin, Mark] = WeakKeyDictionary()
        self._runs = KeptRuns()
        self._live: Table | None = None  # the state that the present run belongs to
        self._arriving: Project | None = None
        self._awaited: KeptRun | None = None
        self._redrawn = False
        self._ready = False
        self._saving = False
        self._job: JobThread | None = None
        self._waiting: list[partial[None]] = []
        self._told: tuple[Path | None, bool, str] = (None, False, "")
        self.layout: Callable[[], Layout] = Layout
        self.view: Callable[[], View | None] = lambda: None
        self.in_hand: Callable[[], Edit | None] = lambda: None  # what will be done to the table before long
        self._view: View | None = None
        document.table_changed.connect(self._on_table)
        training.restored.connect(self._on_restored)
        facts = training.config_changed, training.rules_changed, training.progressed, training.phase_changed
        kept = runs.changed, fits.changed, tuning.changed, outlines.changed
        for signal in (*facts, *kept):
            signal.connect(self._tell)
        document.queue.ended.connect(self._tell)

    @property
    def path(self) -> Path | None:
        """The project file of the present table; None if it has none yet."""
        mark = self._mark()
        return None if mark is None else mark.path

    @property
    def version(self) -> FileVersion | None:
        """What was in the project file when it was opened or saved here last; None if that is not known."""
        mark = self._mark()
        return None if mark is None else mark.version

    @property
    def place(self) -> Place | None:
        """Path and version together; None without a project file."""
        mark = self._mark()
        return None if mark is None or mark.path is None else Place(mark.path, mark.version)

    @property
    def name(self) -> str:
        """What the present work is called; an empty text without a table."""
        table = self._document.table
        return self.path.name if self.path is not None else table.name if table is not None else ""

    @property
    def dirty(self) -> bool:
        """Whether something would be lost without saving.

        That a run went on counts only where runs are saved already, in a project file. Looking around does
        not: what is seen, selected and typed to predict from is saved with the rest, but not asked about.
        """
        table, mark = self._document.table, self._mark()
        if table is None or mark is None:
            return False
        if self._document.queue.busy:
            return True
        if mark.table is None or mark.table() is not table:
            return True
        if self._awaited is not None:
            return False
        training = self._training
        if mark.config is not None and (mark.config, mark.rules) != (training.config, training.rules):
            return True
        if mark.path is not None and mark.kept != self._kept:
            return True
        return mark.run is not None and not self._training.is_at(mark.run)

    @property
    def unkept(self) -> bool:
        """Whether something would be lost if the process ended now, be it still in the hand."""
        mark = self._mark()
        trials = mark is not None and self._tuning.study not in (None, mark.study)
        return self.dirty or self.in_hand() is not None or trials

    @property
    def _kept(self) -> tuple[object, ...]:
        """What is kept beside the present run."""
        return (*self._all_runs.values, *self._fits.values, self._tuning.study, self._outlines.outline)

    @property
    def saving(self) -> bool:
        """Whether a project is being written, or will be as soon as possible."""
        return self._saving or bool(self._waiting)

    @property
    def work(self) -> Work:
        """What a person has edited: the table and the settings. It is another one whenever these are."""
        table, training = self._document.table, self._training
        known = None if table is None else ref(table)
        return (known, training.config, training.rules, training.speed, self.in_hand(), self._tuning.study)

    @property
    def origin(self) -> Origin | None:
        """Of the present table."""
        return None if self._document.table is None else self._document.table.origin

    @property
    def n_cells(self) -> int:
        """Of the present table."""
        return 0 if self._document.table is None else self._document.table.frame.size

    def capture(self) -> Project | None:
        """The work as it is now, as a value; None without a table."""
        table = self._document.table
        if table is None:
            return None
        runs: tuple[Run, ...]
        training, kept, rules = self._training, self._all_runs.values, self._training.rules
        if self._awaited is not None:
            runs, suggested = (self._awaited.run,), self._awaited.suggested
        elif training.suggested and not self._ready:
            # The settings are those that will be suggested for the data.
            runs, suggested = (), True
        else:
            runs = (self._all_runs.record() or not_begun(training.config),)
            suggested = training.suggested
        seen = self.layout(), self.view()
        project = Project(table, runs, suggested, training.speed, *seen, False, kept, rules)
        compared = replace(project, fits=self._fits.values, folds=self._fits.folds, study=self._tuning.study)
        return replace(compared, report=self._outlines.outline)

    def save(self, path: Path, then: Callable[[], None] | None = None, *, chosen: bool = False) -> None:
        """Write the project in a job; then, once it is there, call ``then``.

        Where the file is another one than was seen here, nothing is written, and `conflict_found` tells. What
        is in another file than the project’s own is to be replaced as it is: whoever has ``chosen`` that
        name, just now, has agreed to it.
        """
        self._save(from_the_root(path), then, chosen, None)

    def overwrite(self, conflict: Conflict, then: Callable[[], None] | None = None) -> None:
        """Write the project in place of just what was told."""
        self._save(conflict.path, then, True, conflict)

    def _save(
        self, path: Path, then: Callable[[], None] | None, chosen: bool, agreed: Conflict | None
    ) -> None:
        if self._saving or self._looks_anew:  # two at once could end in the wrong order, and a run be missed
            self._waiting.append(partial(self._save, path, then, chosen, agreed))
            return
        project = self.capture()
        if project is not None:
            self._saving = True
            seen = partial(seen_at, path, self.path, self.version, chosen, agreed)
            work = partial(write_seen, path, project, seen)
            self._job = self._jobs.start(lambda _: work(), partial(self._on_saved, project, then))

    def when_saved(self, call: Callable[[], None]) -> None:
        """Call once nothing is being saved any more."""
        if self.saving:
            self._waiting.append(partial(self.when_saved, call))
        else:
            call()

    def give_up_saving(self) -> None:
        """Let go at once of what is being written, and of what waits to be: the file stays as it was."""
        if self._job is not None:
            self._job.retire()
        self._saving = False
        waiting, self._waiting = self._waiting, []
        for call in waiting:
            if call.func == self.when_saved:
                call()

    def expect(
        self, project: Project, path: Path | None, version: FileVersion | None = None, *, saved: bool = True
    ) -> None:
        """This project is about to become the present table.

        Without a path it is not saved yet; with one it may hold what is not ``saved`` there, and ``version``
        is what the file held that it belongs to.
        """
        saved = saved and path is not None
        self._remember(project, path, version, ref(project.table) if saved else None)
        self._all_runs.put(project.table.origin, project.kept)
        self._fits.put(project.table.origin, project.fits, project.folds)
        self._tuning.put(project.table.origin, project.study)
        self._outlines.put(project.table.origin, project.report)
        self._arriving = project

    def resume(self, *, goes_on: bool = False) -> bool:
        """Training is ready for the present table: go on where its run was left, unless the run ``goes_on``.

        Whether a run comes back.
        """
        awaited, self._awaited = self._awaited, None
        before, self._live = self._live, self._document.table
        self._ready = True
        if goes_on:
            awaited = None
            self._runs.share(before, self._live)
        if self._redrawn:
            self.problem_found.emit(_REDRAWN)
        if awaited is not None:
            try:
                self._all_runs.restore(awaited.run, suggested=awaited.suggested)
            except ProblemError as error:
                self.problem_found.emit(error.problem)
                awaited = None
        self._settle()
        self._tell()
        view, self._view = self._view, None
        if view is not None:
            self.view_found.emit(view)
        if not self._saving:
            self._go_on()
        return awaited is not None and awaited.run.step > 0

    def data_saved(self, table: Table) -> None:
        """The cells of a table are in a file of their own; outside of a project that saves the work."""
        mark = self._marks.get(table.origin)
        if mark is not None and mark.path is None:
            before = None if mark.table is None else mark.table()
            if before is None or same_choices(before, table):
                mark.table = ref(table)
                self._tell()

    def _remember(
        self, project: Project, path: Path | None, version: FileVersion | None, saved: ref[Table] | None
    ) -> None:
        run = project.runs[-1] if project.runs else None
        config = run.config if run else None
        kept = *project.kept, *project.fits, project.study, project.report
        mark = Mark(path, version, saved, config, run, kept, project.rules)
        self._marks[project.table.origin] = mark
        if run is not None:
            self._runs.keep(project.table, KeptRun(run, project.suggested))

    def _mark(self) -> Mark | None:
        table = self._document.table
        return None if table is None else self._marks.get(table.origin)

    def _settle(self) -> None:
        """What was not known yet of the saved state: the settings that were suggested for it."""
        mark = self._mark()
        if self._ready and mark is not None and mark.config is None:
            mark.config, mark.rules = self._training.config, self._training.rules
            mark.run = None if mark.path is None else self._training.record()

    def _on_table(self, table: Table | None) -> None:
        self._leave(table)
        self._awaited = None
        self._redrawn = False
        self._view = None
        self._ready = False
        if table is not None:
            # A table that comes from no file is not saved, as nobody could open it again.
            self._marks.setdefault(table.origin, Mark(table=None if table.edited else ref(table)))
            self._awaited = self._runs.of(table)
            if self._arriving is not None and self._arriving.table is table:
                project, self._arriving = self._arriving, None
                self._redrawn, self._view = project.redrawn, project.view
                self._training.set_speed(project.speed)
                self._training.set_rules(project.rules)
                self.layout_found.emit(project.layout)
        self._tell()

    def _leave(self, table: Table | None) -> None:
        """Keep the run of the state that is left, so that undo brings it back."""
        left = self._live
        if left is None or left is table or not self._ready:
            return
        run = self._all_runs.record()
        # Settings without an update belong to all states of a table alike, but not to another table.
        if run is not None and (run.step or table is None or table.origin is not left.origin):
            self._runs.keep(left, KeptRun(run, self._training.suggested))
        else:
            self._runs.forget(left)

    def _on_restored(self, exactly: bool) -> None:
        if not exactly and not self._redrawn:
            self.problem_found.emit(_OTHER_DIGITS)

    def _on_saved(
        self,
        project: Project,
        then: Callable[[], None] | None,
        outcome: tuple[Written, FileVersion] | Problem,
    ) -> None:
        self._saving = False
        if isinstance(outcome, Conflict):
            self.conflict_found.emit(outcome, then)
        elif isinstance(outcome, Problem):
            self.problem_found.emit(outcome)
        else:
            written, version = outcome
            self._remember(project, written.path, version, ref(project.table))
            self._settle()
            self._tell()
            self.saved.emit(written.path)
            for remark in written.remarks:
                self.remarked.emit(remark)
            if then is not None:
                then()
        self._go_on()

    def _go_on(self) -> None:
        """Whatever has waited."""
        waiting, self._waiting = self._waiting, []
        for call in waiting:
            call()

    @property
    def _looks_anew(self) -> bool:
        """Whether the present table is being analysed, so that nobody knows yet what becomes of the run."""
        return self._document.table is not None and not self._ready

    def _tell(self) -> None:
        """Something may be another than before."""
        now = (self.path, self.dirty, self.name)
        if now != self._told:
            self._told = now
            self.changed.emit()
        self.touched.emit()
