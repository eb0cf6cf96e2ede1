"""Paints and edits cells: excluded rows are struck through, held-out ones slanted, marked ones selected."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.views.widgets.fitted_text import WholeNumbersDelegate
from linreg_gui.views.widgets.style import muted

from .row_marks import RowMarks


@always_answers
class CellDelegate(WholeNumbersDelegate):
    """A cell is excluded where the model gives true under `UserRole`, held out under the role after it."""

    def __init__(self, marks: RowMarks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks = marks

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        if index.data(Qt.ItemDataRole.UserRole) is True:
            option.font.setStrikeOut(True)
            option.palette.setColor(QPalette.ColorRole.Text, muted(option.palette))
        option.font.setItalic(index.data(Qt.ItemDataRole.UserRole + 1) is True)
        if self._marks.is_painted(index.row()):
            option.state |= QStyle.StateFlag.State_Selected
