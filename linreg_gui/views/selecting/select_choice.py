"""With which tool and in which mode rows are selected, in all plots alike."""

from __future__ import annotations

import enum

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.table.row_set import SelectMode


class SelectTool(enum.Enum):
    """What a drag with the left mouse button does; the value is the name of its icon."""

    NAVIGATE = "navigate"
    FRAME = "select"
    LASSO = "lasso"


class SelectChoice(QObject):
    """One choice of a tool and a mode, which plots follow."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tool, self._mode = SelectTool.NAVIGATE, SelectMode.NEW

    @property
    def tool(self) -> SelectTool:
        """The one that is taken up."""
        return self._tool

    @property
    def mode(self) -> SelectMode:
        """What holds where no key says otherwise."""
        return self._mode

    def take_up(self, tool: SelectTool) -> None:
        """Let a drag do something else."""
        if tool is not self._tool:
            self._tool = tool
            self.changed.emit()

    def set_mode(self, mode: SelectMode) -> None:
        """Let rows that are found do something else to those that are selected."""
        if mode is not self._mode:
            self._mode = mode
            self.changed.emit()
