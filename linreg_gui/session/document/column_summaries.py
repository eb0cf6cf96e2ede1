"""What the columns of the present table are like, worked out in the background where they changed."""

from __future__ import annotations

from collections.abc import Hashable, Set
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.editing.column_memory import memory_of
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import Problem
from linreg_gui.core.table.column_summary import ColumnSummary, summarise_column
from linreg_gui.core.table.table import Table
from linreg_gui.session.job_thread import Jobs, LatestJob, Stop


@dataclass(frozen=True, eq=False)
class _Known:
    """A column that was looked at; its values are kept, so that their memory is not used for others."""

    values: Any
    place: tuple[Hashable, int]
    summary: ColumnSummary


@dataclass(frozen=True, eq=False)
class _Found:
    """What is known of columns; put together in the job, as a table can have thousands of them."""

    known: dict[str, _Known] = field(default_factory=dict)
    summaries: dict[str, ColumnSummary] = field(default_factory=dict)
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    n_levels: dict[str, int] = field(default_factory=dict)

    def without(self, gone: Set[str]) -> _Found:
        """What is known of the other columns."""
        if not gone:
            return self
        known = self.known, self.summaries, self.groups, self.n_levels
        parts: list[dict[str, Any]] = [dict(part) for part in known]
        for part in parts:
            for name in gone & part.keys():
                del part[name]
        return _Found(*parts)


class ColumnSummaries(QObject):
    """Keeps a summary for every column; only columns in other memory than before are looked at."""

    summarised = Signal(object)  # dict[str, ColumnSummary]

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job = LatestJob(jobs)
        self._frame: pd.DataFrame | None = None
        self._names: tuple[str, ...] = ()
        self._looked_at = True  # whether nothing of the frame is left to be looked at
        self._found = _Found()

    @property
    def known(self) -> dict[str, ColumnSummary]:
        """What was found so far."""
        return self._found.summaries

    @property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """The values of the columns that make a few groups."""
        return self._found.groups

    @property
    def n_levels(self) -> dict[str, int]:
        """How many levels the columns have that have some."""
        return self._found.n_levels

    def look_at(self, table: Table | None) -> None:
        """Another state of the table is there; what was found of it so far stays in view."""
        self._frame = None if table is None else table.frame
        self._names = () if table is None else table.names
        self._looked_at = not self._names
        self._forget()
        self._tell()
        if self._job.running:
            # It ends after the column it is at, and what it has found may still be right.
            self._job.interrupt()
        else:
            self._start()

    def _start(self) -> None:
        if self._frame is not None and not self._looked_at:
            self._looked_at = True
            self._job.start_stoppable(partial(_summarise, self._frame, self._found.known), self._on_done)

    def _on_done(self, outcome: _Found | Problem | None) -> None:
        if isinstance(outcome, Problem):
            return
        if outcome is not None:
            self._found = outcome
            self._forget()
            self._tell()
        self._start()

    def _forget(self) -> None:
        """Columns that are gone; none of thousands is soon known."""
        if tuple(self._found.known) == self._names:
            return
        self._found = self._found.without(self._found.known.keys() - set(self._names))

    def _tell(self) -> None:
        self.summarised.emit(self._found.summaries)


def _summarise(frame: pd.DataFrame, known: dict[str, _Known], stop: Stop) -> _Found | None:
    """Look at the columns in other memory than what is known of them; None where there are none."""
    found: dict[str, _Known] = {}
    names = map(str, frame.columns.tolist())
    for name, (_, column) in zip(names, frame.items(), strict=True):
        check_wanted()
        if stop():
            break
        place = memory_of(column.array)
        if name not in known or known[name].place != place:
            found[name] = _Known(column.array, place, summarise_column(column))
    if not found:
        return None
    found = {**known, **found}
    summaries = {name: column.summary for name, column in found.items()}
    groups = {name: of.groups for name, of in summaries.items() if of.groups}
    n_levels = {name: of.n_levels for name, of in summaries.items() if of.n_levels}
    return _Found(found, summaries, groups, n_levels)
