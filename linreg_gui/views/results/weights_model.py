"""The numbers of both solutions as a table model: one row for the bias, per weight and reference level."""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, overload

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from PySide6.QtGui import QPalette

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.model.shown_equation import ShownEquation
from linreg_gui.core.number_text import MINUS, digits_to, steady_number, text_to, whole_number_text
from linreg_gui.core.table.feature_sources import Source, SourceKind
from linreg_gui.views.widgets.model_index import NO_INDEX, Index
from linreg_gui.views.widgets.style import Series, is_dark, muted
from linreg_gui.views.widgets.texts import tip

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_DIGITS = 5
_MOST_DECIMALS = 6
# An exact number within so many standard errors of 0 may be 0, and per cent of it say nothing.
_NEAR_ZERO = 2.0
_BIAS = "bias"
_REFERENCE = "(base)"


class Column(enum.IntEnum):
    """The columns, from left to right."""

    NAME = 0
    SGD = 1
    EXACT = 2
    TRUE = 3
    OFF_BY = 4


_HEADS = {
    Column.NAME: ("", "What the number belongs to: the bias, or the weight of a feature."),
    Column.SGD: ("SGD", "The number minibatch SGD has found so far."),
    Column.EXACT: ("Exact", "The number of the exact solution."),
    Column.TRUE: ("True", "The number the data were made with."),
    Column.OFF_BY: (
        "Off by",
        "SGD − exact, in per cent of the exact number; where that may be 0, in its standard errors (SE).",
    ),
}
_SERIES = {Column.SGD: Series.FIT, Column.EXACT: Series.EXACT, Column.TRUE: Series.TRUTH}


@dataclass(frozen=True)
class _Row:
    """What a row belongs to: a number in the arrays, or a reference level, which has none."""

    name: str
    number: int | None
    source: Source | None = None


