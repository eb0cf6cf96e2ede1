"""The Qt table model over the document's frame; it holds no state of its own but what it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import BoolArray, IntArray
from linreg_gui.core.cells.shown import cell_writer
from linreg_gui.core.cells.text import NO_TEXT, cell_text
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.table.row_ids import RowIds
from linreg_gui.core.table.row_states import RowStates, states_text
from linreg_gui.core.table.table import Table

Index = QModelIndex | QPersistentModelIndex
# Letters of a cell: of more Qt would look at each whenever it is drawn.
_MOST_SHOWN = 2000
_NO_INDEX = QModelIndex()
# Qt counts the pixels of all rows in 32 bits.
MOST_SHOWN = 40_000_000
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
HELD_OUT_ROLE = Qt.ItemDataRole.UserRole + 1
# As the plot draws them.
_HELD_OUT_SIGN, _HIDDEN_SIGN, _LABELLED_SIGN = "◇", "◌", "⚑"
_COLOUR_SIGNS = "●▲■◆▼★"
_WITHOUT_TEXT = "What this cell holds cannot be shown as a text."
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class _Unreadable:
    """Stands for a cell whose value cannot even be made."""

    def __str__(self) -> str:
        raise ValueError


_UNREADABLE = _Unreadable()


@always_answers
class FrameModel(QAbstractTableModel):
    """Shows a table and passes edits on.

    The header gives the role of a column under `UserRole`; a cell gives true there if its row is excluded,
    and under the role after that one if it is held out.

    Parameters
    ----------
    edit : callable
        Gets row, column and the text typed.
    """

    def __init__(self, edit: Callable[[int, int, str], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._edit = edit
        self._frame: pd.DataFrame | None = None
        self._columns: dict[int, Any] = {}  # those that were looked at
        self._writers: dict[int, Callable[[object], str]] = {}  # of the columns that were looked at
        self._names: tuple[str, ...] = ()
        self._roles: Mapping[str, object] = {}
        self._rows = 0
        self._excluded: BoolArray | None = None
        self._hidden: BoolArray | None = None
        self._labelled: BoolArray | None = None
        self._colours: IntArray | None = None
        self._held_out: BoolArray | None = None
        self._row_ids: RowIds | None = None

    def show_table(self, table: Table | None) -> None:
        """Show another state of the table; a mere change of cells or roles keeps selection and scrolling."""
        frame = None if table is None else table.frame
        names = () if table is None else table.names
        n_rows = 0 if frame is None else len(frame)
        same_shape = names == self._names and n_rows == self._rows
        if not same_shape:
            self.beginResetModel()
        self._frame = frame
        self._columns.clear()
        self._writers.clear()
        self._names = names
        self._roles = {} if table is None else table.roles
        self._rows = n_rows
        self._excluded = None if table is None else table.recipe.excluded
        self._show_states(table)
        row_ids = None if table is None else table.row_ids
        if row_ids is not self._row_ids:
            self._row_ids, self._held_out = row_ids, None  # until it is known where these rows are now
        if not same_shape:
            self.endResetModel()
        elif self._rows and names:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(names) - 1))
        if same_shape and names:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(names) - 1)
            if self.rowCount():
                self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)

    def _show_states(self, table: Table | None) -> None:
        states = RowStates() if table is None else table.states
        of = (RowIds() if table is None else table.row_ids), self._rows
        self._hidden, self._labelled = states.hidden_flags(*of), states.labelled_flags(*of)
        self._colours = states.colour_codes(*of)

    def show_held_out(self, rows: IntArray) -> None:
        """Mark these rows as held out, and no others."""
        if not rows.size and self._held_out is None:
            return
        self._held_out = np.zeros(self._rows, dtype=bool) if rows.size else None
        if self._held_out is not None:
            self._held_out[rows] = True
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(self._names) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)

    def names(self) -> tuple[str, ...]:
        """What the columns are called."""
        return self._names

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() or not self._names else min(self._rows, MOST_SHOWN)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._names)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not (0 <= index.row() < self._rows and 0 <= index.column() < len(self._names)):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            value = self._cell(index)
            return (
                self._shown(index.column(), value)
                if role == Qt.ItemDataRole.DisplayRole
                else cell_text(value)
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            value = self._cell(index)
            return None if isinstance(value, str) or cell_text(value) != NO_TEXT else _WITHOUT_TEXT
        if role == Qt.ItemDataRole.UserRole:
            return self._excluded is not None and bool(self._excluded[index.row()])
        if role == HELD_OUT_ROLE:
            return self._is_held_out(index.row())
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self._told(index.row())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if isinstance(self._cell(index), str) else _RIGHT
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            if role == Qt.ItemDataRole.ToolTipRole and (told := self._told(section, in_full=True)):
                return f"{told[0].upper()}{told[1:]}."
            number = f"{self._signs(section)} {section + 1}".strip()
            if section == MOST_SHOWN - 1 and self._rows > MOST_SHOWN:
                number += " …"
                if role == Qt.ItemDataRole.ToolTipRole:
                    return f"The {self._rows - MOST_SHOWN:,} rows after this one count, but are not shown."
            return number if role == Qt.ItemDataRole.DisplayRole else None
        if not 0 <= section < len(self._names):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._names[section]
        return self._roles.get(self._names[section]) if role == Qt.ItemDataRole.UserRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not 0 <= index.row() < self._rows:
            return False
        text = str(value)
        if text != self.data(index, Qt.ItemDataRole.EditRole):
            self._edit(index.row(), index.column(), text)
        return True

    def _cell(self, index: Index) -> object:
        try:
            return self._column(index.column())[index.row()]
        except Exception:  # such as a date that Python has no room for
            return _UNREADABLE

    def _signs(self, row: int) -> str:
        """As the plot draws a row."""
        hidden, labelled, colour = self._states(row)
        signs = ((self._is_held_out(row), _HELD_OUT_SIGN), (hidden, _HIDDEN_SIGN), (labelled, _LABELLED_SIGN))
        shape = _COLOUR_SIGNS[colour] if colour >= 0 else ""
        return "".join(sign for holds, sign in signs if holds) + shape

    def _told(self, row: int, *, in_full: bool = False) -> str:
        """What a row is besides one of many, in words."""
        excluded = _holds(self._excluded, row)
        held_out = "held out: training does not see this row" if in_full else "held out"
        words = ((excluded, "excluded"), (self._is_held_out(row), held_out))
        found = [word for holds, word in words if holds]
        return "; ".join(filter(None, [*found, states_text(*self._states(row))]))

    def _states(self, row: int) -> tuple[bool, bool, int]:
        """Whether a row is hidden and labelled, and its colour, −1 for none."""
        hidden, labelled = (_holds(flags, row) for flags in (self._hidden, self._labelled))
        coloured = self._colours is not None and row < self._colours.size
        return hidden, labelled, int(self._colours[row]) if self._colours is not None and coloured else -1

    def _is_held_out(self, row: int) -> bool:
        return _holds(self._held_out, row)

    def _column(self, place: int) -> Any:
        assert self._frame is not None
        if place not in self._columns:
            self._columns[place] = self._frame.iloc[:, place].array
        return self._columns[place]

    def _shown(self, column: int, value: object) -> str:
        if column not in self._writers:
            self._writers[column] = cell_writer(self._column(column))
        text = self._writers[column](value)
        return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


def _holds(flags: BoolArray | None, row: int) -> bool:
    return flags is not None and row < flags.size and bool(flags[row])
