"""Draws what a column is like into a few pixels: a sign for its type, what is missing, and bars."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen

from linreg_gui.core.cells.column_types import ColumnType
from linreg_gui.core.table.column_summary import MOST_BARS, ColumnSummary
from linreg_gui.views.widgets.fitted_text import elided
from linreg_gui.views.widgets.notices import NOTICES
from linreg_gui.views.widgets.style import Series, is_dark, muted

from .column_words import missing_text

_SIGNS = {
    ColumnType.NUMBER: "#",
    ColumnType.CATEGORY: "A|B",
    ColumnType.TEXT: "Aa",
    ColumnType.DATE: "31",
}
_GAP = 5
_FEW_BARS = 6


def small(font: QFont) -> QFont:
    """The font of what may be overlooked."""
    result = QFont(font)
    result.setPointSizeF(result.pointSizeF() * 0.84)
    result.setBold(False)
    return result


def paint_details(
    painter: QPainter, line: QRect, right: bool, summary: ColumnSummary, palette: QPalette
) -> None:
    """The type of a column and how many of its cells are missing, in one line."""
    metrics = QFontMetrics(painter.font())
    sign, missing = _SIGNS[summary.type], missing_text(summary)
    width = metrics.horizontalAdvance(sign) + 6
    text = missing or summary.type
    room = line.width() - width - _GAP
    both = f"{summary.type}, {missing}"
    if missing and metrics.horizontalAdvance(both) <= room:
        text = both
    shown = elided(text, metrics, room)
    left = line.right() + 1 - width - _GAP - metrics.horizontalAdvance(shown) if right else line.left()
    box = QRectF(left + 0.5, line.top() + 0.5, width - 1, line.height() - 1)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(muted(palette), 0.8))
    painter.drawRoundedRect(box, 2.5, 2.5)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), sign)
    colour = NOTICES["warning"].colour(is_dark(palette)) if missing else muted(palette)
    painter.setPen(colour)
    rest = QRect(left + width + _GAP, line.top(), room, line.height())
    painter.drawText(rest, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)


def paint_bars(painter: QPainter, area: QRect, summary: ColumnSummary, palette: QPalette) -> None:
    """A histogram: bars that touch for numbers and dates, bars with gaps for values one by one."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(palette.color(QPalette.ColorRole.Mid))
    painter.drawLine(area.bottomLeft(), area.bottomRight())
    highest = max(summary.bars, default=0)
    if highest > (1 if summary.levels else 0):
        gap = 1 if summary.levels else 0
        places = max(len(summary.bars), _FEW_BARS if summary.levels else MOST_BARS)
        colour = QColor(Series.DATA.colour(is_dark(palette)))
        for place, count in enumerate(summary.bars):
            left = area.left() + round(place * area.width() / places)
            right = area.left() + round((place + 1) * area.width() / places) - gap
            height = max(1, round(count / highest * (area.height() - 1))) if count else 0
            painter.fillRect(left, area.bottom() - height, max(1, right - left), height, colour)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
