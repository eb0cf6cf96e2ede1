"""The coefficients of several fits side by side: a row a number, a column a fit."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from linreg_gui.core.answering import always_answers
from linreg_gui.core.comparing.side_by_side import SideBySide
from linreg_gui.core.number_text import number_text
from linreg_gui.core.wording import shortened
from linreg_gui.views.widgets.model_index import NO_INDEX, Index
from linreg_gui.views.widgets.texts import tip

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LONGEST = 300


@always_answers
class CoefficientsModel(QAbstractTableModel):
    """Estimates with their intervals; nothing where a fit has no such number."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seen: SideBySide | None = None

    def show_fits(self, seen: SideBySide | None) -> None:
        """Show those of other fits."""
        self.beginResetModel()
        self._seen = seen
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() or self._seen is None else len(self._seen.names)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() or self._seen is None else 1 + len(self._seen.fits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        seen, row, column = self._seen, index.row(), index.column()
        if seen is None or not (0 <= row < len(seen.names) and 0 <= column <= len(seen.fits)):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column else None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if not column:
            name = shortened(seen.names[row], _LONGEST)
            return tip(name) if role == Qt.ItemDataRole.ToolTipRole else name
        fit = column - 1
        if role == Qt.ItemDataRole.ToolTipRole:
            error = float(seen.standard_error[row, fit])
            return tip(f"Standard error {number_text(error, 4)}.") if error > 0.0 else None
        return seen.text(row, fit)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        seen = self._seen
        if seen is None or orientation == Qt.Orientation.Vertical or not 0 <= section <= len(seen.fits):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return seen.fits[section - 1].name if section else ""
        if role == Qt.ItemDataRole.ToolTipRole:
            if not section:
                return tip("The number.")
            fit = seen.fits[section - 1]
            errors = "" if fit.errors == "plain" else f" by {fit.errors} errors"
            level = f"{100.0 * seen.level:g} %"
            return tip(f"{fit.formula}, with {level} intervals{errors}.")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None
