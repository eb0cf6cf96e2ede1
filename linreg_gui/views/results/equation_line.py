"""Paints one equation on one line; its numbers change in place, so that nothing around it moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.telling.equation_text import MOST_TOLD, Term, n_products, short_name, whole_text
from linreg_gui.core.wording import counted
from linreg_gui.views.widgets.fitted_text import elided, fitted_number
from linreg_gui.views.widgets.style import Series, is_dark, muted, tabular
from linreg_gui.views.widgets.texts import show_tip

_DOTS = "…"
_LONGEST_NAMES = 24, 14, 9  # the shorter ones where they let more terms be seen
_FEW_TERMS = 2


@dataclass(frozen=True)
class _Piece:
    """A piece of text in its place."""

    text: str
    x: float
    is_number: bool


@always_answers
class EquationLine(QWidget):
    """Label = number × feature + … + constant.

    As many terms as there is room for, the first ones, and always a constant; the tooltip has all of it.
    """

    def __init__(self, caption: str, series: Series) -> None:
        super().__init__()
        self._caption = caption
        self._widest_caption = "exact"
        self._series = series
        self._label = ""
        self._terms: Sequence[Term] = ()
        self._sentence = ""  # in place of an equation
        self._pieces: list[_Piece] = []
        self._longest = _LONGEST_NAMES[0]
        self._widths: dict[int, float] = {}  # of the numbers; they only grow
        self._measured: dict[int, Term] = {}  # the terms that were looked at since they are shown
        self.set_points(1.0)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_points"):
            self.set_points(self._points)

    def set_caption(self, caption: str, widest: str) -> None:
        """Another name, in the room that the widest one of all lines takes."""
        self._caption, self._widest_caption = caption, widest
        self.set_points(self._points)
        self.update()

    def set_points(self, points: float) -> None:
        """How large the letters are, as a multiple of the usual ones."""
        self._points = points
        self._caption_font = self.font()
        self._indent = QFontMetricsF(self._caption_font).horizontalAdvance(self._widest_caption) + 12.0
        font = tabular(self.font())
        font.setPointSizeF(font.pointSizeF() * points)
        self._font, self._number_font = font, QFont(font)
        self._number_font.setBold(self._series is Series.FIT)
        self._metrics, self._number_metrics = QFontMetricsF(font), QFontMetricsF(self._number_font)
        self._space = self._metrics.horizontalAdvance(" ")
        self._sign_width = max(self._metrics.horizontalAdvance(sign) for sign in "+−")
        self._widths = {}
        self._place()
        self.updateGeometry()

    def text(self) -> str:
        """The whole equation, every term and every name in full."""
        return whole_text(self._label, self._terms) if self._terms else ""

    def told_text(self) -> str:
        """The same, cut where it would take minutes to be told; or why there is no equation."""
        if self._sentence:
            return self._sentence
        return whole_text(self._label, self._terms, MOST_TOLD) if self._terms else ""

    def shown_text(self) -> str:
        """What is painted, from left to right."""
        return " ".join(piece.text for piece in self._pieces if piece.text)

    def show_label(self, label: str) -> None:
        """Start another equation; its terms follow."""
        self._label = label
        self._terms, self._sentence = (), ""
        self._widths = {}
        self._place()

    def show_terms(self, all_terms: Sequence[Term]) -> None:
        """Show numbers; cheap while names and widths stay."""
        self._sentence = ""
        self._terms = all_terms
        self._place()

    def show_sentence(self, sentence: str) -> None:
        """Say why there is no equation."""
        self._terms, self._sentence = (), sentence
        self._place()

    def sizeHint(self) -> QSize:
        return QSize(200, round(self._metrics.lineSpacing() + 2.0))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        # The tooltip is written when it is asked for, not at every update.
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            show_tip(event.globalPos(), self.told_text(), self)
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
                    painter.drawText(QPointF(piece.x, baseline), piece.text)
        painter.end()

    def _place(self) -> None:
        """Work out where everything stands."""
        self._pieces = []
        self._measured.clear()
        if self._terms:
            self._write()
        elif self._sentence:
            room = max(0.0, self.width() - self._indent)
            self._add(elided(self._sentence, self._metrics, room), self._indent)
        self.update()

    def _write(self) -> None:
        n_features = n_products(self._terms)
        has_constant = n_features < len(self._terms)
        room = self.width() - self._indent - (self._term_width(n_features) if has_constant else 0.0)
        for self._longest in _LONGEST_NAMES:
            label = self._short(self._label)
            count, rest, left = self._fitting(n_features, room - self._advance(f"{label} ="))
            if count >= min(_FEW_TERMS, n_features):
                break
        if left < 0.0:
            name_room = room - self._advance(rest) - self._advance("=") - self._space
            label = elided(label, self._metrics, max(0.0, name_room))
        label = f"{label} ="
        x = self._add(label, self._indent)
        for index in range(count):
            x = self._write_term(x, index, self._term(index))
        if rest:
            x = self._add(rest, x)
        if has_constant:
            self._write_term(x, n_features, self._term(n_features))

    def _fitting(self, n_features: int, room: float) -> tuple[int, str, float]:
        """How many terms there is room for, what stands for the others, and the room that is left then."""
        if not n_features:
            return 0, "", room
        used, best = 0.0, (0, _DOTS, room - self._advance(_DOTS))
        for count in range(n_features + 1):
            left_out = n_features - count
            for rest in _rests(count, left_out):
                left = room - used - (self._advance(rest) if rest else 0.0)
                if left >= 0.0:
                    best = count, rest, left
                    break
            if not left_out or used > room:
                break
            used += self._term_width(count)
        return best

    def _term(self, index: int) -> Term:
        """A term, for whose number there is room from now on."""
        if index not in self._measured:
            term = self._measured[index] = self._terms[index]
            needed = self._number_metrics.horizontalAdvance(term.number)
            self._widths[index] = max(self._widths.get(index, 0.0), needed)
        return self._measured[index]

    def _term_width(self, index: int) -> float:
        term = self._term(index)
        product = self._product(term)
        width = self._sign_width + self._space + self._widths[index] + self._space
        return width + (self._advance(product) if product else 0.0)

    def _write_term(self, x: float, index: int, term: Term) -> float:
        """A term at its place; right in its slot before a name, left at the end."""
        product, number, slot = self._product(term), term.number, self._widths[index]
        # The sign of the first term belongs to its number, the others stand between two terms.
        is_first = len(self._pieces) == 1
        at = x + self._sign_width + (0.0 if is_first else self._space)
        if not product:
            room = self.width() - at
            number = fitted_number(number, lambda text: self._number_metrics.horizontalAdvance(text) <= room)
        at += slot - self._number_metrics.horizontalAdvance(number) if product else 0.0
        self._pieces.append(_Piece(term.sign, at - self._sign_width if is_first else x, False))
        self._pieces.append(_Piece(number, at, True))
        x += self._sign_width + (0.0 if is_first else self._space) + slot + self._space
        return self._add(product, x) if product else x

    def _product(self, term: Term) -> str:
        return term.product(self._short(term.name))

    def _short(self, name: str) -> str:
        return short_name(name, self._longest)

    def _add(self, text: str, x: float) -> float:
        self._pieces.append(_Piece(text, x, False))
        return x + self._advance(text)

    def _advance(self, text: str) -> float:
        return self._metrics.horizontalAdvance(text) + self._space


def _rests(count: int, left_out: int) -> tuple[str, ...]:
    """What may stand for the terms that are left out, the longest first."""
    if not left_out:
        return ("",)
    if not count:
        return counted(left_out, "term"), _DOTS
    return f"+ {counted(left_out, 'more term')}", f"+ {_DOTS}"
