"""One sentence over the results, that a person can act on or close."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.icons import icon, pixmap
from linreg_gui.views.widgets.notices import NOTICES
from linreg_gui.views.widgets.style import is_dark
from linreg_gui.views.widgets.texts import Label, add_action, set_name, set_text

_ICON = 20
_RADIUS = 6.0
_LEAST_FOR_TEXT = 300
_MOST_BUTTONS = 3

_KINDS = ("info", "warning", "error")

Action = tuple[str, Callable[[], None]]


@always_answers
class MessageBar(QWidget):
    """Hidden until there is something to say; it lies over what it is put on, and moves nothing.

    Parameters
    ----------
    room : callable
        Where it may be, in the coordinates of its parent: it takes the width, and what height it needs.
    """

    def __init__(self, parent: QWidget | None = None, room: Callable[[], QRect] | None = None) -> None:
        super().__init__(parent)
        self._room = room
        self._notice = NOTICES["info"]
        self._actions: tuple[Action, ...] = ()
        self._icon, self._label = Label(), Label()
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._row = QHBoxLayout()
        self._buttons: list[QPushButton] = []
        self.more_button = QPushButton("More…")
        self.more = QMenu(self)
        self.more_button.setMenu(self.more)
        self._row.addWidget(self.more_button)
        self.action_button, self.other_button = self._add_button(), self._add_button()
        self.close_button = describe(QToolButton(), "Close the message", "Close the message.")
        self.close_button.setAutoRaise(True)
        self.close_button.clicked.connect(self.clear)
        self._lay_out()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.restyle()
        self.hide()

    @property
    def sentence(self) -> str:
        """What it says; "" when there is nothing to say."""
        return self._label.text()

    def show_message(self, sentence: str, kind: str = "info", *actions: Action | None) -> None:
        """Say a sentence of kind ``info``, ``warning`` or ``error``, and offer to do something about it."""
        self._notice = NOTICES[kind]
        set_text(self._label, sentence)
        self._offer([action for action in actions if action is not None], sentence)
        set_name(self, f"{self._notice.word}: {sentence}")
        self.restyle()
        self.place()
        self.show()
        self.raise_()
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def add_message(self, sentence: str, kind: str = "info", *actions: Action | None) -> None:
        """Say a sentence after those that are there, whose offers stay."""
        if not self.sentence:
            self.show_message(sentence, kind, *actions)
        elif sentence not in self.sentence:
            here = next(kind for kind, notice in NOTICES.items() if notice is self._notice)
            worst = max(here, kind, key=_KINDS.index)
            offered = [*self._actions, *(action for action in actions if action is not None)]
            self.show_message(f"{self.sentence} {sentence}", worst, *offered)

    def clear(self) -> None:
        """Say nothing."""
        self._actions = ()
        self._label.clear()
        self.setAccessibleName("")
        self.hide()

    def take_focus(self) -> None:
        """Have the keys at what can be done about it."""
        buttons: list[QWidget] = [*self._buttons, self.more_button, self.close_button]
        first = next(button for button in buttons if not button.isHidden())
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _offer(self, actions: Sequence[Action], sentence: str) -> None:
        self._actions = tuple(actions)
        at_hand = len(actions) if len(actions) <= _MOST_BUTTONS else _MOST_BUTTONS - 1
        while len(self._buttons) < at_hand:
            self._add_button()
        for number, button in enumerate(self._buttons):
            text = actions[number][0] if number < at_hand else ""
            set_text(button, text)
            button.setVisible(number < at_hand)
            describe(button, text, f"{text}: {sentence}")
        self._offer_more(at_hand)
        describe(self.more_button, "More", f"More that can be done: {sentence}")

    def _offer_more(self, first: int) -> None:
        """Put what has no button into the menu of the last one."""
        for action in self.more.actions():
            self.more.removeAction(action)
            action.deleteLater()  # it may be the one that is just done
        for number, (text, _) in enumerate(self._actions[first:], first):
            action = add_action(self.more, text)
            action.triggered.connect(lambda _=False, number=number: self._do(number))
        self.more_button.setVisible(first < len(self._actions))

    def _add_button(self) -> QPushButton:
        button, number = QPushButton(), len(self._buttons)
        button.clicked.connect(lambda: self._do(number))
        self._buttons.append(button)
        self._row.insertWidget(self._row.count() - 1, button)
        return button

    def restyle(self) -> None:
        """Colours of the palette and of the kind of message."""
        colour = self._colour()
        self._icon.setPixmap(pixmap(self._notice.icon, colour, _ICON, self.devicePixelRatioF()))
        self.close_button.setIcon(icon("close", self.palette(), QPalette.ColorRole.WindowText))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, line = QColor(self._colour()), QColor(self._colour())
        ground.setAlphaF(0.13)
        line.setAlphaF(0.55)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().window())  # it lies over a plot
        painter.drawRoundedRect(area, _RADIUS, _RADIUS)
        painter.setPen(line)
        painter.setBrush(ground)
        painter.drawRoundedRect(area, _RADIUS, _RADIUS)
        painter.end()

    def place(self) -> None:
        """Take the place that there is now."""
        if self._room is None:
            return
        room = self._room()
        self._place_buttons(room.width())
        self._whole.activate()
        height = max(self.heightForWidth(room.width()), self.minimumSizeHint().height())
        self.setGeometry(room.left(), room.top(), room.width(), height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_buttons(self.width())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "close_button"):
            self.restyle()

    def _lay_out(self) -> None:
        self.close_button.setIconSize(QSize(16, 16))
        layout = self._whole = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 6, 6)
        layout.setSpacing(10)
        self._texts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._texts.setSpacing(10)
        self._texts.addWidget(self._label, 1)
        self._row.setSpacing(10)
        self._row.insertStretch(0)
        self._texts.addLayout(self._row)
        layout.addWidget(self._icon)
        layout.addLayout(self._texts, 1)
        layout.addWidget(self.close_button)

    def _place_buttons(self, width: int) -> None:
        """Beside the sentence, or below it where they would leave it too little room."""
        shown = [button for button in (*self._buttons, self.more_button) if not button.isHidden()]
        room = width - sum(button.sizeHint().width() + 10 for button in shown)
        direction = QBoxLayout.Direction
        below = bool(shown) and room < _LEAST_FOR_TEXT
        self._texts.setDirection(direction.TopToBottom if below else direction.LeftToRight)

    def _colour(self) -> QColor:
        return self._notice.colour(is_dark(self.palette()))

    def _do(self, number: int) -> None:
        actions = self._actions
        self.clear()
        if number < len(actions):
            actions[number][1]()
