"""Rows that are worth a look as a table model: which bounds each is beyond, and the bound of each measure."""

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
_BEYOND_HELP = (
    "Which bounds the row is beyond: of leverage h, studentised residual t, Cook’s distance D, DFFITS."
)
BEYOND = 1
_FIRST = 2  # column of a measure


def column_of(measure: Measure) -> int:
    """Where the numbers of a measure stand."""
    return _FIRST + _MEASURES.index(measure)


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
        return 0 if parent.isValid() else _FIRST + len(_MEASURES)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        found, row, at = self._list, index.row(), index.column()
        if found is None or not (0 <= row < len(found.rows) and 0 <= at < self.columnCount()):
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._reasons(found, row)) or None
        measure = _MEASURES[at - _FIRST] if at >= _FIRST else None
        if role == Qt.ItemDataRole.TextAlignmentRole and measure is not None:
            return _RIGHT
        if role == Qt.ItemDataRole.FontRole and measure is not None and self._is_beyond(found, row, measure):
            font = QFont()
            font.setBold(True)
            return font
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return None
        if measure is None:
            return self._symbols(found, row) if at == BEYOND else found.titles[row]
        value = float(found.numbers[measure][row])
        if role == Qt.ItemDataRole.EditRole and math.isfinite(value):
            return value
        return number_text(value, 3)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < self.columnCount():
            return None
        measure = _MEASURES[section - _FIRST] if section >= _FIRST else None
        if role == Qt.ItemDataRole.ToolTipRole:
            if measure is None:
                return tip(_BEYOND_HELP if section == BEYOND else _ROW_HELP)
            return tip(measure.help_text)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter if measure is None else _RIGHT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if measure is None:
            return "Beyond" if section == BEYOND else "Row"
        if self._bounds is None:
            return measure.short
        return f"{measure.short}\n> {self._bounds.text(measure)}"

    def _symbols(self, found: RowList, row: int) -> str:
        """The bounds that a row is beyond, in short."""
        return ", ".join(measure.symbol for measure in _MEASURES if self._is_beyond(found, row, measure))

    def _reasons(self, found: RowList, row: int) -> str:
        """The same with its numbers, and the bounds."""
        if self._bounds is None:
            return ""
        told = [
            f"{measure.title} {number_text(float(found.numbers[measure][row]), 3)} is beyond "
            f"{measure.bound} = {self._bounds.text(measure)}."
            for measure in _MEASURES
            if self._is_beyond(found, row, measure)
        ]
        return " ".join(told).replace("beyond 3 = 3.", "beyond 3.")

    def _is_beyond(self, found: RowList, row: int, measure: Measure) -> bool:
        value = float(found.numbers[measure][row])
        return self._bounds is not None and abs(value) > self._bounds.of(measure)
