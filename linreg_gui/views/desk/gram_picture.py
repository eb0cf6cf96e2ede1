"""XᵀX as a picture: a cell for each two features, as they are and as noise on the features makes them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import FloatArray, IntArray
from linreg_gui.core.desk.noisy_features import NoisyFeatures
from linreg_gui.core.number_text import MINUS, number_text
from linreg_gui.core.wording import shortened
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.style import Series, is_dark, muted, tabular
from linreg_gui.views.widgets.texts import hide_tip, show_tip

_TITLES = "XᵀX / n", "E[XᵀX] / n"
_HELP = (
    "Sums of products of the features over n, in standard deviations: as they are, and as they are to be "
    "expected with the noise. It only adds to the diagonal, as ridge does."
)
_MOST = 2.0  # of a feature of spread 1 under the largest noise, so that a colour means the same for all of it
_GAP, _ABOVE = 10.0, 4.0
_SMALLEST = 3.0  # pixels of a cell
_SMALL = 0.8  # of the usual letters
_LONGEST = 40
_PALE = 0.1  # what is nearer to 0 has hardly a colour that a sign could stand for


@always_answers
class GramPicture(QWidget):
    """Two matrices, beside or below each other as there is room; numbers where cells have room for them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        describe(self, "XᵀX under noise", _HELP)
        self.setToolTip("")
        self._found: NoisyFeatures | None = None
        self._names: Sequence[str] = ()
        self._matrices: tuple[FloatArray, ...] = ()
        self._drawn: FloatArray = np.empty((0, 0))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(110, 90)
        self.setMouseTracking(True)

    def show_noise(self, found: NoisyFeatures, which: IntArray, names: Sequence[str]) -> None:
        """Show other noise; ``which`` of the features that vary, and their names."""
        places = np.ix_(which, which)
        self._found, self._names = found, names
        parts = (found.gram, found.expected_gram, found.mean_gram)
        *matrices, self._drawn = (part[places] / found.n_rows for part in parts)
        self._matrices = tuple(matrices)
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._found, self._matrices = None, ()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(170, 260)

    def texts(self) -> list[list[list[str]]]:
        """What the cells of both matrices say where there is room for it."""
        return [[[_text(float(value)) for value in row] for row in matrix] for matrix in self._matrices]

    def cell_text(self, matrix: int, row: int, column: int) -> str:
        """What is told of a cell that is pointed at."""
        found = self._found
        if found is None:
            return ""
        names = [shortened(self._names[j], _LONGEST) for j in (row, column)]
        what = f"“{names[0]}” with itself" if row == column else f"“{names[0]}” with “{names[1]}”"
        value = self._matrices[matrix][row, column]
        if not matrix:
            return f"{what}: {number_text(value, 4)} without noise."
        drawn = number_text(float(self._drawn[row, column]), 4)
        return f"{what}: {number_text(value, 4)} expected, {drawn} in {len(found.drawn)} draws."

    def squares(self) -> list[QRectF]:
        """Where the matrices are."""
        above = self.fontMetrics().lineSpacing() + _ABOVE
        width, height = float(self.width()), float(self.height())
        beside = min((width - _GAP) / 2.0, height - above)
        below = min(width, (height - _GAP) / 2.0 - above)
        side = max(beside, below)
        if beside >= below:
            return [QRectF(k * (side + _GAP), above, side, side) for k in range(2)]
        left = (width - side) / 2.0
        return [QRectF(left, above + k * (side + above + _GAP), side, side) for k in range(2)]

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            cell = self._cell_at(event.pos())
            if cell is None:
                hide_tip()
            else:
                show_tip(event.globalPos(), self.cell_text(*cell), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        if self._found is None:
            return
        painter = QPainter(self)
        quiet, text = muted(self.palette()), self.palette().windowText().color()
        texts = self.texts()
        for square, title, matrix, told in zip(self.squares(), _TITLES, self._matrices, texts, strict=True):
            side = square.width() / len(matrix)
            if side < _SMALLEST:
                continue
            room = QRectF(square.left(), 0.0, square.width(), square.top() - _ABOVE)
            room.setTop(square.top() - self.fontMetrics().lineSpacing() - _ABOVE)
            painter.setPen(quiet)
            painter.setFont(self.font())
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, title)
            painter.setFont(self._small)
            has_room = self._has_room(side, told)
            for i, row in enumerate(matrix):
                for j, value in enumerate(row):
                    cell = QRectF(square.left() + j * side, square.top() + i * side, side, side)
                    inner = cell.adjusted(0.0, 0.0, -1.0, -1.0)
                    painter.fillRect(inner, self._colour(float(value)))
                    painter.setPen(text)
                    if has_room:
                        painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, told[i][j])
                    elif value < -_PALE and side > 2.0 * _SMALLEST:
                        middle = inner.center()
                        painter.drawLine(
                            QPoint(round(middle.x() - 0.2 * side), round(middle.y())),
                            QPoint(round(middle.x() + 0.2 * side), round(middle.y())),
                        )
        painter.end()

    @property
    def _small(self) -> QFont:
        font = tabular(self.font())
        font.setPointSizeF(_SMALL * font.pointSizeF())
        return font

    def _has_room(self, side: float, told: list[list[str]]) -> bool:
        metrics = QFontMetricsF(self._small)
        widest = max(metrics.horizontalAdvance(text) for row in told for text in row)
        return widest + 4.0 <= side and metrics.height() <= side

    def _colour(self, value: float) -> QColor:
        """Blue above 0 and orange below, the fuller the farther."""
        series = Series.FIT if value < 0.0 else Series.RESIDUALS
        colour = series.colour(is_dark(self.palette()))
        colour.setAlphaF(min(1.0, abs(value) / _MOST) ** 0.7)
        return colour

    def _cell_at(self, at: QPoint) -> tuple[int, int, int] | None:
        for which, (square, matrix) in enumerate(zip(self.squares(), self._matrices, strict=False)):
            if square.contains(at.x(), at.y()):
                side = square.width() / len(matrix)
                row, column = int((at.y() - square.top()) / side), int((at.x() - square.left()) / side)
                return which, min(row, len(matrix) - 1), min(column, len(matrix) - 1)
        return None


def _text(value: float) -> str:
    """Two decimals, without a sign before 0."""
    text = f"{abs(value):.2f}"
    return f"{MINUS}{text}" if value < 0.0 and float(text) else text
