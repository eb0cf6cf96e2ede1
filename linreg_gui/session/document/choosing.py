"""Selects rows by a condition, or that a hand has pointed at, looked up in the background."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.problem import Problem
from linreg_gui.core.table.row_set import RowSet, SelectMode
from linreg_gui.core.table.rows_where import FoundRows, rows_where
from linreg_gui.core.table.table import Table
from linreg_gui.core.wording import counted, is_or_are
from linreg_gui.session.job_thread import Jobs, LatestJob

from .document import Document
from .selection import RowSelection


class Choosing(QObject):
    """One search at a time; a new one takes the place of the one before."""

    chosen = Signal(str)  # how many rows were found and are selected now
    refused = Signal(object)  # Problem: why it is no condition

    def __init__(
        self, document: Document, selection: RowSelection, jobs: Jobs, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._selection = document, selection
        self._looking = LatestJob(jobs)

    def select_where(self, condition: str, mode: SelectMode = SelectMode.NEW) -> None:
        """Select the rows of the present table for which this holds."""
        table = self._document.table
        if table is not None:
            look = partial(rows_where, condition, table.frame, table.recipe.counted)
            self._looking.start(look, partial(self._on_found, table, mode))

    def select_found(self, find: Callable[[], RowSet], mode: SelectMode = SelectMode.NEW) -> None:
        """Select the rows of the present table that ``find`` gives, which is called in a job."""
        self._start(find, lambda rows: self._selection.change(rows, mode))

    def pick_found(self, find: Callable[[], RowSet], mode: SelectMode, *, empties: bool) -> None:
        """The same for a row that was clicked; where it ``empties``, a click on nothing selects none."""

        def take(rows: RowSet) -> None:
            if len(rows) or empties:
                self._selection.pick(rows, mode)

        self._start(find, take)

    def _start(self, find: Callable[[], RowSet], take: Callable[[RowSet], None]) -> None:
        table = self._document.table

        def on_found(rows: RowSet | Problem) -> None:
            if isinstance(rows, RowSet) and table is self._document.table:
                take(rows)

        self._looking.start(find, on_found)

    def _on_found(self, table: Table, mode: SelectMode, outcome: FoundRows | Problem) -> None:
        if table is not self._document.table:
            return
        if isinstance(outcome, Problem):
            self.refused.emit(outcome)
            return
        self._selection.change(outcome.rows, mode)
        n = len(self._selection.rows)
        self.chosen.emit(f"{outcome.sentence} {counted(n, 'row')} {is_or_are(n)} selected now.")
