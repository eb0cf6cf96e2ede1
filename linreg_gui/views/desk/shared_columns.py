"""Columns of numbers that are as wide as they like where there is room, and narrower beside a name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHeaderView, QTableView

from linreg_gui.core.answering import always_answers

_LEAST = 46  # pixels of a number, of which digits are left out then
_MARGIN = 12


@always_answers
class SharedColumns(QObject):
    """The first column has a name and takes what is left, but no less than one text needs.

    Parameters
    ----------
    table : QTableView
    widest : str
        What the columns of numbers have room for where there is enough.
    name : str
        What the first column always has room for.
    """

    def __init__(self, table: QTableView, widest: str, name: str) -> None:
        super().__init__(table)
        self._table = table
        metrics = table.fontMetrics()
        self._wide = metrics.horizontalAdvance(widest) + _MARGIN
        self._name = metrics.horizontalAdvance(name) + _MARGIN
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.viewport().installEventFilter(self)
        self.share()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.share()
        return super().eventFilter(watched, event)

    def share(self) -> None:
        """Give each column its width."""
        model = self._table.model()
        count = 0 if model is None else model.columnCount() - 1
        if count > 0:
            room = (self._table.viewport().width() - self._name) // count
            width = max(_LEAST, min(self._wide, room))
            for column in range(1, count + 1):
                if self._table.columnWidth(column) != width:
                    self._table.setColumnWidth(column, width)
