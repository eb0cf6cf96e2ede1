"""Undoable changes of the table. Frames are immutable and share columns, so a command keeps both whole."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from .table import Table

Show = Callable[[Table | None], None]


class ChangeTable(QUndoCommand):
    """One named step: the table before and the table after."""

    def __init__(self, show: Show, text: str, before: Table | None, after: Table | None) -> None:
        super().__init__(text)
        self._show, self._before, self._after = show, before, after

    def redo(self) -> None:
        """Called by Qt when the command is pushed, too."""
        self._show(self._after)

    def undo(self) -> None:
        self._show(self._before)
