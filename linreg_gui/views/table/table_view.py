"""The table view of the data: keys, context menus, and columns that are moved by dragging their names."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QTableView, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.style import tabular
from linreg_gui.views.widgets.window_menu import window_menu

from .cell_commands import CellCommands
from .cell_delegate import CellDelegate
from .column_commands import ColumnCommands
from .role_header import add_role_actions
from .row_marks import RowMarks
from .table_header import TableHeader

# An entry of a context menu: a command, a menu of commands, or None for a line between them.
Entry = QAction | QMenu | None

_HELP = (
    "The rows of the data. Type into a cell to change it; click the role under the name of a column to "
    "choose whether it is a feature, the label or ignored. Blocks of cells can be copied to and pasted from "
    "a spreadsheet."
)


@always_answers
class TableView(QTableView):
    """Turns keys, the right mouse button and dragging into commands."""

    row_pointed = Signal(object)  # the row under the pointer, or None once there is none

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        describe(self, "Data", _HELP)
        self.setToolTip("")  # it would hide every cell under the pointer
        self.marks = RowMarks(self)
        self.cells, self.columns = CellCommands(self, self.marks), ColumnCommands(self)
        self.header = TableHeader(self)
        self._cell_entries: Sequence[Entry] = ()
        self._column_entries: Sequence[Entry] = ()
        self.setItemDelegate(CellDelegate(self.marks, self))
        self._set_up()

    def set_menus(self, cell_entries: Sequence[Entry], column_entries: Sequence[Entry]) -> None:
        """Commands for the context menus of cells and of columns, which have texts and keys already."""
        self._cell_entries, self._column_entries = cell_entries, column_entries

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.cells.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.cells.paste()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not event.modifiers():
            self.cells.clear_cells()
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.row_pointed.emit(None)
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.open_menu(event.globalPos())

    def open_menu(self, where: QPoint) -> QMenu:
        """Open the menu of the selected cells and of the column of the current one."""
        menu = window_menu(self)
        _fill(menu, self._cell_entries)
        column = self.currentIndex().column()
        if column >= 0:
            menu.addSeparator()
            roles = menu.addMenu("Use Column As")
            name, role = self.header.name(column), self.header.role(column)
            add_role_actions(roles, name, role, self.header.role_requested.emit)
        return _popped_up(menu, where)

    def open_column_menu(self, section: int, where: QPoint) -> QMenu:
        """Make a column the current one and open the menu of its roles and commands."""
        self._make_current(section)
        menu = window_menu(self)
        role = self.header.role(section)
        add_role_actions(menu, self.header.name(section), role, self.header.role_requested.emit)
        menu.addSeparator()
        _fill(menu, self._column_entries)
        return _popped_up(menu, where)

    def _make_current(self, section: int) -> None:
        selection, model = self.selectionModel(), self.model()
        if not selection.isColumnSelected(section):
            self.selectColumn(section)
        if self.currentIndex().column() != section:
            row = max(0, self.rowAt(0))
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            selection.setCurrentIndex(model.index(row, section), flag)

    def _set_up(self) -> None:
        self.setHorizontalHeader(self.header)
        self.setFont(tabular(self.font()))
        self.setMouseTracking(True)
        self.entered.connect(lambda index: self.row_pointed.emit(index.row()))
        self.viewportEntered.connect(lambda: self.row_pointed.emit(None))
        self.setTabKeyNavigation(False)  # Tab leaves the table, arrows move in it
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(self.ScrollMode.ScrollPerPixel)
        trigger = self.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + 8)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        describe(rows, "Row numbers", "Click to select a row.")
        header_help = "Click a role to choose another, double-click a name to change it, drag to move it."
        describe(self.header, "Columns and their roles", header_help)
        self.header.rename_column_requested.connect(self.columns.rename_column)
        self.header.move_column_requested.connect(self.columns.move_column_requested)
        self.header.menu_requested.connect(self.open_column_menu)


def _fill(menu: QMenu, entries: Sequence[Entry]) -> None:
    for entry in entries:
        if entry is None:
            menu.addSeparator()
        elif isinstance(entry, QMenu):
            menu.addAction(entry.menuAction())  # `addMenu` would take it along when it goes
        else:
            menu.addAction(entry)


def _popped_up(menu: QMenu, where: QPoint) -> QMenu:
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(where)
    return menu
