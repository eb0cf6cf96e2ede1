"""The text of a lesson: headings, paragraphs and lists, with equations that are sharp at every size."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QEvent, QRect, QRectF, QSizeF, Signal
from PySide6.QtGui import (
    QFont,
    QPainter,
    QPalette,
    QPyTextObject,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.lessons.equations import Equation, equation
from linreg_gui.core.lessons.text import Block, Span
from linreg_gui.views.widgets.texts import set_description

_KIND = QTextFormat.ObjectTypes.UserObject + 1
_PROPERTY = QTextFormat.Property.UserProperty + 1
_OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"
_HEADING, _SMALLER = 1.25, 1.1  # times the size of letters
_EQUATION = 1.2
_BETWEEN, _INDENT = 8.0, 14


@always_answers
class _Drawn(QPyTextObject):
    """Draws equations as part of a line of text; they are kept by their number."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.equations: list[Equation] = []
        self.on_their_own: set[int] = set()  # those that have a line for themselves

    def intrinsicSize(self, _document: object, _at: int, format: QTextFormat) -> QSizeF:
        at = int(format.property(_PROPERTY))
        drawn = self.equations[at]
        # In a line of text it stands on that, and what is below hangs down.
        return QSizeF(drawn.width, drawn.height - (0.0 if at in self.on_their_own else drawn.depth))

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        _document: object,
        _at: int,
        format: QTextFormat,
    ) -> None:
        drawn = self.equations[int(format.property(_PROPERTY))]
        renderer = QSvgRenderer(QByteArray(drawn.svg.encode()))
        renderer.render(painter, QRectF(rect.x(), rect.y(), drawn.width, drawn.height))


@always_answers
class LessonText(QTextBrowser):
    """Shows blocks; says which link was followed."""

    link_followed = Signal(str)  # such as “view:loss”

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.viewport().setAutoFillBackground(False)
        self.anchorClicked.connect(lambda url: self.link_followed.emit(url.toString()))
        self._drawn = _Drawn(self)
        self.document().documentLayout().registerHandler(_KIND, self._drawn)
        self._blocks: tuple[Block, ...] = ()
        self._follows_end = False  # as something was said there
        self._titles: dict[str, str] = {}

    @property
    def spoken(self) -> str:
        """What a screen reader says: the text with its equations in words."""
        parts = (" ".join(_said(span) for span in block.spans) for block in self._blocks)
        return "\n".join(part for part in parts if part)

    def show_blocks(self, blocks: Sequence[Block], titles: dict[str, str]) -> None:
        """Show a text from its beginning, or one that has grown at its end; views are called by titles."""
        before, self._blocks, self._titles = self._blocks, tuple(blocks), titles
        self._write()
        has_grown = 0 < len(before) < len(self._blocks) and self._blocks[: len(before)] == before
        if has_grown or self._follows_end:
            self._follows_end = True
            self.moveCursor(QTextCursor.MoveOperation.End)
            self.ensureCursorVisible()

    def begin(self) -> None:
        """What is shown next is read from its beginning."""
        self._blocks, self._follows_end = (), False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._write()

    def _write(self) -> None:
        self.clear()
        self._drawn.equations.clear()
        self._drawn.on_their_own.clear()
        cursor = QTextCursor(self.document())
        for at, block in enumerate(self._blocks):
            self._write_block(cursor, block, is_first=not at)
        set_description(self, self.spoken)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _write_block(self, cursor: QTextCursor, block: Block, *, is_first: bool) -> None:
        shape = QTextBlockFormat()
        shape.setBottomMargin(_BETWEEN)
        looks = QTextCharFormat()
        font = QFont(self.font())
        spans, bullet = block.spans, ""
        match block.kind:
            case "heading":
                font.setBold(True)
                font.setPointSizeF(font.pointSizeF() * (_HEADING if block.level == 1 else _SMALLER))
                shape.setHeadingLevel(block.level)
            case "item" | "numbered item":
                shape.setLeftMargin(_INDENT * block.level)
                bullet = "• "
            case "quote":
                shape.setLeftMargin(_INDENT)
                font.setItalic(True)
            case "view":
                name = self._titles.get(block.target, block.target)
                spans = (Span(f"Look at: {name}", link=f"view:{block.target}"),)
        looks.setFont(font)
        if is_first:
            cursor.setBlockFormat(shape)
        else:
            cursor.insertBlock(shape)
        if bullet:
            cursor.insertText(bullet, looks)
        for span in spans:
            self._write_span(cursor, span, looks, on_its_own=block.kind == "equation")

    def _write_span(
        self, cursor: QTextCursor, span: Span, looks: QTextCharFormat, *, on_its_own: bool
    ) -> None:
        mine = QTextCharFormat(looks)
        if span.equation:
            colour = self.palette().color(QPalette.ColorRole.Text).name()
            size = self.fontInfo().pixelSize() * _EQUATION
            found = equation(span.text, float(size), colour, display=on_its_own)
            room = self.viewport().width() - 2 * self.document().documentMargin()
            if on_its_own and room > 0 and found.width > room:  # a long one is drawn smaller
                found = equation(span.text, size * max(0.5, room / found.width), colour, display=True)
            if on_its_own:
                self._drawn.on_their_own.add(len(self._drawn.equations))
            self._drawn.equations.append(found)
            mine.setObjectType(_KIND)
            mine.setProperty(_PROPERTY, len(self._drawn.equations) - 1)
            cursor.insertText(_OBJECT, mine)
            return
        font = mine.font()
        font.setBold(font.bold() or span.strong)
        font.setItalic(font.italic() or span.emphasis)
        if span.code:
            font.setFamilies(["DejaVu Sans Mono", "Consolas", "Menlo", "monospace"])
        if span.link:
            mine.setAnchor(True)
            mine.setAnchorHref(span.link)
            mine.setForeground(self.palette().color(QPalette.ColorRole.Link))
            font.setUnderline(True)
        mine.setFont(font)
        cursor.insertText(span.text, mine)


def _said(span: Span) -> str:
    return equation(span.text).spoken if span.equation else span.text
