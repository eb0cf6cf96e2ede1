"""Opening another table: a file, a paste, a sample, generated data, a project. Nothing is analysed here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.installation.resources import Sample
from linreg_gui.core.large.sample import look_again
from linreg_gui.core.late_pandas import is_there
from linreg_gui.core.problem import Problem, ProblemError
from linreg_gui.core.project.project import Project
from linreg_gui.core.project.project_file import read_project
from linreg_gui.core.reading.input_kind import is_project
from linreg_gui.core.reading.options import AUTOMATIC, ReadOptions
from linreg_gui.core.reading.report import ReadReport
from linreg_gui.core.reading.table_file import preview_table
from linreg_gui.core.table.large_source import LargeSource
from linreg_gui.core.table.new_table import generate_table
from linreg_gui.core.table.table import Table
from linreg_gui.session.document.document import Document
from linreg_gui.session.job_thread import Jobs, LatestJob, Mailbox, Stop
from linreg_gui.session.keeping.conflicts import glance
from linreg_gui.session.keeping.file_version import FileVersion, read_version
from linreg_gui.session.keeping.place import Place
from linreg_gui.session.keeping.projects import Projects
from linreg_gui.session.keeping.reachable import from_the_root
from linreg_gui.session.keeping.seen_files import SeenFiles
from linreg_gui.session.keeping.settings import Settings

from .jobs import empty_table, read_large, read_sample, read_table
from .pasting import PASTED_SOURCE, PastedFile, is_short, read_pasted
from .table_reader import TableReader

T = TypeVar("T")


class Opening(QObject):
    """Reads in jobs, one table at a time, and puts what was read in place of the present table.

    Attributes
    ----------
    reader : TableReader
        Tells how far the reading is.
    brings_up : callable
        Shows the window that has a project file already; whether there is one, so that nothing is opened.
    seen : SeenFiles
        The files of the tables that were read.
    """

    problem_found = Signal(object)  # Problem
    previewed = Signal(object)  # Preview | Problem
    reading_failed = Signal(object, object, object)  # Path, ReadOptions, Problem
    sheet_chosen = Signal(object, object)  # Path, ReadReport: one of several sheets, by nobody's choice
    findings_told = Signal(object, object, object)  # Path, ReadOptions, tuple of Finding
    formula_given = Signal(str)  # of the model that a file was opened with, once its table is there

    def __init__(
        self,
        document: Document,
        projects: Projects,
        settings: Settings,
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._projects = projects
        self._settings = settings
        self.reader = TableReader(jobs, lambda: document.table, self)
        self._previewing = LatestJob(jobs)
        self._pasted = PastedFile()
        self._fresh = True
        self._fitted = False
        self.brings_up: Callable[[Path], bool] = lambda _: False
        self.seen = SeenFiles()
        self._project_read: Path | None = None
        self.reader.ended.connect(self._forget_project)
        self.reader.started.connect(self._forget_to_fit)
        projects.saved.connect(self._remember)

    def open_file(self, path: Path, options: ReadOptions = AUTOMATIC, *, formula: str = "") -> None:
        """Read a table or a project, and put it in place of the present table.

        A project that a window has already is not opened a second time. It has a model of its own, a table
        may be given one by a formula.
        """
        path = from_the_root(path)  # now, as the folder of the process may be another one later
        if is_project(path):
            if not self.brings_up(path):
                self.reader.may_replace(partial(self.read_project_anew, path))
            return
        source = PASTED_SOURCE if self._pasted.is_at(path) else str(path)
        work = partial(_read_seen, self.seen, path, partial(read_table, path, source, options))
        self.reader.read(path.name, work, partial(self._on_file, path, options, formula))

    def open_large(self, path: Path) -> None:
        """Show a sample of a Parquet or Feather file, or of all in a folder; the rest stays there."""
        path = from_the_root(path)

        def put(table: Table) -> None:
            self._settings.set_last_folder(path.parent)
            self._put(f"Open {path.name}", table)

        self._read(path.name, partial(read_large, path), put)

    def look_elsewhere(self, path: Path) -> None:
        """The files of the present sample are there now; refused where they are others."""
        table = self._document.table
        if table is None or table.large is None:
            return
        source = replace(table.large, path=str(from_the_root(path)))

        def work(*_: object) -> LargeSource:
            look_again(source)
            return source

        def put(found: LargeSource) -> None:
            if self._document.table is table:
                self._document.replace("Find the files", replace(table, large=found, source=found.about))

        self._read(path.name, work, put)

    def read_project_anew(self, path: Path) -> None:
        """Read a project in place of the present table, which may go, even where that is the same project."""
        read = partial(read_version, path, read_project)
        done = self._unless_problem(partial(self._put_project, path))
        self.reader.read_as_agreed(path.name, lambda *_: read(), done)
        self._project_read = path

    @property
    def project_read(self) -> Path | None:
        """The project file that is being read, if one is."""
        return self._project_read

    def open_recent(self, path: Path) -> None:
        """Read a file again as it was read the last time."""
        self.open_file(path, self._settings.reading_options(path))

    def paste_table(self, text: str, html: str) -> None:
        """Read what is on the clipboard, as a file, and put it in place of the present table.

        A short text may be no table: nobody is asked to give up the present one for that.
        """
        path, options = self._pasted.path, Mailbox[ReadOptions]()
        work = partial(read_pasted, path, text, html, options)

        def done(outcome: Table | Problem | None) -> None:
            self._on_file(path, [AUTOMATIC, *options.drain()][-1], "", outcome)

        if is_there() and is_short(text, html):
            try:
                work(Mailbox(), lambda: False)
            except ProblemError as error:
                done(error.problem)
                return
        self.reader.read(path.name, work, done)

    def preview_file(self, path: Path, options: ReadOptions) -> None:
        """Read the first rows of a file in the background."""
        self._previewing.start(partial(preview_table, path, options), self.previewed.emit)

    def open_sample(self, sample: Sample, *, fitted: bool = False) -> None:
        """Open a bundled dataset, and train on it to the end where it is to be ``fitted``."""
        put = partial(self._put, f"Open {sample.title}", fitted=fitted)
        self._read(sample.title, partial(read_sample, sample), put)

    def start_with(self, sample: Sample) -> None:
        """Show a bundled dataset, already fitted, without a step of undo."""
        self._read(sample.title, partial(read_sample, sample), self._start_with)

    def generate(self, *arguments: Any, **options: Any) -> None:
        """Make data with a known truth in the background; the arguments are those of `generate_table`."""

        def work(*_: object) -> Table:
            return generate_table(*arguments, **options)

        self._read("generated data", work, partial(self._put, "Generate data"))

    def new_table(self) -> None:
        """An empty table of two columns, to type or draw rows into."""
        if is_there():
            self.reader.may_replace(lambda: self._show("New table", empty_table()))
        else:
            self._read("New table", lambda *_: empty_table(), partial(self._put, "New table"))

    def open_recovered(
        self,
        name: str,
        read: Callable[[], Project],
        taken_up: Callable[[], None],
        place: Place | None = None,
    ) -> None:
        """Take up work that was not saved; ``taken_up`` is called once it is the present work.

        The place is that of the project it belongs to.
        """
        self._read(name, lambda *_: read(), partial(self._put_recovered, name, taken_up, place))

    def cancel_reading(self) -> None:
        """Give up reading at once, whatever the job still has to bring to an end; the present table stays."""
        self._forget_to_fit()
        self.reader.cancel()

    def settle(self) -> tuple[bool, bool]:
        """Whether the present table is fresh, and whether it is to be fitted at once; both only once.

        Fresh is what settings of the training have to be suggested for, as it came without.
        """
        settled = (self._fresh, self._fitted)
        self._fresh = False
        self._fitted = False
        return settled

    def close(self) -> None:
        """The end of the program, once no job runs any more."""
        self.reader.close()
        self._pasted.close()

    def _read(
        self,
        name: str,
        work: Callable[[Mailbox[float], Stop], T | None],
        put: Callable[[T], None],
    ) -> None:
        """Do ``work`` in a job; ``put`` gets what was read, unless that was cancelled or is a problem."""

        self.reader.read(name, work, self._unless_problem(put))

    def _unless_problem(self, put: Callable[[T], None]) -> Callable[[T | Problem | None], None]:
        def done(outcome: T | Problem | None) -> None:
            if isinstance(outcome, Problem):
                self.problem_found.emit(outcome)
            elif outcome is not None:
                put(outcome)

        return done

    def _forget_project(self) -> None:
        self._project_read = None

    def _on_file(
        self, path: Path, options: ReadOptions, formula: str, outcome: Table | Problem | None
    ) -> None:
        if isinstance(outcome, Problem):
            self.problem_found.emit(outcome)
            self.reading_failed.emit(path, options, outcome)
        elif outcome is not None:
            if self._pasted.is_at(path):
                self._put("Paste as new table", replace(outcome, edited=True))
            else:
                self._remember(path, options)
                then = partial(self.formula_given.emit, formula) if formula else lambda: None
                self._put(f"Open {path.name}", outcome, then=then)
            if outcome.report is not None:
                self._tell_what_was_chosen(path, options, outcome.report)

    def _tell_what_was_chosen(self, path: Path, options: ReadOptions, report: ReadReport) -> None:
        if len(report.sheets) > 1 and options.sheet is None:
            self.sheet_chosen.emit(path, report)
        if findings := report.to_tell(options):
            self.findings_told.emit(path, options, findings)

    def _put_project(self, path: Path, read: tuple[Project, FileVersion]) -> None:
        project, version = read
        self._remember(path)
        self._projects.expect(project, path, version)
        self._put(f"Open {path.name}", project.table, fresh=not project.runs)

    def _put_recovered(
        self, name: str, taken_up: Callable[[], None], place: Place | None, project: Project
    ) -> None:
        if place is None:
            self._projects.expect(project, None)
        else:
            self._projects.expect(project, place.path, place.version, saved=False)
        self._put(f"Restore {name}", project.table, fresh=not project.runs, then=taken_up)

    def _put(
        self,
        text: str,
        table: Table,
        *,
        fresh: bool = True,
        fitted: bool = False,
        then: Callable[[], None] = lambda: None,
    ) -> None:
        """Make what was read the present table."""

        def put() -> None:
            self._show(text, table, fresh=fresh, fitted=fitted)
            then()

        self.reader.put(put)

    def _show(self, text: str, table: Table, *, fresh: bool = True, fitted: bool = False) -> None:
        self._fresh = fresh
        self._fitted = fitted
        self._document.replace(text, table)

    def _start_with(self, table: Table) -> None:
        self._fresh = True
        self._fitted = True
        self._document.start_with(table)

    def _forget_to_fit(self) -> None:
        self._fitted = False

    def _remember(self, path: Path, options: ReadOptions = AUTOMATIC) -> None:
        self._settings.add_recent_file(path, options)
        self._settings.set_last_folder(path.parent)


def _read_seen(
    seen: SeenFiles,
    path: Path,
    read: Callable[[Mailbox[float], Stop], Table | None],
    progress: Mailbox[float],
    stop: Stop,
) -> Table | None:
    """In the job: read a table, and remember how its file was before."""
    before = glance(path)
    table = read(progress, stop)
    if table is not None and before is not None:
        seen.add(path, before.stamp)
    return None if table is None else table.get_ready()
