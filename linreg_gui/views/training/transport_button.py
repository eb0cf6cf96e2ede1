"""A flat button that shows an action; the primary one is filled with the accent colour."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QFocusEvent, QIcon, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QToolButton

from linreg_gui.core.answering import always_answers
from linreg_gui.views.widgets.icons import icon
from linreg_gui.views.widgets.texts import set_description, set_name, set_text, set_tip, set_whats_this

from .space_key import STEPS_ON_SPACE
from .transport_actions import icon_name

_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_PADDING = QSize(14, 14)
_GAP = 5  # between icon and text
_RADIUS = 5.0


@always_answers
class TransportButton(QToolButton):
    """Shows an action and triggers it.

    Space presses the button only where a person tabbed to it; after a click it still makes a step.
    """

    def __init__(self, action: QAction, primary: bool = False) -> None:
        super().__init__()
        self._action, self._primary = action, primary
        self._reserved: tuple[str, ...] = ()
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(16, 16))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty(STEPS_ON_SPACE, True)
        self.clicked.connect(action.trigger)
        action.changed.connect(self.sync)
        self.sync()

    def sync(self) -> None:
        """Look like the action."""
        action = self._action
        set_text(self, action.iconText())
        self.setEnabled(action.isEnabled())
        self._sync_icon()
        set_name(self, action.text().replace("&", ""))
        set_description(self, action.whatsThis())
        set_tip(self, action.toolTip())
        set_whats_this(self, action.whatsThis())

    def _sync_icon(self) -> None:
        if self._is_accented():
            self.setIcon(icon(icon_name(self._action), self.palette(), QPalette.ColorRole.HighlightedText))
        else:
            self.setIcon(self._action.icon())

    def reserve(self, *texts: str) -> None:
        """Keep a width that all these texts fit in."""
        self._reserved = texts
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self.size_with(not self._is_icon_alone())

    def size_with(self, text: bool) -> QSize:
        """The size with the icon alone, or with text beside it."""
        size = self.iconSize()
        advance = self.fontMetrics().horizontalAdvance
        width = _GAP + max(map(advance, (self.text(), *self._reserved))) if text else 0
        return QSize(size.width() + width, max(size.height(), self.fontMetrics().height())) + _PADDING

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.setProperty(STEPS_ON_SPACE, event.reason() not in _TAB)
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        self._paint_ground(painter)
        self._paint_label(painter)
        painter.end()

    def _paint_label(self, painter: QPainter) -> None:
        """Icon and text, together in the middle, so that Run and Pause have the same place."""
        size, text = self.iconSize(), "" if self._is_icon_alone() else self.text()
        text_width = _GAP + self.fontMetrics().horizontalAdvance(text) if text else 0
        left = (self.width() - size.width() - text_width) // 2
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        self.icon().paint(painter, QRect(QPoint(left, 0), QSize(size.width(), self.height())), mode=mode)
        painter.setPen(self.palette().color(self._text_role()))
        where = QRect(left + size.width() + _GAP, 0, text_width, self.height())
        painter.drawText(where, int(Qt.AlignmentFlag.AlignVCenter), text)

    def _paint_ground(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, role = self.palette(), QPalette.ColorRole
        line = palette.color(role.Accent if self._has_tab_focus() else role.Mid)
        painter.setPen(QPen(line, 2.0 if self._has_tab_focus() else 1.0))
        if self._is_accented() and not self._has_tab_focus():
            painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ground())
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)

    def _ground(self) -> QColor:
        palette, role = self.palette(), QPalette.ColorRole
        if self._is_accented():
            accent = palette.color(role.Accent).darker(112)
            return accent.darker(125 if self.isDown() else 110 if self.underMouse() else 100)
        if not self.isEnabled():
            return QColor(Qt.GlobalColor.transparent)
        if self.isDown():
            return palette.color(role.Mid)
        return palette.color(role.Midlight if self.underMouse() else role.Button)

    def _is_icon_alone(self) -> bool:
        return self.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly

    def _is_accented(self) -> bool:
        return self._primary and self.isEnabled()

    def _has_tab_focus(self) -> bool:
        return self.hasFocus() and not self.property(STEPS_ON_SPACE)

    def _text_role(self) -> QPalette.ColorRole:
        return QPalette.ColorRole.HighlightedText if self._is_accented() else QPalette.ColorRole.ButtonText
