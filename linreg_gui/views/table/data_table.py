"""The panel of the data: the table, what it is called, how many of its rows are used, and finding in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractItemModel, QEvent, Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.elided_label import ElidedLabel, elided_to_lines
from linreg_gui.views.widgets.hint_label import HintLabel
from linreg_gui.views.widgets.style import muted
from linreg_gui.views.widgets.table_clipboard import selected_ranges
from linreg_gui.views.widgets.texts import InputDialog

from .column_widths import ColumnWidths
from .find_bar import FindBar
from .table_view import TableView

_LEDGER_LINES = 2  # as many as a hint always has room for, so that the table below stands still


@always_answers
class DataTable(QWidget):
    """A table view with roles in its header, and lines about the source and the rows that are used."""

    report_requested = Signal()
    current_changed = Signal()  # another cell is the current one

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ledger_sentence, self._ledger_warns = "", False
        self._names: tuple[str, ...] = ()
        self._names_of_columns: Callable[[], tuple[str, ...]] | None = None
        self._kept_cell = (-1, -1)
        self._kept_widths: dict[str, int] = {}
        self.view = TableView(self)
        self.header = self.view.header
        self.cells, self.columns = self.view.cells, self.view.columns
        self._widths = ColumnWidths(self.view, self.header)
        self.name_label, self.source_label = ElidedLabel(), ElidedLabel()
        self.ledger_label = HintLabel()
        self.report_button = describe(
            QToolButton(), "Import report", "How the file was understood, column by column."
        )
        self.report_button.setText("Report…")
        self.report_button.setAutoRaise(True)
        self.report_button.hide()
        self.report_button.clicked.connect(self.report_requested)
        self.find_bar = FindBar()
        self._lay_out()
        self._restyle()
        self.setFocusProxy(self.view)

    def set_model(
        self, model: QAbstractItemModel, names: Callable[[], tuple[str, ...]] | None = None
    ) -> None:
        """Show a model; ``names`` tells those of all columns sooner than its header does.

        It gives roles under `UserRole` of its header, full digits under `EditRole`, and true under `UserRole`
        for cells of excluded rows.
        """
        self._names_of_columns = names
        self.view.setModel(model)
        self.view.selectionModel().currentChanged.connect(lambda *_: self.current_changed.emit())
        model.modelAboutToBeReset.connect(self._keep_cell)
        model.modelReset.connect(self._show_other_shape)
        self.view.marks.watch()  # after the cursor was put back
        self._show_other_shape()

    def show_source(self, name: str, source: str) -> None:
        """Say what the table is called and where it comes from."""
        self.name_label.show_text(name)
        self.source_label.show_text(source)

    def set_report_available(self, available: bool) -> None:
        """Whether there is a report of how a file was read."""
        self.report_button.setVisible(available)
        self._show_ledger_lines()

    def show_ledger(self, sentence: str, warning: bool) -> None:
        """Say how many rows are used; as a warning if some are not."""
        self._ledger_sentence, self._ledger_warns = sentence, warning
        self._show_ledger_lines()

    def show_cell(self, row: int, column: int) -> None:
        """Make a cell the current one and bring it into view."""
        index = self.view.model().index(row, column)
        self.view.setCurrentIndex(index)
        self.view.scrollTo(index)

    def current_cell(self) -> tuple[int, int]:
        """Row and column of the current cell, the first one if there is none."""
        index = self.view.currentIndex()
        return (index.row(), index.column()) if index.isValid() else (0, 0)

    def selected_columns(self) -> list[int]:
        """The places of the columns with selected cells."""
        ranges = selected_ranges(self.view)
        return sorted({place for part in ranges for place in range(part.left(), part.right() + 1)})

    def ask_for_row(self) -> InputDialog | None:
        """Ask for the number of a row, and go there."""
        n_rows = self.view.model().rowCount()
        if not n_rows:
            return None
        row, column = self.current_cell()
        dialog = InputDialog(self)
        dialog.setWindowTitle("Go to Row")
        dialog.setLabelText(f"Row, from 1 to {n_rows:,}:")
        dialog.setInputMode(InputDialog.InputMode.IntInput)
        dialog.setIntRange(1, n_rows)
        dialog.setIntValue(row + 1)
        dialog.intValueSelected.connect(lambda number: self.show_cell(number - 1, column))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_ledger_lines()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "ledger_label"):
            self._restyle()

    def _lay_out(self) -> None:
        font = self.name_label.font()
        font.setBold(True)
        self.name_label.setFont(font)
        self.name_label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        title = QHBoxLayout()
        title.setSpacing(8)
        title.addWidget(self.name_label)
        title.addWidget(self.source_label, 1)
        lines = QVBoxLayout()
        lines.setContentsMargins(8, 0, 8, 0)
        lines.setSpacing(2)
        lines.addLayout(title)
        ledger = QHBoxLayout()
        ledger.setSpacing(8)
        ledger.addWidget(self.ledger_label, 1)
        ledger.addWidget(self.report_button, 0, Qt.AlignmentFlag.AlignTop)
        lines.addLayout(ledger)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(lines)
        layout.addWidget(self.find_bar)
        layout.addWidget(self.view, 1)

    def _restyle(self) -> None:
        palette = self.source_label.palette()
        palette.setColor(QPalette.ColorRole.WindowText, muted(self.palette()))
        self.source_label.setPalette(palette)

    def _show_ledger_lines(self) -> None:
        label = self.ledger_label
        button = 0 if self.report_button.isHidden() else self.report_button.sizeHint().width() + 8
        room = max(120, self.width() - 16 - button - (24 if self._ledger_warns else 0))
        text, _ = elided_to_lines(self._ledger_sentence, label.fontMetrics(), room, _LEDGER_LINES)
        label.show_hint(text, self._ledger_warns)
        describe(label, "Rows used", self._ledger_sentence)

    def _keep_cell(self) -> None:
        index = self.view.currentIndex()
        self._kept_cell = (index.row(), index.column())
        self._kept_widths = self._widths.remember()

    def _show_other_shape(self) -> None:
        """The current cell stays where it was, and so does the view, unless most columns are others."""
        model = self.view.model()
        names = self._names_of_columns() if self._names_of_columns is not None else _heads(model)
        before, self._names = self._names, names
        if names != before:
            self._widths.fit(names, self._kept_widths)
        if 2 * len(set(names) & set(before)) < min(len(names), len(before)) or not before:
            self.view.scrollToTop()
            return
        row, column = self._kept_cell
        if row >= 0 and model.rowCount():
            place = min(column, len(names) - 1)
            if len(names) == len(before) and 0 <= column < len(before) and before[column] in names:
                place = names.index(before[column])
            self.view.setCurrentIndex(model.index(min(row, model.rowCount() - 1), place))


def _heads(model: QAbstractItemModel) -> tuple[str, ...]:
    heads, display = Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole
    return tuple(str(model.headerData(section, heads, display)) for section in range(model.columnCount()))
