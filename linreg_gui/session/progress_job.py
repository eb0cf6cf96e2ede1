"""Work in a thread that tells how it goes, heard of at display rate. What is told is its owner's business."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer

from linreg_gui.core.problem import Problem
from linreg_gui.core.right_of_way import right_of_way

from .job_thread import Jobs, LatestJob, Mailbox, Stop

P = TypeVar("P")
T = TypeVar("T")

_DISPLAY_MS = 33


class ProgressJob(Generic[P]):
    """Room for one job with a mailbox; nothing of a job that was retired arrives, progress included.

    Parameters
    ----------
    jobs : Jobs
    show : callable
        Gets, on the GUI thread, what was put into the mailbox since the last call; a last time before the
        outcome is delivered.
    parent : QObject
        Owns the timer.
    """

    def __init__(self, jobs: Jobs, show: Callable[[list[P]], None], parent: QObject) -> None:
        self._show = show
        self._job = LatestJob(jobs)
        self._mailbox: Mailbox[P] | None = None
        self._timer = QTimer(parent)
        self._timer.setInterval(_DISPLAY_MS)
        self._timer.timeout.connect(self._drain)

    @property
    def running(self) -> bool:
        """Whether a job is at work, or about to stop."""
        return self._mailbox is not None

    def start(self, work: Callable[[Mailbox[P], Stop], T], done: Callable[[T | Problem], None]) -> None:
        """Do ``work`` in place of what is being done; ``done`` gets its value or a `Problem`."""
        mailbox = self._mailbox = Mailbox[P]()

        def end(outcome: T | Problem) -> None:
            self._timer.stop()
            self._drain()
            if self._mailbox is mailbox:  # whoever saw the last of the progress may have retired the job
                self._mailbox = None
                done(outcome)

        self._job.start_stoppable(lambda stop: work(mailbox, stop), end)
        self._timer.start()

    def interrupt(self) -> None:
        """Stop soon; progress and outcome still arrive."""
        self._job.interrupt()

    def retire(self) -> None:
        """Stop soon; nobody waits for progress or outcome any more."""
        self._job.retire()
        self._mailbox = None
        self._timer.stop()

    def _drain(self) -> None:
        items = [] if self._mailbox is None else self._mailbox.drain()
        if items:
            with right_of_way():
                self._show(items)
