"""Tables of a report on paper: how wide columns are, so that nothing is cut off, and how cells look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QTextBlockFormat,
    QTextFrameFormat,
    QTextTableCellFormat,
)

from linreg_gui.core.writing.table_text import TextTable

INK, RULE = "#1b2430", "#c9d0d7"
PADDING = 4.0
# A column of words is at least so wide, in letters.
_LEAST_WORDS, _MOST_WORDS = 12, 30


def column_widths(table: TextTable, base: QFont, points: float) -> list[float]:
    """What each column cannot do without: numbers as they are, words in some lines."""
    font = QFont(base)
    font.setPointSizeF(points)
    plain = QFontMetricsF(font)
    font.setWeight(QFont.Weight.DemiBold)
    bold = QFontMetricsF(font)
    letter = plain.averageCharWidth()
    found = []
    for at, head in enumerate(table.heads):
        width = max((plain.horizontalAdvance(row[at]) for row in table.rows), default=0.0)
        if not table.numbers[at]:
            width = min(width, (_MOST_WORDS if at else 1.5 * _MOST_WORDS) * letter)
            width = max(width, min(_LEAST_WORDS * letter, bold.horizontalAdvance(head)))
        longest = max((bold.horizontalAdvance(word) for word in head.split(" ")), default=0.0)
        found.append(max(width, longest) + 2.0 * PADDING + 3.0)
    return found


def spread_widths(
    table: TextTable, widths: Sequence[float], base: QFont, points: float, room: float
) -> list[float]:
    """The widths, with the room that is left for words that would stand in more lines otherwise."""
    font = QFont(base)
    font.setPointSizeF(points)
    metrics = QFontMetricsF(font)
    needs = []
    for at, width in enumerate(widths):
        longest = max((metrics.horizontalAdvance(row[at]) for row in table.rows), default=0.0)
        needs.append(max(0.0, longest + 2.0 * PADDING + 3.0 - width))
    left, needed = max(0.0, room - sum(widths)), sum(needs)
    share = min(1.0, left / needed) if needed else 0.0
    return [width + share * need for width, need in zip(widths, needs, strict=True)]


def cell_format(row: int, last: int) -> QTextTableCellFormat:
    shape = QTextTableCellFormat()
    shape.setLeftPadding(PADDING)
    shape.setRightPadding(PADDING)
    shape.setTopPadding(2.0)
    shape.setBottomPadding(2.0)
    solid = QTextFrameFormat.BorderStyle.BorderStyle_Solid
    if not row:
        shape.setTopBorder(1.2)
        shape.setTopBorderStyle(solid)
        shape.setTopBorderBrush(QBrush(QColor(INK)))
    shape.setBottomBorder(0.5 if 0 < row < last else 1.0)
    shape.setBottomBorderStyle(solid)
    shape.setBottomBorderBrush(QBrush(QColor(RULE if 0 < row < last else INK)))
    return shape


def aligned(number: bool) -> QTextBlockFormat:
    shape = QTextBlockFormat()
    shape.setAlignment(Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft)
    return shape


def column_parts(widths: Sequence[float], room: float) -> list[list[int]]:
    """Which columns stand beside each other, the first one in front of all, so that none is cut off."""
    parts: list[list[int]] = [[0]]
    used = widths[0]
    for at in range(1, len(widths)):
        if used + widths[at] > room and len(parts[-1]) > 1:
            parts.append([0])
            used = widths[0]
        parts[-1].append(at)
        used += widths[at]
    return parts


def some_columns(table: TextTable, places: Sequence[int]) -> TextTable:
    def some(texts: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(texts[at] for at in places)

    return replace(
        table, heads=some(table.heads), rows=[some(row) for row in table.rows], numbers=some(table.numbers)
    )
