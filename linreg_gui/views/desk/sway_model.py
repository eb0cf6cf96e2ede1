"""What a row does to the fit, as a table model: how much it weighs, then the fit with it and without it."""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QObject, Qt
from PySide6.QtGui import QFont, QPalette

from linreg_gui.core.answering import always_answers
from linreg_gui.core.desk.row_sway import Measure, RowSway, bound_text
from linreg_gui.core.number_text import number_text, steady_number, text_to
from linreg_gui.core.wording import shortened
from linreg_gui.views.widgets.model_index import NO_INDEX, Index
from linreg_gui.views.widgets.style import muted
from linreg_gui.views.widgets.texts import tip

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_OF_THE_ERROR = 0.05  # so much of a standard error is the last digit worth at most
_LONGEST = 300
_MOVES_HELP = (
    "The number of the model that the row moves most, and by how many of its standard errors, with the σ of "
    "all other rows. Beyond 2/√n it is worth a look: Belsley, Kuh and Welsch, Regression Diagnostics "
    "(1980), 2.1."
)
_SHARE_HELP = "Of the loss of all rows, the share that this one has, in per cent."
_HEADS = ("", "With", "Without", "DFBETAS")
_HEAD_HELPS = (
    "",
    "The exact number, with the row.",
    "What it would be without the row.",
    "How far the number moves by the row, in its standard errors by the σ of all other rows; bold beyond "
    "2/√n: Belsley, Kuh and Welsch, Regression Diagnostics (1980), 2.1.",
)
# Above the fit: a line a measure, the two below, and the heads of what follows.
MEASURES = len(Measure) + 2
HEADS = MEASURES


class SwayColumn(enum.IntEnum):
    """The columns; of a measure the second one has its number, and the third one its bound."""

    NAME, WITH, WITHOUT, DFBETAS = range(4)


class _Line(NamedTuple):
    """What stands in a row."""

    texts: Sequence[str]
    whole: Sequence[float | None]  # what is copied, where it is a number
    bold: Sequence[bool]
    tips: Sequence[str]


@always_answers
class SwayModel(QAbstractTableModel):
    """A line a number; texts are made for the lines that are painted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sway: RowSway | None = None
        self._lines: dict[int, _Line] = {}
        self._muted = QPalette().color(QPalette.ColorRole.PlaceholderText)

    def show_sway(self, sway: RowSway | None) -> None:
        """Show another row; the lines are the same ones as long as the fit is."""
        before = None if self._sway is None else self._sway.found.names
        same = sway is not None and before == sway.found.names
        if not same:
            self.beginResetModel()
        self._sway = sway
        self._lines.clear()
        if not same:
            self.endResetModel()
        else:
            self.dataChanged.emit(self.index(0, 1), self.index(self.rowCount() - 1, len(SwayColumn) - 1))

    def show_palette(self, palette: QPalette) -> None:
        """The colours to draw in."""
        self._muted = muted(palette)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() or self._sway is None else HEADS + 3 + len(self._sway.found.names)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(SwayColumn)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, at = index.row(), index.column()
        if self._sway is None or not (0 <= row < self.rowCount() and 0 <= at < len(SwayColumn)):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and at:
            return None if row < MEASURES and at == SwayColumn.WITHOUT else _RIGHT
        if role == Qt.ItemDataRole.ForegroundRole and row == HEADS:
            return self._muted
        if role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.EditRole,
            Qt.ItemDataRole.FontRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return None
        line = self._line(self._sway, row)
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setBold(line.bold[at])
            return font if line.bold[at] else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(line.tips[at]) if line.tips[at] else None
        whole = line.whole[at]
        return whole if role == Qt.ItemDataRole.EditRole and whole is not None else line.texts[at]

    def _line(self, sway: RowSway, row: int) -> _Line:
        if row not in self._lines:
            self._lines[row] = _line(sway, row)
        return self._lines[row]


def _line(sway: RowSway, row: int) -> _Line:
    found, measures = sway.found, tuple(Measure)
    if row < len(measures):
        measure = measures[row]
        bound = measure.bound
        if measure is not Measure.STUDENTISED:
            bound = f"{sway.bounds.text(measure)} = {bound}"
        if measure is Measure.COOK and found.cooks_distance > 1.0:
            bound = "1: moves the fit"
        return _measure(measure.short, sway.value(measure), bound, sway.is_beyond(measure), measure.help_text)
    if row == len(measures):
        moved, most = sway.most_moved, sway.bounds.of_dfbetas
        size = math.nan if moved is None else moved[1]
        name = "DFBETAS" if moved is None else f"DFBETAS, {shortened(moved[0], _LONGEST)}"
        return _measure(name, size, f"{bound_text(most)} = 2/√n", abs(size) > most, _MOVES_HELP)
    if row == len(measures) + 1:
        share = 100.0 * found.loss_share
        shown, of_loss = ("% of the loss", number_text(share, 3), "", ""), (None, share, None, None)
        return _Line(shown, of_loss, (False,) * 4, (_SHARE_HELP, "", "", ""))
    if row == HEADS:
        return _Line(_HEADS, (None,) * 4, (False,) * 4, _HEAD_HELPS)
    return _of_the_fit(sway, row - HEADS - 1)


def _of_the_fit(sway: RowSway, at: int) -> _Line:
    """R² and σ, then the numbers of the model."""
    found = sway.found
    if at < 2:
        name, pair = (("R²", found.r_squared), ("σ", found.sigma))[at]
        told = (name, *(number_text(value, 5) for value in pair), "")
        return _Line(told, (None, *map(_known, pair), None), (False,) * 4, ("",) * 4)
    at -= 2
    error = float(found.standard_errors[at])
    numbers = float(found.estimate[at]), float(found.without[at]), float(found.dfbetas[at])
    fits = [_to_the_error(value, error) for value in numbers[:2]]
    beyond = abs(numbers[2]) > sway.bounds.of_dfbetas
    texts = (found.names[at], *fits, steady_number(numbers[2], 3))
    return _Line(texts, (None, *map(_known, numbers)), (False, False, False, beyond), ("",) * 4)


def _measure(name: str, value: float, bound: str, beyond: bool, help_text: str) -> _Line:
    remark = "" if math.isnan(value) else f"{'>' if beyond else '≤'} {bound}"
    return _Line(
        (name, number_text(value, 3), remark, ""),
        (None, _known(value), None, None),
        (False, beyond, beyond, False),
        (help_text, "", help_text, ""),
    )


def _to_the_error(value: float, error: float) -> str:
    """With digits that are worth something beside its standard error."""
    known = error > 0.0 and math.isfinite(value)
    return text_to(value, _OF_THE_ERROR * error, 3) if known else number_text(value, 5)


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None
