"""A report laid out as a text document, for its preview and for pages of a PDF, with drawings as vectors.

The same value as the page in `core/reporting/page.py`; what is said is said there, here is how it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, QRectF, QSizeF
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QPaintDevice,
    QPainter,
    QPicture,
    QPyTextObject,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextOption,
    QTextTableFormat,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.desk.check_values import Standing
from linreg_gui.core.reporting.page import MARKS, sentence
from linreg_gui.core.reporting.report import (
    Answer,
    Answers,
    Block,
    Equation,
    Figure,
    Grid,
    Points,
    Report,
    Words,
)
from linreg_gui.core.writing.table_text import TextTable, is_symbol
from linreg_gui.views.widgets.texts import PlainDocument

from .paper_table import INK, aligned, cell_format, column_parts, column_widths, some_columns, spread_widths

_QUIET, _PALE = "#4a5561", "#f4f6f8"
_COLOURS = {
    Standing.FINE: "#1f6239",
    Standing.LOOK: "#7a4d0b",
    Standing.DOUBT: "#8e241b",
    Standing.YOURS: "#2f4a7d",
    Standing.UNTOLD: _QUIET,
}
_POINTS, _SMALL, _LEAST_POINTS = 9.5, 8.5, 6.5
_PICTURE = QTextFormat.ObjectTypes.UserObject.value + 1
_DRAWING, _DRAWN_SIZE = (
    QTextFormat.Property.UserProperty.value + 1,
    QTextFormat.Property.UserProperty.value + 2,
)
_MOST_OF_A_PAGE = 0.9
_LEAST_BELOW = 40.0


@always_answers
class Drawings(QPyTextObject):
    """Draws figures where the document has them, no larger than there is room for."""

    def __init__(self, room: QSizeF, parent: QObject) -> None:
        super().__init__(parent)
        self._room = room
        self.page: QRectF | None = None  # that is painted alone: a drawing does not mind how it is clipped

    def intrinsicSize(self, doc: Any, position: int, format: QTextFormat) -> QSizeF:  # noqa: ARG002
        width, height = format.property(_DRAWN_SIZE)
        return QSizeF(width, height) * self._scale(width, height)

    def drawObject(
        self,
        painter: QPainter,
        rect: Any,  # QRectF
        doc: Any,  # noqa: ARG002
        position: int,  # noqa: ARG002
        format: QTextFormat,
    ) -> None:
        if self.page is not None and not self.page.contains(rect.center()):
            return
        picture = format.property(_DRAWING)
        scale = self._scale(*format.property(_DRAWN_SIZE))
        painter.save()
        painter.translate(rect.topLeft())
        painter.scale(scale, scale)
        if isinstance(picture, QPicture):
            painter.drawPicture(0, 0, picture)
        painter.restore()

    def _scale(self, width: float, height: float) -> float:
        return min(1.0, self._room.width() / width, _MOST_OF_A_PAGE * self._room.height() / height)


def paper_of(report: Report, room: QSizeF, font: QFont, device: QPaintDevice | None = None) -> PlainDocument:
    """The document, as wide as the room; where there is a device, in pages of its height.

    Parameters
    ----------
    report : Report
    room : QSizeF
        In units of a screen with 96 to the inch.
    font : QFont
        Whose family is taken.
    device : QPaintDevice, optional
        What it is painted on.
    """
    document = PlainDocument()
    document.setDocumentMargin(0.0)
    document.setUseDesignMetrics(True)
    base = QFont(font)
    base.setPointSizeF(_POINTS)
    base.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    document.setDefaultFont(base)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(option)
    layout = document.documentLayout()
    if device is not None:
        layout.setPaintDevice(device)
    drawings = Drawings(room, document)
    layout.registerHandler(_PICTURE, drawings)
    _Writer(document, room.width(), base).write(report)
    document.setTextWidth(room.width())
    if device is not None:
        document.setPageSize(room)
        _keep_together(document, room.height())
    return document


def _keep_together(document: PlainDocument, height: float) -> None:
    """Headings and captions go to the next page with what they stand above."""
    layout = document.documentLayout()
    block = document.begin()
    while block.isValid():
        following = block.next()
        if block.blockFormat().headingLevel() and following.isValid():
            here, below = layout.blockBoundingRect(block), layout.blockBoundingRect(following)
            # A line or two of what follows is to be there, too.
            last = below.top() + min(below.height(), _LEAST_BELOW) - 1.0
            if int((here.bottom() - 1.0) // height) != int(last // height):
                first = block
                while first.previous().blockFormat().headingLevel() and _is_plain(first.previous()):
                    first = first.previous()
                breaking = QTextBlockFormat()
                breaking.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
                QTextCursor(first).mergeBlockFormat(breaking)
                document.markContentsDirty(0, document.characterCount())
        block = following


def _is_plain(block: QTextBlock) -> bool:
    """Whether it can still be moved, and does not begin a page already."""
    begins = QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore
    return block.isValid() and block.blockFormat().pageBreakPolicy() != begins


class _Writer:
    """Writes a report into a document, from its beginning to its end."""

    def __init__(self, document: PlainDocument, width: float, font: QFont) -> None:
        self._cursor, self._width, self._font = QTextCursor(document), width, font
        self._is_first = True

    def write(self, report: Report) -> None:
        """All of it; Qt lays it out once, when it is there."""
        self._cursor.beginEditBlock()
        self._paragraph(report.title, size=19.0, bold=True, level=1, below=5.0)
        self._paragraph(report.lead, size=10.5, below=3.0)
        self._paragraph(sentence(report.made), size=_SMALL, colour=_QUIET, below=2.0)
        self._rule()
        for section in report.sections:
            self._paragraph(section.heading, size=13.0, bold=True, level=2, above=16.0, below=4.0)
            for block in section.blocks:
                self._block(block)
        self._cursor.endEditBlock()

    def _block(self, block: Block) -> None:
        match block:
            case Words():
                self._paragraph(block.text, colour=_QUIET if block.quiet else INK, above=3.0, below=3.0)
            case Points():
                self._paragraph(block.title, bold=True, level=3, above=8.0, below=2.0)
                for text in block.sentences:
                    self._paragraph(f"•\t{text}", indent=14.0, below=2.0)
            case Equation():
                self._paragraph(block.name, size=_SMALL, colour=_QUIET, level=4, above=6.0, below=1.0)
                self._paragraph(block.text, ground=_PALE, below=4.0)
            case Grid():
                self._grid(block)
            case Answers():
                for answer in block.answers:
                    self._answer(answer)
            case Figure():
                self._figure(block)

    def _paragraph(
        self,
        text: str,
        *,
        size: float = _POINTS,
        bold: bool = False,
        colour: str = INK,
        level: int = 0,
        above: float = 0.0,
        below: float = 0.0,
        indent: float = 0.0,
        ground: str = "",
    ) -> None:
        """A block; one with a level stays with what follows it."""
        shape = QTextBlockFormat()
        shape.setTopMargin(above)
        shape.setBottomMargin(below)
        shape.setLineHeight(118.0, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        shape.setHeadingLevel(level)
        if indent:
            shape.setLeftMargin(indent)
            shape.setTextIndent(-indent)
            shape.setTabPositions([QTextOption.Tab(indent, QTextOption.TabType.LeftTab)])
        if ground:
            shape.setBackground(QBrush(QColor(ground)))
            shape.setLeftMargin(6.0)
        self._begin(shape)
        self._cursor.insertText(_plain(text), self._letters(size, bold, colour))

    def _begin(self, shape: QTextBlockFormat) -> None:
        if self._is_first:
            self._cursor.setBlockFormat(shape)
            self._is_first = False
        else:
            self._cursor.insertBlock(shape)

    def _letters(
        self, size: float, bold: bool = False, colour: str = INK, italic: bool = False
    ) -> QTextCharFormat:
        letters = QTextCharFormat()
        letters.setFontPointSize(size)
        letters.setFontWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        letters.setFontItalic(italic)
        letters.setForeground(QBrush(QColor(colour)))
        return letters

    def _rule(self) -> None:
        shape = QTextBlockFormat()
        shape.setProperty(
            QTextFormat.Property.BlockTrailingHorizontalRulerWidth,
            QTextLength(QTextLength.Type.PercentageLength, 100.0),
        )
        shape.setBottomMargin(4.0)
        self._begin(shape)
        self._cursor.insertText("", self._letters(4.0))

    def _answer(self, answer: Answer) -> None:
        self._paragraph(answer.question, bold=True, level=3, above=9.0, below=1.0)
        shape = QTextBlockFormat()
        shape.setBottomMargin(1.0)
        shape.setHeadingLevel(4)
        self._begin(shape)
        colour = _COLOURS[answer.standing]
        self._cursor.insertText(f"{MARKS[answer.standing]} ", self._letters(_POINTS, True, colour))
        self._cursor.insertText(_plain(sentence(answer.short)), self._letters(_POINTS, True))
        words = answer.standing.value
        self._cursor.insertText(f"  {words[:1].upper()}{words[1:]}.", self._letters(_SMALL, False, colour))
        for text in answer.sentences:
            self._paragraph(text, below=1.0)
        if answer.numbers:
            self._paragraph(sentence(answer.numbers), size=_SMALL, colour=_QUIET, below=1.0)
        if answer.yours:
            self._paragraph(answer.yours, below=1.0)

    def _figure(self, figure: Figure) -> None:
        shape = QTextBlockFormat()
        shape.setTopMargin(10.0)
        shape.setHeadingLevel(5)  # its caption stays with it
        self._begin(shape)
        drawn = QTextCharFormat()
        drawn.setObjectType(_PICTURE)
        drawn.setProperty(_DRAWING, figure.drawing)
        drawn.setProperty(_DRAWN_SIZE, figure.size)
        self._cursor.insertText("\ufffc", drawn)
        self._caption(
            f"Figure {figure.number}.", f"{sentence(figure.title)} {figure.caption}".strip(), 0, 8.0
        )

    def _caption(self, number: str, text: str, level: int, below: float) -> None:
        shape = QTextBlockFormat()
        shape.setTopMargin(2.0 if not level else 9.0)
        shape.setBottomMargin(below)
        shape.setHeadingLevel(level)
        self._begin(shape)
        self._cursor.insertText(f"{number} ", self._letters(_SMALL, True))
        self._cursor.insertText(_plain(text), self._letters(_SMALL, False, INK if level else _QUIET))

    def _grid(self, grid: Grid) -> None:
        table, points = grid.table, _SMALL
        widths = column_widths(table, self._font, points)
        if sum(widths) > self._width:
            points = max(_LEAST_POINTS, points * self._width / sum(widths))
            widths = column_widths(table, self._font, points)
        self._caption(f"Table {grid.number}.", sentence(table.title), 4, 3.0)
        for part in column_parts(widths, self._width):
            self._table(some_columns(table, part), [widths[at] for at in part], points, bool(table.notes))
        for text in table.notes:
            self._paragraph(sentence(text), size=_SMALL - 0.5, colour=_QUIET, above=1.0)

    def _table(self, table: TextTable, widths: Sequence[float], points: float, has_notes: bool) -> None:
        lengths = spread_widths(table, widths, self._font, points, self._width)
        shape = QTextTableFormat()
        shape.setBorder(0.0)
        shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
        shape.setBorderCollapse(True)
        shape.setCellSpacing(0.0)
        shape.setCellPadding(0.0)
        shape.setHeaderRowCount(1)
        shape.setTopMargin(3.0)  # below its caption
        shape.setBottomMargin(3.0 if has_notes else 12.0)  # Qt has none above what follows
        shape.setWidth(QTextLength(QTextLength.Type.FixedLength, sum(lengths)))
        shape.setColumnWidthConstraints(
            [QTextLength(QTextLength.Type.FixedLength, length) for length in lengths]
        )
        made = self._cursor.insertTable(len(table.rows) + 1, len(table.heads), shape)
        for row, texts in enumerate([table.heads, *table.rows]):
            for at, text in enumerate(texts):
                cell = made.cellAt(row, at)
                cell.setFormat(cell_format(row, len(table.rows)))
                inside = cell.firstCursorPosition()
                inside.setBlockFormat(aligned(table.numbers[at]))
                italic = not row and table.italics and is_symbol(text)
                inside.insertText(_plain(text), self._letters(points, not row, italic=italic))
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._is_first = True  # Qt has begun a block below the table already


def _plain(text: str) -> str:
    """On one line: Qt takes some signs for the ends of blocks, and one for an object."""
    return " ".join(text.replace("\ufffc", "\ufffd").replace("\x00", "\ufffd").split(" ")).translate(_ENDS)


_ENDS = {ord(letter): " " for letter in "\n\r\u2028\u2029\x0b\x0c\ufdd0\ufdd1"}
