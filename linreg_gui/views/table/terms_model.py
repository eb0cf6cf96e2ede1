"""The terms of a model as a table: what each is called, and how many columns it makes."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from linreg_gui.core.answering import always_answers
from linreg_gui.core.editing.shown_terms import ShownTerms
from linreg_gui.core.terms.term import Term
from linreg_gui.core.wording import counted
from linreg_gui.views.widgets.model_index import NO_INDEX, Index
from linreg_gui.views.widgets.texts import tip

_HEADINGS = ("Term", "Columns")
_UNKNOWN = "?"


@always_answers
class TermsModel(QAbstractTableModel):
    """A row per term."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._terms: tuple[Term, ...] = ()
        self._counts: tuple[int | None, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms that are shown."""
        return self._terms

    def show_terms(self, shown: ShownTerms) -> None:
        """Show others; rows are made anew only where there are other terms."""
        terms = () if shown.model is None else shown.model.terms
        same = terms == self._terms
        if not same:
            self.beginResetModel()
        self._terms, self._counts = terms, shown.counts
        if not same:
            self.endResetModel()
        elif terms:
            self.dataChanged.emit(self.index(0, 0), self.index(len(terms) - 1, 1))

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._terms)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(_HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not (0 <= index.row() < len(self._terms) and 0 <= index.column() < len(_HEADINGS)):
            return None
        term, count = self._terms[index.row()], self._counts[index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column():
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.DisplayRole:
            return term.shown if not index.column() else _UNKNOWN if count is None else f"{count:,}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(term.written)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            size = "an unknown number of columns" if count is None else counted(count, "column")
            return f"{term.shown}, {size}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(_HEADINGS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _HEADINGS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None
