"""Undo and redo: the states of the table one after the other, as many as fit into a budget of memory.

States are never changed and share the columns that an edit leaves alone, so each costs what it changed. That
other rows are selected is a state, too, of the same table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.editing.column_memory import memory_of
from linreg_gui.core.table.row_set import NO_ROWS, RowSet
from linreg_gui.core.table.table import Table
from linreg_gui.core.wording import counted

MEMORY_BUDGET = 1 << 30
_MANY_COLUMNS, _CELL_BYTES, _SMALL_SHARE = 1_000, 8, 1.0 / 16.0


@dataclass(frozen=True, eq=False)
class State:
    """A table and the words for what made it; the selected rows, where that is known of it."""

    text: str
    table: Table | None
    selected: RowSet | None = None


class History(QObject):
    """A line of states with a place in it; a new state replaces those that were undone."""

    table_changed = Signal()
    changed = Signal()
    selection_wanted = Signal(object)  # RowSet: the rows that were selected in the state that is gone to

    def __init__(self, parent: QObject | None = None, *, budget: int = MEMORY_BUDGET) -> None:
        super().__init__(parent)
        self._budget = budget
        self._states = [State("", None)]
        self._index = 0
        self._parts: Counter[tuple[Hashable, int]] = Counter()

    @property
    def table(self) -> Table | None:
        """The table as it is now."""
        return self._states[self._index].table

    @property
    def texts(self) -> tuple[str, ...]:
        """What made each state, the oldest first."""
        return tuple(state.text for state in self._states)

    @property
    def are_selections(self) -> tuple[bool, ...]:
        """Which states differ from the one before only by the rows that are selected."""
        return tuple(map(self._is_selection, range(len(self._states))))

    @property
    def index(self) -> int:
        """Which of the states is the present one."""
        return self._index

    def index_of(self, table: Table) -> int | None:
        """Which of the states a table is; None if it is not among them any more."""
        found = (index for index, state in enumerate(self._states) if state.table is table)
        return next(found, None)

    @property
    def undo_text(self) -> str:
        """What undo would take back; an empty text if nothing."""
        return self._states[self._index].text if self._index else ""

    @property
    def redo_text(self) -> str:
        """What redo would do again; an empty text if nothing."""
        later = self._states[self._index + 1 :]
        return later[0].text if later else ""

    @property
    def memory(self) -> int:
        """Bytes that all states take together."""
        return sum(size for _, size in self._parts)

    def start_with(self, table: Table | None, text: str = "") -> None:
        """Forget everything but this table."""
        self._states = [State(text, table)]
        self._index = 0
        self._parts = Counter(_parts(table))
        self._tell()

    def push(self, text: str, table: Table) -> None:
        """Make this the present state; undone states are gone, and the oldest ones where memory is short."""
        for state in self._states[self._index + 1 :]:
            self._forget(state)
        self._states[self._index + 1 :] = [State(text, table)]
        self._index += 1
        self._parts.update(_parts(table))
        while self._index > 1 and self.memory > self._budget:
            self._forget(self._states.pop(0))
            self._index -= 1
        self._tell()

    def select(self, before: RowSet, rows: RowSet) -> None:
        """Other rows are selected: one step, together with the selections right before.

        None where an edit was undone, which could not be done again afterwards.
        """
        later = self._states[self._index + 1 :]
        if self.table is None or any(state.table is not self.table for state in later):
            return
        for state in later:
            self._forget(state)
        del self._states[self._index + 1 :]
        if self._is_selection(self._index):
            self._forget(self._states.pop())
            self._index -= 1
            before = self._states[-1].selected or NO_ROWS
        self._states[-1] = replace(self._states[-1], selected=before)
        if rows != before:
            text = f"Select {counted(len(rows), 'row')}" if len(rows) else "Select no row"
            self._states.append(State(text, self.table, rows))
            self._index += 1
            self._parts.update(_parts(self.table))
        self.changed.emit()

    def amend(self, text: str, table: Table) -> None:
        """Put this in place of the present state, and of what was selected in it, as if it had never been."""
        while self._is_selection(self._index):
            self._index -= 1
        for state in self._states[self._index :]:
            self._forget(state)
        del self._states[self._index :]
        self._index -= 1
        self.push(text, table)

    def undo(self) -> None:
        """Back to the state before, if there is one."""
        self.go_to(self._index - 1)

    def redo(self) -> None:
        """Forward again, if there is a state that was undone."""
        self.go_to(self._index + 1)

    def go_to(self, index: int) -> None:
        """Make another state the present one."""
        if 0 <= index < len(self._states) and index != self._index:
            before, self._index = self.table, index
            self._tell(self.table is not before)
            selected = self._states[index].selected
            if selected is not None:
                self.selection_wanted.emit(selected)

    def _is_selection(self, index: int) -> bool:
        return index > 0 and self._states[index].table is self._states[index - 1].table

    def _tell(self, table_changed: bool = True) -> None:
        if table_changed:
            self.table_changed.emit()
        self.changed.emit()

    def _forget(self, state: State) -> None:
        self._parts.subtract(_parts(state.table))
        self._parts += Counter()  # drops what nobody holds any more


def _parts(table: Table | None) -> list[tuple[Hashable, int]]:
    """Which memory a table holds: an address and a size for each of its columns.

    A small table of very many columns counts as a whole: a look at each of them would take too long.
    """
    if table is None:
        return []
    frame = table.frame
    size = _CELL_BYTES * frame.size
    if frame.shape[1] > _MANY_COLUMNS and size < _SMALL_SHARE * MEMORY_BUDGET:
        return [(id(frame), size)]
    return [memory_of(frame.iloc[:, j].array) for j in range(frame.shape[1])]
