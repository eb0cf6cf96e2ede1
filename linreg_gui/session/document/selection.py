"""The selected rows, which the table and the plots share."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.table.row_set import NO_ROWS, RowSet
from linreg_gui.core.table.table import Table


class RowSelection(QObject):
    """Rows of the table; they are forgotten when the table gets another length."""

    changed = Signal(object)  # RowSet

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = NO_ROWS
        self._n_rows = 0

    @property
    def rows(self) -> RowSet:
        """The selected rows."""
        return self._rows

    def select(self, rows: RowSet) -> None:
        """Select these rows and no others."""
        if rows != self._rows:
            self._rows = rows
            self.changed.emit(rows)

    def extend(self, rows: RowSet) -> None:
        """Select these rows too."""
        self.select(self._rows | rows)

    def toggle(self, rows: RowSet) -> None:
        """Select these rows too, or no more if they are selected already."""
        both = self._rows | rows
        self.select(self._rows.without(rows) if both == self._rows else both)

    def follow(self, table: Table | None) -> None:
        """Another state of the table is there."""
        n_rows = 0 if table is None else len(table.frame)
        if n_rows != self._n_rows:
            self._n_rows = n_rows
            self.select(NO_ROWS)
