"""Wires everything that a person does to the cells, rows and columns of the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject

from linreg_gui.core.cells.column_types import ColumnType, DateOrder, DecimalSign, column_type
from linreg_gui.core.cells.conversion import OPEN_READINGS, Reading
from linreg_gui.core.editing.clipboard import Rectangle, cells_text, harmless_block
from linreg_gui.core.formulas.dependencies import FormulaProblem
from linreg_gui.core.problem import Problem, ProblemKind
from linreg_gui.core.table.table import LeftOpen, Table
from linreg_gui.session.job_thread import LatestJob
from linreg_gui.session.session import Session
from linreg_gui.views.table.data_table import DataTable
from linreg_gui.views.table.table_view import Entry
from linreg_gui.views.widgets.table_clipboard import put_cells
from linreg_gui.views.widgets.texts import MessageBox, set_text
from linreg_gui.views.window.data_menu import DataMenu
from linreg_gui.views.window.edit_menu import EditMenu
from linreg_gui.views.window.main_window import MainWindow

_READING_WORDS = {
    DecimalSign.POINT: "Decimal point",
    DecimalSign.COMMA: "Decimal comma",
    DateOrder.DAY_FIRST: "Day first",
    DateOrder.MONTH_FIRST: "Month first",
}


class EditingWiring(QObject):
    """Between the document and the commands of the table, the Edit menu and the Data menu."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._copying = LatestJob(session.jobs)
        self._document = session.document
        self._window = window
        self._computing = session.computing
        self._retype: Callable[..., None] = lambda **_: None
        self._told = ""
        self._sorted: tuple[str, Table] | None = None  # what was told of which table
        edit, data, view = window.menus.edit, window.menus.data, window.view(DataTable).view
        self._connect_table()
        self._connect_menus(edit, data)
        view.set_menus(_cell_entries(edit, data), _column_entries(data))
        queue = self._document.queue
        queue.started.connect(self._show_long_edit)
        queue.ended.connect(self._end_telling)
        window.cancel_edit.clicked.connect(self._cancel)
        queue.ended.connect(self._show_undo)
        queue.refused.connect(self._show_refusal)
        self._document.table_changed.connect(self._forget_reading)
        self._document.reading_told.connect(self._show_reading)
        self._document.sorting_told.connect(self._show_sorting)
        self._document.history.changed.connect(self._show_undo)

    def _connect_table(self) -> None:
        table, document = self._window.view(DataTable), self._document
        cells, columns = table.cells, table.columns
        for wish, slot in (
            (cells.copy_requested, self._copy),
            (cells.paste_requested, document.paste),
            (cells.clear_cells_requested, document.clear_cells),
            (cells.fill_down_requested, document.fill_down),
            (cells.insert_rows_requested, document.insert_rows),
            (cells.remove_rows_requested, document.remove_rows),
            (cells.toggle_excluded_requested, document.toggle_excluded),
            (cells.include_rows_requested, document.include_rows),
            (cells.exclude_other_rows_requested, document.exclude_other_rows),
            (cells.hide_rows_requested, document.hide_rows),
            (cells.label_rows_requested, document.toggle_labelled),
            (cells.colour_rows_requested, document.colour_rows),
            (cells.refused, self._warn),
            (columns.rename_column_requested, document.rename_column),
            (columns.add_column_requested, document.add_column),
            (columns.duplicate_column_requested, document.duplicate_column),
            (columns.delete_columns_requested, document.delete_columns),
            (columns.move_column_requested, document.move_column),
            (columns.sort_rows_requested, document.sort_rows),
            (columns.set_type_requested, self._set_type),
            (columns.refused, self._warn),
        ):
            wish.connect(slot)

    def _connect_menus(self, edit: EditMenu, data: DataMenu) -> None:
        table, document = self._window.view(DataTable), self._document
        cells, columns = table.cells, table.columns
        data.set_type_requested.connect(columns.set_type)
        data.type_menu.aboutToShow.connect(self._show_type)
        for action, slot in (
            (edit.undo, document.undo),
            (edit.redo, document.redo),
            (edit.copy, cells.copy),
            (edit.paste, cells.paste),
            (edit.clear_cells, cells.clear_cells),
            (edit.fill_down, cells.fill_down),
            (edit.insert_row_above, cells.insert_row_above),
            (edit.insert_row_below, cells.insert_row_below),
            (edit.remove_rows, cells.remove_rows),
            (data.rename_column, columns.rename_column),
            (data.add_column, columns.add_column),
            (data.duplicate_column, columns.duplicate_column),
            (data.delete_columns, columns.delete_columns),
            (data.move_column_left, columns.move_column_left),
            (data.move_column_right, columns.move_column_right),
            (data.sort_rows_ascending, columns.sort_rows_ascending),
            (data.sort_rows_descending, columns.sort_rows_descending),
            (data.toggle_excluded, cells.toggle_excluded),
            (data.include_rows, cells.include_rows),
            (data.exclude_other_rows, cells.exclude_other_rows),
            (data.include_all_rows, document.include_all_rows),
            (data.hide_rows, cells.hide_rows),
            (data.show_rows, partial(cells.hide_rows, False)),
            (data.show_all_rows, document.show_all_rows),
            (data.label_rows, cells.label_rows),
            (data.no_colour, partial(cells.colour_rows, None)),
        ):
            action.triggered.connect(without_argument(slot))
        for code, action in enumerate(data.colours):
            action.triggered.connect(without_argument(partial(cells.colour_rows, code)))

    def _copy(self, cells: list[Rectangle]) -> None:
        """Many cells are written down in a thread."""
        table = self._document.table
        if table is not None:
            frame = table.frame
            self._tell_at_work("Copying")

            def write() -> tuple[str, str]:
                text = cells_text(frame, cells)
                return text, harmless_block(text)

            self._copying.start(write, self._show_copied)

    def _show_copied(self, outcome: tuple[str, str] | Problem) -> None:
        self._end_telling()
        if isinstance(outcome, Problem):
            self._warn(outcome.sentence)
        else:
            put_cells(*outcome)

    def _tell_at_work(self, text: str) -> None:
        self._window.statusBar().showMessage(f"{text}…")
        self._window.cancel_edit.show()

    def _end_telling(self) -> None:
        self._window.statusBar().clearMessage()
        self._window.cancel_edit.hide()

    def _cancel(self) -> None:
        """Give up edits and copying at once, whatever their jobs still have to bring to an end."""
        self._copying.retire()
        self._document.queue.clear()
        self._end_telling()

    def _show_undo(self) -> None:
        """Undo gives up what is under way before it takes back what is done."""
        history, latest = self._document.history, self._document.queue.latest
        self._window.menus.edit.show_undo(latest or history.undo_text, history.redo_text)

    def _show_long_edit(self, text: str) -> None:
        self._tell_at_work(text)
        self._show_undo()

    def _show_type(self) -> None:
        table, place = self._document.table, self._window.view(DataTable).view.currentIndex().column()
        found = None
        if table is not None and 0 <= place < table.frame.shape[1]:
            column = table.frame.iloc[:, place]
            found = column_type(column, column.name in table.numeric)
        self._window.menus.data.show_type(found)

    def _set_type(self, name: str, to: ColumnType) -> None:
        self._retype = partial(self._document.set_type, name, to)
        self._retype()

    def _ask_about(self, problem: Problem) -> None:
        """Texts with two readings are read as a person says."""
        box = MessageBox(self._window)
        box.setWindowTitle("Column Type")
        set_text(box, problem.sentence)
        box.setInformativeText("How is that meant?")
        readings = {}
        for reading in OPEN_READINGS[problem.kind]:
            readings[box.addButton(_READING_WORDS[reading], MessageBox.ButtonRole.AcceptRole)] = reading
        box.setEscapeButton(box.addButton(MessageBox.StandardButton.Cancel))
        box.buttonClicked.connect(lambda button: self._read_as(readings.get(button)))
        box.finished.connect(box.deleteLater)
        box.open()

    def _read_as(self, reading: Reading | None) -> None:
        if reading is not None:
            self._retype = partial(self._retype, reading=reading)
            self._retype()

    def _show_refusal(self, problem: Problem) -> None:
        """Offer what would make the edit possible, once a person has read what it costs."""
        if problem.kind in OPEN_READINGS:
            self._ask_about(problem)
        elif problem.kind is ProblemKind.WOULD_EMPTY_CELLS:
            empty = partial(self._retype, may_empty_cells=True)
            self._window.message_bar.show_message(problem.sentence, "warning", ("Empty Them", empty))
        elif isinstance(problem, FormulaProblem):
            make_plain = partial(self._computing.make_plain, problem.names)
            action = ("Turn into Plain Numbers", make_plain)
            self._window.message_bar.show_message(problem.sentence, "warning", action)
        else:
            self._warn(problem.sentence)

    def _show_reading(self, told: LeftOpen, read_as: Callable[[Mapping[str, str]], None]) -> None:
        """Tell what cells that were typed or pasted were taken for, as of those in a file."""
        self._told = told.sentence
        actions = [(words, partial(read_as, types)) for words, types in told.offers]
        kind = "warning" if told.is_doubt else "info"
        self._window.message_bar.show_message(told.sentence, kind, *actions)

    def _show_sorting(self, sentence: str) -> None:
        """Tell that columns go by the order of the rows, with the way back."""
        table = self._document.table
        if table is not None:
            self._sorted = sentence, table
            self._window.message_bar.show_message(sentence, "warning", ("Undo", self._document.undo))

    def _forget_reading(self) -> None:
        """Once the table is another one, there is nothing left to read otherwise, or to be sorted back."""
        if self._sorted is not None and self._document.table is not self._sorted[1]:
            if self._window.message_bar.sentence.startswith(self._sorted[0]):
                self._window.message_bar.clear()
            self._sorted = None
        if self._told and self._told in self._window.message_bar.sentence:
            self._window.message_bar.clear()
        self._told = ""

    def _warn(self, sentence: str) -> None:
        self._window.message_bar.show_message(sentence, "warning")


def _cell_entries(edit: EditMenu, data: DataMenu) -> list[Entry]:
    return [
        edit.copy,
        edit.paste,
        edit.fill_down,
        edit.clear_cells,
        None,
        edit.insert_row_above,
        edit.insert_row_below,
        edit.remove_rows,
        None,
        data.toggle_excluded,
        data.include_rows,
        data.exclude_other_rows,
        data.states,
        None,
        data.column,
    ]


def _column_entries(data: DataMenu) -> list[Entry]:
    return [
        data.sort_rows_ascending,
        data.sort_rows_descending,
        None,
        data.rename_column,
        data.add_column,
        data.duplicate_column,
        data.delete_columns,
        None,
        data.move_column_left,
        data.move_column_right,
        data.type_menu,
        data.transforms.menu,
    ]


def without_argument(slot: Callable[[], object]) -> Callable[[bool], None]:
    """A slot for `triggered` that leaves its argument out."""

    def call(_checked: bool = False) -> None:
        slot()

    return call
