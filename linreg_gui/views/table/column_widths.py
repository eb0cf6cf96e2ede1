"""Widths of the columns of a table, by their names and first rows alone, however many rows there are."""

from __future__ import annotations

from PySide6.QtWidgets import QTableView

from .role_header import RoleHeader

_SAMPLED_ROWS = 30
_NARROWEST, _WIDEST = 64, 190


class ColumnWidths:
    """A column that was there before keeps its width, wherever it stands now."""

    def __init__(self, view: QTableView, header: RoleHeader) -> None:
        self._view, self._header = view, header
        self._names: list[str] = []

    def remember(self) -> dict[str, int]:
        """The width of each column as it is."""
        return {name: self._view.columnWidth(place) for place, name in enumerate(self._names)}

    def fit(self, names: list[str], known: dict[str, int]) -> None:
        """Fit the columns of a model that has just changed."""
        self._names = names
        for place, name in enumerate(names):
            self._view.setColumnWidth(place, known[name] if name in known else self._fitting(place))

    def _fitting(self, place: int) -> int:
        model, metrics = self._view.model(), self._view.fontMetrics()
        sample = range(min(_SAMPLED_ROWS, model.rowCount()))
        texts = [str(model.index(row, place).data() or "") for row in sample]
        cells = metrics.horizontalAdvance(max(texts, key=len, default="")) + 16
        return min(max(cells, self._header.width_for(place), _NARROWEST), _WIDEST)
