"""Makes reports while a window goes on: works them out in jobs, and draws one figure in each turn."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer

from linreg_gui.core.problem import Problem
from linreg_gui.core.project.report_outline import ReportOutline
from linreg_gui.core.reporting.building import Made
from linreg_gui.core.reporting.report import Report
from linreg_gui.core.reporting.source import ReportSource
from linreg_gui.session.job_thread import Jobs, LatestJob

from .making import Part, Shown, all_work, made_report, parts_of

Outcome = Report | Problem


class ReportMaker(QObject):
    """One report at a time: the newest wish wins. What is drawn of the same numbers is not drawn again."""

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job = LatestJob(jobs)
        self._wish = 0
        self._parts: list[Part] = []
        self._of: ReportSource | None = None  # what the known parts were made of
        self._known: dict[str, Made] = {}

    def begin(self, source: ReportSource, outline: ReportOutline, show: Callable[[Outcome], object]) -> None:
        """Make a report, and show it."""
        self.give_up()
        if self._of is None or not source.has_the_numbers_of(self._of):
            self._known = {}
        self._of = source
        shown: dict[int, Shown | Made] = {}
        open_places = []
        for place in parts_of(outline):
            known = self._known.get(_key(outline, place))
            if known is None:
                open_places.append(place)
            else:
                shown[place] = known
        self._begin(self._wish, source, outline, shown, open_places, show)

    def give_up(self) -> None:
        """Nobody waits any more."""
        self._wish += 1
        self._job.retire()
        for part in self._parts:
            part.let_go()
        self._parts = []

    def _begin(
        self,
        wish: int,
        source: ReportSource,
        outline: ReportOutline,
        shown: dict[int, Shown | Made],
        places: list[int],
        show: Callable[[Outcome], object],
    ) -> None:
        """Make one view in each turn of the event loop; then let all of them be worked out."""
        if wish != self._wish:
            return
        if len(self._parts) < len(places):
            self._parts.append(Part(outline.entries[places[len(self._parts)]], source))
            self._soon(partial(self._begin, wish, source, outline, shown, places, show))
            return
        parts = list(self._parts)
        end = partial(self._draw, wish, source, outline, shown, places, show)
        self._job.start(lambda: all_work(parts), end)

    def _draw(
        self,
        wish: int,
        source: ReportSource,
        outline: ReportOutline,
        shown: dict[int, Shown | Made],
        places: list[int],
        show: Callable[[Outcome], object],
        values: list[Any] | Problem,
    ) -> None:
        """Draw one of them in each turn."""
        if wish != self._wish:
            return
        if isinstance(values, Problem):
            self.give_up()
            show(values)
            return
        done = len(places) - len(self._parts)
        if self._parts:
            part = self._parts.pop(0)
            shown[places[done]] = part.shown(values[done])
            part.let_go()
            self._soon(partial(self._draw, wish, source, outline, shown, places, show, values))
            return
        end = partial(self._end, wish, outline, show)
        self._job.start(lambda: made_report(source, outline, shown), end)

    def _end(
        self,
        wish: int,
        outline: ReportOutline,
        show: Callable[[Outcome], object],
        outcome: tuple[Report, dict[int, Made]] | Problem,
    ) -> None:
        if wish != self._wish:
            return
        if isinstance(outcome, Problem):
            show(outcome)
            return
        report, made = outcome
        self._known = {_key(outline, place): part for place, part in made.items()}
        show(report)

    def _soon(self, go_on: Callable[[], None]) -> None:
        QTimer.singleShot(0, self, go_on)


def _key(outline: ReportOutline, place: int) -> str:
    return repr(outline.entries[place].what)
