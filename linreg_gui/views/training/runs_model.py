"""The runs as rows of a table: what each is called and was set to, how fast and how far it came."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QObject,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QIcon, QPalette

from linreg_gui.core.answering import always_answers
from linreg_gui.core.explaining.run_rows import RunRow
from linreg_gui.views.widgets.line_sample import line_sample
from linreg_gui.views.widgets.model_index import NO_INDEX, Index
from linreg_gui.views.widgets.style import Series, is_dark, muted, pen, run_pen
from linreg_gui.views.widgets.texts import tip


class RunColumn(enum.IntEnum):
    """The columns."""

    NAME = 0
    SETTINGS = 1
    NEAR = 2
    LOSS = 3


_HEADERS = {
    RunColumn.NAME: (
        "Run",
        "What it is called; F2 renames it. A ticked run is drawn beside the present one.",
    ),
    RunColumn.SETTINGS: ("settings", "What it was set to; first what tells the runs apart."),
    RunColumn.NEAR: (
        "to 1 %",
        "The first step within one per cent of the exact answer; with ≈ the first one that was recorded, "
        "where those before it are not looked at yet, or would take too long.",
    ),
    RunColumn.LOSS: ("loss", "The last loss over all rows."),
}


@always_answers
class RunsModel(QAbstractTableModel):
    """A row per run, the present one first and bold; names can be edited, and boxes ticked."""

    rename_requested = Signal(int, str)  # key, name
    show_requested = Signal(int, bool)  # key

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[RunRow, ...] = ()
        self._dark = False
        self._muted = QColor()
        self._samples: dict[int | None, QIcon] = {}

    @property
    def rows(self) -> tuple[RunRow, ...]:
        """What is shown."""
        return self._rows

    def show_rows(self, rows: Sequence[RunRow]) -> None:
        """Show other runs; where they are the same ones, what is selected stays."""
        rows = tuple(rows)
        if [row.key for row in rows] != [row.key for row in self._rows]:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        before, self._rows = self._rows, rows
        for at, (old, new) in enumerate(zip(before, rows, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(at, 0), self.index(at, len(RunColumn) - 1))

    def show_palette(self, palette: QPalette) -> None:
        """The colours to draw in."""
        self._dark, self._muted = is_dark(palette), muted(palette)
        self._samples = {}
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(RunColumn) - 1))

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(RunColumn)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        row = self._row(index)
        if row is not None and index.column() == RunColumn.NAME:
            flags |= Qt.ItemFlag.ItemIsEditable
            if not row.present and not row.remark:
                flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(RunColumn):
            return None
        title, help_text = _HEADERS[RunColumn(section)]
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.WhatsThisRole):
            return tip(help_text)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(RunColumn(section))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._row(index)
        if row is None:
            return None
        column = RunColumn(index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return _text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(row.sentence)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.sentence if column == RunColumn.NAME else _text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._muted if row.remark else None
        if role == Qt.ItemDataRole.FontRole and row.present:
            font = QFont()
            font.setBold(True)
            return font
        return self._mark(row, role) if column == RunColumn.NAME else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row = self._row(index)
        if row is None or index.column() != RunColumn.NAME:
            return False
        if role == Qt.ItemDataRole.CheckStateRole:
            self.show_requested.emit(row.key, Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        if role == Qt.ItemDataRole.EditRole and str(value) != row.name:
            self.rename_requested.emit(row.key, str(value))
            return True
        return False

    def _row(self, index: Index) -> RunRow | None:
        at = index.row()
        known = index.isValid() and 0 <= at < len(self._rows) and 0 <= index.column() < len(RunColumn)
        return self._rows[at] if known else None

    def _mark(self, row: RunRow, role: int) -> Any:
        """The box of a run that can be drawn, and what it is drawn like."""
        if role == Qt.ItemDataRole.CheckStateRole and not row.present and not row.remark:
            return Qt.CheckState.Checked if row.shown else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DecorationRole and (row.present or row.look is not None):
            return self._sample(None if row.present else row.look)
        return None

    def _sample(self, look: int | None) -> QIcon:
        if look not in self._samples:
            line = pen(Series.FIT, self._dark) if look is None else run_pen(look, self._dark)
            self._samples[look] = line_sample(line)
        return self._samples[look]


def _text(row: RunRow, column: RunColumn) -> str:
    texts = {
        RunColumn.NAME: row.name,
        RunColumn.NEAR: row.near,
        RunColumn.LOSS: row.loss,
        RunColumn.SETTINGS: row.settings,
    }
    return texts[column]


def _alignment(column: RunColumn) -> Qt.AlignmentFlag:
    numbers = column in (RunColumn.NEAR, RunColumn.LOSS)
    side = Qt.AlignmentFlag.AlignRight if numbers else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
