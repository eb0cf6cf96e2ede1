"""What views draw, prepared by pure functions: in a job where it takes long, and only the newest wish."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject

from linreg_gui.core.problem import Problem

from .job_thread import Jobs, LatestJob

T = TypeVar("T")

# What takes no longer is done at once: a thread would make a view lag behind the others.
_AT_ONCE_SECONDS = 0.002


@dataclass(frozen=True, eq=False)
class _Wish:
    prepare: Callable[[], Any]
    show: Callable[[Any], None]
    in_job: bool


class _Place:
    """One view: what is being prepared for it, what is to be next, and how long it took last."""

    def __init__(self, jobs: Jobs) -> None:
        self.job = LatestJob(jobs)
        self.next: _Wish | None = None
        self.seconds = float("inf")


class Feed(QObject):
    """Prepares values for views. A view whose wish is being worked out gets it, and then the newest one."""

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._places: dict[str, _Place] = {}

    def want(
        self, view: str, prepare: Callable[[], T], show: Callable[[T], None], *, in_job: bool = False
    ) -> None:
        """Show a view what ``prepare`` gives; what it was to be shown before that is left out.

        Where the time that it took last says nothing of the next one, it is always done in a job.
        """
        place = self._places.setdefault(view, _Place(self._jobs))
        place.next = _Wish(prepare, show, in_job)
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
        if place.seconds < _AT_ONCE_SECONDS and not wish.in_job:
            self._show(place, wish, _timed(wish.prepare))
        else:
            place.job.start(lambda: _timed(wish.prepare), lambda outcome: self._on_done(place, wish, outcome))

    def _on_done(self, place: _Place, wish: _Wish, outcome: tuple[Any, float] | Problem) -> None:
        if not isinstance(outcome, Problem):
            self._show(place, wish, outcome)
        self._go_on(place)

    def _show(self, place: _Place, wish: _Wish, outcome: tuple[Any, float]) -> None:
        value, place.seconds = outcome
        wish.show(value)


def _timed(prepare: Callable[[], T]) -> tuple[T, float]:
    start = time.thread_time()
    return prepare(), time.thread_time() - start
