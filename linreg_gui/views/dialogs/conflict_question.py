"""The questions before a file is written over, or read anew, that somebody else has changed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget

from linreg_gui.views.widgets.texts import MessageBox, set_text, set_title


class _Question(MessageBox):
    """Asks without holding up the program; Cancel and Esc change nothing."""

    def __init__(self, title: str, sentence: str, details: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setIcon(MessageBox.Icon.Warning)
        set_title(self, title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        set_text(self, sentence)
        self.setInformativeText(details)
        self.cancel_button = self.addButton(MessageBox.StandardButton.Cancel)
        self.setEscapeButton(self.cancel_button)
        self._wishes: dict[QAbstractButton, SignalInstance] = {}
        self.buttonClicked.connect(self._answer)
        self.finished.connect(self.deleteLater)

    def _button(self, text: str, role: MessageBox.ButtonRole, wish: SignalInstance) -> QPushButton:
        button = self.addButton(text, role)
        self._wishes[button] = wish
        return button

    def _answer(self, button: QAbstractButton) -> None:
        if button in self._wishes:
            self._wishes[button].emit()


class ConflictQuestion(_Question):
    """Before a file is written over that is another one than was seen: save elsewhere, over it, or stay.

    Parameters
    ----------
    title, sentence, details : str
    elsewhere, overwrite : str
        What these buttons say.
    reloads : bool
        Whether what is there can be read in place of the present work.
    """

    elsewhere_requested = Signal()
    overwrite_requested = Signal()
    reload_requested = Signal()

    def __init__(
        self,
        title: str,
        sentence: str,
        details: str,
        parent: QWidget | None = None,
        *,
        elsewhere: str = "Save &As…",
        overwrite: str = "&Overwrite",
        reloads: bool = False,
    ) -> None:
        super().__init__(title, sentence, details, parent)
        roles = MessageBox.ButtonRole
        self.elsewhere_button = self._button(elsewhere, roles.AcceptRole, self.elsewhere_requested)
        self.overwrite_button = self._button(overwrite, roles.DestructiveRole, self.overwrite_requested)
        self.reload_button = (
            self._button("&Reload", roles.ActionRole, self.reload_requested) if reloads else None
        )
        self.setDefaultButton(self.elsewhere_button)


class ReloadQuestion(_Question):
    """Before a file is read anew over work that is not saved."""

    reload_requested = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        sentence = f"Reload “{name}” and give up your changes?"
        details = "What is in the file takes the place of what you changed here. Undo brings that back."
        super().__init__("Reload the Project", sentence, details, parent)
        roles = MessageBox.ButtonRole
        self.reload_button = self._button("&Reload", roles.DestructiveRole, self.reload_requested)
        self.setDefaultButton(self.cancel_button)
