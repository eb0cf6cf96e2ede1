"""The numbers of both solutions, and what the data say of the exact ones, as a table model."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from PySide6.QtGui import QPalette

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.desk.coefficients import CoefficientTable, Group, Statistic
from linreg_gui.core.model.shown_equation import ShownEquation
from linreg_gui.core.number_text import TableStyle, number_like, whole_number_text
from linreg_gui.core.table.feature_sources import Source, SourceKind
from linreg_gui.views.widgets.model_index import NO_INDEX, Index
from linreg_gui.views.widgets.style import is_dark, muted
from linreg_gui.views.widgets.texts import tip

from .weights_columns import (
    SERIES,
    STATISTICS,
    Column,
    errors_text,
    head,
    head_help,
    percent_text,
)
from .weights_rows import WeightRow, weight_rows

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
# An exact number within so many standard errors of 0 may be 0, and per cent of it say nothing.
_NEAR_ZERO = 2.0
_REFERENCE = "(base)"
_UNKNOWN = "–"
_ROOM_FOR_ARROW = "\u2003"  # which Qt draws over the end of a heading


@always_answers
class WeightsModel(QAbstractTableModel):
    """Holds an array per column, the bias first; texts are made for the cells that are painted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[WeightRow] = ()
        self._order: list[int] | None = None  # of the rows, where they are sorted
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None
        self._features: tuple[str, ...] = ()
        self._has_bias = True
        self._sources: Sequence[Source] = ()
        self._n_numbers = 0
        self._steps: FloatArray = np.empty(0)  # what the last digits may be worth
        self._label = ""
        self._numbers: dict[Column, FloatArray] = {}
        self._errors: FloatArray | None = None
        self._table: CoefficientTable | None = None
        self._groups: dict[str, Group] = {}
        self._has_groups = self._is_valid = False
        self._style = TableStyle()
        self._palette = QPalette()

    def show_names(
        self,
        features: Sequence[str],
        label: str,
        sources: Sequence[Source] = (),
        shown: ShownEquation | None = None,
    ) -> None:
        """Start another model without numbers; the sources tell of reference levels, ``shown`` of digits."""
        self.beginResetModel()
        plain = np.zeros(len(features) + 1)
        self._steps = plain if shown is None else np.append(shown.step, shown.weight_steps)
        self._features, self._sources = tuple(features), sources
        self._has_bias = shown is None or shown.has_constant
        self._sorted_by = None
        self._make_rows()
        self._n_numbers = len(features) + 1
        self._label = label
        self._numbers = {}
        self._errors = None
        self._table = None
        self._groups = {}
        self._is_valid = False
        self.endResetModel()

    def show_table(self, table: CoefficientTable | None) -> None:
        """What the data say of the exact numbers; None where there is nothing."""
        groups = {} if table is None else {group.column: group for group in table.groups}
        # While it is worked out anew, rows stay where they are.
        reset = table is not None and bool(groups) != self._has_groups
        if reset:
            self.beginResetModel()
        self._table, self._groups = table, groups
        self._check()
        if reset:
            self._has_groups = bool(groups)
            self._make_rows()
            self.endResetModel()
        else:
            self._tell(Column.NAME, max(Column))
        if self._sorted_by is not None:
            self.sort(*self._sorted_by)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)

    def show_style(self, style: TableStyle) -> None:
        """Write numbers in another style."""
        self._style = style
        self._tell(Column.SGD, max(Column))

    @property
    def style(self) -> TableStyle:
        """How numbers are written."""
        return self._style

    def numbers(self, column: Column) -> FloatArray | None:
        """The bias and the weights of a column, None if it has none."""
        return self._numbers.get(column)

    def first_texts(self, column: Column, most: int) -> list[str]:
        """What the first rows of a column say, none where it has no numbers."""
        if column not in self._numbers and self._valid_table is None:
            return []
        return [self._text(row, column) for row in range(min(most, len(self._rows)))]

    def in_words(self, row: int) -> str:
        """A row read aloud; empty where nothing is known of it."""
        table = self._valid_table
        if table is None or not 0 <= row < len(self._rows):
            return ""
        shown = self._row(row)
        if shown.group is not None:
            group = self._groups.get(shown.group)
            return "" if group is None else table.group_in_words(group, self._style)
        place = self._place(shown)
        return self._meaning(shown) if place is None else table.in_words(place, self._style)

    def show_standard_errors(self, weights: FloatArray | None, bias: float) -> None:
        """What differences from exact numbers near 0 are told in; None where there are none."""
        fits = weights is not None and len(weights) + 1 == self._n_numbers
        self._errors = np.concatenate(([bias], weights)) if weights is not None and fits else None

    def show_numbers(self, column: Column, weights: FloatArray | None, bias: float | None) -> None:
        """Fill a column; numbers that belong to another model are left out."""
        if weights is None or bias is None or len(weights) + 1 != self._n_numbers:
            self._numbers.pop(column, None)
        else:
            self._numbers[column] = np.concatenate(([bias], weights))
        if column is Column.EXACT:
            self._check()
        # How the exact number is written decides how the others are, and what is said of it.
        first = Column.SGD if column is Column.EXACT else column
        last = {Column.EXACT: max(Column), Column.SGD: Column.OFF_BY}.get(column, column)
        self._tell(first, last)

    def show_palette(self, palette: QPalette) -> None:
        """Take the colours of the heads from this palette."""
        self._palette = palette
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not (0 <= index.row() < len(self._rows) and 0 <= index.column() < len(Column)):
            return None
        row, column = index.row(), Column(index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if column is Column.NAME else _RIGHT
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.EditRole:
            return self._row(row).name if column is Column.NAME else self._all_digits(row, column)
        if role == Qt.ItemDataRole.ForegroundRole and self._row(row).number is None:
            return muted(self._palette)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and column is Column.NAME:
            return self.in_words(row) or None
        return tip(self._tooltip(row, column)) if role == Qt.ItemDataRole.ToolTipRole else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(Column):
            return None
        column = Column(section)
        if role == Qt.ItemDataRole.DisplayRole:
            arrow = _ROOM_FOR_ARROW if self._sorted_by is not None and self._sorted_by[0] == section else ""
            return head(column, self._table) + arrow
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.WhatsThisRole):
            return tip(head_help(column, self._table))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT
        if role == Qt.ItemDataRole.ForegroundRole and column in SERIES:
            return SERIES[column].colour(is_dark(self._palette))
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By the numbers as they are now, those that are none last; column −1 brings the first order back."""
        self.layoutAboutToBeChanged.emit()
        before = self._order or list(range(len(self._rows)))
        self._order = self._sorted_by = None
        after = list(range(len(self._rows)))
        if 0 <= column < len(Column):
            after = self._sorted(Column(column), order == Qt.SortOrder.DescendingOrder)
            self._order, self._sorted_by = after, (column, order)
        places = {row: place for place, row in enumerate(after)}
        old = self.persistentIndexList()
        new = [self.index(places[before[index.row()]], index.column()) for index in old]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)

    def _sorted(self, column: Column, descending: bool) -> list[int]:
        rows = range(len(self._rows))
        if column is Column.NAME:
            return sorted(rows, key=lambda row: self._rows[row].name.casefold(), reverse=descending)
        keys = [self._sort_key(row, column) for row in rows]
        known = [row for row in rows if not math.isnan(keys[row])]
        unknown = [row for row in rows if math.isnan(keys[row])]
        return sorted(known, key=lambda row: keys[row], reverse=descending) + unknown

    def _sort_key(self, row: int, column: Column) -> float:
        shown = self._row(row)
        number = self._number(row, column) if shown.number is not None or shown.group is not None else None
        return math.nan if number is None else number

    def _make_rows(self) -> None:
        self._order = None
        self._rows = weight_rows(self._features, self._sources, groups=self._has_groups, bias=self._has_bias)

    def _row(self, row: int) -> WeightRow:
        return self._rows[row if self._order is None else self._order[row]]

    def _tell(self, first: Column, last: Column) -> None:
        if self._rows:
            roles = [Qt.ItemDataRole.DisplayRole]
            self.dataChanged.emit(self.index(0, first), self.index(len(self._rows) - 1, last), roles)

    @property
    def _valid_table(self) -> CoefficientTable | None:
        return self._table if self._is_valid else None

    def _check(self) -> None:
        """What is known must be of the exact numbers that are shown, and not of those before a hand moved."""
        table, exact = self._table, self._numbers.get(Column.EXACT)
        self._is_valid = (
            table is not None
            and exact is not None
            and table.names[-len(self._features) :] == self._features
            and np.array_equal(table.estimate, exact[len(exact) - len(table.estimate) :])
        )

    def _place(self, row: WeightRow) -> int | None:
        """Its place in the table of the desk, which has no bias where none was fitted."""
        table = self._table
        if table is None or row.number is None:
            return None
        place = row.number - (len(self._features) + 1 - len(table.names))
        return place if place >= 0 else None

    def _number(self, row: int, column: Column) -> float | None:
        shown = self._row(row)
        if column in STATISTICS:
            return self._statistic(shown, STATISTICS[column])
        place = shown.number
        if shown.group is not None:
            return None
        if place is None:
            return None if column is Column.OFF_BY else 0.0
        if column is Column.OFF_BY:
            sgd, exact = self._number(row, Column.SGD), self._number(row, Column.EXACT)
            if sgd is None or exact is None:
                return None
            if (error := self._standard_error(row)) is not None:
                return (sgd - exact) / error
            return 100.0 * (sgd - exact) / abs(exact) if exact else None
        numbers = self._numbers.get(column)
        return None if numbers is None else float(numbers[place])

    def _statistic(self, row: WeightRow, what: Statistic) -> float | None:
        table = self._valid_table
        if table is None:
            return None
        if row.group is not None:
            group = self._groups.get(row.group)
            return group.test.p if group is not None and what is Statistic.P else None
        place = self._place(row)
        number = math.nan if place is None else table.number(place, what)
        return None if math.isnan(number) else number

    def _text(self, row: int, column: Column) -> str:
        shown = self._row(row)
        if column is Column.NAME:
            return shown.name
        if column in STATISTICS:
            return self._statistic_text(shown, STATISTICS[column])
        place = shown.number
        if shown.group is not None:
            return ""
        if place is None:
            return _REFERENCE if column is Column.OFF_BY else "0"
        number = self._number(row, column)
        if number is None:
            return _UNKNOWN
        if column is Column.OFF_BY:
            return percent_text(number) if self._standard_error(row) is None else errors_text(number)
        if self._style.decimals is not None:
            return self._style.decimal(number, self._style.decimals)
        return number_like(number, self._number(row, Column.EXACT), float(self._steps[place]))

    def _statistic_text(self, row: WeightRow, what: Statistic) -> str:
        table = self._valid_table
        if row.group is not None:
            group = self._groups.get(row.group)
            if table is None or group is None:
                return ""
            told = {Statistic.P: self._style.p(group.test.p), Statistic.T: self._group_statistic(group)}
            return told.get(what, "")
        if row.number is None:
            return "" if what is not Statistic.ERROR else _REFERENCE
        place = self._place(row)
        return _UNKNOWN if table is None or place is None else table.text(place, what, self._style)

    def _group_statistic(self, group: Group) -> str:
        """F where there are t’s, χ² where there are z’s."""
        is_z = self._table is not None and self._table.is_z
        value = group.test.f * (group.test.count if is_z else 1)
        return _UNKNOWN if math.isnan(value) else f"{'χ²' if is_z else 'F'} {self._style.decimal(value, 2)}"

    def _tooltip(self, row: int, column: Column) -> str:
        shown = self._row(row)
        words = self.in_words(row)
        if column is Column.NAME or shown.group is not None:
            if words:
                return words
            return (
                f"{shown.name}, in the unit of {self._label}" if shown.number == 0 else self._meaning(shown)
            )
        number = self._number(row, column)
        unit = "%" if self._standard_error(row) is None else "standard errors of the exact one"
        heading = f"SGD − exact, {unit}" if column is Column.OFF_BY else head(column, self._table)
        told = f"{shown.name}, {heading}: {_UNKNOWN if number is None else whole_number_text(number)}"
        if column is Column.STANDARDISED and self._table is not None and shown.number:
            words = self._table.standardised_in_words(self._place(shown) or 0)
        return f"{told}\n{words}" if words and shown.number is not None else told

    def _standard_error(self, row: int) -> float | None:
        """What the difference is told in where the exact number is not clearly different from 0."""
        place, exact = self._row(row).number, self._number(row, Column.EXACT)
        if place is None or exact is None or self._errors is None:
            return None
        error = float(self._errors[place])
        return error if 0.0 < error < math.inf and abs(exact) < _NEAR_ZERO * error else None

    def _all_digits(self, row: int, column: Column) -> str:
        number = self._number(row, column)
        if number is None:
            return ""
        if column is Column.P and number == 0.0:
            return "< 1e-300"
        in_errors = column is Column.OFF_BY and self._standard_error(row) is not None
        return f"{number!r} SE" if in_errors else repr(number)

    def _meaning(self, row: WeightRow) -> str:
        name, source, unit = row.name, row.source, f"in the unit of {self._label}"
        if row.group is not None:
            return f"all weights that come from {row.group}, tested together"
        if source is None or not source.is_indicator:
            per = "day" if source is not None and source.kind is SourceKind.DATE else f"unit of {name}"
            return f"weight of {name}, {unit} per {per}"
        if row.number is None:
            return f"{name} is the reference level: the weights of the others say how much more they are"
        if source.kind is SourceKind.LEVEL and not source.reference:
            return f"weight of {name}, {unit}: what is added where that is the level"
        against = f"{source.column} = {source.reference}" if source.reference else "where it is not missing"
        return f"weight of {name}, {unit}: so much more than {against}"
