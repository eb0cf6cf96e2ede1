"""Measurements of the vectorisation lab in a thread of their own, and what they found so far."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.problem import Problem
from linreg_gui.core.vectorisation.export import table_text
from linreg_gui.core.vectorisation.measuring import measure_sizes
from linreg_gui.core.vectorisation.values import Contender, Task, Timing
from linreg_gui.session.job_thread import Jobs, Mailbox, Stop
from linreg_gui.session.keeping.background_saving import BackgroundSaving
from linreg_gui.session.progress_job import ProgressJob

_Place = tuple[Contender, int]
# A time, or whose turn it is.
_News = Timing | _Place


class Vectorisation(QObject):
    """One measurement at a time; its results take the place of earlier ones of the same size."""

    started = Signal()
    begun = Signal(object, int)  # Contender, n
    measured = Signal(object)  # Task, whose results have changed
    ended = Signal()
    saved = Signal(object)  # Path
    remarked = Signal(str)  # a sentence on the file, after `saved`
    failed = Signal(object)  # Problem

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._saving = BackgroundSaving(jobs, self)
        self._saving.saved.connect(self.saved)
        self._saving.remarked.connect(self.remarked)
        self._saving.failed.connect(self.failed)
        self._job = ProgressJob[_News](jobs, self._take, self)
        self._results: dict[Task, dict[_Place, Timing]] = {task: {} for task in Task}

    @property
    def running(self) -> bool:
        """Whether a measurement is at work, or about to stop."""
        return self._job.running

    def results(self, task: Task) -> tuple[Timing, ...]:
        """All that is known of a task."""
        return tuple(self._results[task].values())

    def measure(self, task: Task, sizes: Iterable[int]) -> None:
        """Start to time all contenders at these sizes."""
        if not self._job.running:
            self._job.start(partial(_measure, task, tuple(sizes)), self._on_end)
            self.started.emit()

    def stop(self) -> None:
        """Give up the rest; what was measured stays."""
        self._job.interrupt()

    def save(self, task: Task, path: Path) -> None:
        """Write the times of a task to a CSV file, in the background."""
        content = table_text(self.results(task), ",").encode()
        self._saving.save(path, lambda file: file.write(content))

    def close(self) -> None:
        """The end of the program: nothing is told any more."""
        self._job.retire()

    def _take(self, items: list[_News]) -> None:
        place: _Place | None = None
        task: Task | None = None
        for news in items:
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
        self.ended.emit()
        if isinstance(outcome, Problem):
            self.failed.emit(outcome)


def _measure(task: Task, sizes: tuple[int, ...], news: Mailbox[_News], stop: Stop) -> None:
    measure_sizes(
        task, sizes, stop, begun=lambda contender, n: news.put((contender, n)), seen=lambda t: news.put(t)
    )
