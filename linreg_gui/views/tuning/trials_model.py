"""The trials as a table model, and which setting mattered as another one."""

from __future__ import annotations

import math
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from PySide6.QtGui import QFont

from linreg_gui.core.answering import always_answers
from linreg_gui.core.explaining.tuning_picture import TuningPicture
from linreg_gui.core.number_text import number_text
from linreg_gui.core.tuning.importance import Importance
from linreg_gui.core.tuning.space import TunedSetting
from linreg_gui.views.explaining.directions_view import SHARE
from linreg_gui.views.widgets.model_index import NO_INDEX, Index
from linreg_gui.views.widgets.texts import tip

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_NUMBER_HELP = "Trials in the order in which they were made."
_LOSS_HELP = "Mean loss over the rows that are held out, at the end of the run."
_SETTING_HELP = "What was tried."
_DIVERGED = "diverged"


@always_answers
class TrialsModel(QAbstractTableModel):
    """A row a trial, a column a setting that is searched; the best one is bold. Rows keep an order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._picture: TuningPicture | None = None
        self._order: list[int] = []
        self._sorted = (0, Qt.SortOrder.AscendingOrder)

    def show_picture(self, picture: TuningPicture | None) -> None:
        """Take the place of what was shown."""
        self.beginResetModel()
        self._picture = picture
        self._arrange()
        self.endResetModel()

    def trial_of(self, row: int) -> int | None:
        """Which trial a row is."""
        return self._order[row] if 0 <= row < len(self._order) else None

    def row_of(self, trial: int) -> int | None:
        """In which row a trial is."""
        return self._order.index(trial) if trial in self._order else None

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else 2 + len(self._settings)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if column < self.columnCount():
            self.layoutAboutToBeChanged.emit()
            self._sorted = (max(0, column), order if column >= 0 else Qt.SortOrder.AscendingOrder)
            self._arrange()
            self.layoutChanged.emit()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        picture, trial, column = self._picture, self.trial_of(index.row()), index.column()
        if picture is None or trial is None or not 0 <= column < self.columnCount():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setBold(True)
            return font if trial == picture.study.best else None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return None
        whole = role == Qt.ItemDataRole.EditRole
        if column == 0:
            return trial + 1 if whole else f"{trial + 1:,}"
        if column == 1:
            if picture.diverged[trial]:
                return _DIVERGED
            loss = float(picture.losses[trial])
            return loss if whole else number_text(loss, 5)
        setting, value = self._settings[column - 2], picture.study.trials[trial].values[column - 2]
        return value if whole and not setting.is_choice else setting.text_of(value)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < self.columnCount():
            return None
        heads = ["Trial", "Validation loss", *(setting.value.capitalize() for setting in self._settings)]
        helps = [_NUMBER_HELP, _LOSS_HELP, *(_SETTING_HELP for _ in self._settings)]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT
        if role == Qt.ItemDataRole.DisplayRole:
            return heads[section]
        return tip(helps[section]) if role == Qt.ItemDataRole.ToolTipRole else None

    @property
    def _settings(self) -> tuple[TunedSetting, ...]:
        return () if self._picture is None else self._picture.study.settings

    def _arrange(self) -> None:
        picture = self._picture
        trials = () if picture is None else picture.study.trials
        column, order = self._sorted

        def key(at: int) -> float:
            if column == 0:
                return float(at)
            if column == 1 or column - 2 >= len(self._settings):
                return trials[at].loss
            return trials[at].values[column - 2]

        descending = order == Qt.SortOrder.DescendingOrder
        self._order = sorted(range(len(trials)), key=key, reverse=descending)


@always_answers
class ImportanceModel(QAbstractTableModel):
    """A row a setting, with the share of it, which a delegate draws as a bar."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found: Importance | None = None

    def show_importance(self, found: Importance | None) -> None:
        """Take the place of what was shown."""
        self.beginResetModel()
        self._found = found
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() or self._found is None else len(self._found.shares)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if self._found is None or not (0 <= row < len(self._found.shares) and 0 <= column < 2):
            return None
        setting, share = self._found.shares[row]
        if role == SHARE and column == 1:
            return min(max(share, 0.0), 1.0) if math.isfinite(share) else 0.0
        if role == Qt.ItemDataRole.EditRole and column == 1:
            return share
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return setting.value if column == 0 else f"{100.0 * share:.0f} %"
        return tip(self._found.by) if role == Qt.ItemDataRole.ToolTipRole else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < 2 or self._found is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return ("What mattered", "Share")[section]
        return tip(self._found.by) if role == Qt.ItemDataRole.ToolTipRole else None
