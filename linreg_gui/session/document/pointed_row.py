"""The row that is pointed at, in whichever view; all others follow it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class PointedRow(QObject):
    """A row of the table, or none; gone as soon as there is another table."""

    changed = Signal(object)  # int or None

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._row: int | None = None

    @property
    def row(self) -> int | None:
        """The row, from 0; None where none is pointed at."""
        return self._row

    def point_at(self, row: int | None) -> bool:
        """Point at a row, or at none; whether that is another one than before."""
        if row == self._row:
            return False
        self._row = row
        self.changed.emit(row)
        return True
