"""Asks in which language an analysis is written as a script, shows it, and tells what is not in it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QPlainTextEdit, QPushButton, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.dialog_parts import dialog_column, form_layout, ok_and_cancel
from linreg_gui.views.widgets.texts import Label, set_name, set_text

_SIZE = QSize(820, 620)
_WORKING = "The script is being written…"
_ALL = "It gives the numbers that are shown here, to the last digit shown."
_LANGUAGE_HELP = (
    "With this program: short, with all digits. With NumPy, pandas and statsmodels, or in R: runs wherever "
    "these are, and shows every step."
)


@always_answers
class ScriptDialog(QDialog):
    """The script as it will be, under the choice of its language; nothing is written before it is seen."""

    language_chosen = Signal(str)
    save_requested = Signal(str)  # the language

    def __init__(self, languages: Sequence[str], language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export as a Script")
        self.language = describe(QComboBox(), "Language", _LANGUAGE_HELP)
        self.language.addItems(list(languages))
        self.language.setCurrentText(language)
        self.told = Label()
        self.told.setWordWrap(True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_name(self.told, "What is not in the script, or written beside it")
        self.text = describe(QPlainTextEdit(), "Script", "The script as it will be written.")
        self.text.setReadOnly(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.buttons, self.ok = ok_and_cancel("Save…")
        self.copy_button = describe(QPushButton("&Copy"), "Copy the script", "Copy the text of the script.")
        self.copy_button.setAutoDefault(False)
        self.buttons.addButton(self.copy_button, self.buttons.ButtonRole.ActionRole)
        form = form_layout()
        form.addRow("&Language", self.language)
        column = dialog_column(self)
        column.addLayout(form)
        column.addWidget(self.told)
        column.addWidget(self.text, 1)
        column.addWidget(self.buttons)
        self.resize(_SIZE)
        self.copy_button.clicked.connect(lambda: QApplication.clipboard().setText(self.text.toPlainText()))
        self.language.currentTextChanged.connect(self._choose)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.show_working()

    def show_working(self) -> None:
        """There is no script yet."""
        self._show("", _WORKING, ready=False)

    def show_script(self, text: str, told: Sequence[str]) -> None:
        """What will be written, and what is to be known of it."""
        self._show(text, "\n".join(f"• {sentence}" for sentence in told) or _ALL, ready=True)

    def show_problem(self, sentence: str) -> None:
        """Why there is none."""
        self._show("", sentence, ready=False)

    def accept(self) -> None:
        if self.ok.isEnabled():
            self.save_requested.emit(self.language.currentText())
            super().accept()

    def _choose(self, language: str) -> None:
        self.show_working()
        self.language_chosen.emit(language)

    def _show(self, text: str, told: str, *, ready: bool) -> None:
        set_text(self.told, told)
        self.text.setPlainText(text)
        self.ok.setEnabled(ready)
        self.copy_button.setEnabled(ready)
