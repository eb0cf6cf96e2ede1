"""What a person does with the selected cells and rows of a table view, as wishes; nothing is changed here."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QTableView

from linreg_gui.core.arrays import IntArray
from linreg_gui.core.editing.clipboard import block_text, harmless_block
from linreg_gui.views.widgets.table_clipboard import (
    cell_count,
    copied_cells,
    put_cells,
    rectangles,
    rows_of,
    selected_block,
    selected_ranges,
)

from .row_marks import RowMarks

MOST_CELLS = 1_000_000
CELLS_AT_ONCE = 10_000  # so many are copied before anybody notices


class CellCommands(QObject):
    """Commands on the selection of a view, which are the same for keys, menus and the context menu."""

    copy_requested = Signal(object)  # list of (row, column, height, width): too many to copy at once
    paste_requested = Signal(int, int, str, bool)  # row, column, tab-separated text, whether copied here
    clear_cells_requested = Signal(object)  # list of (row, column, height, width)
    fill_down_requested = Signal(object)  # list of (row, column, height, width)
    insert_rows_requested = Signal(int, int)  # before which row, how many
    remove_rows_requested = Signal(object)  # array of rows, in order
    toggle_excluded_requested = Signal(object)  # array of rows
    include_rows_requested = Signal(object)  # array of rows
    exclude_other_rows_requested = Signal(object)  # array of rows
    hide_rows_requested = Signal(object, bool)  # array of rows, whether they are to be hidden
    label_rows_requested = Signal(object)  # array of rows
    colour_rows_requested = Signal(object, object)  # array of rows, number of a colour or None
    refused = Signal(str)  # a sentence: why a command was not carried out

    def __init__(self, view: QTableView, marks: RowMarks) -> None:
        super().__init__(view)
        self._view, self._marks = view, marks

    def copy(self) -> None:
        """Put the selected cells on the clipboard, every digit of them."""
        ranges = selected_ranges(self._view)
        cells = cell_count(ranges)
        if not ranges or not self._is_bearable(cells, "copied"):
            return
        if cells > CELLS_AT_ONCE:
            self.copy_requested.emit(rectangles(ranges))
        else:
            text = block_text(selected_block(self._view, ranges))
            put_cells(text, harmless_block(text))

    def paste(self) -> None:
        """Ask for the block on the clipboard at the upper left corner of the selection."""
        text, own = copied_cells()
        if text and self._has_columns() and self._is_bearable(text.count("\t") + text.count("\n"), "pasted"):
            self.paste_requested.emit(*self._corner(), text, own)

    def clear_cells(self) -> None:
        """Ask for the selected cells to be emptied."""
        ranges = selected_ranges(self._view)
        if ranges:
            self.clear_cells_requested.emit(rectangles(ranges))

    def fill_down(self) -> None:
        """Ask for the first selected row to be repeated below, or the cell above if one cell is selected."""
        blocks = rectangles(selected_ranges(self._view))
        if len(blocks) == 1 and blocks[0][2] == 1 and blocks[0][0] > 0:
            row, column, _, width = blocks[0]
            blocks = [(row - 1, column, 2, width)]
        blocks = [block for block in blocks if block[2] > 1]
        if blocks:
            self.fill_down_requested.emit(blocks)
        elif self._has_columns():
            self.refused.emit("Select the cells to fill, with the one to repeat at the top.")

    def insert_row_above(self) -> None:
        """Ask for an empty row above the selection, or as many as there are whole rows selected."""
        if self._has_columns():
            self.insert_rows_requested.emit(self._selected_span()[0], self._whole_rows())

    def insert_row_below(self) -> None:
        """Ask for an empty row below the selection, or as many as there are whole rows selected."""
        if self._has_columns():
            self.insert_rows_requested.emit(self._selected_span()[1], self._whole_rows())

    def remove_rows(self) -> None:
        """Ask for the rows with selected cells to be taken out."""
        rows = self.selected_rows()
        if len(rows):
            self.remove_rows_requested.emit(rows)

    def toggle_excluded(self) -> None:
        """Ask for the rows with selected cells to take no part, or to take part if none of them does."""
        rows = self.selected_rows()
        if len(rows):
            self.toggle_excluded_requested.emit(rows)

    def include_rows(self) -> None:
        """Ask for the rows with selected cells to take part again."""
        rows = self.selected_rows()
        if len(rows):
            self.include_rows_requested.emit(rows)

    def exclude_other_rows(self) -> None:
        """Ask for all rows but those with selected cells to take no part."""
        rows = self.selected_rows()
        if len(rows):
            self.exclude_other_rows_requested.emit(rows)

    def hide_rows(self, hidden: bool = True) -> None:
        """Ask for the rows with selected cells to be shown in no plot, or in all again."""
        rows = self.selected_rows()
        if len(rows):
            self.hide_rows_requested.emit(rows, hidden)

    def label_rows(self) -> None:
        """Ask for the names of the rows with selected cells beside their points, or for none of them."""
        rows = self.selected_rows()
        if len(rows):
            self.label_rows_requested.emit(rows)

    def colour_rows(self, colour: int | None) -> None:
        """Ask for a colour of their own for the rows with selected cells; None for no colour."""
        rows = self.selected_rows()
        if len(rows):
            self.colour_rows_requested.emit(rows, colour)

    def selected_rows(self) -> IntArray:
        """The rows with selected cells, in order."""
        painted = self._marks.painted_rows()
        return painted if len(painted) else rows_of(selected_ranges(self._view))

    def _has_columns(self) -> bool:
        model = self._view.model()
        return model is not None and model.columnCount() > 0

    def _corner(self) -> tuple[int, int]:
        """The upper left cell of the selection, or the current cell, or the first."""
        ranges = selected_ranges(self._view)
        if ranges:
            return min(part.top() for part in ranges), min(part.left() for part in ranges)
        index = self._view.currentIndex()
        return (index.row(), index.column()) if index.isValid() else (0, 0)

    def _selected_span(self) -> tuple[int, int]:
        """The first selected row and the one after the last; the whole table if nothing is selected."""
        ranges = selected_ranges(self._view)
        if ranges:
            return min(part.top() for part in ranges), max(part.bottom() for part in ranges) + 1
        row = self._view.currentIndex().row()
        return (row, row + 1) if row >= 0 else (0, self._view.model().rowCount())

    def _whole_rows(self) -> int:
        """How many whole rows are selected, but one if none or all are."""
        model = self._view.model()
        ranges = selected_ranges(self._view)
        rows = sum(part.height() for part in ranges if part.width() == model.columnCount())
        return rows if 0 < rows < model.rowCount() else 1

    def _is_bearable(self, cells: int, done: str) -> bool:
        if cells <= MOST_CELLS:
            return True
        self.refused.emit(f"{cells:,} cells are too many: at most {MOST_CELLS:,} can be {done} at once.")
        return False
