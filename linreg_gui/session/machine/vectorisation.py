"""Measurements of the vectorisation lab in a thread of their own, and what they found so far."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from linreg_gui.core.problem import Problem
from linreg_gui.core.vectorisation.export import table_text
from linreg_gui.core.vectorisation.measuring import measure_sizes
from linreg_gui.core.vectorisation.values import Contender, Task, Timing
from linreg_gui.session.job_thread import Jobs, JobThread, Mailbox, Stop
from linreg_gui.session.keeping.saving import write_whole

_TURN_MS = 33
_Place = tuple[Contender, int]


class Vectorisation(QObject):
    """One measurement at a time; its results take the place of earlier ones of the same size."""

    started = Signal()
    begun = Signal(object, int)  # Contender, n
    measured = Signal(object)  # Task, whose results have changed
    ended = Signal()
    saved = Signal(object)  # Path
    failed = Signal(object)  # Problem

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._job: JobThread | None = None
        self._results: dict[Task, dict[_Place, Timing]] = {task: {} for task in Task}
        self._news: Mailbox[Timing | _Place] = Mailbox()
        self._timer = QTimer(self)
        self._timer.setInterval(_TURN_MS)
        self._timer.timeout.connect(self._drain)

    @property
    def running(self) -> bool:
        """Whether a measurement is at work, or about to stop."""
        return self._job is not None

    def results(self, task: Task) -> tuple[Timing, ...]:
        """All that is known of a task."""
        return tuple(self._results[task].values())

    def measure(self, task: Task, sizes: Iterable[int]) -> None:
        """Start to time all contenders at these sizes."""
        if self._job is not None:
            return
        self._news = Mailbox()
        work = partial(_measure, task, tuple(sizes), self._news)
        self._job = self._jobs.start(work, self._on_end)
        self._timer.start()
        self.started.emit()

    def stop(self) -> None:
        """Give up the rest; what was measured stays."""
        if self._job is not None:
            self._job.requestInterruption()

    def save(self, task: Task, path: Path) -> None:
        """Write the times of a task to a CSV file, in the background."""
        content = table_text(self.results(task), ",").encode()
        work = partial(write_whole, path, lambda file: file.write(content))
        self._jobs.start(lambda _: work(), self._on_saved)

    def close(self) -> None:
        """The end of the program: nothing is told any more."""
        self.stop()
        self._timer.stop()

    def _drain(self) -> None:
        place: _Place | None = None
        task: Task | None = None
        for news in self._news.drain():
            if isinstance(news, Timing):
                task = news.task
                self._results[task][news.contender, news.n] = news
            else:
                place = news
        if place is not None:
            self.begun.emit(*place)
        if task is not None:
            self.measured.emit(task)

    def _on_end(self, outcome: Problem | None) -> None:
        self._job = None
        self._timer.stop()
        self._drain()
        self.ended.emit()
        if isinstance(outcome, Problem):
            self.failed.emit(outcome)

    def _on_saved(self, outcome: Path | Problem) -> None:
        (self.failed if isinstance(outcome, Problem) else self.saved).emit(outcome)


def _measure(task: Task, sizes: tuple[int, ...], news: Mailbox[Timing | _Place], stop: Stop) -> None:
    measure_sizes(
        task, sizes, stop, begun=lambda contender, n: news.put((contender, n)), seen=lambda t: news.put(t)
    )
