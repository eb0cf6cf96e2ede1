"""Says that the program made a mistake, with everything a report needs, and offers to save."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from linreg_gui.views.widgets.texts import MessageBox

_GOES_ON = "The program made a mistake. Your data are still here and you can go on."
_SAVE_FIRST = "To be safe, save your work first. "
_ENDS = "The program made a mistake that it cannot recover from, and has to end."
_IS_KEPT = "Unsaved work is kept and offered at the next start, but you can save it now. "
_REPORT = "Nothing was sent to anybody; please send the details to its makers, so that it can be mended."


class ErrorDialog(MessageBox):
    """Save, Copy Details and Show Log leave it open; Close goes on, or ends a program that cannot go on.

    Parameters
    ----------
    details : str
    unsaved : bool
        Whether there is something to save.
    fatal : bool
        Whether the program ends with the dialog.
    kept : bool
        Whether unsaved work is kept for the next start.
    """

    save_requested = Signal()
    log_requested = Signal()

    def __init__(
        self,
        details: str,
        unsaved: bool = False,
        parent: QWidget | None = None,
        *,
        fatal: bool = False,
        kept: bool = False,
    ) -> None:
        super().__init__(parent)
        kinds = MessageBox.Icon
        self.setIcon(kinds.Critical if fatal else kinds.Warning)
        self.setWindowTitle("Something went wrong")
        self.setText(_ENDS if fatal else _GOES_ON)
        advice = (_IS_KEPT if kept else _SAVE_FIRST) if unsaved else ""
        self.setInformativeText(advice + _REPORT)
        self.setDetailedText(details)
        self.save_button = self._stay_open("&Save…") if unsaved else None
        if self.save_button is not None:
            self.save_button.clicked.connect(self.save_requested)
        self.copy_button = self._stay_open("&Copy Details")
        self.copy_button.clicked.connect(lambda: QApplication.clipboard().setText(details))
        self.log_button = self._stay_open("Show &Log")
        self.log_button.setVisible(not fatal)
        self.log_button.clicked.connect(self.log_requested)
        self.close_button = self.addButton(MessageBox.StandardButton.Close)
        self.close_button.setText("&End the Program" if fatal else "&Close")
        self.setDefaultButton(self.close_button)
        self.setEscapeButton(self.close_button)

    def _stay_open(self, text: str) -> QPushButton:
        button = self.addButton(text, MessageBox.ButtonRole.ActionRole)
        button.clicked.disconnect()  # or it would close the dialog
        return button
