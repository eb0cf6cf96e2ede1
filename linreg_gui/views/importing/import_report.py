"""How a file was understood, column by column."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from linreg_gui.core.cells.column_types import ColumnType
from linreg_gui.core.cells.parsed_column import ColumnNote
from linreg_gui.core.reading.report import ReadReport
from linreg_gui.core.wording import counted
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.dialog_parts import dialog_column
from linreg_gui.views.widgets.style import tabular
from linreg_gui.views.widgets.texts import Label

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
_SIGNS = {",": "comma", ";": "semicolon", "\t": "tab", " ": "blank", "|": "vertical bar", ".": "point"}
_SIGNS |= {"'": "apostrophe", "’": "apostrophe", "\u00a0": "blank", "\u202f": "blank", "\u2009": "blank"}


class ImportReportDialog(QDialog):
    """Shows a `ReadReport`, and offers to read the file in another way."""

    import_requested = Signal()

    def __init__(self, report: ReadReport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Import Report")
        self.summary = Label(report_sentence(report))
        self.summary.setWordWrap(True)
        self.table = describe(QTableWidget(), "Columns of the file", "How each column of the file was read.")
        self._fill(report)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.again = self.buttons.addButton("Import Again…", QDialogButtonBox.ButtonRole.ActionRole)
        describe(self.again, "Import again", "Read the same file in another way, with a preview.")
        self.again.clicked.connect(self._ask)
        for button in self.buttons.buttons():
            button.setIcon(QIcon())
        self.buttons.rejected.connect(self.reject)
        layout = dialog_column(self)
        layout.addWidget(self.summary)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.buttons)
        self.resize(860, 420)

    def _ask(self) -> None:
        self.accept()
        self.import_requested.emit()

    def _fill(self, report: ReadReport) -> None:
        table = self.table
        table.setFont(tabular(table.font()))
        table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.verticalHeader().hide()
        table.setRowCount(len(report.columns))
        table.setColumnCount(len(_HEADERS))
        table.setHorizontalHeaderLabels(_HEADERS)
        for i, note in enumerate(report.columns):
            for j, text in enumerate(_cells(note, report.rows)):
                item = QTableWidgetItem(text)
                item.setToolTip(_HELP[j])
                if 2 <= j <= 5:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                table.setItem(i, j, item)
        table.resizeColumnsToContents()
        table.horizontalHeader().setSectionResizeMode(len(_HEADERS) - 1, QHeaderView.ResizeMode.Stretch)


def report_sentence(report: ReadReport) -> str:
    """How the whole file was read, in words."""
    told = [found.sentence for found in report.findings]
    if report.kind != "text":
        where = f", sheet “{report.sheet}”" if report.sheet else ""
        text = f"“{report.path.name}”{where}: {counted(report.rows, 'row')} of a {report.kind} file."
        return "\n".join([text, *told])
    parts = [f"cells separated by {_sign(report.separator)}" if report.separator else "one column"]
    parts.append(f"decimal {_sign(report.decimal)}")
    parts.append(f"thousands {_sign(report.thousands)}" if report.thousands else "no thousands sign")
    parts.append("names in the first row" if report.header else "no names")
    parts.append(f"encoding {report.encoding}")
    text = f"“{report.path.name}”: {counted(report.rows, 'row')}; {', '.join(parts)}."
    return "\n".join([text, *([report.doubt.sentence] if report.doubt is not None else []), *told])


def _cells(note: ColumnNote, rows: int) -> tuple[str, ...]:
    examples = ", ".join(
        f"“{text}” ({f'line {line:,}' if line else 'far down'})" for line, text in note.examples
    )
    checked = note.kind in (ColumnType.NUMBER, ColumnType.DATE)
    odd, either = (f"{count:,}" if checked else "–" for count in (note.not_numbers, note.either_way))
    kind = KIND_NAMES[note.kind]
    return note.name, kind, f"{rows - note.missing:,}", f"{note.missing:,}", odd, either, examples


def _sign(sign: str) -> str:
    return _SIGNS.get(sign, f"“{sign}”")
