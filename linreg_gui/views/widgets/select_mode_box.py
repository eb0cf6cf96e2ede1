"""A choice of what rows that are found do to those that are selected already."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from linreg_gui.core.table.row_set import SelectMode

from .accessibility import describe
from .texts import tip

_WORDS = {
    SelectMode.NEW: ("New", "New selection"),
    SelectMode.ADD: ("Add", "Add to selection"),
    SelectMode.REMOVE: ("Remove", "Take from selection"),
    SelectMode.INTERSECT: ("Intersect", "Keep common rows"),
}


class SelectModeBox(QComboBox):
    """One of four modes, the first of which forgets what was selected."""

    mode_changed = Signal(object)  # SelectMode

    def __init__(self, parent: QWidget | None = None, *, short: bool = False) -> None:
        super().__init__(parent)
        describe(self, "How to select", "What rows that are found do to those that are selected already.")
        for at, (mode, (word, words)) in enumerate(_WORDS.items()):
            self.addItem(word if short else words, mode)
            self.setItemData(at, tip(words), Qt.ItemDataRole.ToolTipRole)
        self.currentIndexChanged.connect(lambda: self.mode_changed.emit(self.mode()))

    def mode(self) -> SelectMode:
        """The one that is chosen."""
        return SelectMode(self.currentData())

    def choose(self, mode: SelectMode) -> None:
        """Choose one."""
        self.setCurrentIndex(self.findData(mode))
