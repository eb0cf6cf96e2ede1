"""Space belongs to the control that has the focus before it belongs to the command that steps."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QWidget

from linreg_gui.core.answering import always_answers

STEPS_ON_SPACE = "steps_on_space"  # dynamic property of a button that leaves Space to the command


@always_answers
class SpaceKey(QObject):
    """Watches the widget with the focus and keeps plain Space from shortcuts where it presses or ticks it.

    Text fields do this by themselves.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._watch)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
            and event.modifiers() == Qt.KeyboardModifier.NoModifier
            and uses_space(watched)
        ):
            event.accept()
            return True
        return False

    def _watch(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None:
            old.removeEventFilter(self)
        if new is not None:
            new.installEventFilter(self)


def uses_space(widget: QObject) -> bool:
    """Whether Space does something in this widget by itself: press, tick, or open its choices."""
    if isinstance(widget, QAbstractButton):
        return not widget.property(STEPS_ON_SPACE)
    if isinstance(widget, QAbstractItemView):
        return _is_checkable(widget.currentIndex())
    return isinstance(widget, QComboBox)


def _is_checkable(index: QModelIndex) -> bool:
    may_be_ticked = bool(index.flags() & Qt.ItemFlag.ItemIsUserCheckable)
    return may_be_ticked and index.data(Qt.ItemDataRole.CheckStateRole) is not None
