"""How a file was understood, column by column."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QTableView,
    QWidget,
)

from linreg_gui.core.reading.report import ReadReport
from linreg_gui.core.wording import counted
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.dialog_parts import dialog_column
from linreg_gui.views.widgets.style import tabular
from linreg_gui.views.widgets.texts import Label

from .report_model import ReportModel

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
        self.table = describe(_view(report), "Columns of the file", "How each column of the file was read.")
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


def _sign(sign: str) -> str:
    return _SIGNS.get(sign, f"“{sign}”")


def _view(report: ReadReport) -> QTableView:
    view = QTableView()
    view.setModel(ReportModel(report, view))
    view.setFont(tabular(view.font()))
    view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
    view.verticalHeader().hide()
    view.resizeColumnsToContents()
    view.horizontalHeader().setStretchLastSection(True)
    return view
