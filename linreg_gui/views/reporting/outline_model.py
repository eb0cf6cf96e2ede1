"""The parts of a report as rows of a list, which can be dragged to another place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, Qt, Signal

from linreg_gui.core.answering import always_answers
from linreg_gui.core.project.report_outline import EntryKind
from linreg_gui.views.widgets.model_index import NO_INDEX, Index

_MIME = "application/x-linreg-gui-report-part"
_KINDS = {EntryKind.PLOT: "figure", EntryKind.TABLE: "table", EntryKind.TEXT: "text", EntryKind.SECTION: ""}


@always_answers
class OutlineModel(QAbstractListModel):
    """A row per part."""

    move_requested = Signal(int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[EntryKind, str], ...] = ()

    def show_rows(self, rows: Sequence[tuple[EntryKind, str]]) -> None:
        """Show other parts: what each is, and what it is called."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.column() or not 0 <= index.row() < len(self._rows):
            return None
        kind, name = self._rows[index.row()]
        words = _KINDS[kind]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{words.capitalize()}: {name}" if words else name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{words or 'section'} {name}, {index.row() + 1} of {len(self._rows)}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return plain | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.ItemIsDropEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        if indexes:
            data.setData(_MIME, str(indexes[0].row()).encode())
        return data

    def dropMimeData(
        self,
        data: QMimeData,
        action: Qt.DropAction,  # noqa: ARG002
        row: int,
        column: int,  # noqa: ARG002
        parent: Index,
    ) -> bool:
        """Tell where a part is to go; whoever keeps them shows them there. Nothing is taken out here."""
        text = bytes(data.data(_MIME).data())
        if not text.isdigit() or parent.isValid():
            return False
        place, to = int(text), row if row >= 0 else len(self._rows)
        to -= place < to  # once it is taken out of its place
        if place < len(self._rows) and place != to:
            self.move_requested.emit(place, to)
        return False
