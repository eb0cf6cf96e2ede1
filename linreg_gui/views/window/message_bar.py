"""One sentence over the results, that a person can act on or close."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.icons import icon, pixmap
from linreg_gui.views.widgets.notices import NOTICES
from linreg_gui.views.widgets.style import is_dark

_ICON = 20
_RADIUS = 6.0
_LEAST_FOR_TEXT = 300

Action = tuple[str, Callable[[], None]]


class MessageBar(QWidget):
    """Hidden until there is something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notice = NOTICES["info"]
        self._act: Callable[[], None] | None = None
        self._act_otherwise: Callable[[], None] | None = None
        self._icon, self._label = QLabel(), QLabel()
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.action_button, self.other_button = QPushButton(), QPushButton()
        self.close_button = describe(QToolButton(), "Close the message", "Close the message.")
        self.close_button.setAutoRaise(True)
        self.action_button.clicked.connect(lambda: self._do(self._act))
        self.other_button.clicked.connect(lambda: self._do(self._act_otherwise))
        self.close_button.clicked.connect(self.clear)
        self._lay_out()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.restyle()
        self.hide()

    @property
    def sentence(self) -> str:
        """What it says; "" when there is nothing to say."""
        return self._label.text()

    def show_message(
        self, sentence: str, kind: str = "info", action: Action | None = None, other: Action | None = None
    ) -> None:
        """Say a sentence of kind ``info``, ``warning`` or ``error``, and offer to do something about it."""
        self._notice = NOTICES[kind]
        self._label.setText(sentence)
        self._act = self._offer(self.action_button, action, sentence)
        self._act_otherwise = self._offer(self.other_button, other, sentence)
        self.setAccessibleName(f"{self._notice.word}: {sentence}")
        self.restyle()
        self._place_buttons()
        self.show()
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def clear(self) -> None:
        """Say nothing."""
        self._act = self._act_otherwise = None
        self._label.clear()
        self.setAccessibleName("")
        self.hide()

    def _offer(self, button: QPushButton, action: Action | None, sentence: str) -> Callable[[], None] | None:
        text, act = action if action is not None else ("", None)
        button.setText(text.replace("&", "&&"))
        button.setVisible(action is not None)
        describe(button, text, f"{text}: {sentence}")
        return act

    def restyle(self) -> None:
        """Colours of the palette and of the kind of message."""
        colour = self._colour()
        self._icon.setPixmap(pixmap(self._notice.icon, colour, _ICON, self.devicePixelRatioF()))
        self.close_button.setIcon(icon("close", self.palette(), QPalette.ColorRole.WindowText))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(self._colour())
        ground.setAlphaF(0.13)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_buttons()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "close_button"):
            self.restyle()

    def _lay_out(self) -> None:
        self.close_button.setIconSize(QSize(16, 16))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 6, 6)
        layout.setSpacing(10)
        self._texts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._texts.setSpacing(10)
        self._texts.addWidget(self._label, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addStretch()
        buttons.addWidget(self.action_button)
        buttons.addWidget(self.other_button)
        self._texts.addLayout(buttons)
        layout.addWidget(self._icon)
        layout.addLayout(self._texts, 1)
        layout.addWidget(self.close_button)

    def _place_buttons(self) -> None:
        """Beside the sentence, or below it where they would leave it too little room."""
        shown = [button for button in (self.action_button, self.other_button) if not button.isHidden()]
        room = self.width() - sum(button.sizeHint().width() + 10 for button in shown)
        direction = QBoxLayout.Direction
        below = bool(shown) and room < _LEAST_FOR_TEXT
        self._texts.setDirection(direction.TopToBottom if below else direction.LeftToRight)

    def _colour(self) -> QColor:
        return self._notice.colour(is_dark(self.palette()))

    def _do(self, act: Callable[[], None] | None) -> None:
        self.clear()
        if act is not None:
            act()
