"""The table of the data: shows and edits cells, and asks for everything else. It keeps no data."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from .accessibility import describe
from .elided_label import ElidedLabel, elided_to_lines
from .hint_label import HintLabel
from .role_header import RoleHeader, add_role_actions
from .style import muted, tabular
from .table_clipboard import (
    CopyingTableView,
    block_text,
    cell_count,
    parse_block,
    selected_block,
    selected_ranges,
)

MOST_CELLS = 200_000  # some two seconds
_SAMPLED_ROWS = 30
_NARROWEST, _WIDEST = 64, 190
_LEDGER_LINES = 3
_HELP = (
    "The rows of the data. Type into a cell to change it; click the name of a column to choose whether it is "
    "a feature, the label or ignored. Blocks of cells can be copied to and pasted from a spreadsheet."
)


class _View(CopyingTableView):
    """Turns keys and the right mouse button into calls of the panel."""

    def __init__(self, panel: DataTable) -> None:
        super().__init__(panel)
        self._panel = panel

    def copy(self) -> None:
        self._panel.copy()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self._panel.paste()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not event.modifiers():
            self._panel.clear_selected_cells()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._panel.open_menu(event.globalPos())


class DataTable(QWidget):
    """A table view with roles in its header, and lines about the source and the rows that are used."""

    role_requested = Signal(str, object)  # column name, Role
    paste_requested = Signal(int, int, object)  # row, column, list[list[str]]
    clear_requested = Signal(object)  # list of (row, column, height, width)
    insert_rows_requested = Signal(int, int)  # before which row, how many
    remove_rows_requested = Signal(object)  # sorted list of rows
    report_requested = Signal()
    refused = Signal(str)  # a sentence: why a command was not carried out

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ledger_sentence, self._ledger_warns = "", False
        self._names: list[str] = []
        self._kept_cell = (-1, -1)
        self.view = describe(_View(self), "Data", _HELP)
        self.view.setToolTip("")  # it would hide every cell under the pointer
        self.header = RoleHeader(self.view)
        self.header.role_requested.connect(self.role_requested)
        self._set_up_view()
        self.name_label, self.source_label = ElidedLabel(), ElidedLabel()
        self.ledger_label = HintLabel()
        self.report_button = describe(
            QToolButton(), "Import report", "How the file was understood, column by column."
        )
        self.report_button.setText("Report…")
        self.report_button.setAutoRaise(True)
        self.report_button.hide()
        self.report_button.clicked.connect(self.report_requested)
        self._lay_out()
        self._restyle()
        self.setFocusProxy(self.view)

    def set_model(self, model: QAbstractItemModel) -> None:
        """Show a model; it gives roles under `UserRole` of its header and full digits under `EditRole`."""
        self.view.setModel(model)
        model.modelAboutToBeReset.connect(self._keep_cell)
        model.modelReset.connect(self._show_other_shape)
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

    def copy(self) -> None:
        """Put the selected cells on the clipboard, every digit of them."""
        ranges = selected_ranges(self.view)
        if ranges and self._is_bearable(cell_count(ranges), "copied"):
            QGuiApplication.clipboard().setText(block_text(selected_block(self.view, ranges)))

    def paste(self) -> None:
        """Ask for the block on the clipboard at the upper left corner of the selection."""
        block = parse_block(QGuiApplication.clipboard().text())
        if not block or self.view.model() is None or not self._names:
            return
        if self._is_bearable(sum(len(line) for line in block), "pasted"):
            row, column = self._corner()
            self.paste_requested.emit(row, column, block)

    def clear_selected_cells(self) -> None:
        """Ask for the selected cells to be emptied."""
        ranges = selected_ranges(self.view)
        cells = [(part.top(), part.left(), part.height(), part.width()) for part in ranges]
        if cells and self._is_bearable(sum(height * width for _, _, height, width in cells), "cleared"):
            self.clear_requested.emit(cells)

    def insert_row_above(self) -> None:
        """Ask for an empty row above the selection, or as many as there are whole rows selected."""
        if self._names:
            self.insert_rows_requested.emit(self._selected_span()[0], self._whole_rows())

    def insert_row_below(self) -> None:
        """Ask for an empty row below the selection, or as many as there are whole rows selected."""
        if self._names:
            self.insert_rows_requested.emit(self._selected_span()[1], self._whole_rows())

    def remove_selected_rows(self) -> None:
        """Ask for the rows with selected cells to be taken out."""
        rows: set[int] = set()
        for part in selected_ranges(self.view):
            rows.update(range(part.top(), part.bottom() + 1))
        if rows:
            self.remove_rows_requested.emit(sorted(rows))

    def open_menu(self, where: QPoint) -> QMenu:
        """Open the menu of the selected cells and of the column of the current one."""
        menu = QMenu(self)
        selected = bool(selected_ranges(self.view))
        menu.addAction("Copy", self.copy).setEnabled(selected)
        menu.addAction("Paste", self.paste)
        menu.addAction("Clear Cells", self.clear_selected_cells).setEnabled(selected)
        menu.addSeparator()
        menu.addAction("Insert Row Above", self.insert_row_above)
        menu.addAction("Insert Row Below", self.insert_row_below)
        menu.addAction("Remove Rows", self.remove_selected_rows).setEnabled(selected)
        column = self.view.currentIndex().column()
        if column >= 0:
            name, role = self.header.name(column), self.header.role(column)
            add_role_actions(menu.addMenu("Use Column As"), name, role, self.role_requested.emit)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_ledger_lines()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "ledger_label"):
            self._restyle()

    def _set_up_view(self) -> None:
        view = self.view
        view.setHorizontalHeader(self.header)
        view.setFont(tabular(view.font()))
        view.setTabKeyNavigation(False)  # Tab leaves the table, arrows move in it
        view.setAlternatingRowColors(True)
        view.setWordWrap(False)
        view.setHorizontalScrollMode(view.ScrollMode.ScrollPerPixel)
        trigger = view.EditTrigger
        view.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed)
        rows = view.verticalHeader()
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        rows.setDefaultSectionSize(view.fontMetrics().height() + 8)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        describe(rows, "Row numbers", "Click to select a row.")
        describe(self.header, "Columns and their roles", "Click to choose what a column is used for.")

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
        layout.addWidget(self.view, 1)

    def _restyle(self) -> None:
        palette = self.source_label.palette()
        palette.setColor(QPalette.ColorRole.WindowText, muted(self.palette()))
        self.source_label.setPalette(palette)

    def _show_ledger_lines(self) -> None:
        label = self.ledger_label
        button = 0 if self.report_button.isHidden() else self.report_button.sizeHint().width() + 8
        room = max(120, self.width() - 16 - button - (24 if self._ledger_warns else 0))
        text, lines = elided_to_lines(self._ledger_sentence, label.fontMetrics(), room, _LEDGER_LINES)
        label.setFixedHeight(max(1, lines) * label.fontMetrics().lineSpacing() + 2)
        label.show_hint(text, self._ledger_warns)
        describe(label, "Rows used", self._ledger_sentence)

    def _keep_cell(self) -> None:
        index = self.view.currentIndex()
        self._kept_cell = (index.row(), index.column())

    def _show_other_shape(self) -> None:
        """Columns of other names get widths of their own; otherwise the current cell stays where it was."""
        model = self.view.model()
        names = [self.header.name(section) for section in range(model.columnCount())]
        if names != self._names:
            self._names = names
            self._fit_columns()
            self.view.scrollToTop()
            return
        row, column = self._kept_cell
        if row >= 0 and model.rowCount():
            self.view.setCurrentIndex(model.index(min(row, model.rowCount() - 1), column))

    def _fit_columns(self) -> None:
        """Widths by the header and the first rows alone, however many rows there are."""
        model, metrics = self.view.model(), self.view.fontMetrics()
        sample = range(min(_SAMPLED_ROWS, model.rowCount()))
        for column in range(len(self._names)):
            texts = [str(model.index(row, column).data() or "") for row in sample]
            cells = metrics.horizontalAdvance(max(texts, key=len, default="")) + 16
            width = max(cells, self.header.width_for(column))
            self.view.setColumnWidth(column, min(max(width, _NARROWEST), _WIDEST))

    def _corner(self) -> tuple[int, int]:
        """The upper left cell of the selection, or the current cell, or the first."""
        ranges = selected_ranges(self.view)
        if ranges:
            return min(part.top() for part in ranges), min(part.left() for part in ranges)
        index = self.view.currentIndex()
        return (index.row(), index.column()) if index.isValid() else (0, 0)

    def _selected_span(self) -> tuple[int, int]:
        """The first selected row and the one after the last; the whole table if nothing is selected."""
        ranges = selected_ranges(self.view)
        if ranges:
            return min(part.top() for part in ranges), max(part.bottom() for part in ranges) + 1
        row = self.view.currentIndex().row()
        return (row, row + 1) if row >= 0 else (0, self.view.model().rowCount())

    def _whole_rows(self) -> int:
        """How many whole rows are selected, but one if none or all are."""
        ranges = selected_ranges(self.view)
        rows = sum(part.height() for part in ranges if part.width() == len(self._names))
        return rows if 0 < rows < self.view.model().rowCount() else 1

    def _is_bearable(self, cells: int, done: str) -> bool:
        if cells <= MOST_CELLS:
            return True
        self.refused.emit(f"{cells:,} cells are too many: at most {MOST_CELLS:,} can be {done} at once.")
        return False
