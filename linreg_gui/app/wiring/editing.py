"""Wires everything that a person does to the cells, rows and columns of the table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox

from linreg_gui.core.cells.conversion import DOUBTS, ColumnType, Reading, column_type
from linreg_gui.core.editing.cell_edits import Rectangle
from linreg_gui.core.editing.clipboard import cells_text
from linreg_gui.core.editing.table_edits import LOSSY
from linreg_gui.core.formulas.dependencies import FormulaProblem
from linreg_gui.core.problem import Problem
from linreg_gui.session.document.document import Document
from linreg_gui.session.session import Session
from linreg_gui.views.table.data_table import DataTable
from linreg_gui.views.table.table_view import Entry
from linreg_gui.views.window.data_menu import DataMenu
from linreg_gui.views.window.edit_menu import EditMenu
from linreg_gui.views.window.main_window import MainWindow


class EditingWiring(QObject):
    """Between the document and the commands of the table, the Edit menu and the Data menu."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._jobs, self._document, self._window = session.jobs, session.document, window
        self._computing = session.computing
        self._retype: Callable[..., None] = lambda **_: None
        edit, data, view = window.menus.edit, window.menus.data, window.view(DataTable).view
        self._connect_cells(self._document)
        self._connect_columns(self._document)
        self._connect_edit_menu(edit)
        self._connect_data_menu(data)
        view.set_menus(_cell_entries(edit, data), _column_entries(data))
        queue = self._document.queue
        queue.started.connect(self._show_long_edit)
        queue.ended.connect(window.statusBar().clearMessage)
        queue.ended.connect(self._show_undo)
        queue.refused.connect(self._show_refusal)
        self._document.history.changed.connect(self._show_undo)

    def _connect_cells(self, document: Document) -> None:
        cells = self._window.view(DataTable).cells
        cells.copy_requested.connect(self._copy)
        cells.paste_requested.connect(document.paste)
        cells.clear_requested.connect(document.clear_cells)
        cells.fill_requested.connect(document.fill_down)
        cells.insert_rows_requested.connect(document.insert_rows)
        cells.remove_rows_requested.connect(document.remove_rows)
        cells.exclude_requested.connect(document.exclude_rows)
        cells.toggle_requested.connect(document.toggle_excluded)
        cells.exclude_others_requested.connect(document.exclude_others)
        cells.refused.connect(self._warn)

    def _connect_columns(self, document: Document) -> None:
        columns = self._window.view(DataTable).columns
        columns.rename_requested.connect(document.rename_column)
        columns.add_requested.connect(document.add_column)
        columns.duplicate_requested.connect(document.duplicate_column)
        columns.delete_requested.connect(document.delete_columns)
        columns.move_requested.connect(document.move_column)
        columns.sort_requested.connect(document.sort)
        columns.type_requested.connect(self._set_type)
        columns.refused.connect(self._warn)

    def _connect_edit_menu(self, menu: EditMenu) -> None:
        cells, document = self._window.view(DataTable).cells, self._document
        for action, slot in (
            (menu.undo, document.undo),
            (menu.redo, document.redo),
            (menu.copy, cells.copy),
            (menu.paste, cells.paste),
            (menu.clear, cells.clear_selected_cells),
            (menu.fill_down, cells.fill_down),
            (menu.row_above, cells.insert_row_above),
            (menu.row_below, cells.insert_row_below),
            (menu.remove_rows, cells.remove_selected_rows),
        ):
            action.triggered.connect(without_argument(slot))

    def _connect_data_menu(self, menu: DataMenu) -> None:
        cells, columns = self._window.view(DataTable).cells, self._window.view(DataTable).columns
        menu.type_requested.connect(columns.set_type)
        menu.type_menu.aboutToShow.connect(self._show_type)
        slots: dict[Any, Callable[[], object]] = {
            menu.rename: columns.rename,
            menu.add: columns.add,
            menu.duplicate: columns.duplicate,
            menu.delete: columns.delete,
            menu.left: columns.move_left,
            menu.right: columns.move_right,
            menu.sort_ascending: columns.sort_ascending,
            menu.sort_descending: columns.sort_descending,
            menu.exclude: cells.exclude_selected_rows,
            menu.include: cells.include_selected_rows,
            menu.exclude_others: cells.exclude_other_rows,
            menu.include_all: self._document.include_all,
        }
        for action, slot in slots.items():
            action.triggered.connect(without_argument(slot))

    def _copy(self, cells: list[Rectangle]) -> None:
        """Many cells are written down in a thread."""
        table = self._document.table
        if table is not None:
            frame = table.frame
            self._window.statusBar().showMessage("Copying…")
            self._jobs.start(lambda _: cells_text(frame, cells), self._show_copied)

    def _show_copied(self, outcome: str | Problem) -> None:
        self._window.statusBar().clearMessage()
        if isinstance(outcome, Problem):
            self._warn(outcome.sentence)
        else:
            QGuiApplication.clipboard().setText(outcome)

    def _show_undo(self) -> None:
        """Undo gives up what is under way before it takes back what is done."""
        history, latest = self._document.history, self._document.queue.latest
        self._window.menus.edit.show_undo(latest or history.undo_text, history.redo_text)

    def _show_long_edit(self, text: str) -> None:
        self._window.statusBar().showMessage(f"{text}…")
        self._show_undo()

    def _show_type(self) -> None:
        table, place = self._document.table, self._window.view(DataTable).view.currentIndex().column()
        kind = None
        if table is not None and 0 <= place < table.frame.shape[1]:
            column = table.frame.iloc[:, place]
            kind = column_type(column, column.name in table.numeric)
        self._window.menus.data.show_type(kind)

    def _set_type(self, name: str, to: ColumnType) -> None:
        self._retype = partial(self._document.set_type, name, to)
        self._retype()

    def _ask_about(self, problem: Problem) -> None:
        """Texts with two readings are read as a person says."""
        box = QMessageBox(self._window)
        box.setWindowTitle("Column Type")
        box.setText(problem.sentence)
        box.setInformativeText("How is that meant?")
        readings = {}
        for reading in DOUBTS[problem.kind]:
            readings[box.addButton(reading.capitalize(), QMessageBox.ButtonRole.AcceptRole)] = reading
        box.setEscapeButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.buttonClicked.connect(lambda button: self._read_as(readings.get(button)))
        box.finished.connect(box.deleteLater)
        box.open()

    def _read_as(self, reading: Reading | None) -> None:
        if reading is not None:
            self._retype = partial(self._retype, reading=reading)
            self._retype()

    def _show_refusal(self, problem: Problem) -> None:
        """Offer what would make the edit possible, once a person has read what it costs."""
        if problem.kind in DOUBTS:
            self._ask_about(problem)
        elif problem.kind == LOSSY:
            empty = partial(self._retype, lossy=True)
            self._window.message_bar.show_message(problem.sentence, "warning", ("Empty Them", empty))
        elif isinstance(problem, FormulaProblem):
            make_plain = partial(self._computing.make_plain, problem.names)
            action = ("Turn into Plain Numbers", make_plain)
            self._window.message_bar.show_message(problem.sentence, "warning", action)
        else:
            self._warn(problem.sentence)

    def _warn(self, sentence: str) -> None:
        self._window.message_bar.show_message(sentence, "warning")


def _cell_entries(edit: EditMenu, data: DataMenu) -> list[Entry]:
    return [
        *(edit.copy, edit.paste, edit.fill_down, edit.clear, None),
        *(edit.row_above, edit.row_below, edit.remove_rows, None),
        *(data.exclude, data.include, data.exclude_others, None),
        data.column,
    ]


def _column_entries(data: DataMenu) -> list[Entry]:
    return [
        *(data.sort_ascending, data.sort_descending, None),
        *(data.rename, data.add, data.duplicate, data.delete, None),
        *(data.left, data.right, data.type_menu, data.transforms.menu),
    ]


def without_argument(slot: Callable[[], object]) -> Callable[[bool], None]:
    """A slot for `triggered` that leaves its argument out."""

    def call(_checked: bool = False) -> None:
        slot()

    return call
