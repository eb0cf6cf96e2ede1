"""Edits of the table one after the other: short ones at once, long ones in a thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from linreg_gui.core.problem import Problem, ProblemError
from linreg_gui.core.table.table import Table
from linreg_gui.session.job_thread import Jobs, LatestJob

Edit = Callable[[Table], Table]
Apply = Callable[[str, Table], None]

# So many cells are dealt with in a few milliseconds.
_CELLS_AT_ONCE = 100_000
# As long as a column, or a formula, takes whatever it holds.
_CELLS_A_COLUMN, _CELLS_A_FORMULA = 50, 2_000
_PATIENCE_MS = 200


class EditQueue(QObject):
    """Carries out edits in the order they come; each works on what the one before has made.

    Parameters
    ----------
    jobs : Jobs
    current : callable
        Gives the present table.
    apply : callable
        Gets the text of an edit and the table it made, where no other way is given for that edit.
    """

    started = Signal(str)  # an edit that takes a while: its text
    ended = Signal()
    refused = Signal(object)  # Problem

    def __init__(
        self,
        jobs: Jobs,
        current: Callable[[], Table | None],
        apply: Apply,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._current = current
        self._apply = apply
        self._waiting: list[tuple[str, Edit, Apply]] = []
        self._job = LatestJob(jobs)
        self._base: Table | None = None
        self._calls: list[Callable[[], None]] = []
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._tell)

    @property
    def busy(self) -> bool:
        """Whether an edit is not done yet."""
        return bool(self._waiting)

    @property
    def latest(self) -> str:
        """The text of the edit that `take_back` would give up; an empty text if there is none."""
        return self._waiting[-1][0] if self._waiting else ""

    def add(self, text: str, edit: Edit, cells: int = 0, apply: Apply | None = None) -> None:
        """Carry out an edit; it may write ``cells`` cells besides going through the table."""
        table, apply = self._current(), apply or self._apply
        if table is None:
            return
        if self._waiting or _effort(table) + cells > _CELLS_AT_ONCE:
            self._waiting.append((text, edit, apply))
            self._patience.start()
            self._next()
            return
        try:
            new = edit(table)
        except ProblemError as error:
            self.refused.emit(error.problem)
        else:
            self._finish(text, table, new, apply)

    def when_done(self, call: Callable[[], None]) -> None:
        """Call once every edit is done or given up."""
        if self._waiting:
            self._calls.append(call)
        else:
            call()

    def take_back(self) -> bool:
        """Give up the latest edit that is not done yet, if there is one."""
        if not self._waiting:
            return False
        self._waiting.pop()
        if not self._waiting:
            self.clear()
        return True

    def clear(self) -> None:
        """Give up everything that is not done yet."""
        self._job.retire()
        self._base = None
        self._waiting.clear()
        self._stop_telling()

    def check(self) -> None:
        """The present table is another one: what waits for cells that are gone is given up."""
        table = self._current()
        if self._base is not None and (table is None or table.frame is not self._base.frame):
            self.clear()

    def _next(self) -> None:
        table = self._current()
        if not self._job.running and self._waiting and table is not None:
            edit = self._waiting[0][1]
            self._base = table
            self._job.start(lambda: edit(table).get_ready(), partial(self._on_done, table))

    def _on_done(self, base: Table, outcome: Table | Problem) -> None:
        self._base = None
        if self._current() is base:
            text, _, apply = self._waiting.pop(0)
            if isinstance(outcome, Problem):
                self.refused.emit(outcome)
            else:
                self._finish(text, base, outcome, apply)
        if self._waiting:  # on the same cells, whose roles were changed meanwhile, or the next edit
            self._next()
        else:
            self._stop_telling()

    def _finish(self, text: str, table: Table, new: Table, apply: Apply) -> None:
        if new is not table:
            apply(text, new)

    def _tell(self) -> None:
        if self._waiting:
            self.started.emit(self._waiting[0][0])

    def _stop_telling(self) -> None:
        self._patience.stop()
        self.ended.emit()
        calls, self._calls = self._calls, []
        for call in calls:
            call()


def _effort(table: Table) -> int:
    """How long it takes to go through a table, in cells."""
    columns = _CELLS_A_COLUMN * table.frame.shape[1] + _CELLS_A_FORMULA * len(table.formulas)
    return int(table.frame.size) + columns
