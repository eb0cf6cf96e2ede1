"""The look of a small table beside other things: no frame, no grid, no numbers of rows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHeaderView, QTableView

from .fitted_text import WholeNumbersDelegate


def make_quiet(view: QTableView, above_text: int, narrowest: int) -> None:
    """Give a table the look; its rows are so many pixels higher than their text, its columns no narrower."""
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setShowGrid(False)
    view.setAlternatingRowColors(True)
    view.setTabKeyNavigation(False)
    view.setWordWrap(False)
    view.setItemDelegate(WholeNumbersDelegate(view))
    view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    view.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
    rows = view.verticalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(view.fontMetrics().height() + above_text)
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionsClickable(False)
    header.setMinimumSectionSize(narrowest)
