"""The first rows of a file as they would be read: numbers to the right, gaps and odd texts marked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPalette
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.cells.column_types import ColumnType, NoType
from linreg_gui.core.cells.parsed_column import ColumnNote
from linreg_gui.core.cells.shown import cell_writer
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.reading.csv_preview import Preview
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.fitted_text import WholeNumbersDelegate
from linreg_gui.views.widgets.notices import NOTICES
from linreg_gui.views.widgets.style import is_dark, muted, tabular
from linreg_gui.views.widgets.texts import set_tip

from .column_type_field import KIND_NAMES

_MOST_ROWS, _MOST_COLUMNS = 100, 100
_WIDEST = 220


@always_answers
class PreviewTable(QTableWidget):
    """Shows a `Preview`; nothing in it can be changed, but a column can be chosen."""

    column_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        describe(self, "First rows", "The first rows of the file as they would be read.")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFont(tabular(self.font()))
        self.setItemDelegate(WholeNumbersDelegate(self))
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 9)
        self._preview: Preview | None = None
        self._column = 0
        self.currentCellChanged.connect(lambda _row, column: self._tell(column))
        self.horizontalHeader().sectionClicked.connect(self._tell)

    def mark_column(self, column: int) -> None:
        """Show which column is chosen."""
        self._shade(self._column, False)
        self._column = column
        self._shade(column, True)

    def show_preview(self, preview: Preview) -> None:
        """Fill the table."""
        with QSignalBlocker(self):
            self._fill(preview)
        self.mark_column(self._column)

    def _fill(self, preview: Preview) -> None:
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
            self.setHorizontalHeaderItem(j, _header(note, preview.units.get(note.name, "")))
            values = preview.frame.iloc[:rows, j].tolist()
            shown = cell_writer(preview.frame.iloc[:, j].array)
            for i, value in enumerate(values):
                self.setItem(
                    i, j, self._item(note, value, preview.texts[i][j], preview.readings(i, j), shown)
                )
        self._fit_columns()

    def show_nothing(self) -> None:
        """No rows."""
        self._preview = None
        self.clear()
        self.setRowCount(0)
        self.setColumnCount(0)

    def _tell(self, column: int) -> None:
        preview = self._preview
        if column >= 0 and preview is not None and not preview.odd_rows:
            self.column_chosen.emit(column)

    def _shade(self, column: int, chosen: bool) -> None:
        """Give the cells of a column the ground of the chosen one, or their own."""
        if self._preview is None or self._preview.odd_rows or not 0 <= column < self.columnCount():
            return
        ground = QColor(self.palette().color(QPalette.ColorRole.Highlight))
        ground.setAlphaF(0.14)
        for i in range(self.rowCount()):
            if item := self.item(i, column):
                item.setBackground(QBrush(ground) if chosen else QBrush())
        if header := self.horizontalHeaderItem(column):
            font = header.font()
            font.setBold(chosen)
            header.setFont(font)
        if chosen and (first := self.item(max(0, self.rowAt(1)), column)):
            self.scrollToItem(first)

    def _is_odd(self, note: ColumnNote, text: str) -> bool:
        """Whether a missing value stands for a text that was none."""
        tokens = self._preview.missing if self._preview is not None else ()
        return note.not_numbers > 0 and bool(text.strip()) and text.strip() not in tokens

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

    def _item(
        self,
        note: ColumnNote,
        value: Any,
        text: str,
        readings: tuple[str, str] | None,
        shown: Callable[[object], str],
    ) -> QTableWidgetItem:
        """One cell: a number as it was read, a text as it is written, a dash where it is missing."""
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if readings is not None:
            item = QTableWidgetItem(" or ".join(readings))
            item.setForeground(NOTICES["warning"].colour(is_dark(self.palette())))
            set_tip(item, f"“{text}” could be read in two ways.")
        elif note.kind is NoType.IGNORED:
            item = QTableWidgetItem(text)
            item.setForeground(muted(self.palette()))
            item.setToolTip("This column is left out.")
        elif (note.kind is ColumnType.DATE or note.numeric) and pd.isna(value) and self._is_odd(note, text):
            item = QTableWidgetItem(text)
            item.setForeground(NOTICES["warning"].colour(is_dark(self.palette())))
            set_tip(item, f"“{text}” is no {note.kind} and becomes a missing value.")
        elif pd.isna(value):
            item = QTableWidgetItem("–")
            item.setForeground(muted(self.palette()))
            set_tip(item, f"missing: “{text}”" if text.strip() else "missing")
        elif isinstance(value, str):
            item = QTableWidgetItem(text)
            if note.numeric:
                item.setForeground(NOTICES["warning"].colour(is_dark(self.palette())))
                set_tip(item, f"“{text}” is not a number; rows with it are left out.")
        elif isinstance(value, pd.Timestamp):
            day = value == value.normalize()
            item = QTableWidgetItem(str(value.date()) if day else value.isoformat(" "))
            set_tip(item, f"written as “{text}”")
        else:
            item = QTableWidgetItem(shown(value))
            set_tip(item, f"written as “{text}”")
        if note.numeric:
            item.setTextAlignment(right)
        return item


def _header(note: ColumnNote, unit: str) -> QTableWidgetItem:
    kind = KIND_NAMES[note.kind]
    item = QTableWidgetItem(f"{note.name} ({unit})\n{kind}" if unit else f"{note.name}\n{kind}")
    parts = [f"{note.missing:,} missing"] if note.missing else []
    parts += [f"{note.not_numbers:,} not {kind}"] if note.not_numbers else []
    parts += [f"{note.either_way:,} could be read in two ways"] if note.either_way else []
    set_tip(item, f"{note.name}: {kind}" + (f", {', '.join(parts)}" if parts else ""))
    return item
