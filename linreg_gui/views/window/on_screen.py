"""Where a window may be: never larger than what its screen has for it, and never partly outside of that."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect
from PySide6.QtWidgets import QWidget

_STEP = QPoint(28, 28)
_TITLE_BAR = 28  # before the system has said how high it is


def placed(wanted: QRect, available: QRect, around: QMargins) -> QRect:
    """A rectangle of a window as near to the one that is wanted as there is room with its frame."""
    room = available.marginsRemoved(around)
    size = wanted.size().boundedTo(room.size())
    left = min(max(wanted.left(), room.left()), room.left() + room.width() - size.width())
    top = min(max(wanted.top(), room.top()), room.top() + room.height() - size.height())
    return QRect(left, top, size.width(), size.height())


def put_beside(window: QWidget, other: QWidget) -> None:
    """Put a window a little further down than another one, and smaller where it would not fit there."""
    place = other.pos() + _STEP
    available = other.screen().availableGeometry()
    room = QRect(place + QPoint(0, _TITLE_BAR), available.bottomRight()).size()
    window.move(place)
    window.resize(window.size().boundedTo(room))


def keep_on_screen(window: QWidget) -> None:
    """Bring a window to where all of it can be seen; one that fills the screen does so already."""
    if window.isMaximized() or window.isFullScreen():
        return
    inner, outer = window.geometry(), window.frameGeometry()
    around = QMargins(
        inner.left() - outer.left(),
        inner.top() - outer.top(),
        outer.right() - inner.right(),
        outer.bottom() - inner.bottom(),
    )
    if not window.isVisible():
        around = QMargins(0, _TITLE_BAR, 0, 0)
    there = placed(inner, window.screen().availableGeometry(), around)
    if there != inner:
        window.setGeometry(there)
