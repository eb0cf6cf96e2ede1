"""The history of the data: every state by the name of what made it, to go back and forth between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.fitted_text import WholeNumbersDelegate
from linreg_gui.views.widgets.model_index import NO_INDEX, Index
from linreg_gui.views.widgets.style import muted

_FIRST = "Start"
_HELP = (
    "The states of the data, the oldest first; the present one is marked. A click, or Return, goes to one. "
    "Those after the present one are undone, and gone with the next change."
)


@always_answers
class HistoryModel(QAbstractListModel):
    """A row per state; the present one is bold and marked, undone ones are slanted and muted.

    What is no edit is muted, too, with a smaller mark.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts: tuple[str, ...] = ()
        self._present = 0
        self._quiet: tuple[bool, ...] = ()
        self._muted = QColor()

    def show_history(self, texts: Sequence[str], present: int, quiet: Sequence[bool] = ()) -> None:
        """Show other states, of which some are quiet."""
        self.beginResetModel()
        self._texts, self._present = tuple(texts), present
        self._quiet = (*quiet, *[False] * (len(texts) - len(quiet)))
        self.endResetModel()

    def set_muted(self, colour: QColor) -> None:
        """The colour of undone and of quiet states."""
        self._muted = colour

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._texts)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.column() or not 0 <= index.row() < len(self._texts):
            return None
        row = index.row()
        text, undone = self._texts[row] or _FIRST, row > self._present
        if role == Qt.ItemDataRole.DisplayRole:
            past = "·" if self._quiet[row] else "•"
            return f"{'●' if row == self._present else '○' if undone else past}  {text}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{text}{', undone' if undone else ', present state' if row == self._present else ''}"
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._muted if undone or (self._quiet[row] and row != self._present) else None
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setBold(row == self._present)
            font.setItalic(undone)
            return font
        return None


@always_answers
class HistoryPanel(QWidget):
    """A list of states; a click on one is the wish to go there."""

    go_to_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._present = 0
        self.model = HistoryModel(self)
        self.view = describe(QListView(), "History", _HELP)
        self.view.setModel(self.model)
        self.view.setItemDelegate(WholeNumbersDelegate(self.view))
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setUniformItemSizes(True)
        self.view.setSpacing(2)
        self.view.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.clicked.connect(self._ask)
        self.view.activated.connect(self._ask)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.addWidget(self.view)
        self.setFocusProxy(self.view)
        self._restyle()

    def show_history(self, texts: Sequence[str], present: int, quiet: Sequence[bool] = ()) -> None:
        """Show the states, of which some are no edits, and bring the present one into view."""
        self._present = present
        self.model.show_history(texts, present, quiet)
        index = self.model.index(present, 0)
        self.view.setCurrentIndex(index)
        self.view.scrollTo(index)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "view"):
            self._restyle()

    def _ask(self, index: QModelIndex) -> None:
        if index.row() != self._present:
            self.go_to_requested.emit(index.row())

    def _restyle(self) -> None:
        self.model.set_muted(muted(self.palette()))
        self.view.viewport().update()
