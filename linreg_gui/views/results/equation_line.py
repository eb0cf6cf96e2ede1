"""Paints one equation; its numbers change in place, so that nothing around it moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from linreg_gui.core.wording import counted
from linreg_gui.views.widgets.equation_text import MOST_TERMS, Term, short_name, whole_text
from linreg_gui.views.widgets.style import Series, is_dark, muted, tabular

_MOST_LINES = 3


@dataclass(frozen=True)
class _Piece:
    """A piece of text in its place."""

    text: str
    x: float
    line: int
    is_number: bool


class EquationLine(QWidget):
    """Label = number × feature + … + bias, wrapped over at most ``most_lines``; the tooltip has all of it."""

    def __init__(self, caption: str, series: Series, points: float, most_lines: int = _MOST_LINES) -> None:
        super().__init__()
        self._caption = caption
        self._series = series
        self._most_lines = most_lines
        self._label = ""
        self._terms = list[Term]()
        self._features = list[str]()
        self._pieces: list[_Piece] = []
        self._widths: dict[int, float] = {}  # of the numbers; they only grow
        self._lines = 1
        self._caption_font = self.font()
        self._indent = QFontMetricsF(self._caption_font).horizontalAdvance("exact") + 12.0
        font = tabular(self.font())
        font.setPointSizeF(font.pointSizeF() * points)
        self._font, self._number_font = font, QFont(font)
        self._number_font.setBold(series is Series.FIT)
        self._metrics, self._number_metrics = QFontMetricsF(font), QFontMetricsF(self._number_font)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """The whole equation, every term and every name in full."""
        return whole_text(self._label, self._terms) if self._terms else ""

    def shown_text(self) -> str:
        """What is painted, from left to right and from top to bottom."""
        return " ".join(piece.text for piece in self._pieces if piece.text)

    def show_label(self, label: str) -> None:
        """Start another equation; its terms follow."""
        self._label = label
        self._terms = []
        self._widths = {}
        self._place()

    def show_terms(self, all_terms: Sequence[Term]) -> None:
        """Show numbers; cheap while names and widths stay."""
        self._terms = list(all_terms)
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(200, round(self._lines * self._spacing()))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        # The tooltip is written when it is asked for, not at every update.
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.text(), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        palette = self.palette()
        number = self._series.colour(is_dark(palette))
        if not is_dark(palette):
            number = number.darker(115)
        baseline = self._metrics.ascent() + self._metrics.leading()
        painter.setFont(self._caption_font)
        painter.setPen(muted(palette))
        painter.drawText(QPointF(0.0, baseline), self._caption)
        for is_number, colour in ((False, palette.windowText().color()), (True, number)):
            painter.setFont(self._number_font if is_number else self._font)
            painter.setPen(colour)
            for piece in self._pieces:
                if piece.is_number is is_number:
                    painter.drawText(QPointF(piece.x, baseline + piece.line * self._spacing()), piece.text)
        painter.end()

    def _spacing(self) -> float:
        return self._metrics.lineSpacing() + 2.0

    def _place(self) -> None:
        """Work out where everything stands."""
        writer = _Writer(self._metrics, self._indent, float(self.width()), self._most_lines)
        if self._terms:
            writer.write(f"{short_name(self._label)} =")
            self._write_terms(writer)
        self._pieces = writer.pieces
        lines = writer.line + 1
        if lines != self._lines:
            self._lines = lines
            self.updateGeometry()
        self.update()

    def _write_terms(self, writer: _Writer) -> None:
        chosen, left_out = self._chosen_terms()
        for index, term in enumerate(chosen):
            is_bias = index == len(chosen) - 1
            if is_bias and left_out:
                writer.write(f"… + {counted(left_out, 'more term')}")
            needed = self._number_metrics.horizontalAdvance(term.number)
            width = self._widths[index] = max(self._widths.get(index, 0.0), needed)
            if not writer.write_term(term, width, needed):
                return

    def _chosen_terms(self) -> tuple[list[Term], int]:
        """The first terms and the bias, and how many are left out between them."""
        features = self._terms[:-1]
        if len(features) <= MOST_TERMS + 1:
            return self._terms, 0
        return [*features[:MOST_TERMS], self._terms[-1]], len(features) - MOST_TERMS


class _Writer:
    """Writes from left to right, on a new line where a term would not fit."""

    def __init__(self, metrics: QFontMetricsF, indent: float, width: float, most_lines: int) -> None:
        self._metrics = metrics
        self._indent = indent
        self._width = width
        self._most_lines = most_lines
        self._space = metrics.horizontalAdvance(" ")
        self._sign_width = max(metrics.horizontalAdvance(sign) for sign in "+−")
        self._x = indent
        self.line = 0
        self.pieces: list[_Piece] = []

    def write(self, text: str) -> None:
        """A piece of plain text."""
        width = self._metrics.horizontalAdvance(text)
        self._break_before(width)
        self._add(text, width)

    def write_term(self, term: Term, slot: float, needed: float) -> bool:
        """A term that is kept together; False, and an ellipsis, when there is no place left."""
        product = term.product(short_name(term.name))
        product_width = self._metrics.horizontalAdvance(product) + self._space if product else 0.0
        # The sign of the first term belongs to its number, the others stand between two terms.
        is_first = len(self.pieces) == 1
        lead = self._sign_width + (0.0 if is_first else self._space)
        if not self._break_before(lead + slot + product_width):
            self._add("…", 0.0)
            return False
        # Right in its slot before a name, left at the end.
        at = self._x + lead + (slot - needed if product else 0.0)
        sign_at = at - self._sign_width if is_first else self._x
        self.pieces.append(_Piece(term.sign, sign_at, self.line, False))
        self.pieces.append(_Piece(term.number, at, self.line, True))
        self._x += lead + slot + self._space
        if product:
            self._add(product, self._metrics.horizontalAdvance(product))
        return True

    def _add(self, text: str, width: float) -> None:
        self.pieces.append(_Piece(text, self._x, self.line, False))
        self._x += width + self._space

    def _break_before(self, width: float) -> bool:
        """Go to the next line if the width does not fit; False if there is none."""
        room = self._width - (self._metrics.horizontalAdvance("…") if self._is_last_line() else 0.0)
        if self._x + width <= room or self._x <= self._indent:
            return True
        if self._is_last_line():
            return False
        self.line += 1
        self._x = self._indent
        return True

    def _is_last_line(self) -> bool:
        return self.line + 1 >= self._most_lines
