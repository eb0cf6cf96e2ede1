"""Which terms are in the model of each size, as a table model: a row a size, a column a term."""

from __future__ import annotations

import enum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from PySide6.QtGui import QColor, QFont

from linreg_gui.core.answering import always_answers
from linreg_gui.core.desk.feature_choice import FeatureChoice
from linreg_gui.core.number_text import steady_number
from linreg_gui.core.wording import shortened
from linreg_gui.views.widgets.model_index import NO_INDEX, Index
from linreg_gui.views.widgets.style import Series
from linreg_gui.views.widgets.texts import tip

_IN = "●"
_LONGEST = 200
_FAINT = 90  # of 255: the ground of a term that is chosen in all folds
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_HEADS = ("Terms", "RMSE", "± s.e.", "Training")
_HELPS = (
    "How many terms the model has.",
    "Cross-validated root mean squared error, in units of the label; terms are chosen anew in each fold.",
    "Its standard error, from how the folds scatter.",
    "Root mean squared error over the rows that were fitted.",
)
_TERM_HELP = (
    "whether it is in the model of each size; the ground is the stronger, the more folds choose it, too."
)


class ChoiceColumn(enum.IntEnum):
    """The first columns; then there is one for each term, and last the error of training."""

    SIZE, RMSE, ERROR = range(3)


@always_answers
class SizesModel(QAbstractTableModel):
    """Shows a choice of features; where a model is looked at, its row is bold."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown: FeatureChoice | None = None
        self.dark = False

    def show_choice(self, shown: FeatureChoice | None) -> None:
        """Show another one; of the same models only the one that is chosen is another."""
        before = self._shown
        same = before is not None and shown is not None and before.found is shown.found
        if not same:
            self.beginResetModel()
        self._shown = shown
        if not same:
            self.endResetModel()
        else:
            self.restyle()

    def restyle(self) -> None:
        """Colours or the chosen row are others."""
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() or self._shown is None else len(self._shown.found.sets)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        if parent.isValid():
            return 0
        terms = 0 if self._shown is None else len(self._shown.found.group_names)
        return len(ChoiceColumn) + terms + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < self.columnCount():
            return None
        term = self._term_of(section)
        if term is None or self._shown is None:
            at = section if section < len(ChoiceColumn) else -1
            told: tuple[Any, str, str] = _RIGHT, _HEADS[at], _HELPS[at]
        else:
            name = shortened(self._shown.found.group_names[term], _LONGEST)
            told = Qt.AlignmentFlag.AlignCenter, name, f"{name}: {_TERM_HELP}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return told[0]
        if role == Qt.ItemDataRole.DisplayRole:
            return told[1]
        return tip(told[2]) if role == Qt.ItemDataRole.ToolTipRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        shown, size, column = self._shown, index.row(), index.column()
        if shown is None or not (0 <= size < self.rowCount() and 0 <= column < self.columnCount()):
            return None
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setBold(True)
            return font if size == shown.at else None
        term = self._term_of(column)
        if term is None:
            return _number(shown, size, column, role)
        return self._term(shown, size, term, role)

    def _term_of(self, column: int) -> int | None:
        """Which term a column is of; None for one of numbers."""
        term = column - len(ChoiceColumn)
        return term if 0 <= term < self.columnCount() - len(ChoiceColumn) - 1 else None

    def _term(self, shown: FeatureChoice, size: int, term: int, role: int) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return _IN if shown.is_in(size, term) else ""
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            told = shown.note(size, term)
            return tip(told) if role == Qt.ItemDataRole.ToolTipRole else told
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role == Qt.ItemDataRole.BackgroundRole:
            share = float(shown.found.times_chosen[size, term]) / shown.found.n_folds
            ground = QColor(Series.VALIDATION.colour(self.dark))
            ground.setAlpha(round(_FAINT * share))
            return ground if share else None
        return None


def _number(shown: FeatureChoice, size: int, column: int, role: int) -> Any:
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return _RIGHT
    if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
        return None
    if column == ChoiceColumn.SIZE:
        return size
    curve = shown.curve
    value, digits = curve.training_mse[size] ** 0.5, 5
    if column == ChoiceColumn.RMSE:
        value = curve.rmse[size]
    elif column == ChoiceColumn.ERROR:
        value, digits = curve.rmse_standard_error[size], 2
    return float(value) if role == Qt.ItemDataRole.EditRole else steady_number(float(value), digits)
