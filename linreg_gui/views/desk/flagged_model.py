"""Rows that are worth a look as a table model, with the bound of each measure in its head."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from PySide6.QtGui import QFont

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import IntArray
from linreg_gui.core.desk.flagged_rows import RowList
from linreg_gui.core.desk.row_sway import Bounds, Measure
from linreg_gui.core.number_text import number_text
from linreg_gui.views.widgets.model_index import NO_INDEX, Index
from linreg_gui.views.widgets.texts import tip

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MEASURES = tuple(Measure)
_ROW_HELP = "The row of the table, and its name. Pointing at it shows what it does; a click selects it."


@always_answers
class FlaggedModel(QAbstractTableModel):
    """A row a row; texts are made for the cells that are painted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._list: RowList | None = None
        self._bounds: Bounds | None = None

    @property
    def rows(self) -> IntArray:
        """The rows of the table, in order."""
        return np.empty(0, dtype=np.int64) if self._list is None else self._list.rows

    def show_rows(self, rows: RowList | None, bounds: Bounds | None) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._list, self._bounds = rows, bounds
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else 1 + len(_MEASURES)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        found, row, at = self._list, index.row(), index.column()
        if found is None or not (0 <= row < len(found.rows) and 0 <= at <= len(_MEASURES)):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and at:
            return _RIGHT
        if role == Qt.ItemDataRole.FontRole and at and self._is_beyond(found, row, _MEASURES[at - 1]):
            font = QFont()
            font.setBold(True)
            return font
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return None
        if not at:
            return found.titles[row]
        value = float(found.numbers[_MEASURES[at - 1]][row])
        if role == Qt.ItemDataRole.EditRole and math.isfinite(value):
            return value
        return number_text(value, 3)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section <= len(_MEASURES):
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(_MEASURES[section - 1].help_text if section else _ROW_HELP)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if not section:
            return "Row"
        measure = _MEASURES[section - 1]
        if self._bounds is None:
            return measure.short
        return f"{measure.short}\n> {self._bounds.text(measure)}"

    def _is_beyond(self, found: RowList, row: int, measure: Measure) -> bool:
        value = float(found.numbers[measure][row])
        return self._bounds is not None and abs(value) > self._bounds.of(measure)
