"""Belsley’s table: the condition indices, and the shares of each weight’s variance that come with them."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QObject, QRectF, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from linreg_gui.core.answering import always_answers
from linreg_gui.core.desk.theatre import FeatureNumbers, Theatre
from linreg_gui.core.inference.collinearity import Collinearity
from linreg_gui.core.number_text import number_text, text_to
from linreg_gui.core.wording import shortened
from linreg_gui.views.widgets.fitted_text import WholeNumbersDelegate
from linreg_gui.views.widgets.model_index import NO_INDEX, Index
from linreg_gui.views.widgets.style import Series, is_dark
from linreg_gui.views.widgets.texts import tip

SHARE = Qt.ItemDataRole.UserRole
_CENTRE = Qt.AlignmentFlag.AlignCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_INDEX_HELP = (
    "How many times the longest direction of the features is as long as this one: above 10 moderate, above "
    "30 strong collinearity (Belsley, Kuh and Welsch, Regression Diagnostics, 1980, 3.2)."
)
_HALF = 0.5
_LONGEST = 300


@always_answers
class ProportionsModel(QAbstractTableModel):
    """A row a direction, the shortest first; a column a feature."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names: Sequence[str] = ()
        self._found: Collinearity | None = None

    def show_directions(self, names: Sequence[str], found: Collinearity | None) -> None:
        """Show those of other features."""
        self.beginResetModel()
        self._names, self._found = names, found
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() or self._found is None else len(self._found.condition_indices)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() or self._found is None else 1 + len(self._names)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        found, row, at = self._found, index.row(), index.column()
        if found is None or not (0 <= row < self.rowCount() and 0 <= at < self.columnCount()):
            return None
        row = self.rowCount() - 1 - row
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _CENTRE if at else _RIGHT
        value = float(found.variance_proportions[row, at - 1] if at else found.condition_indices[row])
        if role == Qt.ItemDataRole.EditRole:
            return value
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{100.0 * value:.0f} %" if at else number_text(value, 3)
        if role == SHARE and at:
            return min(1.0, max(0.0, value))
        if role == Qt.ItemDataRole.FontRole and at and value > _HALF:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < self.columnCount():
            return None
        name = shortened(self._names[section - 1], _LONGEST) if section else "Condition index"
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == Qt.ItemDataRole.ToolTipRole:
            share = f"Share of the variance of the weight of “{name}” that comes with each direction."
            return tip(share if section else _INDEX_HELP)
        return None


@always_answers
class ShareDelegate(WholeNumbersDelegate):
    """Fills a cell from below, as far as the share goes."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        share = index.data(SHARE)
        if share:
            room = QRectF(option.rect).adjusted(2.0, 1.0, -2.0, -1.0)
            colour = Series.EXACT.colour(is_dark(option.palette))
            colour.setAlpha(40 + int(130 * share))
            height = room.height() * share
            painter.fillRect(QRectF(room.left(), room.bottom() - height, room.width(), height), colour)
        super().paint(painter, option, index)


class FeatureColumn(enum.IntEnum):
    """The columns of the features with one of them left out."""

    NAME, WEIGHT, WEIGHT_THEN, ERROR, ERROR_THEN, INFLATION, INFLATION_THEN = range(7)


_HEADS = {
    FeatureColumn.NAME: ("", "The feature. Return or a double click leaves it out."),
    FeatureColumn.WEIGHT: ("Weight", "The exact weight."),
    FeatureColumn.WEIGHT_THEN: ("Without", "The exact weight without the feature that is left out."),
    FeatureColumn.ERROR: ("Error", "Its standard error, if the noise has the same variance everywhere."),
    FeatureColumn.ERROR_THEN: ("Without", "Its standard error without the feature that is left out."),
    FeatureColumn.INFLATION: (
        "VIF",
        "Variance inflation factor: how many times the other features enlarge the variance of the weight.",
    ),
    FeatureColumn.INFLATION_THEN: ("Without", "The factor without the feature that is left out."),
}


@always_answers
class FeatureModel(QAbstractTableModel):
    """A row a feature: weights, errors and inflation now, and without one of them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seen: Theatre | None = None

    def show_theatre(self, seen: Theatre | None) -> None:
        """Show other numbers; the features may be the same."""
        before = self._seen
        if before is not None and seen is not None and before.names == seen.names:
            self._seen = seen
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(FeatureColumn) - 1))
            return
        self.beginResetModel()
        self._seen = seen
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() or self._seen is None else len(self._seen.names)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(FeatureColumn)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        seen, row, at = self._seen, index.row(), index.column()
        if seen is None or not (0 <= row < len(seen.names) and 0 <= at < len(FeatureColumn)):
            return None
        column = FeatureColumn(at)
        if role == Qt.ItemDataRole.TextAlignmentRole and column is not FeatureColumn.NAME:
            return _RIGHT
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setStrikeOut(seen.then is not None and row == seen.then.feature)
            return font
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return None
        if column is FeatureColumn.NAME:
            return seen.names[row]
        value = self._value(seen, row, column)
        if role == Qt.ItemDataRole.EditRole and np.isfinite(value):
            return value
        if column in (FeatureColumn.WEIGHT, FeatureColumn.WEIGHT_THEN):
            error = float(seen.now.standard_errors[row])
            return (
                text_to(value, 0.1 * error, 3)
                if error > 0.0 and np.isfinite(value)
                else number_text(value, 4)
            )
        return number_text(value, 3)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(FeatureColumn):
            return None
        head, help_text = _HEADS[FeatureColumn(section)]
        return {Qt.ItemDataRole.DisplayRole: head, Qt.ItemDataRole.ToolTipRole: tip(help_text)}.get(
            Qt.ItemDataRole(role)
        )

    def _value(self, seen: Theatre, row: int, column: FeatureColumn) -> float:
        now: FeatureNumbers = seen.now
        plain = {
            FeatureColumn.WEIGHT: now.weights,
            FeatureColumn.ERROR: now.standard_errors,
            FeatureColumn.INFLATION: now.variance_inflation,
        }
        if column in plain:
            return float(plain[column][row])
        if seen.then is None:
            return float("nan")
        then = {
            FeatureColumn.WEIGHT_THEN: seen.then.weights,
            FeatureColumn.ERROR_THEN: seen.then.standard_errors,
            FeatureColumn.INFLATION_THEN: seen.then.variance_inflation,
        }
        return float(then[column][row])
