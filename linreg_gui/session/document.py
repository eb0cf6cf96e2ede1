"""The table the program is about, with undo. Every change of it goes through here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from ..core.columns import Role, numeric_columns
from ..core.table_editing import insert_rows, remove_rows, set_block
from .edit_commands import ChangeTable
from .table import Table

_UNDO_STEPS = 100


class Document(QObject):
    """Holds the current table; each change is one step of undo with a name."""

    table_changed = Signal(object)  # Table | None

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(_UNDO_STEPS)
        self._table: Table | None = None
        self._saved: Table | None = None

    @property
    def modified(self) -> bool:
        """Whether cells or rows were changed and not saved."""
        return self._table is not None and self._table.edited and self._table is not self._saved

    @property
    def table(self) -> Table | None:
        """The current table."""
        return self._table

    def start_with(self, table: Table) -> None:
        """Show a table that nobody needs to undo."""
        self.undo_stack.clear()
        self._set(table)

    def replace(self, text: str, table: Table) -> None:
        """Put another table in place of the current one."""
        self.undo_stack.push(ChangeTable(self._set, text, self._table, table))

    def mark_saved(self, table: Table) -> None:
        """This very state is in a file."""
        self._saved = table

    def edit_cell(self, row: int, column: int, text: str) -> None:
        """One cell was typed into."""
        self._change_frame("Edit cell", set_block(self._frame(), row, column, [[text]]))

    def paste(self, row: int, column: int, block: Sequence[Sequence[str]]) -> None:
        """A block of texts was put in place of cells; rows below the end are added."""
        self._change_frame("Paste", set_block(self._frame(), row, column, block))

    def clear_cells(self, cells: Sequence[tuple[int, int, int, int]]) -> None:
        """Rectangles of cells (row, column, height, width) were emptied."""
        frame = self._frame()
        for row, column, height, width in cells:
            frame = set_block(frame, row, column, [[""] * width] * height)
        self._change_frame("Clear cells", frame)

    def insert_rows(self, at: int, count: int) -> None:
        """Empty rows were put before row ``at``."""
        text = "Insert row" if count == 1 else "Insert rows"
        self._change_frame(text, insert_rows(self._frame(), at, count))

    def remove_rows(self, rows: Sequence[int]) -> None:
        """Rows were taken out."""
        if len(rows):
            text = "Remove row" if len(rows) == 1 else "Remove rows"
            self._change_frame(text, remove_rows(self._frame(), rows))

    def choose_roles(self, roles: Mapping[str, Role]) -> None:
        """Columns are used for something else."""
        if self._table is not None and dict(roles) != dict(self._table.roles):
            self.replace("Choose columns", replace(self._table, roles=dict(roles)))

    def _frame(self) -> pd.DataFrame:
        return pd.DataFrame() if self._table is None else self._table.frame

    def _change_frame(self, text: str, frame: pd.DataFrame) -> None:
        if self._table is not None:
            numeric = _numeric(self._table, frame)
            self.replace(text, replace(self._table, frame=frame, numeric=numeric, edited=True))

    def _set(self, table: Table | None) -> None:
        self._table = table
        self.table_changed.emit(table)


def _numeric(table: Table, frame: pd.DataFrame) -> frozenset[str]:
    """Columns that hold numbers; only those whose type changed are looked at again."""
    changed = [name for name in frame.columns if frame[name].dtype != table.frame[name].dtype]
    return (table.numeric - set(changed)) | set(numeric_columns(frame[changed]))
