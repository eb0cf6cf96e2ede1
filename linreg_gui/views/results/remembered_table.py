"""Values that are remembered, with what is predicted for them, to be compared."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.desk.profile import Remembered, Told, interval_text
from linreg_gui.core.editing.clipboard import block_text, harmless_block
from linreg_gui.core.number_text import text_to
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.model_index import NO_INDEX, Index
from linreg_gui.views.widgets.quiet_table import make_quiet
from linreg_gui.views.widgets.style import tabular
from linreg_gui.views.widgets.texts import tip

_HELP = (
    "Values that are remembered, with what the exact solution predicts. Enter, or a double click, puts them "
    "into the fields again, Delete forgets them, and the copy key copies all of them as a table."
)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_DIGITS = 5
_MOST_ROWS = 4  # that are seen without scrolling


class Column(enum.IntEnum):
    """What the columns say."""

    NAME, PREDICTION, INTERVAL = range(3)


@always_answers
class RememberedModel(QAbstractTableModel):
    """One row for each of the values."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Remembered, ...] = ()
        self.told: tuple[Told | None, ...] = ()
        self.step = 0.0
        self.level = 0.95

    def show_rows(self, rows: Sequence[Remembered]) -> None:
        """Other values, of which nothing is predicted yet."""
        self.beginResetModel()
        self.rows, self.told = tuple(rows), (None,) * len(rows)
        self.endResetModel()

    def show_told(self, told: Sequence[Told | None], step: float, level: float) -> None:
        """What is predicted for each, None where it is nothing for this model."""
        if len(told) != len(self.rows):
            return
        heads = level != self.level
        self.told, self.step, self.level = tuple(told), step, level
        if self.rows:
            self.dataChanged.emit(self.index(0, Column.PREDICTION), self.index(len(self.rows) - 1, 2))
        if heads:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, Column.INTERVAL)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not (0 <= index.row() < len(self.rows) and 0 <= index.column() < len(Column)):
            return None
        row, column = self.rows[index.row()], Column(index.column())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.name if column is Column.NAME else self._text(index.row(), column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip("\n".join(f"{name} = {text}" for name, text in row.values))
        if role == Qt.ItemDataRole.TextAlignmentRole and column is not Column.NAME:
            return _RIGHT
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(Column):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return ("Remembered", "Exact", f"{100.0 * self.level:g} % new label")[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section:
            return _RIGHT
        return None

    def copied(self) -> str:
        """All of it as cells, every digit: the values, what is predicted, and both intervals."""
        names = list(dict.fromkeys(name for row in self.rows for name, _ in row.values))
        level = f"{100.0 * self.level:g} %"
        heads = ["exact", f"mean low {level}", f"mean high {level}", f"low {level}", f"high {level}"]
        block = [[*names, *heads]]
        for row, told in zip(self.rows, self.told, strict=True):
            known = dict(row.values)
            block.append([*(known.get(name, "") for name in names), *_cells(told)])
        return harmless_block(block_text(block))

    def _text(self, place: int, column: Column) -> str:
        told = self.told[place]
        if told is None or not np.isfinite(told.prediction).all():
            return "–"
        if column is Column.PREDICTION:
            return text_to(float(told.prediction[0]), self.step, _DIGITS)
        return interval_text(float(told.low[0]), float(told.high[0]), self.step)


@always_answers
class RememberedTable(QTableView):
    """As high as its rows, up to four of them."""

    used = Signal(int)  # to be put into the fields
    forgotten = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.remembered = RememberedModel(self)
        self.setModel(self.remembered)
        make_quiet(self, above_text=6, narrowest=40)
        self.setFont(tabular(self.font()))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        describe(self, "Remembered values", _HELP).setToolTip("")
        self.doubleClicked.connect(lambda index: self.used.emit(index.row()))
        self.hide()

    def show_rows(self, rows: Sequence[Remembered]) -> None:
        """Other values."""
        self.remembered.show_rows(rows)
        self.setVisible(bool(rows))
        seen = min(len(rows), _MOST_ROWS)
        each, head = self.verticalHeader().defaultSectionSize(), self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(head + seen * each + 2)

    def copy(self) -> None:
        """Put all of them on the clipboard."""
        if self.remembered.rows:
            QGuiApplication.clipboard().setText(self.remembered.copied())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif row >= 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.used.emit(row)
        elif row >= 0 and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.forgotten.emit(row)
        else:
            super().keyPressEvent(event)


def _cells(told: Told | None) -> list[str]:
    if told is None:
        return [""] * 5
    parts = (told.prediction, told.mean_low, told.mean_high, told.low, told.high)
    return [repr(float(part[0])) if np.isfinite(part[0]) else "" for part in parts]
