"""A table view whose copy key takes blocks of cells, and the selected blocks of any view."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionRange, QMimeData, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QTableView, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import IntArray
from linreg_gui.core.editing.clipboard import block_text, harmless_block
from linreg_gui.core.table.row_set import RowSet

from .table_copying import copying_actions, shown_table

# Marks cells of the data that this program has put on the clipboard: their numbers have a decimal point.
_OWN_CELLS = "application/x-linreg-gui-cells"


@always_answers
class CopyingTableView(QTableView):
    """A table whose copy key takes the selected block, every digit of it, and whose menu the whole table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.addActions(copying_actions(self, lambda: shown_table(self, self.accessibleName()), alone=True))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            event.accept()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the selected cells on the clipboard; without a selection it stays as it is."""
        ranges = selected_ranges(self)
        if ranges:
            QGuiApplication.clipboard().setText(harmless_block(block_text(selected_block(self, ranges))))


def put_cells(text: str, for_others: str) -> None:
    """Put cells of the data on the clipboard, as they are and as another program gets them."""
    mime_data = QMimeData()
    mime_data.setText(for_others)
    mime_data.setData(_OWN_CELLS, b"" if text == for_others else text.encode("utf-8", "surrogatepass"))
    QGuiApplication.clipboard().setMimeData(mime_data)


def copied_cells() -> tuple[str, bool]:
    """The text on the clipboard, and whether it is cells of the data."""
    data = QGuiApplication.clipboard().mimeData()
    try:
        exact = bytes(data.data(_OWN_CELLS).data()).decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:  # from another program under this one's name
        return data.text(), False
    return exact or data.text(), data.hasFormat(_OWN_CELLS)


def selected_ranges(view: QTableView) -> list[QItemSelectionRange]:
    """The selected rectangles, without listing their cells."""
    selection = view.selectionModel().selection() if view.selectionModel() else QItemSelection()
    return [part for part in map(selection.at, range(selection.count())) if part.isValid()]


def cell_count(ranges: Sequence[QItemSelectionRange]) -> int:
    """How many cells the smallest block around the rectangles has."""
    if not ranges:
        return 0
    top, left, bottom, right = _bounds(ranges)
    return (bottom - top + 1) * (right - left + 1)


def selected_block(view: QTableView, ranges: Sequence[QItemSelectionRange]) -> list[list[str]]:
    """The smallest block around the rectangles, empty where nothing is selected, without hidden columns."""
    model = view.model()
    top, left, bottom, right = _bounds(ranges)
    shown = [column for column in range(left, right + 1) if not view.isColumnHidden(column)]
    places = {column: place for place, column in enumerate(shown)}
    block = [[""] * len(shown) for _ in range(top, bottom + 1)]
    nowhere = QModelIndex()
    for part in ranges:
        columns = [column for column in range(part.left(), part.right() + 1) if column in places]
        for row in range(part.top(), part.bottom() + 1):
            line = block[row - top]
            for column in columns:
                value = model.data(model.index(row, column, nowhere), Qt.ItemDataRole.EditRole)
                line[places[column]] = "" if value is None else str(value)
    return block


def _bounds(ranges: Sequence[QItemSelectionRange]) -> tuple[int, int, int, int]:
    return (
        min(part.top() for part in ranges),
        min(part.left() for part in ranges),
        max(part.bottom() for part in ranges),
        max(part.right() for part in ranges),
    )


def rectangles(ranges: Sequence[QItemSelectionRange]) -> list[tuple[int, int, int, int]]:
    """Row, column, height and width of each selected block."""
    return [(part.top(), part.left(), part.height(), part.width()) for part in ranges]


def rows_of(ranges: Sequence[QItemSelectionRange]) -> IntArray:
    """The rows with selected cells, each once and in order; quick for millions of them."""
    return RowSet.of_ranges((part.top(), part.bottom() + 1) for part in ranges).rows()
