"""The table the program is about, with undo. Every change of it goes through here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
from PySide6.QtCore import QObject, Signal

from ..core.arrays import IntArray
from ..core.columns import Role, numeric_columns
from ..core.recipe import Recipe
from ..core.table_editing import inserted, removed, set_block, take_rows
from .history import History
from .table import Table


class Document(QObject):
    """Holds the current table; each change is one step of undo with a name."""

    table_changed = Signal(object)  # Table | None

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.history = History(self)
        self._saved: Table | None = None
        self.history.changed.connect(lambda: self.table_changed.emit(self.table))

    @property
    def modified(self) -> bool:
        """Whether cells or rows were changed and not saved."""
        table = self.table
        return table is not None and table.edited and table is not self._saved

    @property
    def table(self) -> Table | None:
        """The current table."""
        return self.history.table

    def start_with(self, table: Table) -> None:
        """Show a table that nobody needs to undo."""
        self.history.start_with(table)

    def replace(self, text: str, table: Table) -> None:
        """Put another table in place of the current one."""
        self.history.push(text, table)

    def mark_saved(self, table: Table) -> None:
        """This very state is in a file."""
        self._saved = table

    def edit_cell(self, row: int, column: int, text: str) -> None:
        """One cell was typed into."""
        self._change_cells("Edit cell", set_block(self._frame(), row, column, [[text]]))

    def paste(self, row: int, column: int, block: Sequence[Sequence[str]]) -> None:
        """A block of texts was put in place of cells; rows below the end are added."""
        self._change_cells("Paste", set_block(self._frame(), row, column, block))

    def clear_cells(self, cells: Sequence[tuple[int, int, int, int]]) -> None:
        """Rectangles of cells (row, column, height, width) were emptied."""
        frame = self._frame()
        for row, column, height, width in cells:
            frame = set_block(frame, row, column, [[""] * width] * height)
        self._change_cells("Clear cells", frame)

    def insert_rows(self, at: int, count: int) -> None:
        """Empty rows were put before row ``at``."""
        text = "Insert row" if count == 1 else "Insert rows"
        self.take_rows(text, inserted(len(self._frame()), at, count))

    def remove_rows(self, rows: Sequence[int]) -> None:
        """Rows were taken out."""
        if len(rows):
            text = "Remove row" if len(rows) == 1 else "Remove rows"
            self.take_rows(text, removed(len(self._frame()), rows))

    def take_rows(self, text: str, order: IntArray) -> None:
        """The rows stand in another order, −1 for new ones; what is not in it is gone."""
        self._change(text, take_rows(self._frame(), order), order)

    def choose_roles(self, roles: Mapping[str, Role]) -> None:
        """Columns are used for something else."""
        if self.table is not None and dict(roles) != dict(self.table.roles):
            self.replace("Choose columns", replace(self.table, roles=dict(roles)))

    def change_recipe(self, text: str, recipe: Recipe) -> None:
        """Rows or columns are treated in another way."""
        if self.table is not None:
            self.replace(text, replace(self.table, recipe=recipe))

    def _frame(self) -> pd.DataFrame:
        return pd.DataFrame() if self.table is None else self.table.frame

    def _change_cells(self, text: str, frame: pd.DataFrame) -> None:
        """Cells were changed; rows may have come at the end."""
        n_rows = len(self._frame())
        more = len(frame) - n_rows
        self._change(text, frame, inserted(n_rows, n_rows, more) if more else None)

    def _change(self, text: str, frame: pd.DataFrame, order: IntArray | None) -> None:
        table = self.table
        if table is None:
            return
        recipe = table.recipe if order is None else table.recipe.with_rows(order)
        numeric = _numeric(table, frame)
        self.replace(text, replace(table, frame=frame, recipe=recipe, numeric=numeric, edited=True))


def _numeric(table: Table, frame: pd.DataFrame) -> frozenset[str]:
    """Columns that hold numbers; only those whose type changed are looked at again."""
    changed = [name for name in frame.columns if frame[name].dtype != table.frame[name].dtype]
    return (table.numeric - set(changed)) | set(numeric_columns(frame[changed]))
