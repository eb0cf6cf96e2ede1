"""Left, Right, Home and End go through the run wherever they have nothing else to do in a window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QTextEdit,
)

from linreg_gui.core.answering import always_answers

_MANY = 10
_BY = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
# At their ends they leave the keys over, which are still meant for them.
_OWNERS = (
    QLineEdit,
    QTextEdit,
    QPlainTextEdit,
    QAbstractItemView,
    QAbstractSpinBox,
    QAbstractSlider,
    QComboBox,
)


@always_answers
class StepKeys(QObject):
    """Hears of keys that what has the focus leaves over, such as a plot; with Shift ten steps are meant."""

    look_by_requested = Signal(int)  # updates on, or back
    start_requested = Signal()
    end_requested = Signal()

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._window or event.type() != QEvent.Type.KeyPress:
            return False
        if not isinstance(event, QKeyEvent) or isinstance(self._window.focusWidget(), _OWNERS):
            return False
        keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift = keys == Qt.KeyboardModifier.ShiftModifier
        if keys != Qt.KeyboardModifier.NoModifier and not shift:
            return False
        return self._take(Qt.Key(event.key()), _MANY if shift else 1)

    def _take(self, key: Qt.Key, many: int) -> bool:
        if key in _BY:
            self.look_by_requested.emit(many * _BY[key])
        elif key == Qt.Key.Key_Home:
            self.start_requested.emit()
        elif key == Qt.Key.Key_End:
            self.end_requested.emit()
        else:
            return False
        return True
