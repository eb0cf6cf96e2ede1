"""Work in a thread of its own: one thread object per job, outcomes delivered on the GUI thread or nowhere."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QThread

from linreg_gui.core.problem import Problem, ProblemError, ProblemKind

T = TypeVar("T")

# Asks whether the job should stop; to be called in the job's own thread.
Stop = Callable[[], bool]


class Mailbox(Generic[T]):
    """Frozen values on their way from a worker to the GUI thread, which fetches them when it likes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._items: list[T] = []

    def put(self, item: T) -> None:
        """Leave a value; never waits for the reader."""
        with self._lock:
            self._items.append(item)

    def drain(self) -> list[T]:
        """All values since the last call, oldest first."""
        with self._lock:
            items, self._items = self._items, []
        return items


class JobThread(QThread):
    """Runs ``work(stop)`` once. A retired job still runs to its next stop, but delivers nothing."""

    def __init__(
        self, work: Callable[[Stop], T], done: Callable[[T | Problem], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._work: Callable[[Stop], Any] | None = work
        self._done: Callable[[Any], None] | None = done
        self._outcome: Any = None
        self._error: Exception | None = None

    def run(self) -> None:
        """Called by Qt in the new thread."""
        work, self._work = self._work, None
        try:
            if work is not None:
                self._outcome = work(self.isInterruptionRequested)
        except ProblemError as error:
            self._outcome = error.problem
        except MemoryError:
            self._outcome = Problem(
                "There is not enough memory for this; close other programs.", ProblemKind.MEMORY
            )
        except Exception as error:  # a bug: reported on the GUI thread, by deliver()
            self._error = error

    def retire(self) -> None:
        """Stop soon, and let the outcome vanish."""
        self._done = None
        self.requestInterruption()

    def deliver(self) -> None:
        """Hand over the outcome; called on the GUI thread once the thread has finished."""
        if self._error is not None:
            sys.excepthook(type(self._error), self._error, self._error.__traceback__)
            self._outcome = Problem(
                "The program made a mistake here; what was shown before is unchanged.", ProblemKind.BUG
            )
        # Only now, as whoever heard of the mistake may have retired the job.
        done, self._done = self._done, None
        if done is not None:
            done(self._outcome)


class Jobs(QObject):
    """Starts jobs, keeps each alive until its thread has ended, and waits for all of them at the end."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: set[JobThread] = set()

    def start(self, work: Callable[[Stop], T], done: Callable[[T | Problem], None]) -> JobThread:
        """Run ``work`` in a thread; ``done`` gets its value, or a `Problem`, on the GUI thread."""
        job = JobThread(work, done)
        self._running.add(job)
        job.finished.connect(self._collect)
        job.start()
        return job

    def close(self) -> None:
        """Retire every job and wait until no thread is left."""
        for job in self._running:
            job.retire()
        for job in self._running:
            job.wait()
        self._running.clear()

    def _collect(self) -> None:
        """Queued by Qt to the GUI thread whenever some thread has ended."""
        for job in [job for job in self._running if job.isFinished()]:
            job.wait()
            self._running.discard(job)
            job.deliver()


class LatestJob:
    """Room for one job: whoever is there lets go of its outcome when another one comes."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._job: JobThread | None = None

    @property
    def running(self) -> bool:
        """Whether an outcome is awaited."""
        return self._job is not None

    def start(self, work: Callable[[], T], done: Callable[[T | Problem], None]) -> None:
        """Do ``work`` in place of what is being done."""
        self.start_stoppable(lambda _: work(), done)

    def start_stoppable(self, work: Callable[[Stop], T], done: Callable[[T | Problem], None]) -> None:
        """Do ``work``, which asks now and then whether to stop, in place of what is being done."""
        self.retire()

        def end(outcome: T | Problem) -> None:
            self._job = None
            done(outcome)

        self._job = self._jobs.start(work, end)

    def interrupt(self) -> None:
        """Stop soon; the outcome still arrives."""
        if self._job is not None:
            self._job.requestInterruption()

    def retire(self) -> None:
        """Stop soon; nobody waits for the outcome any more."""
        if self._job is not None:
            self._job.retire()
            self._job = None
