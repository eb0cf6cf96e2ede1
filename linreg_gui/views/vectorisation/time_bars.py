"""Bars of time on a logarithmic scale: one run, and what comes before and after it in patterns of its own."""

from __future__ import annotations

import math
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.vectorisation.values import CHAPTER, Contender, Timing
from linreg_gui.core.wording import about_time_text, time_text
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.fitted_text import elided
from linreg_gui.views.widgets.texts import set_description, set_name, show_tip

from .contender_looks import LOOKS

_LEAST_SECONDS = 1e-12  # a clock may stand still
_NAME = "Time of one run"
_MARGIN, _BAR, _GAP = 10.0, 14.0, 10.0
_MOST_ROW, _MOST_BAR = 88.0, 28.0
_UNKNOWN = "not measured yet"
_TRANSFER, _WARM_UP = Qt.BrushStyle.BDiagPattern, Qt.BrushStyle.Dense5Pattern
_PARTS = (
    (Qt.BrushStyle.SolidPattern, "one run"),
    (_TRANSFER, "transfer"),
    (_WARM_UP, "warm-up, once"),
)


@always_answers
class TimeBars(QWidget):
    """A row for each contender, in a fixed order, with the numbers as text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._timings: dict[Contender, Timing] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_timings(CHAPTER, ())

    def show_timings(self, n: int, timings: Iterable[Timing]) -> None:
        """Show what is known at one size."""
        self._title = f"{_NAME} at n = {n:,}"
        self._timings = {timing.contender: timing for timing in timings}
        rows = (f"{contender.label}: {self.row_text(contender)}" for contender in Contender)
        set_name(self, self._title)
        set_description(self, "; ".join(rows))
        self.update()

    def row_text(self, contender: Contender) -> str:
        """What is written in a row."""
        timing = self._timings.get(contender)
        if timing is None:
            return _UNKNOWN
        if not timing.measured:
            if math.isfinite(timing.predicted):
                return f"not measured: would take {about_time_text(timing.predicted)}"
            return timing.problem
        text = time_text(timing.seconds)
        if timing.transfer:
            text += f" + {time_text(timing.transfer)} transfer"
        return f"{text} + {time_text(timing.warm_up)} warm-up" if timing.warm_up else text

    def segments(self, contender: Contender) -> list[tuple[Qt.BrushStyle, float, float]]:
        """The parts of a bar: pattern, and from which to which share of the width."""
        timing = self._timings.get(contender)
        if timing is None:
            return []
        if not timing.measured:
            if not math.isfinite(timing.predicted):
                return []
            return [(Qt.BrushStyle.NoBrush, 0.0, self._share(timing.predicted))]
        ends = [timing.seconds, timing.seconds + timing.transfer, timing.first_time]
        found, low = [], 0.0
        for (pattern, _), end in zip(_PARTS, ends, strict=True):
            high = self._share(end)
            if high > low:
                found.append((pattern, low, high))
            low = high
        return found

    def decades(self) -> tuple[int, int]:
        """The powers of ten of a second at both ends of the scale."""
        times = [t.seconds for t in self._timings.values() if t.measured]
        tops = [t.first_time for t in self._timings.values() if t.measured]
        tops += [t.predicted for t in self._timings.values() if math.isfinite(t.predicted)]
        if not tops:
            return -6, 0
        low = math.floor(math.log10(max(min(times + tops), _LEAST_SECONDS)) - 0.3)
        return low, max(math.ceil(math.log10(max(*tops, _LEAST_SECONDS))), low + 1)

    def sizeHint(self) -> QSize:
        """Room for all rows and the scale."""
        return QSize(380, self.minimumSizeHint().height() + 40)

    def minimumSizeHint(self) -> QSize:
        """Rows close together."""
        line = self.fontMetrics().height()
        row = line + _BAR + 6.0
        return QSize(290, math.ceil(row * len(Contender) + 3.4 * line + 2 * _MARGIN))

    def event(self, event: QEvent) -> bool:
        """Say in a tooltip what a narrow row cuts off."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = int((event.pos().y() - self._top()) // self._row_height())
            if 0 <= place < len(Contender):
                contender = list(Contender)[place]
                show_tip(event.globalPos(), f"{contender.label}: {self.row_text(contender)}", self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Title, rows, scale and legend."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bold = QFont(self.font())
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(self.palette().windowText().color())
        line = QFontMetricsF(self.font()).height()
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(_MARGIN, _MARGIN, self.width(), line), left, self._title)
        painter.setFont(style.tabular(self.font()))
        self._paint_scale(painter)
        for place, contender in enumerate(Contender):
            self._paint_row(painter, contender, self._top() + place * self._row_height())
        self._paint_legend(painter)
        painter.end()

    def _share(self, seconds: float) -> float:
        low, high = self.decades()
        return min(1.0, max(0.004, (math.log10(seconds) - low) / (high - low)))

    def _top(self) -> float:
        return _MARGIN + 1.5 * self.fontMetrics().height()

    def _row_height(self) -> float:
        room = self.height() - self._top() - 2.4 * self.fontMetrics().height() - _MARGIN
        return min(room / len(Contender), _MOST_ROW)

    def _width(self) -> float:
        return self.width() - 2.0 * _MARGIN

    def _paint_row(self, painter: QPainter, contender: Contender, top: float) -> None:
        metrics = QFontMetricsF(painter.font())
        line, dark = metrics.height(), style.is_dark(self.palette())
        room = QRectF(_MARGIN, top, self._width(), line)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(self.palette().windowText().color())
        painter.drawText(room, left, contender.label)
        name = metrics.horizontalAdvance(contender.label) + _GAP
        timing = self._timings.get(contender)
        if timing is None or not timing.measured:
            painter.setPen(style.muted(self.palette()))
        text, segments = self.row_text(contender), self.segments(contender)
        if segments or metrics.horizontalAdvance(text) <= room.width() - name:
            text = elided(text, metrics, room.width() - name)
            painter.drawText(room.adjusted(name, 0.0, 0.0, 0.0), left, text)
        else:  # a sentence has the room of the bar
            below = QRectF(_MARGIN, top + line, room.width(), self._row_height() - line)
            painter.drawText(below, Qt.TextFlag.TextWordWrap, text)
        colour = LOOKS[contender].colour(dark)
        thick = min(max(self._row_height() - 1.8 * line, _BAR), _MOST_BAR)
        for pattern, low, high in segments:
            place = QRectF(_MARGIN + low * room.width(), top + line + 1.0, (high - low) * room.width(), thick)
            _paint_bar(painter, place, colour, pattern)

    def _paint_scale(self, painter: QPainter) -> None:
        low, high = self.decades()
        metrics = QFontMetricsF(painter.font())
        line = metrics.height()
        bottom = self._top() + len(Contender) * self._row_height()
        step = max(1, math.ceil((high - low) * 60.0 / self._width()))
        grid = QColor(self.palette().color(self.palette().ColorRole.Mid))
        grid.setAlpha(110)
        for power in range(low, high + 1, step):
            x = _MARGIN + (power - low) / (high - low) * self._width()
            painter.setPen(grid)
            painter.drawLine(round(x), round(self._top()), round(x), round(bottom))
            text = _power_text(power)
            wide = metrics.horizontalAdvance(text)
            at = min(max(x - wide / 2.0, 0.0), self.width() - wide)
            painter.setPen(style.muted(self.palette()))
            painter.drawText(QRectF(at, bottom, wide + 1.0, line), Qt.AlignmentFlag.AlignLeft, text)

    def _paint_legend(self, painter: QPainter) -> None:
        metrics = QFontMetricsF(painter.font())
        line = metrics.height()
        x, y = _MARGIN, self._top() + len(Contender) * self._row_height() + 1.3 * line
        muted = style.muted(self.palette())
        for pattern, text in _PARTS:
            _paint_bar(painter, QRectF(x, y + line / 2.0 - 5.0, 18.0, 10.0), muted, pattern)
            wide = metrics.horizontalAdvance(text)
            painter.setPen(muted)
            painter.drawText(QRectF(x + 23.0, y, wide + 1.0, line), Qt.AlignmentFlag.AlignLeft, text)
            x += 23.0 + wide + 14.0


def _power_text(power: int) -> str:
    """A power of ten of a second: “10 µs”."""
    unit, least = next((u, k) for u, k in (("s", 0), ("ms", -3), ("µs", -6), ("ns", -99)) if power >= k)
    least = -9 if unit == "ns" else least
    return f"{10.0 ** (power - least):,g} {unit}"


def _paint_bar(painter: QPainter, place: QRectF, colour: QColor, pattern: Qt.BrushStyle) -> None:
    unknown = pattern is Qt.BrushStyle.NoBrush
    painter.setPen(QPen(colour, 1.0, Qt.PenStyle.DashLine if unknown else Qt.PenStyle.SolidLine))
    painter.setBrush(QBrush(colour, pattern))
    painter.drawRect(place)
