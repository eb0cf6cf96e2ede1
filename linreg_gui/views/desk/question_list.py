"""The questions, each with its answer below it and a sign beside it; up and down go through them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from linreg_gui.core.answering import always_answers
from linreg_gui.core.desk.check_values import Question, Standing, Verdict
from linreg_gui.views.widgets.fitted_text import elided
from linreg_gui.views.widgets.icons import pixmap
from linreg_gui.views.widgets.model_index import NO_INDEX, Index
from linreg_gui.views.widgets.notices import NOTICES
from linreg_gui.views.widgets.style import is_dark, muted
from linreg_gui.views.widgets.texts import tip

QUESTIONS = tuple(Question)
ANSWER, STANDING = int(Qt.ItemDataRole.UserRole) + 1, int(Qt.ItemDataRole.UserRole) + 2
_ICONS = {
    Standing.FINE: "check",
    Standing.LOOK: "info",
    Standing.DOUBT: "warning",
    Standing.YOURS: "yours",
    Standing.UNTOLD: "untold",
}
_COLOURS = {Standing.LOOK: "info", Standing.DOUBT: "warning"}
_SIDE, _ABOVE, _ICON, _GAP = 8, 3, 16, 8


@always_answers
class QuestionModel(QAbstractListModel):
    """All questions; answers once there are some."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._verdicts: tuple[Verdict, ...] = ()

    def show_verdicts(self, verdicts: Sequence[Verdict]) -> None:
        """Other answers; none for none."""
        if tuple(verdicts) != self._verdicts:
            self._verdicts = tuple(verdicts)
            self.dataChanged.emit(self.index(0), self.index(len(QUESTIONS) - 1))

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(QUESTIONS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = index.row()
        if not 0 <= row < len(QUESTIONS) or index.column():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return QUESTIONS[row].value
        if row >= len(self._verdicts):
            return None
        verdict = self._verdicts[row]
        if role == ANSWER:
            return verdict.short
        if role == STANDING:
            return verdict.standing
        told = f"{QUESTIONS[row].value} {verdict.short} ({verdict.standing.value})."
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return told
        return tip(told) if role == Qt.ItemDataRole.ToolTipRole else None


@always_answers
class QuestionDelegate(QStyledItemDelegate):
    """Paints a sign, the question bold, and the answer below it."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        height = QFontMetrics(_bold(option.font)).lineSpacing() + option.fontMetrics.lineSpacing()
        return QSize(120, height + 2 * _ABOVE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = QStyleOptionViewItem(option)
        self.initStyleOption(view, index)
        title, view.text = view.text, ""
        widget = view.widget
        style = widget.style() if widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, view, painter, widget)
        palette = view.palette
        selected = bool(view.state & QStyle.StateFlag.State_Selected)
        strong = palette.highlightedText().color() if selected else palette.text().color()
        room = view.rect.adjusted(_SIDE, _ABOVE, -_SIDE, -_ABOVE)
        standing = index.data(STANDING)
        painter.save()
        if isinstance(standing, Standing):
            ratio = widget.devicePixelRatioF() if widget else 1.0
            colour = strong if selected else self._colour(view, standing)
            sign = pixmap(_ICONS[standing], colour, _ICON, ratio)
            painter.drawPixmap(room.left(), room.top() + 1, sign)
        room = room.adjusted(_ICON + _GAP, 0, 0, 0)
        left = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        painter.setPen(strong)
        painter.setFont(_bold(view.font))
        painter.drawText(room, left, elided(title, QFontMetrics(_bold(view.font)), room.width()))
        below: QRect = room.adjusted(0, QFontMetrics(_bold(view.font)).lineSpacing(), 0, 0)
        painter.setPen(strong if selected else muted(palette))
        painter.setFont(view.font)
        painter.drawText(below, left, elided(str(index.data(ANSWER) or ""), view.fontMetrics, room.width()))
        painter.restore()

    def _colour(self, view: QStyleOptionViewItem, standing: Standing) -> QColor:
        if standing in _COLOURS:
            return NOTICES[_COLOURS[standing]].colour(is_dark(view.palette))
        return muted(view.palette)


def question_width(text: str, font: QFont) -> int:
    """What a question needs that is not to be cut."""
    return QFontMetrics(_bold(font)).horizontalAdvance(text) + 2 * _SIDE + _ICON + _GAP


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setBold(True)
    return bold
