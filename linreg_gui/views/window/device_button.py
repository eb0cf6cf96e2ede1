"""What computes, at the end of the status line; a click opens the choice."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.menu_button import MenuButton
from linreg_gui.views.widgets.style import tabular
from linreg_gui.views.widgets.texts import set_text

_LEAST_LETTERS = 6  # of the name, where large letters leave no room for all
_HELP = "What computes; click to choose something else."


@always_answers
class DeviceButton(MenuButton):
    """A flat button with the name of what computes; its help says why it was chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(tabular(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setEnabled(False)
        self.show_device("", "")

    def minimumSizeHint(self) -> QSize:
        whole = self.sizeHint()
        return QSize(
            min(whole.width(), _LEAST_LETTERS * self.fontMetrics().averageCharWidth()), whole.height()
        )

    @property
    def device(self) -> str:
        """What computes."""
        return self._name

    def set_choices(self, menu: QMenu) -> None:
        """What opens at a click."""
        self.setMenu(menu)
        self.setEnabled(True)

    def show_device(self, name: str, reason: str) -> None:
        """Say what computes and why."""
        self._name = name
        set_text(self, name)
        describe(self, f"Computed on: {name}" if name else "Computed on", f"{reason} {_HELP}".lstrip())
