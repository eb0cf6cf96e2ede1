"""Looks for cells in the background, and knows which of those found comes next."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal

from linreg_gui.core.arrays import IntArray
from linreg_gui.core.editing.finding import find_cells
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import Problem
from linreg_gui.session.job_thread import Jobs, LatestJob


class Finder(QObject):
    """One search at a time; a new one takes the place of the one before."""

    found = Signal(int)  # how many cells

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job = LatestJob(jobs)
        self._cells: IntArray = np.empty(0, dtype=np.int64)
        self._width = 1

    @property
    def count(self) -> int:
        """How many cells were found."""
        return len(self._cells)

    def start(self, frame: pd.DataFrame, sought: str, places: Sequence[int] | None = None) -> None:
        """Look through some columns, by default all."""
        self.forget()
        chosen = range(frame.shape[1]) if places is None else places
        work = partial(find_cells, frame, sought, chosen)
        self._job.start_stoppable(work, partial(self._on_found, max(1, frame.shape[1])))

    def forget(self) -> None:
        """Give up the search and what was found."""
        self._job.retire()
        self._cells = np.empty(0, dtype=np.int64)

    def number_at(self, row: int, column: int) -> int:
        """Which of the cells found this one is, counted from 1; 0 if it is none of them."""
        at = int(np.searchsorted(self._cells, row * self._width + column))
        return at + 1 if at < self.count and self._cells[at] == row * self._width + column else 0

    def next(self, row: int, column: int, *, at_once: bool = False) -> tuple[int, int] | None:
        """The first cell found after this one (or ``at_once`` this one), from the top again at the end."""
        if not self.count:
            return None
        at = int(np.searchsorted(self._cells, row * self._width + column + (0 if at_once else 1)))
        return self._cell(at % self.count)

    def previous(self, row: int, column: int) -> tuple[int, int] | None:
        """The last cell found before this one, from the bottom again at the start."""
        if not self.count:
            return None
        return self._cell((int(np.searchsorted(self._cells, row * self._width + column)) - 1) % self.count)

    def _cell(self, at: int) -> tuple[int, int]:
        row, column = divmod(int(self._cells[at]), self._width)
        return row, column

    def _on_found(self, width: int, outcome: IntArray | Problem) -> None:
        if not isinstance(outcome, Problem):
            self._cells = outcome
            self._width = width
            self.found.emit(len(outcome))
