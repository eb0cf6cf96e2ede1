"""Blocks of cells to and from the clipboard, as the tab-separated text that spreadsheets speak."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionRange, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QTableView

_DIALECT = "excel-tab"


class CopyingTableView(QTableView):
    """A table whose copy key takes the selected block, every digit of it."""

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
            QGuiApplication.clipboard().setText(block_text(selected_block(self, ranges)))


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
    """The smallest block around the rectangles, empty where nothing is selected."""
    model = view.model()
    top, left, bottom, right = _bounds(ranges)
    block = [[""] * (right - left + 1) for _ in range(top, bottom + 1)]
    nowhere = QModelIndex()
    for part in ranges:
        columns = range(part.left(), part.right() + 1)
        for row in range(part.top(), part.bottom() + 1):
            line = block[row - top]
            for column in columns:
                value = model.data(model.index(row, column, nowhere), Qt.ItemDataRole.EditRole)
                line[column - left] = "" if value is None else str(value)
    return block


def block_text(block: Sequence[Sequence[str]]) -> str:
    """Tab-separated lines; cells with tabs, quotes or line breaks are quoted."""
    if len(block) == 1 and len(block[0]) == 1:
        return block[0][0]
    text = io.StringIO()
    csv.writer(text, dialect=_DIALECT, lineterminator="\n").writerows(block)
    return text.getvalue()


def parse_block(text: str) -> list[list[str]]:
    """The cells of a tab-separated text; an empty line is one empty cell, a last line break is none."""
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), dialect=_DIALECT))
    except csv.Error:  # a quote that is never closed, over more text than a cell may have
        lines = [line.split("\t") for line in text.splitlines()]
    return [line or [""] for line in lines]


def _bounds(ranges: Sequence[QItemSelectionRange]) -> tuple[int, int, int, int]:
    return (
        min(part.top() for part in ranges),
        min(part.left() for part in ranges),
        max(part.bottom() for part in ranges),
        max(part.right() for part in ranges),
    )
