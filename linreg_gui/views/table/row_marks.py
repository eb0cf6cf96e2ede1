"""The rows a table view has selected, and those that others want it to show, never listed one by one."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject, Signal
from PySide6.QtWidgets import QTableView

from linreg_gui.core.arrays import IntArray
from linreg_gui.core.table.row_set import NO_ROWS, RowSet
from linreg_gui.views.widgets.table_clipboard import selected_ranges

# More stretches than this make the view's own selection slow; they are painted as if they were selected.
MOST_STRETCHES = 200


class RowMarks(QObject):
    """Between the selection of a view and a `RowSet`; call `watch` once the view has its model."""

    rows_selected = Signal(object)  # RowSet: by a person in the view, who goes through cells
    rows_chosen = Signal(object)  # RowSet: the same as whole rows

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._painted = NO_ROWS
        self._pointed: int | None = None
        self._listens = True

    def watch(self) -> None:
        """Listen to the selection of the view."""
        model = self._view.model()
        model.modelAboutToBeReset.connect(self._forget)
        model.modelReset.connect(self._listen)
        self._view.selectionModel().selectionChanged.connect(self._tell)

    def rows(self) -> RowSet:
        """The rows with selected cells; columns that are selected from top to bottom do not count."""
        if len(self._painted):
            return self._painted
        model = self._view.model()
        n_rows, n_columns = (0, 0) if model is None else (model.rowCount(), model.columnCount())
        return RowSet.of_ranges(
            (part.top(), part.bottom() + 1)
            for part in selected_ranges(self._view)
            if part.height() < n_rows or part.width() == n_columns or n_rows == 1
        )

    def is_painted(self, row: int) -> bool:
        """Whether a row looks selected though the view has not selected it."""
        return row in self._painted

    def painted_rows(self) -> IntArray:
        """The rows that look selected though the view has not selected them."""
        return self._painted.rows()

    def point_at(self, row: int | None) -> None:
        """Let a row stand out that is pointed at elsewhere, where it is in sight; None for no row."""
        if row != self._pointed:
            self._pointed = row
            self._view.viewport().update()

    def is_pointed_at(self, row: int) -> bool:
        """Whether a row is pointed at elsewhere."""
        return row == self._pointed

    def show(self, rows: RowSet) -> None:
        """Select these rows as a whole and bring the first one into view."""
        if rows == self.rows():
            return
        view = self._view
        self._listens = False
        painted = rows.starts.size > MOST_STRETCHES
        self._painted = rows if painted else NO_ROWS
        view.selectionModel().select(
            self._ranges(NO_ROWS if painted else rows), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self._listens = True
        if len(rows):
            first = view.model().index(int(rows.starts[0]), max(0, view.currentIndex().column()))
            if not view.viewport().rect().contains(view.visualRect(first)):
                view.scrollTo(first, view.ScrollHint.PositionAtCenter)
        view.viewport().update()

    def _ranges(self, rows: RowSet) -> QItemSelection:
        model, selection = self._view.model(), QItemSelection()
        for start, stop in rows.stretches:
            corners = model.index(start, 0), model.index(stop - 1, model.columnCount() - 1)
            selection.merge(QItemSelection(*corners), QItemSelectionModel.SelectionFlag.Select)
        return selection

    def _tell(self) -> None:
        if self._listens:
            if len(self._painted):
                self._painted = NO_ROWS
                self._view.viewport().update()
            parts, n_columns = selected_ranges(self._view), self._view.model().columnCount()
            whole = bool(parts) and all(part.width() == n_columns for part in parts) and n_columns > 1
            (self.rows_chosen if whole else self.rows_selected).emit(self.rows())

    def _forget(self) -> None:
        """Other rows come: the view puts its cursor back by itself, which selects nothing anew."""
        self._listens = False
        self._painted = NO_ROWS
        self._pointed = None

    def _listen(self) -> None:
        self._listens = True
