"""Scrolling past a field must not change it: the wheel works only where the focus is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget

from linreg_gui.core.answering import always_answers


@always_answers
class CalmWheel(QObject):
    """Keeps the wheel from fields without the focus; it scrolls what is behind them."""

    def guard(self, *fields: QWidget) -> None:
        """Watch these fields."""
        for field in fields:
            field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Wheel or not isinstance(watched, QWidget) or watched.hasFocus():
            return False
        event.ignore()
        return True
