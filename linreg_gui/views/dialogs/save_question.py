"""The question before something unsaved would be lost: save it, don’t, or stay."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QWidget

from linreg_gui.views.widgets.texts import MessageBox, set_text


class SaveQuestion(MessageBox):
    """Asks without holding up the program; Cancel and Esc change nothing."""

    save_requested = Signal()
    discard_requested = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setIcon(MessageBox.Icon.Question)
        self.setWindowTitle("Unsaved Changes")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        set_text(self, f"Save the changes to “{name}”?")
        self.setInformativeText("A project file keeps the data with every choice, the settings and the run.")
        kinds = MessageBox.StandardButton
        self.save_button = self.addButton(kinds.Save)
        self.discard_button = self.addButton(kinds.Discard)
        self.discard_button.setText("Do&n’t Save")
        self.cancel_button = self.addButton(kinds.Cancel)
        self.setDefaultButton(self.save_button)
        self.setEscapeButton(self.cancel_button)
        self.buttonClicked.connect(self._answer)
        self.finished.connect(self.deleteLater)

    def _answer(self, button: QAbstractButton) -> None:
        if button is self.save_button:
            self.save_requested.emit()
        elif button is self.discard_button:
            self.discard_requested.emit()
