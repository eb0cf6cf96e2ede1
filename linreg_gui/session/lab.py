"""Which figure of the Chapter lab is shown, at which values."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.chapter.lab.state import LabState


class Lab(QObject):
    """Belongs to no data and no run."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = LabState()

    @property
    def state(self) -> LabState:
        """The figure, and its values."""
        return self._state

    def show(self, state: LabState) -> None:
        """Show another figure, or the same at other values."""
        if state != self._state:
            self._state = state
            self.changed.emit()
