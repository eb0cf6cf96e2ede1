"""A choice of what rows that are found do to those that are selected already."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from linreg_gui.core.table.row_set import SelectMode

from .accessibility import describe

_WORDS = {
    SelectMode.NEW: "New selection",
    SelectMode.ADD: "Add to selection",
    SelectMode.REMOVE: "Take from selection",
    SelectMode.INTERSECT: "Keep common rows",
}


class SelectModeBox(QComboBox):
    """One of four modes, the first of which forgets what was selected."""

    mode_changed = Signal(object)  # SelectMode

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        describe(self, "How to select", "What rows that are found do to those that are selected already.")
        for mode, words in _WORDS.items():
            self.addItem(words, mode)
        self.currentIndexChanged.connect(lambda: self.mode_changed.emit(self.mode()))

    def mode(self) -> SelectMode:
        """The one that is chosen."""
        return SelectMode(self.currentData())

    def choose(self, mode: SelectMode) -> None:
        """Choose one."""
        self.setCurrentIndex(self.findData(mode))
