"""Paints and edits cells: excluded rows are struck through, held-out ones slanted, marked ones selected."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.views.widgets.fitted_text import WholeNumbersDelegate
from linreg_gui.views.widgets.style import muted
from linreg_gui.views.widgets.texts import show_tip

from .row_marks import RowMarks

_POINTED_AT = 60  # of 255, over the cells of a row that is pointed at elsewhere
_MOST_EDITED = 32_767  # what a QLineEdit takes


@always_answers
class CellDelegate(WholeNumbersDelegate):
    """A cell is excluded where the model gives true under `UserRole`, held out under the role after it."""

    def __init__(self, marks: RowMarks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks = marks

    def createEditor(  # type: ignore[override]  # Qt takes None for no field, its stubs do not
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget | None:
        """None for a text of which a field would only take the beginning, and keep that."""
        length = len(str(index.data(Qt.ItemDataRole.EditRole) or ""))
        if length <= _MOST_EDITED:
            return super().createEditor(parent, option, index)
        where = parent.mapToGlobal(option.rect.bottomLeft())
        show_tip(where, f"This text has {length:,} characters, too many to edit it here.", parent)
        return None

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
        if self._marks.is_pointed_at(index.row()):
            light = option.palette.color(QPalette.ColorRole.Highlight)
            light.setAlpha(_POINTED_AT)
            option.backgroundBrush = QBrush(light)
