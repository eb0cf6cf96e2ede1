"""The whole state of the program: the document, what is known of it, training and settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.fitting.analysis import Analysis, analyse
from linreg_gui.core.installation.resources import Sample
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.problem import Problem
from linreg_gui.core.project.project import Project
from linreg_gui.core.project.project_file import read_project
from linreg_gui.core.reading.input_kind import is_project
from linreg_gui.core.reading.options import ReadOptions
from linreg_gui.core.reading.report import ReadReport
from linreg_gui.core.reading.table_file import preview_table
from linreg_gui.core.table.table import Table
from linreg_gui.session.document.column_summaries import ColumnSummaries
from linreg_gui.session.document.computing import Computing
from linreg_gui.session.document.document import Document
from linreg_gui.session.document.selection import RowSelection
from linreg_gui.session.keeping.projects import Projects
from linreg_gui.session.keeping.settings import Settings
from linreg_gui.session.opening.jobs import (
    FitPoints,
    empty_table,
    file_size,
    fit_points,
    generate_table,
    read_table,
    timed_solution,
)
from linreg_gui.session.opening.pasting import PASTED_SOURCE, PastedFile, read_pasted
from linreg_gui.session.opening.table_reader import TableReader
from linreg_gui.session.painting.painting import Painting
from linreg_gui.session.training.training import Training
from linreg_gui.session.training.training_job import prepare

from .job_thread import Jobs, LatestJob

_AUTOMATIC = ReadOptions()


class Session(QObject):
    """Opens, edits and analyses the table; everything slow happens in jobs."""

    table_changed = Signal(object)  # Table | None
    analysed = Signal(object)  # Analysis
    not_analysed = Signal(object)  # Problem
    points_ready = Signal(object)  # FitPoints
    reading_started = Signal(str, float)  # name, and bytes of the file or 0
    reading_progressed = Signal(float)
    reading_ended = Signal()
    problem_found = Signal(object)  # Problem
    previewed = Signal(object)  # Preview | Problem
    reading_failed = Signal(object, object, object)  # Path, ReadOptions, Problem
    sheet_chosen = Signal(object, object)  # Path, ReadReport: one of several sheets, by nobody's choice
    doubt_found = Signal(object, object, object)  # Path, ReadOptions of the other reading, Doubt
    solved = Signal(object, float)  # Fit, seconds

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.jobs = Jobs(self)
        self.document = Document(self.jobs, self)
        self.selection = RowSelection(self)
        self.painting = Painting(self.document, self.selection, self.jobs, self)
        self.training = Training(self.jobs, self)
        self.summaries = ColumnSummaries(self.jobs, self)
        self.computing = Computing(self.document, self.jobs, self)
        self.projects = Projects(self.document, self.training, self.jobs, self)
        self.reader = TableReader(self.jobs, lambda: self.document.table, self)
        self._analysis: Analysis | None = None
        self._analysing, self._previewing, self._pointing = (LatestJob(self.jobs) for _ in range(3))
        self._pasted = PastedFile()
        self._run_when_analysed = False
        self._fresh = True
        self.reader.started.connect(self._on_reading)
        self.reader.progressed.connect(self.reading_progressed)
        self.reader.ended.connect(self.reading_ended)
        self.projects.problem_found.connect(self.problem_found)
        self.projects.saved.connect(self._remember)
        self.document.table_changed.connect(self.selection.follow)
        self.document.table_changed.connect(self._on_table)

    @property
    def analysis(self) -> Analysis | None:
        """What is known of the current table; None while it is worked out, or if that is impossible."""
        return self._analysis

    def prepare(self) -> None:
        """Get ready in the background what the first update would have to wait for."""
        self.jobs.start(prepare, lambda _: None)

    def open_file(self, path: Path, options: ReadOptions = _AUTOMATIC) -> None:
        """Read a table or a project, told by its ending, and put it in place of the current table."""
        if is_project(path):
            self.reader.read(path.name, lambda *_: read_project(path), partial(self._on_project, path))
            return
        source = PASTED_SOURCE if self._pasted.is_at(path) else str(path)
        work = partial(read_table, path, source, options)
        self.reader.read(path.name, work, partial(self._on_read, path, options), file_size(path))

    def paste_table(self, text: str, html: str) -> None:
        """Read what is on the clipboard, as a file, and put it in place of the current table."""
        path = self._pasted.path
        work = partial(read_pasted, path, text, html)
        self.reader.read(path.name, work, partial(self._on_read, path, _AUTOMATIC), float(len(text)))

    def open_recent(self, path: Path) -> None:
        """Read a file again as it was read the last time."""
        self.open_file(path, self.settings.reading_options(path))

    def open_recovered(self, name: str, read: Callable[[], Project], taken_up: Callable[[], None]) -> None:
        """Take up work that was not saved; ``taken_up`` is called once it is the present work."""
        self.reader.read(name, lambda *_: read(), partial(self._on_recovered, name, taken_up))

    def preview_file(self, path: Path, options: ReadOptions) -> None:
        """Read the first rows of a file in the background."""
        self._previewing.start(partial(preview_table, path, options), self.previewed.emit)

    def open_sample(self, sample: Sample, *, fitted: bool = False) -> None:
        """Open a bundled dataset, and train on it to the end where it is to be ``fitted``."""
        source = f"{sample.about} {sample.source}"
        work = partial(read_table, sample.path, source, _AUTOMATIC)
        done = partial(self._on_made, f"Open {sample.title}", fitted=fitted)
        self.reader.read(sample.title, work, done)

    def start_with(self, sample: Sample) -> None:
        """Show a bundled dataset, already fitted, without a step of undo."""
        source = f"{sample.about} {sample.source}"
        work = partial(read_table, sample.path, source, _AUTOMATIC)
        self.reader.read(sample.title, work, self._on_first)

    def generate(self, *arguments: Any, **options: Any) -> None:
        """Make data with a known truth in the background; the arguments are those of `generate_table`."""

        def work(*_: object) -> Table:
            return generate_table(*arguments, **options)

        self.reader.read("generated data", work, partial(self._on_made, "Generate data"))

    def new_table(self) -> None:
        """An empty table of two columns, to type or draw rows into."""
        self.reader.may_replace(lambda: self._show("New table", empty_table()))

    def solve_exactly(self) -> None:
        """Work out the analytic solution once more in the background and say how it went."""
        analysis = self._analysis
        if analysis is not None:
            solve = partial(timed_solution, analysis, self.training.device_for)
            self.jobs.start(lambda _: solve(), partial(self._on_solved, analysis))

    def cancel_reading(self) -> None:
        """Give up reading at once, whatever the job still has to bring to an end; the current table stays."""
        self._run_when_analysed = False
        self.reader.cancel()

    def request_points(self, choice: int | None, own_units: bool = False) -> None:
        """Prepare the points of the fit plot for a feature, or for predicted against actual.

        ``own_units``: with the label in its own units, where the model is one of its logarithm.
        """
        self._pointing.retire()
        if self._analysis is not None:
            self._pointing.start(partial(fit_points, self._analysis, choice, own_units), self._on_points)

    def close(self) -> None:
        """Interrupt everything and wait until no thread is left."""
        self.reader.close()
        self.document.queue.clear()
        self.training.suspend()
        self.jobs.close()
        self._pasted.close()

    def _on_reading(self, name: str, n_bytes: float) -> None:
        self._run_when_analysed = False
        self.reading_started.emit(name, n_bytes)

    def _put(
        self, text: str, table: Table, *, fresh: bool = True, then: Callable[[], None] | None = None
    ) -> None:
        """Make a table the present one."""

        def put() -> None:
            self._show(text, table, fresh=fresh)
            if then is not None:
                then()

        self.reader.put(put)

    def _show(self, text: str, table: Table, *, fresh: bool = True) -> None:
        self._fresh = fresh
        self.document.replace(text, table)

    def _on_read(self, path: Path, options: ReadOptions, outcome: Table | Problem | None) -> None:
        pasted = self._pasted.is_at(path)
        if isinstance(outcome, Table) and not pasted:
            self.settings.add_recent_file(path, options)
            self.settings.set_last_folder(path.absolute().parent)
        if isinstance(outcome, Table) and pasted:
            outcome = replace(outcome, edited=True)
        self._on_made("Paste as new table" if pasted else f"Open {path.name}", outcome)
        if isinstance(outcome, Problem):
            self.reading_failed.emit(path, options, outcome)
        if isinstance(outcome, Table) and outcome.report is not None:
            self._tell_what_was_chosen(path, options, outcome.report)

    def _tell_what_was_chosen(self, path: Path, options: ReadOptions, report: ReadReport) -> None:
        if len(report.sheets) > 1 and options.sheet is None:
            self.sheet_chosen.emit(path, report)
        if report.doubt is not None:
            doubt = report.doubt
            self.doubt_found.emit(path, replace(options, **dict[str, Any](doubt.other)), doubt)

    def _on_project(self, path: Path, outcome: Project | Problem) -> None:
        if isinstance(outcome, Problem):
            self.problem_found.emit(outcome)
        else:
            self._remember(path)
            self.projects.expect(outcome, path)
            self._put(f"Open {path.name}", outcome.table, fresh=not outcome.runs)

    def _on_recovered(self, name: str, taken_up: Callable[[], None], outcome: Project | Problem) -> None:
        if isinstance(outcome, Problem):
            self.problem_found.emit(outcome)
        else:
            self.projects.expect(outcome, None)
            self._put(f"Restore {name}", outcome.table, fresh=not outcome.runs, then=taken_up)

    def _remember(self, path: Path) -> None:
        self.settings.add_recent_file(path)
        self.settings.set_last_folder(path.absolute().parent)

    def _on_made(self, text: str, outcome: Table | Problem | None, fitted: bool = False) -> None:
        if isinstance(outcome, Problem):
            self.problem_found.emit(outcome)
        elif outcome is not None:
            self._put(text, outcome, then=self._fit_soon if fitted else None)

    def _on_first(self, outcome: Table | Problem | None) -> None:
        if isinstance(outcome, Problem):
            self.problem_found.emit(outcome)
        elif outcome is not None:
            self._fresh = True
            self.document.start_with(outcome)
            self._fit_soon()

    def _fit_soon(self) -> None:
        """Train to the end once the new table is analysed."""
        self._run_when_analysed = True

    def _on_table(self, table: Table | None) -> None:
        self._analysing.retire()
        self._pointing.retire()
        self._analysis = None
        self.training.suspend()
        self.table_changed.emit(table)
        self.summaries.look_at(table)
        self.computing.tell()
        if table is not None:
            of = (table.frame, table.roles, table.truth, table.recipe, self.training.device_for)
            work = partial(analyse, *of)
            self._analysing.start(work, self._on_analysed)

    def _on_analysed(self, outcome: Analysis | Problem) -> None:
        if isinstance(outcome, Problem):
            self.training.set_analysis(None, suggest=False)
            self.projects.resume()
            self.not_analysed.emit(outcome)
            return
        self._analysis = outcome
        fresh, self._fresh = self._fresh, False
        self.analysed.emit(outcome)
        self.training.set_analysis(outcome, suggest=fresh)
        self.projects.resume()
        if self._run_when_analysed:
            self._run_when_analysed = False
            self.training.run_to_end()

    def _on_solved(self, analysis: Analysis, outcome: tuple[Fit, float] | Problem) -> None:
        if analysis is not self._analysis:
            return
        if isinstance(outcome, Problem):
            self.problem_found.emit(outcome)
        else:
            self.solved.emit(*outcome)

    def _on_points(self, points: FitPoints | Problem) -> None:
        if isinstance(points, FitPoints):
            self.points_ready.emit(points)
