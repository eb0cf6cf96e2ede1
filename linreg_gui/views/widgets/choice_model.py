"""The entries of a choice among very many: texts are handed out one by one, nothing is made for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QObject, Qt
from PySide6.QtWidgets import QComboBox, QListView

from linreg_gui.core.answering import always_answers

from .model_index import NO_INDEX, Index


@always_answers
class ChoiceModel(QAbstractListModel):
    """Texts, and what each of them stands for under `UserRole`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts: Sequence[str] = ()
        self._values: Sequence[Any] = ()

    def offer(self, texts: Sequence[str], values: Sequence[Any]) -> None:
        """Offer other entries."""
        self.beginResetModel()
        self._texts, self._values = texts, values
        self.endResetModel()

    def place_of(self, value: object) -> int:
        """Where an entry stands; 0, the first one, where there is none."""
        try:
            return list(self._values).index(value)
        except ValueError:
            return 0

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._texts)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self._texts) or index.column():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._texts[index.row()]
        return self._values[index.row()] if role == Qt.ItemDataRole.UserRole else None


def offering(box: QComboBox) -> ChoiceModel:
    """Give a box entries of this kind."""
    model = ChoiceModel(box)
    box.setModel(model)
    view = box.view()
    if isinstance(view, QListView):
        view.setUniformItemSizes(True)
    return model
