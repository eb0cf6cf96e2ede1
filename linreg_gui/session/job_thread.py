"""Work in a thread of its own: one thread object per job, outcomes delivered on the GUI thread or nowhere."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from linreg_gui.core.cancellation import Cancelled, cancelled_by
from linreg_gui.core.problem import Problem, ProblemError, ProblemKind
from linreg_gui.core.right_of_way import give_way, right_of_way

T = TypeVar("T")

JOB_NAME = "linreg_gui job"
# Jobs that ask whether to stop do so many times a second.
_CLOSING_SECONDS = 0.5

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


def reporting(progress: Mailbox[float], stop: Stop) -> Callable[[float], bool]:
    """What a function of the core tells its progress: it leaves the share, and answers whether to go on."""

    def report(share: float) -> bool:
        progress.put(share)
        return not stop()

    return report


def unwritable_text(error: UnicodeEncodeError) -> Problem:
    """What a person is told of a name or a cell that no file can hold, such as half of a character."""
    sign = f"U+{ord(error.object[error.start]):04X}"
    sentence = f"A text holds the character {sign}, which cannot be written there: write that text otherwise."
    return Problem(sentence, ProblemKind.ENCODING)


class JobThread(QObject):
    """Runs ``work(stop)`` once. A retired job still runs to where it asks next, but delivers nothing.

    The thread is one of Python, as a process may end while such a thread still waits for a file that never
    answers; with a QThread it would crash.
    """

    ended = Signal()  # from the thread

    def __init__(
        self, work: Callable[[Stop], T], done: Callable[[T | Problem], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._work: Callable[[Stop], Any] | None = work
        self._done: Callable[[Any], None] | None = done
        self._outcome: Any = None
        self._error: Exception | None = None
        self._is_done = False
        self._stopping = threading.Event()
        self._retired = threading.Event()
        self._thread = threading.Thread(target=self._run, name=JOB_NAME, daemon=True)

    @property
    def is_done(self) -> bool:
        """Whether the outcome is there; the thread ends at once."""
        return self._is_done

    @property
    def has_ended(self) -> bool:
        """Whether the thread is gone."""
        return self._is_done and not self._thread.is_alive()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wait(self, seconds: float | None = None) -> bool:
        """Until the thread has ended, or no longer than so many seconds; whether it has ended."""
        self._thread.join(seconds)
        return self.has_ended

    def run(self) -> None:
        """What the thread does."""
        work, self._work = self._work, None
        try:
            if work is not None:
                with cancelled_by(self._is_unwanted):
                    self._outcome = work(self._is_stopping)
        except Cancelled:
            pass
        except ProblemError as error:
            self._outcome = error.problem
        except MemoryError:
            self._outcome = Problem(
                "There is not enough memory for this; close other programs.", ProblemKind.MEMORY
            )
        except UnicodeEncodeError as error:
            self._outcome = unwritable_text(error)
        except Exception as error:  # a bug: reported on the GUI thread, by deliver()
            self._error = error
        if self._retired.is_set():  # perhaps nobody is there any more to let go of it
            self._outcome = None

    def interrupt(self) -> None:
        """Stop soon; what there is until then is delivered."""
        self._stopping.set()

    def retire(self) -> None:
        """Stop soon, and let the outcome vanish."""
        self._done = None
        self._stopping.set()
        self._retired.set()

    def deliver(self) -> None:
        """Hand over the outcome; called on the GUI thread once the thread has ended."""
        if self._error is not None:
            sys.excepthook(type(self._error), self._error, self._error.__traceback__)
            self._outcome = Problem(
                "The program made a mistake here; what was shown before is unchanged.", ProblemKind.BUG
            )
        # Only now, as whoever heard of the mistake may have retired the job.
        done, self._done = self._done, None
        if done is not None:
            done(self._outcome)

    def _is_stopping(self) -> bool:
        give_way()
        return self._stopping.is_set()

    def _is_unwanted(self) -> bool:
        give_way()
        return self._retired.is_set()

    def _run(self) -> None:
        try:
            self.run()
        finally:
            self._is_done = True
            with contextlib.suppress(RuntimeError):  # Qt is gone already: the process ends
                self.ended.emit()


# Jobs whose window is closed and that have not ended yet; their objects must live as long as their threads.
_left: set[JobThread] = set()


def jobs_left() -> int:
    """How many jobs that nobody wants any more still run."""
    _left.difference_update([job for job in _left if job.has_ended])
    return len(_left)


class Jobs(QObject):
    """Starts jobs, and keeps each alive until its thread has ended."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: set[JobThread] = set()
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._deliver_next)

    def start(self, work: Callable[[Stop], T], done: Callable[[T | Problem], None]) -> JobThread:
        """Run ``work`` in a thread; ``done`` gets its value, or a `Problem`, on the GUI thread."""
        job = JobThread(work, done)
        self._running.add(job)
        job.ended.connect(self._collect)
        job.start()
        return job

    def close(self, seconds: float = _CLOSING_SECONDS) -> None:
        """Retire every job, and wait a moment for all of them together.

        What does not ask whether to stop, as it waits for a disk or a network, is left to itself: it has
        nowhere to deliver anything.
        """
        jobs_left()
        self._turn.stop()
        for job in self._running:
            job.retire()
        until = time.monotonic() + seconds
        _left.update([job for job in self._running if not job.wait(max(0.0, until - time.monotonic()))])
        self._running.clear()

    def _collect(self) -> None:
        """Queued by Qt to the GUI thread whenever some thread is about to end.

        What is queued belongs to the turn that is going on; an outcome gets a turn of its own.
        """
        if not self._turn.isActive():
            self._turn.start()

    def _deliver_next(self) -> None:
        """One outcome a turn, as each may be long; the window takes clicks between them."""
        done = [job for job in self._running if job.is_done]
        if len(done) > 1:
            self._turn.start()
        for job in done[:1]:
            job.wait()  # it has only to come back from telling that it ends
            self._running.discard(job)
            with right_of_way():
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
            self._job.interrupt()

    def retire(self) -> None:
        """Stop soon; nobody waits for the outcome any more."""
        if self._job is not None:
            self._job.retire()
            self._job = None
