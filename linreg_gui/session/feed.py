"""What views draw, prepared by pure functions: in a job where it takes long, and only the newest wish."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject

from linreg_gui.core.problem import Problem
from linreg_gui.core.progress import progress_heard_by

from .job_thread import Jobs, Mailbox
from .progress_job import ProgressJob

T = TypeVar("T")

# What takes no longer is done at once: a thread would make a view lag behind the others.
_AT_ONCE_SECONDS = 0.002


@dataclass(frozen=True, eq=False)
class _Wish:
    prepare: Callable[[], Any]
    show: Callable[[Any], None]
    in_job: bool
    at_once: bool
    hear: Callable[[float], None] | None


class _Place:
    """One view: what is being prepared for it, what is to be next, and how long it took last."""

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        self.job = ProgressJob[float](jobs, self._hear, parent)
        self.next: _Wish | None = None
        self.seconds = float("inf")
        self.hear: Callable[[float], None] | None = None

    def _hear(self, shares: list[float]) -> None:
        if self.hear is not None:
            self.hear(shares[-1])


class Feed(QObject):
    """Prepares values for views. A view whose wish is being worked out gets it, and then the newest one."""

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._places: dict[str, _Place] = {}

    def want(
        self,
        view: str,
        prepare: Callable[[], T],
        show: Callable[[T], None],
        *,
        in_job: bool = False,
        at_once: bool = False,
        hear: Callable[[float], None] | None = None,
    ) -> None:
        """Show a view what ``prepare`` gives; what it was to be shown before that is left out.

        Where the time that it took last says nothing of the next one, it is always done in a job; what takes
        none to speak of is done ``at_once``, the first time, too. ``hear`` gets at display rate which share
        of it is done, where it tells (`core/progress.py`).
        """
        if view not in self._places:
            self._places[view] = _Place(self._jobs, self)
        place = self._places[view]
        place.next = _Wish(prepare, show, in_job, at_once, hear)
        if not place.job.running:
            self._go_on(place)

    def drop(self, view: str) -> None:
        """Show it nothing of what it was to be shown."""
        place = self._places.get(view)
        if place is not None:
            place.next = None
            place.job.retire()

    def _go_on(self, place: _Place) -> None:
        wish, place.next = place.next, None
        if wish is None:
            return
        if wish.at_once or (place.seconds < _AT_ONCE_SECONDS and not wish.in_job):
            self._show(place, wish, _timed(wish.prepare))
        else:
            place.hear = wish.hear
            place.job.start(
                lambda progress, _: _heard(wish.prepare, progress),
                lambda outcome: self._on_done(place, wish, outcome),
            )

    def _on_done(self, place: _Place, wish: _Wish, outcome: tuple[Any, float] | Problem) -> None:
        if not isinstance(outcome, Problem):
            self._show(place, wish, outcome)
        self._go_on(place)

    def _show(self, place: _Place, wish: _Wish, outcome: tuple[Any, float]) -> None:
        value, place.seconds = outcome
        wish.show(value)


def _heard(prepare: Callable[[], T], progress: Mailbox[float]) -> tuple[T, float]:
    with progress_heard_by(progress.put):
        return _timed(prepare)


def _timed(prepare: Callable[[], T]) -> tuple[T, float]:
    start = time.thread_time()
    return prepare(), time.thread_time() - start
