"""Actions of a panel, and the buttons below it that do the same."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from .accessibility import describe
from .texts import set_caption, set_help, set_text


def panel_action(parent: QWidget, text: str, help_text: str, do: Callable[[], None]) -> QAction:
    """An action with a letter in its name and a help sentence."""
    action = QAction(parent=parent)
    set_caption(action, text)
    set_help(action, help_text)
    action.triggered.connect(do)
    return action


def action_button(action: QAction, *, wide: QSizePolicy.Policy) -> QPushButton:
    """A button that is called and enabled as its action is."""
    button = describe(QPushButton(), action.text().replace("&", ""), action.whatsThis())
    button.setSizePolicy(wide, QSizePolicy.Policy.Fixed)
    button.clicked.connect(action.trigger)

    def sync() -> None:
        set_text(button, action.text().replace("&", ""))
        button.setEnabled(action.isEnabled())

    action.changed.connect(sync)
    sync()
    return button
