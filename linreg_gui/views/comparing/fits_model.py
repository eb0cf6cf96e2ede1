"""Kept fits as rows of a table, sorted by any column; names can be edited, and boxes ticked."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPalette, QPen

from linreg_gui.core.answering import always_answers
from linreg_gui.core.comparing.comparison import FIT_HEADS, Comparison, FitColumn, FitRow
from linreg_gui.views.widgets.line_sample import line_sample
from linreg_gui.views.widgets.model_index import NO_INDEX, Index
from linreg_gui.views.widgets.style import is_dark, muted, run_pen
from linreg_gui.views.widgets.texts import tip

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_WORDS = (FitColumn.NAME, FitColumn.SOLVER)


@always_answers
class FitsModel(QAbstractTableModel):
    """A row per fit, the base bold."""

    rename_requested = Signal(int, str)  # key, name
    show_requested = Signal(int, bool)  # key

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[FitRow, ...] = ()
        self._came: tuple[FitRow, ...] = ()
        self._order: tuple[FitColumn, bool] | None = None  # and whether descending
        self._differences = self._dark = False
        self._muted = QColor()
        self._samples: dict[int, QIcon] = {}

    @property
    def rows(self) -> tuple[FitRow, ...]:
        """What is shown, in its order."""
        return self._rows

    def show_comparison(self, seen: Comparison, *, differences: bool) -> None:
        """Show other fits, or others of their numbers; where they are the same ones, selection stays."""
        self._came, self._differences = seen.rows, differences
        self._arrange()

    def show_palette(self, palette: QPalette) -> None:
        """The colours to draw in."""
        self._dark, self._muted, self._samples = is_dark(palette), muted(palette), {}
        self._tell_all()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column, fits without a number last; as they came for none."""
        known = 0 <= column < len(FitColumn)
        self._order = (FitColumn(column), order == Qt.SortOrder.DescendingOrder) if known else None
        self._arrange()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(FitColumn)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if self._row(index) is not None and index.column() == FitColumn.NAME:
            flags |= Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(FitColumn):
            return None
        title, help_text = FIT_HEADS[FitColumn(section)]
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.WhatsThisRole):
            return tip(help_text)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if section in _WORDS else _RIGHT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._row(index)
        if row is None:
            return None
        column = FitColumn(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text(column, differences=self._differences)
        if role == Qt.ItemDataRole.EditRole:
            return self._exact(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(row.sentence)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.sentence if column is FitColumn.NAME else row.text(column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if column in _WORDS else _RIGHT
        if role == Qt.ItemDataRole.ForegroundRole:
            stale = column in (FitColumn.CROSS, FitColumn.CROSS_ERROR) and row.is_stale
            return self._muted if row.remark or stale else None
        if role == Qt.ItemDataRole.FontRole and row.is_base:
            font = QFont()
            font.setBold(True)
            return font
        return self._mark(row, role) if column is FitColumn.NAME else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self._row(index)
        if row is None or index.column() != FitColumn.NAME:
            return False
        if role == Qt.ItemDataRole.CheckStateRole:
            self.show_requested.emit(row.key, Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        if role == Qt.ItemDataRole.EditRole and str(value) != row.fit.name:
            self.rename_requested.emit(row.key, str(value))
            return True
        return False

    def _arrange(self) -> None:
        rows = self._came
        if self._order is not None:
            column, descending = self._order
            if column in _WORDS:
                rows = tuple(sorted(rows, key=lambda row: row.text(column).casefold(), reverse=descending))
            else:
                known = [row for row in rows if not math.isnan(row.value(column))]
                known.sort(key=lambda row: row.value(column), reverse=descending)
                rows = (*known, *(row for row in rows if math.isnan(row.value(column))))
        if [row.key for row in rows] == [row.key for row in self._rows]:
            self._rows = rows
            self._tell_all()
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def _tell_all(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(FitColumn) - 1))

    def _exact(self, row: FitRow, column: FitColumn) -> str | float | None:
        """With all digits, for a spreadsheet."""
        if column in _WORDS:
            return row.text(column)
        differs = self._differences and not row.is_base and row.text(column, differences=True)
        value = row.value(column)
        if differs and row.text(column) != differs:
            value = row.difference(column)
        return None if math.isnan(value) else value

    def _row(self, index: Index) -> FitRow | None:
        at = index.row()
        known = index.isValid() and 0 <= at < len(self._rows) and 0 <= index.column() < len(FitColumn)
        return self._rows[at] if known else None

    def _mark(self, row: FitRow, role: int) -> Any:
        """Whether it is drawn, and in which colour."""
        look = row.fit.look
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Unchecked if look is None else Qt.CheckState.Checked
        if role == Qt.ItemDataRole.DecorationRole and look is not None:
            if look not in self._samples:
                self._samples[look] = line_sample(QPen(run_pen(look, self._dark).color(), 3.0), 14)
            return self._samples[look]
        return None
