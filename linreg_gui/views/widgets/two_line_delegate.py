"""Items of a list with a title and, below it in muted letters, a sentence."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from linreg_gui.core.answering import always_answers

from .elided_label import elided_to_lines
from .fitted_text import elided
from .model_index import Index
from .style import muted

_PADDING = 8
_LINES = 2


@always_answers
class TwoLineDelegate(QStyledItemDelegate):
    """Paints the title bold and the sentence on at most so many lines; every item is as high."""

    SECOND_LINE = int(Qt.ItemDataRole.UserRole) + 1

    def __init__(self, parent: QObject, lines: int = _LINES) -> None:
        super().__init__(parent)
        self._lines = lines

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        title = QFontMetrics(_bold(option.font)).lineSpacing()
        lines = title + self._lines * option.fontMetrics.lineSpacing()
        return QSize(100, lines + 2 * _PADDING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = QStyleOptionViewItem(option)
        self.initStyleOption(view, index)
        title, view.text = view.text, ""
        style = view.widget.style() if view.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, view, painter, view.widget)
        self._write(painter, view, title, str(index.data(self.SECOND_LINE) or ""))

    def _write(self, painter: QPainter, view: QStyleOptionViewItem, title: str, sentence: str) -> None:
        palette: QPalette = view.palette
        selected = bool(view.state & QStyle.StateFlag.State_Selected)
        strong = palette.highlightedText().color() if selected else palette.text().color()
        room: QRect = view.rect.adjusted(_PADDING, _PADDING, -_PADDING, -_PADDING)
        metrics = QFontMetrics(_bold(view.font))
        top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        painter.save()
        painter.setPen(strong)
        painter.setFont(_bold(view.font))
        painter.drawText(room, top, elided(title, metrics, room.width()))
        painter.setPen(strong if selected else muted(palette))
        painter.setFont(view.font)
        below = room.adjusted(0, metrics.lineSpacing(), 0, 0)
        lines, _ = elided_to_lines(sentence, view.fontMetrics, room.width(), self._lines)
        painter.drawText(below, top, lines)
        painter.restore()


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setBold(True)
    return bold
