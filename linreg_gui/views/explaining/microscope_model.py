"""The lines of one update of minibatch SGD as a model of a table."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from linreg_gui.core.answering import always_answers
from linreg_gui.core.explaining.microscope_lines import Column, Line, UpdateTable
from linreg_gui.views.widgets.model_index import NO_INDEX, Index
from linreg_gui.views.widgets.texts import tip

IS_RESULT = Qt.ItemDataRole.UserRole


@always_answers
class MicroscopeModel(QAbstractTableModel):
    """The lines of one parameter."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()
        self._heads: tuple[tuple[str, str], ...] = (("", ""),) * len(Column)

    def show_table(self, table: UpdateTable) -> None:
        """Show how one parameter is updated."""
        self._heads = table.heads
        self._show(table.lines)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)

    def clear(self) -> None:
        """Show nothing."""
        self._show(())

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not (0 <= index.row() < len(self.lines) and 0 <= index.column() < len(Column)):
            return None
        line, column = self.lines[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return line.texts[column]
        if role == Qt.ItemDataRole.EditRole:
            value = line.values[column]
            return line.texts[column] if isinstance(value, float) and not math.isfinite(value) else value
        if role == Qt.ItemDataRole.TextAlignmentRole:
            left = line.number is not None and column == Column.ROW
            side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return line.is_result if role == IS_RESULT else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(Column):
            return None
        head, help_text = self._heads[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return head
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return tip(help_text) if role == Qt.ItemDataRole.ToolTipRole else None

    def _show(self, lines: tuple[Line, ...]) -> None:
        same = [line.number for line in lines] == [line.number for line in self.lines]
        if not same:
            self.beginResetModel()
        self.lines = lines
        if not same:
            self.endResetModel()
        elif lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(Column) - 1))
