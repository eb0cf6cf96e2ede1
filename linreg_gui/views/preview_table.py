"""The first rows of a file as they would be read: numbers to the right, gaps and odd texts marked."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from ..core.csv_columns import ColumnNote
from ..core.csv_preview import Preview
from .accessibility import describe
from .notices import NOTICES
from .style import is_dark, muted, number_text, tabular

_MOST_ROWS, _MOST_COLUMNS = 100, 100
_WIDEST = 220


class PreviewTable(QTableWidget):
    """Shows a `Preview`; nothing in it can be changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        describe(self, "First rows", "The first rows of the file as they would be read.")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFont(tabular(self.font()))
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 9)
        self._preview: Preview | None = None

    def show_preview(self, preview: Preview) -> None:
        """Fill the table."""
        self._preview = preview
        if preview.odd_rows:
            self._show_as_split(preview.all_rows[:_MOST_ROWS])
            return
        rows, columns = min(len(preview.frame), _MOST_ROWS), min(len(preview.columns), _MOST_COLUMNS)
        self.clear()
        self.setRowCount(rows)
        self.setColumnCount(columns)
        for j in range(columns):
            note = preview.columns[j]
            self.setHorizontalHeaderItem(j, _header(note))
            values = preview.frame.iloc[:rows, j].tolist()
            for i, value in enumerate(values):
                self.setItem(i, j, self._item(note, value, preview.texts[i][j]))
        self._fit_columns()

    def show_nothing(self) -> None:
        """No rows."""
        self._preview = None
        self.clear()
        self.setRowCount(0)
        self.setColumnCount(0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        preview = getattr(self, "_preview", None)
        if event.type() == QEvent.Type.PaletteChange and preview is not None:
            self.show_preview(preview)

    def _show_as_split(self, rows: list[list[str]]) -> None:
        """The rows as they are cut into cells, so that a person sees where the table begins."""
        width = min(max(map(len, rows)), _MOST_COLUMNS)
        self.clear()
        self.setRowCount(len(rows))
        self.setColumnCount(width)
        self.setHorizontalHeaderLabels([f"cell {j + 1}" for j in range(width)])
        for i, row in enumerate(rows):
            for j, text in enumerate(row[:width]):
                self.setItem(i, j, QTableWidgetItem(text))
        self._fit_columns()

    def _fit_columns(self) -> None:
        self.resizeColumnsToContents()
        for j in range(self.columnCount()):
            self.setColumnWidth(j, min(self.columnWidth(j), _WIDEST))

    def _item(self, note: ColumnNote, value: object, text: str) -> QTableWidgetItem:
        """One cell: a number as it was read, a text as it is written, a dash where it is missing."""
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if value is None or (isinstance(value, float) and math.isnan(value)):
            item = QTableWidgetItem("–")
            item.setForeground(muted(self.palette()))
            item.setToolTip(f"missing: “{text}”" if text.strip() else "missing")
        elif isinstance(value, str):
            item = QTableWidgetItem(text)
            if note.numeric:
                item.setForeground(NOTICES["warning"].colour(is_dark(self.palette())))
                item.setToolTip(f"“{text}” is not a number; rows with it are left out.")
        else:
            item = QTableWidgetItem(number_text(float(value), 12))  # type: ignore[arg-type]
            item.setToolTip(f"written as “{text}”")
        if note.numeric:
            item.setTextAlignment(right)
        return item


def _header(note: ColumnNote) -> QTableWidgetItem:
    kind = "numbers" if note.numeric else "text"
    item = QTableWidgetItem(f"{note.name}\n{kind}")
    parts = [f"{note.missing:,} missing"] if note.missing else []
    parts += [f"{note.not_numbers:,} not numbers"] if note.not_numbers else []
    item.setToolTip(f"{note.name}: {kind}" + (f", {', '.join(parts)}" if parts else ""))
    return item
