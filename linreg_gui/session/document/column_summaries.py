"""What the columns of the present table are like, worked out in the background where they changed."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
from PySide6.QtCore import QObject, Signal

from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.editing.column_memory import memory_of
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


class ColumnSummaries(QObject):
    """Keeps a summary for every column; only columns in other memory than before are looked at."""

    summarised = Signal(object)  # dict[str, ColumnSummary]

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job = LatestJob(jobs)
        self._frame = pd.DataFrame()
        self._names: list[str] = []
        self._looked_at = True  # whether nothing of the frame is left to be looked at
        self._known: dict[str, _Known] = {}
        self._summaries: dict[str, ColumnSummary] = {}

    @property
    def known(self) -> dict[str, ColumnSummary]:
        """What was found so far."""
        return self._summaries

    def look_at(self, table: Table | None) -> None:
        """Another state of the table is there; what was found of it so far stays in view."""
        self._frame = pd.DataFrame() if table is None else table.frame
        self._looked_at = not len(self._frame.columns)
        self._forget()
        self._tell()
        if self._job.running:
            # It ends after the column it is at, and what it has found may still be right.
            self._job.interrupt()
        else:
            self._start()

    def _start(self) -> None:
        if not self._looked_at:
            self._looked_at = True
            self._job.start_stoppable(partial(_summarise, self._frame, dict(self._known)), self._on_done)

    def _on_done(self, outcome: dict[str, _Known] | Problem) -> None:
        if isinstance(outcome, dict):
            if outcome:
                self._keep({**self._known, **outcome})
                self._tell()
            self._start()

    def _forget(self) -> None:
        """Columns that are gone."""
        names = list(map(str, self._frame.columns.tolist()))
        if names != self._names:
            self._names = names
            self._keep(self._known)

    def _keep(self, known: dict[str, _Known]) -> None:
        """What is known of columns that there are."""
        names = set(self._names)
        self._known = {name: known for name, known in known.items() if name in names}
        self._summaries = {name: known.summary for name, known in self._known.items()}

    def _tell(self) -> None:
        self.summarised.emit(self._summaries)


def _summarise(frame: pd.DataFrame, known: dict[str, _Known], stop: Stop) -> dict[str, _Known]:
    """Look at the columns in other memory than what is known of them."""
    found: dict[str, _Known] = {}
    names = map(str, frame.columns.tolist())
    for name, (_, column) in zip(names, frame.items(), strict=True):
        check_wanted()
        if stop():
            break
        place = memory_of(column.array)
        if name not in known or known[name].place != place:
            found[name] = _Known(column.array, place, summarise_column(column))
    return found