@always_answers
class WeightsModel(QAbstractTableModel):
    """Holds an array per column, the bias first; texts are made for the cells that are painted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[_Row] = ()
        self._n_numbers = 0
        self._steps: FloatArray = np.empty(0)  # what the last digits may be worth
        self._label = ""
        self._numbers: dict[Column, FloatArray] = {}
        self._errors: FloatArray | None = None
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
        self._rows = _rows(features, sources) if features else ()
        self._n_numbers = len(features) + 1
        self._label = label
        self._numbers = {}
        self._errors = None
        self.endResetModel()

    def numbers(self, column: Column) -> FloatArray | None:
        """The bias and the weights of a column, None if it has none."""
        return self._numbers.get(column)

    def first_texts(self, column: Column, most: int) -> list[str]:
        """What the first rows of a column say, none where it has no numbers."""
        if column not in self._numbers:
            return []
        return [self._text(row, column) for row in range(min(most, len(self._rows)))]

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
        if self._rows:
            # How the exact number is written decides how the others are.
            first = Column.SGD if column is Column.EXACT else column
            last = Column.OFF_BY if column is not Column.TRUE else column
            roles = [Qt.ItemDataRole.DisplayRole]
            self.dataChanged.emit(self.index(0, first), self.index(len(self._rows) - 1, last), roles)

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
            return self._rows[row].name if column is Column.NAME else self._all_digits(row, column)
        if role == Qt.ItemDataRole.ForegroundRole and self._rows[row].number is None:
            return muted(self._palette)
        return tip(self._tooltip(row, column)) if role == Qt.ItemDataRole.ToolTipRole else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(Column):
            return None
        column = Column(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return _HEADS[column][0]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(_HEADS[column][1])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT
        if role == Qt.ItemDataRole.ForegroundRole and column in _SERIES:
            return _SERIES[column].colour(is_dark(self._palette))
        return None

    def _number(self, row: int, column: Column) -> float | None:
        place = self._rows[row].number
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

    def _text(self, row: int, column: Column) -> str:
        if column is Column.NAME:
            return self._rows[row].name
        place = self._rows[row].number
        if place is None:
            return _REFERENCE if column is Column.OFF_BY else "0"
        number = self._number(row, column)
        if number is None:
            return "–"
        if column is Column.OFF_BY:
            return percent_text(number) if self._standard_error(row) is None else errors_text(number)
        return number_like(number, self._number(row, Column.EXACT), float(self._steps[place]))

    def _tooltip(self, row: int, column: Column) -> str:
        name = self._rows[row].name
        if column is Column.NAME:
            return f"{name}, in the unit of {self._label}" if row == 0 else self._meaning(self._rows[row])
        number = self._number(row, column)
        unit = "%" if self._standard_error(row) is None else "standard errors of the exact one"
        head = f"SGD − exact, {unit}" if column is Column.OFF_BY else _HEADS[column][0]
        return f"{name}, {head}: {'–' if number is None else whole_number_text(number)}"

    def _standard_error(self, row: int) -> float | None:
        """What the difference is told in where the exact number is not clearly different from 0."""
        place, exact = self._rows[row].number, self._number(row, Column.EXACT)
        if place is None or exact is None or self._errors is None:
            return None
        error = float(self._errors[place])
        return error if 0.0 < error < math.inf and abs(exact) < _NEAR_ZERO * error else None

    def _all_digits(self, row: int, column: Column) -> str:
        number = self._number(row, column)
        if number is None:
            return ""
        in_errors = column is Column.OFF_BY and self._standard_error(row) is not None
        return f"{number!r} SE" if in_errors else repr(number)

    def _meaning(self, row: _Row) -> str:
        name, source, unit = row.name, row.source, f"in the unit of {self._label}"
        if source is None or not source.is_indicator:
            per = "day" if source is not None and source.kind is SourceKind.DATE else f"unit of {name}"
            return f"weight of {name}, {unit} per {per}"
        if row.number is None:
            return f"{name} is the reference level: the weights of the others say how much more they are"
        against = f"{source.column} = {source.reference}" if source.reference else "where it is not missing"
        return f"weight of {name}, {unit}: so much more than {against}"


class _PlainRows(Sequence[_Row]):
    """The bias, then a row per weight, made when it is looked at."""

    def __init__(self, features: Sequence[str], sources: Sequence[Source]) -> None:
        self._features, self._sources = features, sources

    def __len__(self) -> int:
        return 1 + len(self._features)

    @overload
    def __getitem__(self, index: int) -> _Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[_Row]: ...
    def __getitem__(self, index: int | slice) -> _Row | list[_Row]:
        places = range(len(self))[index]
        return self._row(places) if isinstance(places, int) else [self._row(place) for place in places]

    def _row(self, place: int) -> _Row:
        if not place:
            return _Row(_BIAS, 0)
        source = self._sources[place - 1] if self._sources else None
        return _Row(self._features[place - 1], place, source)


def _rows(features: Sequence[str], sources: Sequence[Source]) -> Sequence[_Row]:
    """The bias, then a row per weight; the reference level of a category stands before its other levels."""
    if not any(map(attrgetter("reference"), sources)):
        return _PlainRows(features, sources)
    rows = [_Row(_BIAS, 0)]
    seen = set()
    for j, name in enumerate(features):
        source = sources[j] if sources else None
        if source is not None and source.reference and source.column not in seen:
            seen.add(source.column)
            rows.append(_Row(f"{source.column} = {source.reference}", None, source))
        rows.append(_Row(name, j + 1, source))
    return rows


def number_like(number: float, example: float | None, step: float = 0.0) -> str:
    """A number with as many decimals as an example of five digits, or more if a step needs them.

    So numbers that are to be compared stand digit under digit, and one that changes keeps its width.
    """
    sign = MINUS if number < 0.0 else ""
    size = abs(number)
    if example and math.isfinite(example) and math.isfinite(number):
        power = math.floor(math.log10(abs(example)))
        digits = digits_to(example, step, _DIGITS)
        if -4 <= power < digits and size < 10.0 ** (power + 2):
            decimals = max(0, digits - 1 - power)
            return f"{sign}{size:.{min(_MOST_DECIMALS, decimals) if digits == _DIGITS else decimals}f}"
        if -4 <= power < digits and size >= 10.0**digits:
            # Far off: the power of ten says it all, in the width there is.
            return sign + steady_number(size, 2)
    return text_to(number, step, _DIGITS)


def percent_text(percent: float) -> str:
    """A difference in per cent with its sign."""
    return _short_difference(percent, 2, "%")


def errors_text(errors: float) -> str:
    """A difference in standard errors with its sign."""
    return _short_difference(errors, 1, "SE")


def _short_difference(difference: float, decimals: int, unit: str) -> str:
    """Some three digits with a sign; 0 only where there is no difference."""
    size, least = abs(difference), 10.0**-decimals
    if not size < 99_999.5:
        return "far"
    if 0.0 < size < 0.5 * least:
        return f"<{least:g} {unit}"
    decimals = min(decimals, 2 if size < 9.995 else 1 if size < 99.95 else 0)
    sign = "" if size == 0.0 else MINUS if difference < 0.0 else "+"
    return f"{sign}{size:.{decimals}f} {unit}"
