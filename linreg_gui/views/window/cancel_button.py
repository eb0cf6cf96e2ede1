"""The button, and the key, that give up what is under way; what that is decides whoever hears of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from linreg_gui.views.widgets.accessibility import describe


class CancelButton(QPushButton):
    """Works by Esc, too, as long as it is there to be seen."""

    def __init__(self, name: str, help_text: str, parent: QWidget | None = None) -> None:
        super().__init__("Cancel", parent)
        describe(self, name, f"{help_text} (Esc)")
        self.setShortcut(QKeySequence(Qt.Key.Key_Escape))
