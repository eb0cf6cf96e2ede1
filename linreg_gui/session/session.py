"""The whole state of the program: the document, what is known of it, training and settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from ..core.analysis import Analysis, analyse
from ..core.csv_preview import Preview, ReadOptions
from ..core.csv_reading import ReadReport
from ..core.problem import Problem
from ..core.resources import Sample
from ..core.solvers.result import Fit
from ..core.table_reading import preview_table
from .column_summaries import ColumnSummaries
from .computing import Computing
from .document import Document
from .job_thread import Jobs, JobThread, Mailbox, Stop
from .painting import Painting
from .pasting import PASTED_SOURCE, PastedFile, read_pasted
from .reading import FitPoints, empty_table, file_size, fit_points, generate_table, read_table, timed_solution
from .saving import save_table
from .selection import RowSelection
from .settings import Settings
from .table import Table
from .training import Training
from .training_job import prepare

_PROGRESS_MS = 50
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
    recent_files_changed = Signal()
    saved = Signal(object)  # Path
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
        self._analysis: Analysis | None = None
        self._analysing: JobThread | None = None
        self._reading: JobThread | None = None
        self._previewing: JobThread | None = None
        self._pointing: JobThread | None = None
        self._progress: Mailbox[float] = Mailbox()
        self._pasted = PastedFile()
        self._run_when_analysed = False
        self._fresh = True
        self._timer = QTimer(self)
        self._timer.setInterval(_PROGRESS_MS)
        self._timer.timeout.connect(self._drain_progress)
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
        """Read a CSV file in the background and put it in place of the current table."""
        source = PASTED_SOURCE if self._pasted.is_at(path) else str(path)
        work = partial(read_table, path, source, options, self._new_progress())
        self._read(path.name, work, partial(self._on_read, path, options), file_size(path))

    def paste_table(self, text: str, html: str) -> None:
        """Read what is on the clipboard, as a file, and put it in place of the current table."""
        path = self._pasted.path
        work = partial(read_pasted, path, text, html, self._new_progress())
        self._read(path.name, work, partial(self._on_read, path, _AUTOMATIC), float(len(text)))

    def open_recent(self, path: Path) -> None:
        """Read a file again as it was read the last time."""
        self.open_file(path, self.settings.reading_options(path))

    def preview_file(self, path: Path, options: ReadOptions) -> None:
        """Read the first rows of a file in the background."""
        if self._previewing is not None:
            self._previewing.retire()
        self._previewing = self.jobs.start(lambda _: preview_table(path, options), self._on_preview)

    def open_sample(self, sample: Sample) -> None:
        """Open a bundled dataset."""
        source = f"{sample.about} {sample.source}"
        work = partial(read_table, sample.path, source, _AUTOMATIC, self._new_progress())
        self._read(sample.title, work, partial(self._on_made, f"Open {sample.title}"))

    def start_with(self, sample: Sample) -> None:
        """Show a bundled dataset, already fitted, without a step of undo."""
        source = f"{sample.about} {sample.source}"
        work = partial(read_table, sample.path, source, _AUTOMATIC, self._new_progress())
        self._run_when_analysed = True
        self._read(sample.title, work, self._on_first)

    def generate(
        self,
        weights: tuple[float, ...],
        bias: float,
        noise_std: float,
        n_rows: int,
        seed: int,
        **options: Any,
    ) -> None:
        """Make data with a known truth in the background; the options are those of `make_synthetic`."""

        def work(_: object) -> Table:
            return generate_table(weights, bias, noise_std, n_rows, seed, **options)

        self._read("generated data", work, partial(self._on_made, "Generate data"))

    def new_table(self) -> None:
        """An empty table of two columns, to type or draw rows into."""
        self._fresh = True
        self.document.replace("New table", empty_table())

    def solve_exactly(self) -> None:
        """Work out the analytic solution once more in the background and say how it went."""
        analysis = self._analysis
        if analysis is not None:
            data = analysis.data
            self.jobs.start(lambda _: timed_solution(data), partial(self._on_solved, analysis))

    def save_data(self, path: Path) -> None:
        """Write the table to a CSV file in the background."""
        table = self.document.table
        if table is not None:
            self.jobs.start(lambda _: save_table(table, path), partial(self._on_saved, table))

    def cancel_reading(self) -> None:
        """Give up reading at once, whatever the job still has to bring to an end; the current table stays."""
        if self._reading is not None:
            self._reading.retire()
            self._run_when_analysed = False
            self._finish_reading()

    def request_points(self, choice: int | None, own_units: bool = False) -> None:
        """Prepare the points of the fit plot for a feature, or for predicted against actual.

        ``own_units``: with the label in its own units, where the model is one of its logarithm.
        """
        if self._pointing is not None:
            self._pointing.retire()
        analysis = self._analysis
        if analysis is not None:
            work = partial(fit_points, analysis, choice, own_units)
            self._pointing = self.jobs.start(lambda _: work(), self._on_points)

    def close(self) -> None:
        """Interrupt everything and wait until no thread is left."""
        self._timer.stop()
        self.document.queue.clear()
        self.training.suspend()
        self.jobs.close()
        self._pasted.close()

    def _new_progress(self) -> Mailbox[float]:
        self._progress = Mailbox()
        return self._progress

    def _read(
        self,
        name: str,
        work: Callable[[Stop], Table | None],
        done: Callable[[Table | Problem | None], None],
        n_bytes: float = 0.0,
    ) -> None:
        if self._reading is not None:
            self._reading.retire()
        self._reading = self.jobs.start(work, done)
        self.reading_started.emit(name, n_bytes)
        self._timer.start()

    def _drain_progress(self) -> None:
        fractions = self._progress.drain()
        if fractions:
            self.reading_progressed.emit(fractions[-1])

    def _finish_reading(self) -> None:
        self._reading = None
        self._timer.stop()
        self.reading_ended.emit()

    def _on_preview(self, outcome: Preview | Problem) -> None:
        self._previewing = None
        self.previewed.emit(outcome)

    def _on_read(self, path: Path, options: ReadOptions, outcome: Table | Problem | None) -> None:
        pasted = self._pasted.is_at(path)
        if isinstance(outcome, Table) and not pasted:
            self.settings.add_recent_file(path, options)
            self.recent_files_changed.emit()
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

    def _on_made(self, text: str, outcome: Table | Problem | None) -> None:
        self._finish_reading()
        if isinstance(outcome, Problem):
            self.problem_found.emit(outcome)
        elif outcome is not None:
            self._fresh = True
            self.document.replace(text, outcome)

    def _on_first(self, outcome: Table | Problem | None) -> None:
        self._finish_reading()
        if isinstance(outcome, Problem):
            self.problem_found.emit(outcome)
        elif outcome is not None:
            self._fresh = True
            self.document.start_with(outcome)

    def _on_table(self, table: Table | None) -> None:
        if self._analysing is not None:
            self._analysing.retire()
        if self._pointing is not None:
            self._pointing.retire()
        self._analysis = None
        self.training.suspend()
        self.table_changed.emit(table)
        self.summaries.look_at(table)
        self.computing.tell()
        if table is not None:
            self._analysing = self.jobs.start(
                lambda _: analyse(table.frame, table.roles, table.truth, table.recipe), self._on_analysed
            )

    def _on_analysed(self, outcome: Analysis | Problem) -> None:
        self._analysing = None
        if isinstance(outcome, Problem):
            self.training.set_analysis(None, suggest=False)
            self.not_analysed.emit(outcome)
            return
        self._analysis = outcome
        fresh, self._fresh = self._fresh, False
        self.analysed.emit(outcome)
        self.training.set_analysis(outcome, suggest=fresh)
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

    def _on_saved(self, table: Table, outcome: Path | Problem) -> None:
        if isinstance(outcome, Problem):
            self.problem_found.emit(outcome)
            return
        self.document.mark_saved(table)
        self.saved.emit(outcome)

    def _on_points(self, points: FitPoints | Problem) -> None:
        self._pointing = None
        if isinstance(points, FitPoints):
            self.points_ready.emit(points)

