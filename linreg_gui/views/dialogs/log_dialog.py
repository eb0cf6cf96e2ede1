"""The log as text: to read, to copy into a report, or to find as a file."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFontDatabase, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.elided_label import ElidedLabel
from linreg_gui.views.widgets.texts import Label

_SIZE = QSize(760, 460)
_EMPTY = "Nothing has gone wrong so far."


@always_answers
class LogDialog(QDialog):
    """Shows the end of the log first; Copy takes all of it."""

    folder_requested = Signal()

    def __init__(self, text: str, path: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Log")
        self.text = describe(QPlainTextEdit(), "Log", "What went wrong, the latest at the end.")
        self.text.setReadOnly(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setPlaceholderText(_EMPTY)
        self.text.setPlainText(text)
        self.path = ElidedLabel(path)
        help_text = "Copy the log, to put it into a report."
        self.copy_button = describe(QPushButton("&Copy"), "Copy the log", help_text)
        self.copy_button.setEnabled(bool(text))
        self.copy_button.clicked.connect(lambda: QApplication.clipboard().setText(text))
        help_text = "Show the folder of the log in the file manager."
        self.folder_button = describe(QPushButton("Open &Folder"), "Open the folder", help_text)
        self.folder_button.clicked.connect(self.folder_requested)
        self._lay_out()
        self.resize(_SIZE)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.text.verticalScrollBar().setValue(self.text.verticalScrollBar().maximum())

    def _lay_out(self) -> None:
        about = Label("It stays on this computer; nothing of it is sent to anybody.")
        about.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        for button in (self.copy_button, self.folder_button):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addWidget(about)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.path)
        layout.addWidget(buttons)
