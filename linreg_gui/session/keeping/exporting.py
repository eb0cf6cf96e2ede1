"""Writes the table with its results to a file, in the background."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.inference.robust import ErrorKind
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.memory import available_memory
from linreg_gui.core.problem import Problem, ProblemError, ProblemKind
from linreg_gui.core.reading.report import ReadReport
from linreg_gui.core.table.large_source import refuse_sample
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.table.table import Table
from linreg_gui.core.wording import size_text
from linreg_gui.core.writing.blocks import WritingCancelled
from linreg_gui.core.writing.predictions import FileToPredict, with_predictions
from linreg_gui.core.writing.results import ExportRequest, with_results, with_states, with_uses
from linreg_gui.core.writing.table_file import CsvStyle, OutputKind, write_table
from linreg_gui.session.job_thread import Jobs, Mailbox, Stop, reporting
from linreg_gui.session.progress_job import ProgressJob

from .conflicts import Conflict, check_seen
from .saving import Written, write_whole
from .seen_files import SeenFiles

# Makes the file; gets a mailbox, whether to stop, and what looks at an earlier file before it is replaced.
Make = Callable[[Mailbox[float], Stop, Callable[[Path], object]], Written | None]
# Of memory: a number of a column of results, and as much while it is computed; less is not asked for.
_PER_RESULT, _SMALL = 16, 1 << 26


class Exporting(QObject):
    """One export at a time; the next one waits for nobody to ask for it."""

    started = Signal(str)
    progressed = Signal(float)
    ended = Signal()
    exported = Signal(object, int)  # Path, rows
    remarked = Signal(str)  # a sentence on the file, after `exported`
    failed = Signal(object)  # Problem

    def __init__(self, jobs: Jobs, parent: QObject | None = None, seen: SeenFiles | None = None) -> None:
        super().__init__(parent)
        self._seen = seen or SeenFiles()
        self._job = ProgressJob[float](jobs, self._show, self)
        self._name = ""
        self._calls: list[Callable[[], None]] = []

    @property
    def name(self) -> str:
        """What the file is called that is being written; an empty text if none is."""
        return self._name

    def when_done(self, call: Callable[[], None]) -> None:
        """Call once nothing is being written any more."""
        if self._name:
            self._calls.append(call)
        else:
            call()

    def export(
        self,
        table: Table,
        objective: Objective | None,
        path: Path,
        request: ExportRequest,
        agreed: Conflict | None = None,
    ) -> None:
        """Start to write; `exported` or `failed` tells how it went, and neither if it was cancelled.

        A file that was read here, and that somebody else has changed since, is a `Conflict`, unless that is
        ``agreed`` to be written over.
        """
        self._write(path, len(table.frame), partial(export_table, table, objective, path, request), agreed)

    def export_predictions(
        self,
        file: FileToPredict,
        objective: Objective,
        errors: ErrorKind,
        path: Path,
        request: ExportRequest,
        agreed: Conflict | None = None,
    ) -> None:
        """Start to write another table with what is predicted for its rows, as `export` does."""
        make = partial(export_predictions, file, objective, errors, path, request)
        self._write(path, file.rows.n_rows, make, agreed)

    def _write(self, path: Path, n_rows: int, make: Make, agreed: Conflict | None) -> None:
        if self._job.running:
            return
        work = partial(_over_what_was_seen, self._seen, agreed, path, make)
        self._job.start(work, partial(self._on_end, n_rows))
        self._name = path.name
        self.started.emit(path.name)

    def cancel(self) -> None:
        """Give up at once; an earlier file of that name stays as it was."""
        if self._job.running:
            self._job.retire()
            self._end()

    def close(self) -> None:
        """The end of the program: nothing is told any more."""
        self._job.retire()

    def _show(self, shares: list[float]) -> None:
        self.progressed.emit(shares[-1])

    def _end(self) -> None:
        self._name = ""
        self.ended.emit()
        calls, self._calls = self._calls, []
        for call in calls:
            call()

    def _on_end(self, n_rows: int, outcome: Written | Problem | None) -> None:
        self._end()
        if isinstance(outcome, Problem):
            self.failed.emit(outcome)
        elif outcome is not None:
            self.exported.emit(outcome.path, n_rows)
            for remark in outcome.remarks:
                self.remarked.emit(remark)


def _over_what_was_seen(
    seen: SeenFiles,
    agreed: Conflict | None,
    path: Path,
    make: Make,
    progress: Mailbox[float],
    stop: Stop,
) -> Written | None:
    """Over nothing but what was seen, or agreed to."""
    before = seen.at(path) if agreed is None else agreed.found

    def check(file: Path) -> None:
        check_seen(file, before, lambda _: "", path)

    written = make(progress, stop, check)
    if written is not None:
        seen.add(path, written.stamp)
    return written


def _style_of(report: ReadReport | None) -> CsvStyle:
    """As the file was written that a table was read from."""
    if report is None or report.kind != "text":
        return CsvStyle()
    return CsvStyle.like(report.separator, report.decimal)


def _check_memory(frame: pd.DataFrame, scale: LabelScale, path: Path, request: ExportRequest) -> None:
    """Refuse before results, and a whole copy for Parquet, are made that do not fit into memory."""
    needed = _PER_RESULT * len(frame) * request.columns.count(scale)
    if request.kind is OutputKind.PARQUET:
        needed += int(frame.memory_usage(index=False).sum())
    if needed > _SMALL and needed > (free := available_memory()):
        raise ProblemError(
            f"“{path.name}” cannot be written: making it takes about {size_text(needed)} of memory, "
            f"and {size_text(free)} are free.",
            ProblemKind.MEMORY,
        )


def export_table(
    table: Table,
    objective: Objective | None,
    path: Path,
    request: ExportRequest,
    progress: Mailbox[float],
    stop: Stop,
    check: Callable[[Path], object] = lambda _: None,
) -> Written | None:
    """Write the file whole or not at all; None if it was cancelled.

    The ``check`` is that of `write_whole`.

    Raises
    ------
    ProblemError
        If the results or the file cannot be made; an earlier file is still as it was.
    """

    refuse_sample(table.large, "The exported table")
    frame = table.frame
    _check_memory(frame, table.recipe.label_scale, path, request)
    if objective is not None:
        roles, columns = table.roles_as_came, request.columns
        frame = with_results(frame, roles, table.recipe, objective, columns, table.row_ids)
    elif request.columns.count():
        raise ProblemError("There is no solution yet to take fitted values from.", ProblemKind.NO_SOLUTION)
    if request.uses:
        frame = with_uses(frame, table.recipe, None if objective is None else objective.analysis)
    if request.states:
        frame = with_states(frame, table.states, table.row_ids, request.selected)
    try:
        return write_whole(
            path,
            lambda file: write_table(
                frame,
                file,
                request.kind,
                escape=request.escape,
                units=table.units,
                style=_style_of(table.report),
                progress=reporting(progress, stop),
            ),
            check,
        )
    except WritingCancelled:
        return None


def export_predictions(
    file: FileToPredict,
    objective: Objective,
    errors: ErrorKind,
    path: Path,
    request: ExportRequest,
    progress: Mailbox[float],
    stop: Stop,
    check: Callable[[Path], object] = lambda _: None,
) -> Written | None:
    """The same of another table with what is predicted for its rows; raises as `with_predictions`, too."""

    _check_memory(file.frame, objective.analysis.label_scale, path, request)
    frame = with_predictions(file, objective, request.columns, errors)
    units = {name: unit for name, unit in file.report.units.items() if name in frame.columns}
    style = _style_of(file.report)
    try:
        return write_whole(
            path,
            lambda opened: write_table(
                frame,
                opened,
                request.kind,
                escape=request.escape,
                units=units,
                style=style,
                progress=reporting(progress, stop),
            ),
            check,
        )
    except WritingCancelled:
        return None
