"""Paints and edits cells; rows that are excluded are struck through and pale."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from .style import muted


class CellDelegate(QStyledItemDelegate):
    """A cell is excluded where the model gives true under `UserRole`."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        if index.data(Qt.ItemDataRole.UserRole) is True:
            option.font.setStrikeOut(True)
            option.palette.setColor(QPalette.ColorRole.Text, muted(option.palette))
