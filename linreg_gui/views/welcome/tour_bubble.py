"""The bubble of the tour: a title, a short text, a way on and back, and an arrow to what it speaks of."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.views.widgets.accent_button import AccentButton
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.style import muted
from linreg_gui.views.widgets.texts import Label, set_description, set_name, set_text

_WIDTH = 340
_ARROW = 11
_PADDING = 16
_RADIUS = 8.0
_MARGIN = 8  # to the edges of the window


@always_answers
class TourBubble(QWidget):
    """Lies over its parent and moves out of the way of what it points at."""

    next_requested = Signal()
    back_requested = Signal()
    skip_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._tip: QPoint | None = None  # of the arrow, in the coordinates of the parent
        self.count = Label()
        self.title = Label()
        self.text = Label()
        font = self.title.font()
        font.setBold(True)
        font.setPointSizeF(1.15 * font.pointSizeF())
        self.title.setFont(font)
        self.text.setWordWrap(True)
        self.text.setFixedWidth(_WIDTH - 2 * (_PADDING + _ARROW))
        self.skip = describe(QPushButton("&Skip"), "Skip the tour", "End the tour (Esc).")
        self.back = describe(QPushButton("&Back"), "Back", "The step before (←).")
        self.next = describe(AccentButton(), "Next", "The next step (→).")
        for button, wish in (
            (self.skip, self.skip_requested),
            (self.back, self.back_requested),
            (self.next, self.next_requested),
        ):
            button.setAutoDefault(True)
            button.installEventFilter(self)
            button.clicked.connect(wish)
        self._lay_out()
        self._restyle()
        self.hide()

    def show_step(self, number: int, count: int, title: str, text: str) -> None:
        """Say what a step has to say; ``number`` counts from 1."""
        set_text(self.count, f"{number} of {count}")
        set_text(self.title, title)
        set_text(self.text, text)
        self.back.setEnabled(number > 1)
        self.skip.setVisible(number < count)
        self.next.setText("&Next" if number < count else "&Done")
        self.next.setAccessibleName("Next" if number < count else "Done")
        set_name(self, f"Tour, step {number} of {count}: {title}")
        set_description(self, text)
        self._layout.activate()
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def point_at(self, target: QRect | None) -> None:
        """Stand beside a rectangle of the parent, or in its middle without an arrow."""
        room = self._window.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        size = self.sizeHint().boundedTo(room.size())
        place, self._tip = _place(size, target, room)
        self.setGeometry(QRect(place, size))
        self.show()
        self.raise_()
        self.update()

    @property
    def has_arrow(self) -> bool:
        """Whether it points at something."""
        return self._tip is not None

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, self._layout.totalHeightForWidth(_WIDTH))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrow keys go through the steps, not from button to button."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take(event)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._take(event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "next"):
            self._restyle()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().highlight().color(), 1.5))
        painter.setBrush(self.palette().base())
        painter.drawPath(self._outline())

    def _take(self, event: QKeyEvent) -> bool:
        """Whether the key belongs to the tour."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.skip_requested.emit()
        elif key == Qt.Key.Key_Right:
            self.next_requested.emit()
        elif key == Qt.Key.Key_Left:
            self.back_requested.emit()
        else:
            return False
        return True

    def _outline(self) -> QPainterPath:
        body = QRectF(self.rect()).adjusted(_ARROW, _ARROW, -_ARROW, -_ARROW)
        path = QPainterPath()
        path.addRoundedRect(body, _RADIUS, _RADIUS)
        if self._tip is None:
            return path
        tip = QPointF(self.mapFromParent(self._tip))
        inset, half = _RADIUS + _ARROW, float(_ARROW)
        across = min(max(tip.x(), body.left() + inset), body.right() - inset)
        down = min(max(tip.y(), body.top() + inset), body.bottom() - inset)
        if tip.x() <= body.left() or tip.x() >= body.right():
            edge = body.left() + 1 if tip.x() <= body.left() else body.right() - 1
            outer = 1.0 if tip.x() <= body.left() else self.width() - 1.0
            corners = [QPointF(edge, down - half), QPointF(outer, down), QPointF(edge, down + half)]
        else:
            edge = body.top() + 1 if tip.y() <= body.top() else body.bottom() - 1
            outer = 1.0 if tip.y() <= body.top() else self.height() - 1.0
            corners = [QPointF(across - half, edge), QPointF(across, outer), QPointF(across + half, edge)]
        arrow = QPainterPath()
        arrow.addPolygon(QPolygonF([*corners, corners[0]]))
        return path.united(arrow)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.skip)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.next)
        layout = self._layout = QVBoxLayout(self)
        edge = _PADDING + _ARROW
        layout.setContentsMargins(edge, edge - 2, edge, edge - 2)
        layout.setSpacing(6)
        layout.addWidget(self.count)
        layout.addWidget(self.title)
        layout.addWidget(self.text)
        layout.addSpacing(6)
        layout.addLayout(buttons)

    def _restyle(self) -> None:
        quiet = QPalette(self.palette())
        quiet.setColor(QPalette.ColorRole.WindowText, muted(self.palette()))
        self.count.setPalette(quiet)


def _place(size: QSize, target: QRect | None, room: QRect) -> tuple[QPoint, QPoint | None]:
    """Where the bubble goes, and the tip of its arrow; no arrow where there is nothing to point at."""
    middle = room.center() - QPoint(size.width() // 2, size.height() // 2)
    if target is None:
        return middle, None
    centre = target.center()
    beside = centre.y() - size.height() // 2
    above = centre.x() - size.width() // 2
    for place, tip in (
        (QPoint(target.right() + 1, beside), QPoint(target.right(), centre.y())),
        (QPoint(target.left() - size.width(), beside), QPoint(target.left(), centre.y())),
        (QPoint(above, target.bottom() + 1), QPoint(centre.x(), target.bottom())),
        (QPoint(above, target.top() - size.height()), QPoint(centre.x(), target.top())),
    ):
        found = _moved_into(QRect(place, size), room)
        if not found.intersects(target):
            return found.topLeft(), tip
    return middle, None


def _moved_into(bubble: QRect, room: QRect) -> QRect:
    x = min(max(bubble.left(), room.left()), room.right() - bubble.width() + 1)
    y = min(max(bubble.top(), room.top()), room.bottom() - bubble.height() + 1)
    return QRect(QPoint(x, y), bubble.size())
