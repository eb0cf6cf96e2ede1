"""The row of buttons at the end of a dialog: words alone, without the icons that a platform puts there."""

from __future__ import annotations

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialogButtonBox, QPushButton


def ok_and_cancel(text: str) -> tuple[QDialogButtonBox, QPushButton]:
    """The row with a Cancel button, and its other button under a name that says what it does."""
    standard = QDialogButtonBox.StandardButton
    row = QDialogButtonBox(standard.Ok | standard.Cancel)
    for button in row.buttons():
        button.setIcon(QIcon())
    ok = row.button(standard.Ok)
    ok.setText(text)
    return row, ok
