"""What all rows say of the model, where the table is a sample of files larger than memory."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.desk.all_rows import AllRows, Question, ask_all_rows, question_of
from linreg_gui.core.problem import Problem, ProblemError
from linreg_gui.core.progress import reading_heard_by
from linreg_gui.core.table.large_source import LargeSource
from linreg_gui.core.table.table import Table

from .desk_state import DeskState
from .job_thread import Jobs, Mailbox, Stop
from .progress_job import ProgressJob

# So many answers are kept, of this table alone: undo, and a change of mind, ask nothing anew.
_MOST_KEPT = 32


@dataclass(frozen=True)
class Reading:
    """How far one pass over all rows is.

    Attributes
    ----------
    number : int
        Which pass, from 1.
    rows, of_rows : int
    size, of_size : float
        Bytes.
    seconds_left : float
        Of this pass; NaN as long as that cannot be told.
    """

    number: int
    rows: int
    of_rows: int
    size: float
    of_size: float
    seconds_left: float


class AllRowsState(QObject):
    """Asks all rows whenever the model is another; one question at a time, each answer kept."""

    source_changed = Signal(object)  # LargeSource | None
    asked = Signal()
    progressed = Signal(object)  # Reading
    answered = Signal(object)  # AllRows
    failed = Signal(object)  # Problem
    stopped = Signal()

    def __init__(
        self,
        desk: DeskState,
        jobs: Jobs,
        parent: QObject | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._desk, self._clock = desk, clock
        self._table: Table | None = None
        self._question: Question | None = None
        self._answer: AllRows | None = None
        self._kept: dict[Question, AllRows] = {}
        self._job = ProgressJob[tuple[int, float]](jobs, self._on_read, self)
        self._rows, self._size, self._began = 0, 0.0, 0.0
        desk.changed.connect(self._ask_anew)

    @property
    def answer(self) -> AllRows | None:
        """What all rows say of the present model; None as long as that is not known."""
        return self._answer

    @property
    def running(self) -> bool:
        """Whether all rows are being read."""
        return self._job.running

    def follow(self, table: Table | None) -> None:
        """The table is another one; of another source nothing is kept."""
        before, self._table = self._source, table
        if self._source != before:
            self._kept.clear()
            self.source_changed.emit(self._source)
        self._ask_anew()

    def ask(self) -> None:
        """Read all rows, once more where that was stopped or went wrong."""
        self._question = None
        self._ask_anew()

    def stop(self) -> None:
        """Give up at once."""
        if self._job.running:
            self._job.retire()
            self.stopped.emit()

    @property
    def _source(self) -> LargeSource | None:
        return None if self._table is None else self._table.large

    def _ask_anew(self) -> None:
        if self._table is None or self._table.large is None:
            self._forget()
            return
        try:
            question = question_of(self._table, self._desk.choices)
        except ProblemError as error:
            self._forget()
            self.failed.emit(error.problem)
            return
        if question == self._question:
            return
        self._forget()
        self._question = question
        if (known := self._kept.get(question)) is not None:
            self._show(known)
            return
        self._rows, self._size, self._began = 0, 0.0, self._clock()
        self.asked.emit()
        self._job.start(partial(_ask, question), self._on_answer)

    def _forget(self) -> None:
        self._job.retire()
        self._question = self._answer = None

    def _on_read(self, told: list[tuple[int, float]]) -> None:
        source = self._source
        if source is None or not source.rows:
            return
        for rows, size in told:
            before = self._rows // source.rows
            self._rows += rows
            self._size += size
            if self._rows // source.rows > before:  # the next pass
                self._began = self._clock()
        done = self._rows % source.rows
        passed = self._clock() - self._began
        left = passed * (source.rows - done) / done if done else math.nan
        number = self._rows // source.rows + 1
        self.progressed.emit(
            Reading(number, done, source.rows, self._size % max(1, source.size), source.size, left)
        )

    def _on_answer(self, outcome: AllRows | Problem) -> None:
        if isinstance(outcome, Problem):
            self.failed.emit(outcome)
            return
        while len(self._kept) >= _MOST_KEPT:
            self._kept.pop(next(iter(self._kept)))
        self._kept[outcome.question] = outcome
        self._show(outcome)

    def _show(self, answer: AllRows) -> None:
        self._answer = answer
        self.answered.emit(answer)


def _ask(question: Question, mailbox: Mailbox[tuple[int, float]], _stop: Stop) -> AllRows:
    with reading_heard_by(lambda rows, size: mailbox.put((rows, size))):
        return ask_all_rows(question)
