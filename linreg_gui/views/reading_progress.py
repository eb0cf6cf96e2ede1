"""How far the reading of a file has come, with a way out."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from .accessibility import describe

_WHOLE = 1000
_LONGEST_NAME = 160  # pixels


class ReadingProgress(QWidget):
    """Shown while a file is read."""

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = describe(QProgressBar(), "Reading", "How much of the file has been read.")
        self.bar.setRange(0, _WHOLE)
        self.bar.setFixedWidth(120)
        self.bar.setTextVisible(True)
        self.cancel = describe(QPushButton("Cancel"), "Cancel reading", "Keep the data as they are.")
        self.cancel.clicked.connect(self._cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 2, 0, 2)
        layout.setSpacing(8)
        for widget in (self.label, self.bar, self.cancel):
            layout.addWidget(widget)
        self.hide()

    def start(self, name: str) -> None:
        """Show that a file is being read."""
        shown = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, _LONGEST_NAME)
        self.label.setText(f"Reading {shown}…")
        self.label.setToolTip(name)
        self.bar.setAccessibleName(f"Reading {name}")
        self.bar.setValue(0)
        self.cancel.setEnabled(True)
        self.show()

    def show_fraction(self, fraction: float) -> None:
        """Show how much has been read, from 0 to 1."""
        if math.isfinite(fraction):
            self.bar.setValue(round(_WHOLE * min(1.0, max(0.0, fraction))))

    def finish(self) -> None:
        """Nothing is being read any more."""
        self.hide()

    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.cancel_requested.emit()
