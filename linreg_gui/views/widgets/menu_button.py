"""A flat button that opens a menu: its word, and an arrow close after it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QPaintEvent, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionToolButton, QStylePainter, QToolButton, QWidget

from linreg_gui.core.answering import always_answers

from .icons import icon

_ARROW = QSize(12, 12)
_SIDE, _ABOVE, _GAP = 6, 4, 3
_MNEMONIC = Qt.TextFlag.TextShowMnemonic.value


@always_answers
class MenuButton(QToolButton):
    """Qt would put the arrow below a corner of the word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoRaise(True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setIconSize(_ARROW)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._restyle()

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text())
        high = max(words.height(), self.iconSize().height()) + 2 * _ABOVE
        return QSize(words.width() + _GAP + self.iconSize().width() + 2 * _SIDE, high)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._restyle()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter, option = QStylePainter(self), QStyleOptionToolButton()
        self.initStyleOption(option)
        option.features &= ~QStyleOptionToolButton.ToolButtonFeature.HasMenu
        option.text, option.icon = "", QIcon()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        room = self.rect().adjusted(_SIDE, 0, -_SIDE, 0)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic
        role, enabled = QPalette.ColorRole.ButtonText, self.isEnabled()
        size = self.iconSize()
        words = room.adjusted(0, 0, -size.width() - _GAP, 0)
        text = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, words.width(), _MNEMONIC
        )
        painter.drawItemText(words, int(flags), self.palette(), enabled, text, role)
        arrow = QRect(room.right() + 1 - size.width(), (self.height() - size.height()) // 2, *size.toTuple())
        self.icon().paint(painter, arrow, mode=QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled)
        painter.end()

    def _restyle(self) -> None:
        self.setIcon(icon("chevron", self.palette(), QPalette.ColorRole.WindowText))
