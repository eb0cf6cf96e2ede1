"""Tabs as plain words, one of which is underlined."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QStyle, QStyleOptionFocusRect, QTabBar, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.views.widgets.style import muted

_SIDE = 7
_AROUND = 8
_LINE = 2.5


@always_answers
class PaneTabs(QTabBar):
    """As wide as its words, none of which is ever cut or scrolled away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def tabSizeHint(self, index: int) -> QSize:
        """Room for the word in bold, so that nothing moves when another tab is chosen."""
        metrics = QFontMetrics(self._bold())
        wide = metrics.size(Qt.TextFlag.TextShowMnemonic, self.tabText(index)).width()
        return QSize(wide + 2 * _SIDE, metrics.height() + _AROUND)

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter, palette = QPainter(self), self.palette()
        for index in range(self.count()):
            place = self.tabRect(index)
            chosen = index == self.currentIndex()
            painter.setFont(self._bold() if chosen else self.font())
            painter.setPen(palette.windowText().color() if chosen else muted(palette))
            painter.drawText(
                place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextShowMnemonic, self.tabText(index)
            )
            if chosen:
                below = QRectF(place.left() + _SIDE, place.bottom() - _LINE, place.width() - 2 * _SIDE, _LINE)
                painter.fillRect(below, palette.color(QPalette.ColorRole.Highlight))
            if chosen and self.hasFocus():
                option = QStyleOptionFocusRect()
                option.initFrom(self)
                option.rect = place.adjusted(1, 1, -1, -1)
                self.style().drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, option, painter, self)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Letters of another size need other room."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        return font
