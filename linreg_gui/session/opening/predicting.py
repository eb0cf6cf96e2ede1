"""Reads another table to predict for its rows, in a job; the present table stays what it is."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.problem import Problem, ProblemError, ProblemKind
from linreg_gui.core.reading.input_kind import is_project
from linreg_gui.core.reading.options import ReadOptions
from linreg_gui.core.reading.report import ReadCancelled
from linreg_gui.core.table.large_source import refuse_sample
from linreg_gui.core.table.table import Table
from linreg_gui.core.writing.predictions import FileToPredict, known_of, read_to_predict
from linreg_gui.session.job_thread import Jobs, Mailbox, Stop, reporting
from linreg_gui.session.progress_job import ProgressJob


class FileReading(QObject):
    """One file at a time; the next one takes its place."""

    started = Signal(str)  # name
    progressed = Signal(float)
    ended = Signal()
    was_read = Signal(object)  # FileToPredict
    failed = Signal(object)  # Problem

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job = ProgressJob[float](jobs, lambda shares: self.progressed.emit(shares[-1]), self)

    def read(self, path: Path, options: ReadOptions, table: Table, analysis: Analysis) -> None:
        """Start to read; `was_read` or `failed` tells how it went, and neither if it was cancelled."""
        self._job.start(partial(_read, path, options, table, analysis), self._on_end)
        self.started.emit(path.name)

    @property
    def running(self) -> bool:
        """Whether a file is being read."""
        return self._job.running

    def cancel(self) -> None:
        """Give up at once."""
        if self._job.running:
            self._job.retire()
            self.ended.emit()

    def close(self) -> None:
        """The end of the program: nothing is told any more."""
        self._job.retire()

    def _on_end(self, outcome: FileToPredict | Problem | None) -> None:
        self.ended.emit()
        if isinstance(outcome, Problem):
            self.failed.emit(outcome)
        elif outcome is not None:
            self.was_read.emit(outcome)


def _read(
    path: Path, options: ReadOptions, table: Table, analysis: Analysis, progress: Mailbox[float], stop: Stop
) -> FileToPredict | None:
    """In the job; None if it was cancelled."""
    refuse_sample(table.large, "Predictions for a file")
    if is_project(path):
        told = f"“{path.name}” is a project: choose the table with the rows to predict for."
        raise ProblemError(told, ProblemKind.TYPE)
    known = known_of(table.frame, analysis, table.formulas)
    try:
        return read_to_predict(path, known, options, units=table.units, progress=reporting(progress, stop))
    except ReadCancelled:
        return None
