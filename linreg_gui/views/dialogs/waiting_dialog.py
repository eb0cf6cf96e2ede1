"""What a person waits for before something else can be done: wait on, do without it, or stay."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QWidget

from linreg_gui.views.widgets.texts import MessageBox, set_text


class WaitingDialog(MessageBox):
    """Tells what is at work without holding up the program; Cancel and Esc leave everything as it is."""

    give_up_requested = Signal()
    cancelled = Signal()

    def __init__(self, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setIcon(MessageBox.Icon.Information)
        self.setWindowTitle("One Moment")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.show_sentence(sentence)
        self.setInformativeText("The window goes on as soon as that is done.")
        self.give_up_button = self.addButton("&Give It Up", MessageBox.ButtonRole.DestructiveRole)
        self.cancel_button = self.addButton(MessageBox.StandardButton.Cancel)
        self.setDefaultButton(self.cancel_button)
        self.setEscapeButton(self.cancel_button)
        self.buttonClicked.connect(self._answer)
        self.finished.connect(self.deleteLater)

    def show_sentence(self, sentence: str) -> None:
        """What is at work now."""
        set_text(self, sentence)

    def _answer(self, button: QAbstractButton) -> None:
        if button is self.give_up_button:
            self.give_up_requested.emit()
        else:
            self.cancelled.emit()
