"""One update as lines of a table: the rows of the minibatch, and below them what becomes of their shares."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import IntArray
from linreg_gui.core.explaining.microscope import Microscope, UpdateTerms
from linreg_gui.core.explaining.shown_update import ShownUpdate, shown_rows, shown_update
from linreg_gui.core.explaining.update_steps import shares_sentence, update_steps
from linreg_gui.core.wording import counted
from linreg_gui.views.widgets.texts import tip

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_NO_ROWS = np.empty(0, dtype=np.int64)
_MOST_ROWS = 8  # that are written one by one
_DIGITS = 3  # of what is multiplied; shares have one more
IS_RESULT = Qt.ItemDataRole.UserRole


class Column(enum.IntEnum):
    """What the columns say of a row of the minibatch; captions lie across several."""

    ROW, X, LABEL, PREDICTION, SLOPE, SHARE = range(6)


@dataclass(frozen=True)
class Line:
    """One line: a caption, or a text for each column, and the numbers behind them.

    Attributes
    ----------
    texts : tuple of str
        One per column; empty behind a caption.
    values : tuple
        What is copied, every digit of it.
    sentence : str
        What happens in this line.
    rows : array of int
        The rows of the table it is about.
    number : Column or None
        Where its only number begins, and reaches to the end; before it lies a caption. None for a row.
    is_result : bool
        Whether a rule is drawn above it.
    """

    texts: tuple[str, ...]
    values: tuple[Any, ...]
    sentence: str
    rows: IntArray
    number: Column | None = None
    is_result: bool = False


@always_answers
class MicroscopeModel(QAbstractTableModel):
    """The lines of one parameter."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()
        self._heads: tuple[tuple[str, str], ...] = (("", ""),) * len(Column)

    def show_update(self, seen: Microscope, terms: UpdateTerms, parameter: int) -> None:
        """Show how one parameter is updated."""
        self._heads = _heads(seen, terms, parameter)
        self._show(_lines(seen, terms, parameter))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)

    def clear(self) -> None:
        """Show nothing."""
        self._show(())

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not (0 <= index.row() < len(self.lines) and 0 <= index.column() < len(Column)):
            return None
        line, column = self.lines[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return line.texts[column]
        if role == Qt.ItemDataRole.EditRole:
            value = line.values[column]
            return line.texts[column] if isinstance(value, float) and not math.isfinite(value) else value
        if role == Qt.ItemDataRole.TextAlignmentRole:
            left = line.number is not None and column == Column.ROW
            side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return line.is_result if role == IS_RESULT else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(Column):
            return None
        head, help_text = self._heads[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return head
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return tip(help_text) if role == Qt.ItemDataRole.ToolTipRole else None

    def _show(self, lines: tuple[Line, ...]) -> None:
        same = [line.number for line in lines] == [line.number for line in self.lines]
        if not same:
            self.beginResetModel()
        self.lines = lines
        if not same:
            self.endResetModel()
        elif lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(Column) - 1))


def _lines(seen: Microscope, terms: UpdateTerms, parameter: int) -> tuple[Line, ...]:
    shown = shown_update(terms, parameter, rows=_MOST_ROWS, digits=_DIGITS + 1)
    lines = _row_lines(seen, terms, parameter, shown)
    for step in update_steps(seen, terms, parameter, shown):
        numbers = step.text, step.value
        line = _after_caption(Column.SLOPE, step.caption, *numbers, step.sentence, is_result=step.is_result)
        lines.append(line)
    return tuple(lines)


def _row_lines(seen: Microscope, terms: UpdateTerms, parameter: int, shown: ShownUpdate) -> list[Line]:
    sentence = shares_sentence(seen, terms, parameter)
    is_error = seen.config.loss.slope_is_error
    shares = terms.shares[:_MOST_ROWS, parameter].tolist()
    is_weight = parameter < len(terms.centres)
    lines = []
    for place, (row, share) in enumerate(
        zip(shown_rows(terms, parameter, rows=_MOST_ROWS, digits=_DIGITS), shown.shares, strict=True)
    ):
        table_row = int(seen.table_rows[place])
        x = float(terms.features[place, parameter] - terms.centres[parameter]) if is_weight else 1.0
        slope = terms.errors if is_error else terms.slopes
        numbers = (terms.labels[place], terms.predictions[place], slope[place], shares[place])
        texts = (row.x, row.label, row.prediction, row.error if is_error else row.slope, share)
        lines.append(
            Line(
                (f"{table_row + 1}", *texts),
                (table_row + 1, x, *map(float, numbers)),
                sentence,
                seen.table_rows[place : place + 1],
            )
        )
    if shown.n_others:
        rows = seen.table_rows[_MOST_ROWS:]
        caption, total = counted(shown.n_others, "other"), float(terms.total[parameter]) - math.fsum(shares)
        lines.append(_after_caption(Column.SHARE, caption, shown.others, total, sentence, rows))
    return lines


def _after_caption(
    number: Column,
    caption: str,
    text: str,
    value: float,
    sentence: str,
    rows: IntArray = _NO_ROWS,
    *,
    is_result: bool = False,
) -> Line:
    before, behind = ("",) * (number - 1), ("",) * (len(Column) - number - 1)
    return Line(
        (caption, *before, text, *behind),
        (caption, *before, value, *behind),
        sentence,
        rows,
        number,
        is_result,
    )


def _heads(seen: Microscope, terms: UpdateTerms, parameter: int) -> tuple[tuple[str, str], ...]:
    slope = "ŷ − y", "The error: prediction less label."
    if not seen.config.loss.slope_is_error:
        slope = "∂loss/∂ŷ", "∂loss/∂output: how much the loss of the row grows with the output of the model."
    factor = "its factor" if parameter == len(terms.centres) else "x"
    return (
        ("Row", "The number of the row in the table of the data."),
        _x_head(seen, terms, parameter),
        ("y", f"The label, {seen.label_name}."),
        ("ŷ", "The prediction before the update."),
        slope,
        (
            "Share",
            f"What it adds to the gradient, {slope[0]} times {factor}; below, what becomes of it.",
        ),
    )


def _x_head(seen: Microscope, terms: UpdateTerms, parameter: int) -> tuple[str, str]:
    if parameter == len(terms.centres):
        return "x", "1 in every row: the constant is the weight of a feature that is always 1."
    name = seen.feature_names[parameter]
    if terms.centres[parameter]:
        return "x − x̄", f"{name} less its mean, as training standardises the features."
    if terms.units == "internal" and seen.config.standardise:
        return "x", f"{name} as training sees it: with mean 0 and standard deviation 1."
    return "x", f"The feature, {name}."
