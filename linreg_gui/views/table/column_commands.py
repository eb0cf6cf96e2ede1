"""What a person does with the current column of a table view, as wishes; nothing is changed here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QTableView

from linreg_gui.core.cells.column_types import ColumnType
from linreg_gui.views.widgets.table_clipboard import selected_ranges
from linreg_gui.views.widgets.texts import InputDialog, set_title


class ColumnCommands(QObject):
    """Commands on the column of the current cell; deleting takes every column that is selected whole."""

    rename_column_requested = Signal(str, str)  # the name so far, the new one
    add_column_requested = Signal(str, int)  # name, place
    duplicate_column_requested = Signal(str)
    delete_columns_requested = Signal(object)  # list of names
    move_column_requested = Signal(str, int)  # name, place
    set_type_requested = Signal(str, object)  # name, ColumnType
    sort_rows_requested = Signal(str, bool)  # name, whether descending
    refused = Signal(str)  # a sentence: why a command was not carried out

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view

    def rename_column(self, section: int = -1) -> InputDialog | None:
        """Ask for another name of a column, by default the current one."""
        name = self._name(section) if section >= 0 else self._current()
        if name is None:
            return None
        return self._ask("Rename the Column", f"New name of “{name}”:", name, self._renamer(name))

    def add_column(self) -> InputDialog | None:
        """Ask for a name, and for an empty column of that name right of the current one."""
        model = self._view.model()
        if model is None or not model.columnCount():
            return None
        current = self._view.currentIndex().column()
        place = model.columnCount() if current < 0 else current + 1
        return self._ask(
            "Add a Column",
            "Name of the new column:",
            "",
            lambda name: self.add_column_requested.emit(name, place),
        )

    def duplicate_column(self) -> None:
        """Ask for a copy of the current column."""
        self._with_current(self.duplicate_column_requested.emit)

    def delete_columns(self) -> None:
        """Ask for the columns that are selected whole to be taken out, or the current one."""
        name = self._current()
        if name is not None:
            self.delete_columns_requested.emit(self._whole_columns() or [name])

    def move_column_left(self) -> None:
        """Ask for the current column to change places with its left neighbour."""
        self._with_current(lambda name: self.move_column_requested.emit(name, self._place() - 1))

    def move_column_right(self) -> None:
        """Ask for the current column to change places with its right neighbour."""
        self._with_current(lambda name: self.move_column_requested.emit(name, self._place() + 1))

    def set_type(self, to: ColumnType) -> None:
        """Ask for another type of the current column."""
        self._with_current(lambda name: self.set_type_requested.emit(name, to))

    def sort_rows_ascending(self) -> None:
        """Ask for the rows in the order of the current column."""
        self._with_current(lambda name: self.sort_rows_requested.emit(name, False))

    def sort_rows_descending(self) -> None:
        """Ask for the rows in the reverse order of the current column."""
        self._with_current(lambda name: self.sort_rows_requested.emit(name, True))

    def _with_current(self, act: Callable[[str], object]) -> None:
        name = self._current()
        if name is not None:
            act(name)

    def _current(self) -> str | None:
        """The name of the current column; if there is none, a sentence says how to get one."""
        place = self._place()
        if place >= 0:
            return self._name(place)
        self.refused.emit("Click a cell or the name of a column first.")
        return None

    def _place(self) -> int:
        return self._view.currentIndex().column()

    def _name(self, section: int) -> str:
        name = self._view.model().headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole)
        return str(name)

    def _renamer(self, old: str) -> Callable[[str], None]:
        return lambda new: self.rename_column_requested.emit(old, new)

    def _whole_columns(self) -> list[str]:
        n_rows = self._view.model().rowCount()
        whole = [part for part in selected_ranges(self._view) if part.height() == n_rows]
        places = sorted({place for part in whole for place in range(part.left(), part.right() + 1)})
        return [self._name(place) for place in places]

    def _ask(self, title: str, label: str, text: str, done: Callable[[str], None]) -> InputDialog:
        dialog = InputDialog(self._view)
        set_title(dialog, title)
        dialog.setLabelText(label)
        dialog.setTextValue(text)
        dialog.textValueSelected.connect(done)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog
