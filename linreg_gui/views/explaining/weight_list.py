"""The list beside the weights over time: what each line is, where it stands, and whether it is drawn."""

from __future__ import annotations

import enum
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QObject, Qt, Signal

from linreg_gui.core.answering import always_answers
from linreg_gui.core.explaining.weights_path import WeightsPath
from linreg_gui.views.plots.plot_strip import reading
from linreg_gui.views.widgets.model_index import NO_INDEX, Index
from linreg_gui.views.widgets.texts import tip

from .weight_looks import MOST_LOOKS, swatch

_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked

_ROLES = frozenset(
    (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.EditRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.CheckStateRole,
        Qt.ItemDataRole.DecorationRole,
    )
)


class Column(enum.IntEnum):
    """What the columns say."""

    NAME, VALUE, EXACT = range(3)


_HEADS = {
    Column.NAME: ("Weight", f"Tick the weights whose lines are to be drawn, at most {MOST_LOOKS} of them."),
    Column.VALUE: ("SGD", "The weight at the step that is read."),
    Column.EXACT: ("Exact", "The weight in the exact solution, where the dashed line is."),
}


@always_answers
class WeightListModel(QAbstractTableModel):
    """One row for each parameter; texts are made for the cells that are painted."""

    drawn_requested = Signal(object)  # tuple of parameters, see `WeightsWish.drawn`

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path: WeightsPath | None = None
        self._at = 0
        self._looks: dict[int, int] = {}
        self.dark, self.ratio = False, 1.0

    def show_path(self, path: WeightsPath | None, looks: dict[int, int], at: int = 0) -> None:
        """Take the place of what was shown, at a recorded step; ``looks`` are those of the lines drawn."""
        before = self._path
        same = path is not None and before is not None and path.order == before.order
        if not same:
            self.beginResetModel()
        stays = same and self._looks == looks and _is_called_alike(path, before)
        self._path, self._looks, self._at = path, looks, at
        if not same:
            self.endResetModel()
        else:
            self._changed(Column.VALUE if stays else Column.NAME, Column.VALUE if stays else Column.EXACT)

    def read_at(self, at: int) -> None:
        """Show the values at another recorded step."""
        if at != self._at:
            self._at = at
            self._changed(Column.VALUE, Column.VALUE)

    def restyle(self) -> None:
        """Everything may look otherwise."""
        self._changed(Column.NAME, Column.EXACT)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() or self._path is None else len(self._path.order)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(Column)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and index.column() == Column.NAME and self._may_change(index.row()):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _ROLES:  # most of what is asked for when a cell is painted
            return None
        path, row, at = self._path, index.row(), index.column()
        if path is None or not (0 <= row < len(path.order) and 0 <= at <= Column.EXACT):
            return None
        parameter, column = path.order[row], Column(at)
        if column is Column.NAME:
            return self._name(path, parameter, role)
        value = float(path.exact[parameter] if column is Column.EXACT else path.values[self._at, parameter])
        if role == Qt.ItemDataRole.DisplayRole:
            return reading(value)
        if role == Qt.ItemDataRole.EditRole:
            return value
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        path = self._path
        if role != Qt.ItemDataRole.CheckStateRole or path is None or not self._may_change(index.row()):
            return False
        parameter = path.order[index.row()]
        chosen = set(path.drawn)
        (chosen.add if Qt.CheckState(value) == _CHECKED else chosen.discard)(parameter)
        named = path.parameters
        self.drawn_requested.emit(tuple(named[j] for j in path.order if j in chosen))
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(Column):
            return None
        head, help_text = _HEADS[Column(section)]
        if role == Qt.ItemDataRole.DisplayRole:
            return head
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(help_text)
        if role == Qt.ItemDataRole.TextAlignmentRole and section != Column.NAME:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _name(self, path: WeightsPath, parameter: int, role: int) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return path.names[parameter]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(path.names[parameter])
        if role == Qt.ItemDataRole.CheckStateRole:
            return _CHECKED if parameter in self._looks else _UNCHECKED
        if role == Qt.ItemDataRole.DecorationRole and parameter in self._looks:
            return swatch(self._looks[parameter], self.dark, self.ratio)
        return None

    def _may_change(self, row: int) -> bool:
        """As many lines as look each like no other are drawn at most."""
        path = self._path
        if path is None or not 0 <= row < len(path.order):
            return False
        return path.order[row] in self._looks or len(self._looks) < MOST_LOOKS

    def _changed(self, first: Column, last: Column) -> None:
        if self.rowCount():
            self.dataChanged.emit(self.index(0, first), self.index(self.rowCount() - 1, last))


def _is_called_alike(path: WeightsPath | None, before: WeightsPath | None) -> bool:
    """Whether names and exact values are the same, so that they need not be painted again."""
    if path is None or before is None:
        return False
    return path.names == before.names and np.array_equal(path.exact, before.exact)
