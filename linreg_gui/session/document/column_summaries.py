"""What the columns of the present table are like, worked out in the background where they changed."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
from PySide6.QtCore import QObject, Signal

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
        self._columns: dict[str, pd.Series] = {}
        self._known: dict[str, _Known] = {}

    @property
    def known(self) -> dict[str, ColumnSummary]:
        """What was found so far."""
        return {name: known.summary for name, known in self._known.items()}

    def look_at(self, table: Table | None) -> None:
        """Another state of the table is there; what was found of it so far stays in view."""
        frame = pd.DataFrame() if table is None else table.frame
        self._columns = {str(name): frame.iloc[:, j] for j, name in enumerate(frame.columns)}
        self._forget()
        self._tell()
        if self._job.running:
            # It ends after the column it is at, and what it has found may still be right.
            self._job.interrupt()
        else:
            self._start()

    def _start(self) -> None:
        changed = {name: column for name, column in self._columns.items() if not self._knows(name, column)}
        if changed:
            self._job.start_stoppable(partial(_summarise, changed), self._on_done)

    def _knows(self, name: str, column: pd.Series) -> bool:
        known = self._known.get(name)
        return known is not None and known.place == memory_of(column.array)

    def _on_done(self, outcome: dict[str, _Known] | Problem) -> None:
        if isinstance(outcome, dict):
            self._known.update(outcome)
            self._forget()
            self._tell()
            self._start()

    def _forget(self) -> None:
        """Columns that are gone."""
        self._known = {name: known for name, known in self._known.items() if name in self._columns}

    def _tell(self) -> None:
        self.summarised.emit(self.known)


def _summarise(columns: dict[str, pd.Series], stop: Stop) -> dict[str, _Known]:
    found: dict[str, _Known] = {}
    for name, column in columns.items():
        if stop():
            break
        found[name] = _Known(column.array, memory_of(column.array), summarise_column(column))
    return found
