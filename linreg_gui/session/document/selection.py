"""The selected rows, which the table and the plots share."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.table.row_set import NO_ROWS, RowSet, SelectMode
from linreg_gui.core.table.table import Table


class RowSelection(QObject):
    """Rows of the table, which go along with every edit of it; of another table they are others."""

    changed = Signal(object)  # RowSet
    chosen = Signal(object, object)  # RowSet before, RowSet now: a person has selected rows for what they are

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = NO_ROWS
        self._table: Table | None = None

    @property
    def rows(self) -> RowSet:
        """The selected rows."""
        return self._rows

    def select(self, rows: RowSet) -> None:
        """Select these rows and no others, as where a cursor goes through cells."""
        if rows != self._rows:
            self._rows = rows
            self.changed.emit(rows)

    def choose(self, rows: RowSet) -> None:
        """The same by a person who means these rows, which can be undone."""
        before = self._rows
        self.select(rows)
        if rows != before:
            self.chosen.emit(before, rows)

    def change(self, rows: RowSet, mode: SelectMode) -> None:
        """Choose these rows, these too, all but these, or only those of them that are selected."""
        self.choose(self._rows.changed_by(rows, mode))

    def pick(self, rows: RowSet, mode: SelectMode) -> None:
        """The same for rows that were clicked, of which one that is selected comes to others no more."""
        both = self._rows | rows
        if mode is SelectMode.ADD and both == self._rows:
            mode = SelectMode.REMOVE
        self.change(rows, mode)

    def follow(self, table: Table | None) -> None:
        """Another state of the table is there: the selected rows are where they stand in it.

        New rows draw the attention to themselves: then none is selected. The rows are told
        again in any case, as whoever shows the table may have forgotten them.
        """
        before, self._table = self._table, table
        if not len(self._rows):
            return
        if before is None or table is None:
            self._rows = NO_ROWS
        elif table.origin is not before.origin:
            self._rows = self._rows if len(table.frame) == len(before.frame) else NO_ROWS
        elif table.row_ids.unused > max(before.row_ids.unused, len(before.frame)):
            self._rows = NO_ROWS  # what is looked at now are the new ones
        elif table.row_ids is not before.row_ids:
            numbers = before.row_ids.of(len(before.frame))[self._rows.rows()]
            self._rows = RowSet.of_ascending_rows(table.row_ids.places(numbers, len(table.frame)))
        self.changed.emit(self._rows)
