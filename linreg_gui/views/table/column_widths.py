"""Widths of the columns of a table, by their names and first rows alone, however many rows there are."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QTableView

from .role_header import RoleHeader

_SAMPLED_ROWS = 30
_NARROWEST, _WIDEST, _UNSEEN = 64, 190, 90
# So many are fitted at once; of more each when it comes into view.
_MOST_AT_ONCE = 200


class ColumnWidths(QObject):
    """A column that was there before keeps its width, wherever it stands now."""

    def __init__(self, view: QTableView, header: RoleHeader) -> None:
        super().__init__(view)
        self._view, self._header = view, header
        self._names: tuple[str, ...] = ()
        self._known: dict[str, int] = {}
        self._fitted: set[int] = set()
        header.setDefaultSectionSize(_UNSEEN)
        view.horizontalScrollBar().valueChanged.connect(self.fit_seen)
        header.geometriesChanged.connect(self.fit_seen)

    def remember(self) -> dict[str, int]:
        """The width of each column that was fitted or is known, as it is."""
        return self._known | {self._names[place]: self._view.columnWidth(place) for place in self._fitted}

    def fit(self, names: tuple[str, ...], known: dict[str, int]) -> None:
        """Fit the columns of a model that has just changed."""
        self._names, self._known = names, known
        self._fitted = set()
        if len(names) <= _MOST_AT_ONCE:
            for place in range(len(names)):
                self._fit(place)
        self.fit_seen()

    def fit_seen(self) -> None:
        """Fit the columns that are in view now."""
        if len(self._fitted) == len(self._names):
            return
        place = max(0, self._view.columnAt(0))
        while place < len(self._names):
            if place not in self._fitted:
                self._fit(place)
            if self._view.columnViewportPosition(place) > self._view.viewport().width():
                break
            place += 1

    def _fit(self, place: int) -> None:
        self._fitted.add(place)
        name = self._names[place]
        self._view.setColumnWidth(place, self._known[name] if name in self._known else self._fitting(place))

    def _fitting(self, place: int) -> int:
        model, metrics = self._view.model(), self._view.fontMetrics()
        sample = range(min(_SAMPLED_ROWS, model.rowCount()))
        texts = [str(model.index(row, place).data() or "") for row in sample]
        cells = metrics.horizontalAdvance(max(texts, key=len, default="")) + 16
        return min(max(cells, self._header.width_for(place), _NARROWEST), _WIDEST)
