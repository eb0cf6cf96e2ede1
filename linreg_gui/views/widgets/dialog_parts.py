"""What the dialogs are laid out with: a column, a form, and the buttons at the end in words alone."""

from __future__ import annotations

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QPushButton, QVBoxLayout, QWidget


def dialog_column(dialog: QDialog) -> QVBoxLayout:
    """The layout of a dialog: its parts one below the other."""
    column = QVBoxLayout(dialog)
    column.setContentsMargins(16, 16, 16, 14)
    column.setSpacing(12)
    return column


def form_layout(parent: QWidget | None = None, *, across: int = 12, down: int = 8) -> QFormLayout:
    """Fields with their names before them, as wide as there is room on every platform."""
    form = QFormLayout(parent)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setHorizontalSpacing(across)
    form.setVerticalSpacing(down)
    return form


def keep_room(widget: QWidget) -> None:
    """Let a widget have its room while it is hidden, so that nothing moves under the pointer."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)


def ok_and_cancel(text: str) -> tuple[QDialogButtonBox, QPushButton]:
    """The row with a Cancel button, and its other button under a name that says what it does."""
    standard = QDialogButtonBox.StandardButton
    row = QDialogButtonBox(standard.Ok | standard.Cancel)
    for button in row.buttons():
        button.setIcon(QIcon())
    ok = row.button(standard.Ok)
    ok.setText(text)
    return row, ok
