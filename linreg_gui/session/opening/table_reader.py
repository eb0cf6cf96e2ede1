"""Putting another table in place of the present one: read in a job, with progress, and asked about first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.problem import Problem
from linreg_gui.core.table.table import Table
from linreg_gui.session.job_thread import Jobs, Mailbox, Stop
from linreg_gui.session.progress_job import ProgressJob

from .jobs import FileSize

T = TypeVar("T")


class TableReader(QObject):
    """One table at a time; the job that reads another one is let go of.

    Attributes
    ----------
    may_replace : callable
        Gets a call that gives up the present table; to be done at once, later or never, as a person says.
    """

    started = Signal(str)  # name
    sized = Signal(float)  # bytes of the file, once it has answered
    progressed = Signal(float)
    ended = Signal()

    def __init__(
        self, jobs: Jobs, current: Callable[[], Table | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.may_replace: Callable[[Callable[[], None]], None] = lambda go: go()
        self._current = current
        self._agreed: Table | None = None
        self._job = ProgressJob[float](jobs, self._show, self)

    def read(
        self,
        name: str,
        work: Callable[[Mailbox[float], Stop], T],
        done: Callable[[T | Problem], None],
    ) -> None:
        """Do ``work``, which leaves its progress in a mailbox; ``done`` gets its value or a `Problem`."""
        self.may_replace(lambda: self.read_as_agreed(name, work, done))

    def read_as_agreed(
        self,
        name: str,
        work: Callable[[Mailbox[float], Stop], T],
        done: Callable[[T | Problem], None],
    ) -> None:
        """As `read`, where a person has said already that the present table may go."""
        self._agreed = self._current()

        def end(outcome: T | Problem) -> None:
            self.ended.emit()
            done(outcome)

        self._job.start(work, end)
        self.started.emit(name)

    def put(self, put: Callable[[], None]) -> None:
        """Do what replaces the present table; asked about anew if that was changed while it was read."""
        if self._current() is self._agreed:
            put()
        else:
            self.may_replace(put)

    def cancel(self) -> None:
        """Give up at once, whatever the job still has to bring to an end."""
        if self._job.running:
            self._job.retire()
            self.ended.emit()

    def close(self) -> None:
        """The end of the program: nothing is told any more."""
        self._job.retire()

    def _show(self, told: list[float]) -> None:
        if isinstance(told[0], FileSize):  # it comes before everything else
            self.sized.emit(float(told[0]))
        if not isinstance(told[-1], FileSize):
            self.progressed.emit(told[-1])
