"""The columns of a file and how each was read, as a model: texts are made of those in sight alone."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from linreg_gui.core.answering import always_answers
from linreg_gui.core.cells.column_types import ColumnType
from linreg_gui.core.cells.parsed_column import ColumnNote
from linreg_gui.core.reading.report import ReadReport
from linreg_gui.views.widgets.model_index import NO_INDEX, Index
from linreg_gui.views.widgets.texts import tip

from .column_type_field import KIND_NAMES

_HEADERS = (
    "Column",
    "Read as",
    "Filled cells",
    "Missing",
    "Do not fit",
    "Two readings",
    "The first that do not fit",
)
_HELP = (
    "The column’s name.",
    "What its cells were read as.",
    "Cells that hold anything.",
    "Cells that are empty or hold a text for a missing value.",
    "Texts in a column of numbers or dates that are none; rows with them are left out.",
    "Cells such as “1,234” or “3/4/2026” whose value depends on a choice that the file leaves open.",
    "The first texts that are no number or no date, each with its line in the file.",
)
_COUNTS = range(2, 6)


@always_answers
class ReportModel(QAbstractTableModel):
    """A row for each column of the file."""

    def __init__(self, report: ReadReport, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._report = report

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._report.columns)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(_HEADERS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, place = index.row(), index.column()
        if not (0 <= row < len(self._report.columns) and 0 <= place < len(_HEADERS)):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return column_cells(self._report.columns[row], self._report.rows)[place]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(_HELP[place])
        if role == Qt.ItemDataRole.TextAlignmentRole and place in _COUNTS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        return _HEADERS[section] if 0 <= section < len(_HEADERS) else None


def column_cells(note: ColumnNote, rows: int) -> tuple[str, ...]:
    """What is told of a column in a table of so many rows."""
    examples = ", ".join(
        f"“{text}” ({f'line {line:,}' if line else 'far down'})" for line, text in note.examples
    )
    checked = note.kind in (ColumnType.NUMBER, ColumnType.DATE)
    odd, either = (f"{count:,}" if checked else "–" for count in (note.not_numbers, note.either_way))
    kind = KIND_NAMES[note.kind]
    return note.name, kind, f"{rows - note.missing:,}", f"{note.missing:,}", odd, either, examples
