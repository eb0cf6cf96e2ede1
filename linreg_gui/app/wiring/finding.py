"""Wires finding in the table: the bar asks, the finder looks, the table shows the cell."""

from __future__ import annotations

from PySide6.QtCore import QObject

from linreg_gui.core.table.table import Table
from linreg_gui.session.document.finder import Finder
from linreg_gui.session.session import Session
from linreg_gui.views.table.data_table import DataTable
from linreg_gui.views.window.main_window import MainWindow

from .editing import without_argument


class FindingWiring(QObject):
    """Between the finder and the bar over the table."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._document, self._window = session.document, window
        self._table, self._bar = window.view(DataTable), window.view(DataTable).find_bar
        self._finder = Finder(session.jobs, self)
        self._finder.found.connect(self._show_found)
        self._begin = (0, 0)
        self._jump = True
        self._places: list[int] | None = None
        session.table_changed.connect(self._look_anew)
        self._bar.find_requested.connect(self._find)
        self._bar.next_requested.connect(self._go_on)
        self._bar.previous_requested.connect(self._go_back)
        self._bar.closed.connect(self._close)
        self._table.current_changed.connect(self._show_count)
        menu = window.menus.edit
        menu.find.triggered.connect(without_argument(self._open))
        menu.find_next.triggered.connect(without_argument(self._go_on))
        menu.find_previous.triggered.connect(without_argument(self._go_back))
        menu.go_to_row.triggered.connect(without_argument(self._ask_for_row))

    def _open(self) -> None:
        self._window.show_view(DataTable)
        self._begin = self._table.current_cell()
        self._bar.open()

    def _close(self) -> None:
        self._finder.forget()
        self._table.view.setFocus()

    def _find(self, sought: str, only_selected: bool) -> None:
        """The first match after the cell where the search began is shown, so that typing on goes on there."""
        self._places = self._table.selected_columns() if only_selected else None
        self._jump = True
        self._look(sought)

    def _look(self, sought: str) -> None:
        table = self._document.table
        if table is None or not sought.strip():
            self._finder.forget()
            self._bar.show_count(0, 0)
        else:
            self._bar.show_searching()
            self._finder.start(table.frame, sought, self._places)

    def _look_anew(self, table: Table | None) -> None:
        if table is not None and self._bar.sought:
            if self._places is not None and max(self._places, default=0) >= table.frame.shape[1]:
                self._places = None
            self._jump = False
            self._look(self._bar.sought)

    def _show_found(self, _count: int) -> None:
        cell = self._finder.next(*self._begin, at_once=True)
        if self._jump and cell is not None:
            self._table.show_cell(*cell)
        self._show_count()

    def _go_on(self) -> None:
        self._show(self._finder.next(*self._table.current_cell()))

    def _go_back(self) -> None:
        self._show(self._finder.previous(*self._table.current_cell()))

    def _show(self, cell: tuple[int, int] | None) -> None:
        if cell is not None:
            self._begin = cell
            self._table.show_cell(*cell)
        elif not self._bar.sought:
            self._open()

    def _show_count(self) -> None:
        if self._bar.sought:
            self._bar.show_count(self._finder.number_at(*self._table.current_cell()), self._finder.count)

    def _ask_for_row(self) -> None:
        self._window.show_view(DataTable)
        self._table.ask_for_row()
