"""The one button of a page that is most likely wanted: filled with the accent colour."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter

from linreg_gui.core.answering import always_answers

_RADIUS = 5.0
_DARKER = 112


@always_answers
class AccentButton(QPushButton):
    """Flat, whatever the style makes of other buttons."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.ButtonText, palette.highlightedText().color())
        option.palette = palette
        ground = palette.highlight().color()
        pressed = self.isDown() or self.underMouse()
        painter = QStylePainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(ground.darker(_DARKER) if pressed else ground)
        painter.setPen(QPen(palette.windowText().color(), 1.5) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)
