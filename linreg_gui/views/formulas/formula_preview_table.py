"""The first rows of computed columns beside those they are computed from."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from linreg_gui.core.cells.shown import cell_writer, written_cell
from linreg_gui.core.formulas.preview import N_ROWS, FormulaPreview, PreviewColumn
from linreg_gui.core.number_text import digits_to, number_text
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.fitted_text import WholeNumbersDelegate
from linreg_gui.views.widgets.style import muted, tabular

_DIGITS = 6
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_NARROWEST = 90


def preview_sentence(preview: FormulaPreview) -> tuple[str, bool]:
    """A sentence about the new columns, and whether it warns."""
    failures = [column for column in preview.columns if column.failures]
    if len(preview.columns) == 1:
        column = preview.columns[0]
        return f"{_range(column)} {column.failures}".rstrip(), bool(failures)
    parts = [f"“{column.name}”: {column.failures}" for column in failures]
    return " ".join([f"{len(preview.columns)} new columns.", *parts]), bool(failures)


def _range(column: PreviewColumn) -> str:
    missing = f", {column.n_missing:,} missing" if column.n_missing else ""
    if math.isnan(column.least):
        return f"Every cell is missing{missing and ' because what it is computed from is'}."
    if column.least == column.most:
        return f"{_end_text(column.least)} in every row{missing}."
    step = 1e-5 * (column.most - column.least)
    return f"From {_end_text(column.least, step)} to {_end_text(column.most, step)}{missing}."


def _end_text(end: float | int, step: float = math.inf) -> str:
    """A whole number that float64 does not hold has all of its digits."""
    if isinstance(end, int):
        return written_cell(end)
    return number_text(end, digits_to(end, step, _DIGITS) if math.isfinite(step) else _DIGITS)


class FormulaPreviewTable(QTableWidget):
    """Shows a `FormulaPreview`; its height is that of all rows, whether there is something to show or not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        describe(self, "First rows", "The first rows of the new columns beside those they are computed from.")
        self.setEditTriggers(self.EditTrigger.NoEditTriggers)
        self.setSelectionMode(self.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(tabular(self.font()))
        self.setAlternatingRowColors(True)
        self.setItemDelegate(WholeNumbersDelegate(self))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.horizontalHeader().setMinimumSectionSize(_NARROWEST)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setHighlightSections(False)
        row = self.verticalHeader().defaultSectionSize()
        self.horizontalHeader().setFixedHeight(row)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight((N_ROWS + 1) * row + self.horizontalScrollBar().sizeHint().height())

    def show_preview(self, preview: FormulaPreview | None) -> None:
        """Show the first rows, or nothing."""
        columns = [] if preview is None else [*preview.sources, *preview.columns]
        n_new = 0 if preview is None else len(preview.columns)
        self.setColumnCount(len(columns))
        self.setRowCount(max((len(column.cells) for column in columns), default=0))
        for place, column in enumerate(columns):
            new = place >= len(columns) - n_new
            self.setHorizontalHeaderItem(place, self._item(column.name, new))
            shown = cell_writer(np.array(column.cells))
            for row, value in enumerate(column.cells):
                text = "missing" if math.isnan(value) else shown(value)
                item = self._item(text, False)
                if math.isnan(value):
                    item.setForeground(muted(self.palette()))
                self.setItem(row, place, item)
        self.resizeColumnsToContents()

    def _item(self, text: str, new: bool) -> QTableWidgetItem:
        item = QTableWidgetItem(text)
        item.setTextAlignment(_RIGHT)
        font = self.font()
        font.setBold(new)
        item.setFont(font)
        return item
