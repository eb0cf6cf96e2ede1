"""One bar per eigendirection of the loss: how much of the way to the exact solution is left along it."""

from __future__ import annotations

import enum
import math
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QObject, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QStyleOptionViewItem, QVBoxLayout, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.explaining.directions import Directions, NoDirections
from linreg_gui.core.number_text import number_text
from linreg_gui.views.plots.scene_plot import PREPARED
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.fitted_text import WholeNumbersDelegate
from linreg_gui.views.widgets.model_index import NO_INDEX, Index
from linreg_gui.views.widgets.quiet_table import make_quiet
from linreg_gui.views.widgets.style import Series, is_dark, tabular
from linreg_gui.views.widgets.table_clipboard import CopyingTableView
from linreg_gui.views.widgets.texts import Label, set_text, tip

_HELP = (
    "Directions in the space of weights and bias along which training goes on its own, the fastest first. "
    "The bar is the part of the way to the exact solution that is left: each tenth of it is a factor of ten."
)
_NOTHING = "The directions of the loss appear here when there is something to train on."
_DECADES = 10.0  # of the bars
SHARE = Qt.ItemDataRole.UserRole
_ROLES = frozenset(
    (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.EditRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.TextAlignmentRole,
        SHARE,
    )
)


class Column(enum.IntEnum):
    """What the columns say."""

    NAME, LEFT, UPDATES = range(3)


_HEADS = {
    Column.NAME: ("Direction", "The weights that move together along it; + and − say which way."),
    Column.LEFT: ("Left", "How much of the way from the start to the exact solution is left."),
    Column.UPDATES: (
        "To a tenth",
        "Updates until a tenth of what is left now is left; by minibatches on average.",
    ),
}


@always_answers
class DirectionsModel(QAbstractTableModel):
    """Texts are made for the cells that are painted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found: Directions | None = None
        self._texts: dict[tuple[int, int], str] = {}  # of the cells that were painted

    def show_directions(self, found: Directions | None) -> None:
        """Take the place of what was shown."""
        before = self._found
        same = found is not None and self.rowCount() == len(found.eigenvalues)
        if not same:
            self.beginResetModel()
        self._found = found
        self._texts.clear()
        if not same:
            self.endResetModel()
        elif found is not None and before is not None:
            named = found.parameters == before.parameters and np.array_equal(found.vectors, before.vectors)
            first = Column.LEFT if named else Column.NAME  # names take longest to paint, and mostly stay
            self.dataChanged.emit(self.index(0, first), self.index(self.rowCount() - 1, len(Column) - 1))

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() or self._found is None else len(self._found.eigenvalues)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _ROLES:  # most of what is asked for when a cell is painted
            return None
        found, row, at = self._found, index.row(), index.column()
        if found is None or not (0 <= row < len(found.eigenvalues) and 0 <= at <= Column.UPDATES):
            return None
        column = Column(at)
        if role == Qt.ItemDataRole.DisplayRole:
            if (row, at) not in self._texts:
                self._texts[row, at] = self._text(found, row, column)
            return self._texts[row, at]
        if role == Qt.ItemDataRole.EditRole:
            return self._whole(found, row, column)
        if role == SHARE and column is Column.LEFT:
            return _length(float(found.left[row]))
        if role == Qt.ItemDataRole.ToolTipRole and column is Column.NAME:
            return tip(_in_full(found, row))
        if role == Qt.ItemDataRole.TextAlignmentRole and column not in (Column.NAME, Column.LEFT):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(Column):
            return None
        head, help_text = _HEADS[Column(section)]
        return {Qt.ItemDataRole.DisplayRole: head, Qt.ItemDataRole.ToolTipRole: tip(help_text)}.get(
            Qt.ItemDataRole(role)
        )

    def _whole(self, found: Directions, row: int, column: Column) -> Any:
        """What is copied: every digit."""
        if column is Column.NAME:
            return found.name(row)
        value = float((found.left if column is Column.LEFT else found.updates)[row])
        return value if math.isfinite(value) else self._text(found, row, column)

    def _text(self, found: Directions, row: int, column: Column) -> str:
        if column is Column.NAME:
            return found.name(row)
        if column is Column.LEFT:
            left = float(found.left[row])
            return "–" if math.isnan(left) else percent(left)
        if not found.eigenvalues[row] > 0.0:
            return "never"
        updates = float(found.updates[row])
        return "∞" if math.isinf(updates) else number_text(updates, 3)


@always_answers
class BarDelegate(WholeNumbersDelegate):
    """Draws a share as a bar behind its text."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        share = index.data(SHARE)
        if share:
            room = QRectF(option.rect).adjusted(3.0, 4.0, -3.0, -4.0)
            colour = Series.FIT.colour(is_dark(option.palette))
            colour.setAlpha(110)
            painter.fillRect(QRectF(room.left(), room.top(), room.width() * share, room.height()), colour)
        super().paint(painter, option, index)


class DirectionsView(QWidget):
    """Which combination of weights is slow, and when it will be done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = DirectionsModel(self)
        self.table = describe(CopyingTableView(), "Directions of the loss", _HELP)
        self.table.setModel(self.model)
        self.table.setFont(tabular(self.table.font()))
        make_quiet(self.table, above_text=8, narrowest=40)
        self._bars = BarDelegate(self.table)
        self.table.setItemDelegateForColumn(Column.LEFT, self._bars)
        self.table.setToolTip("")  # cells and heads have their own
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        for column, widest in ((Column.LEFT, "8.88×10⁻⁸⁸"), (Column.UPDATES, "To a tenth")):
            self.table.setColumnWidth(column, self.fontMetrics().horizontalAdvance(widest) + 18)
        self.sentence = Label()
        self.sentence.setWordWrap(True)
        self.sentence.setContentsMargins(8, 0, 8, 0)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 8)
        layout.setSpacing(8)
        layout.addWidget(self.sentence)
        layout.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        self.clear()

    def show_value(self, found: Directions | NoDirections) -> None:
        """Show where a moment stands along each direction, or why there are none."""
        self.model.show_directions(found if isinstance(found, Directions) else None)
        set_text(self.sentence, found.sentence)

    def show_waiting(self) -> None:
        """They are being worked out; what is shown stays."""
        if self.sentence.text() == _NOTHING:
            set_text(self.sentence, PREPARED)

    def clear(self) -> None:
        """Show nothing."""
        self.model.show_directions(None)
        set_text(self.sentence, _NOTHING)


def _in_full(found: Directions, row: int) -> str:
    """What a direction consists of, and how an update changes the way that is left along it."""
    terms = ", ".join(f"{name} {number_text(share, 2)}" for name, share in found.loadings(row))
    value, factor = float(found.eigenvalues[row]), float(found.factors[row])
    shrinks = f"1 − {number_text(1.0 - factor, 3)}" if 0.999 < factor < 1.0 else number_text(factor, 3)
    return f"{terms}. Eigenvalue {number_text(value)}; an update multiplies what is left by {shrinks}."


def percent(share: float) -> str:
    """A share of the way, down to where powers of ten say more."""
    return f"{number_text(100.0 * share, 3)} %" if share >= 1e-4 or share == 0.0 else number_text(share, 2)


def _length(left: float) -> float:
    """The length of a bar, 0 to 1: each tenth of it is a factor of ten."""
    if math.isnan(left) or left <= 0.0:
        return 0.0
    return min(1.0, max(0.0, 1.0 + math.log10(left) / _DECADES))
