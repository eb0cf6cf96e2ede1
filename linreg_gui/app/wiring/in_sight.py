"""Tells when a view comes into sight, so that what was not drawn while it was hidden is drawn then."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from linreg_gui.core.answering import always_answers


@always_answers
class InSight(QObject):
    """Watches one view; ``renew`` is called when it has been shown."""

    def __init__(self, view: QWidget, renew: Callable[[], object]) -> None:
        super().__init__(view)
        self._view, self._renew = view, renew
        view.installEventFilter(self)

    def __bool__(self) -> bool:
        """Whether it is in sight."""
        return self._view.isVisible()

    @property
    def draws(self) -> bool:
        """Whether it is in sight, or its window is not on the screen yet and is made ready to be."""
        return self._view.isVisible() or not self._view.window().isVisible()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave everything to the view."""
        if watched is self._view and event.type() == QEvent.Type.Show:
            self._renew()
        return super().eventFilter(watched, event)
