"""A window with both equations in full, to be read and copied; it follows the numbers while it is open."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QWidget

from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.dialog_parts import dialog_column

_WIDTH, _HEIGHT = 620, 300


class WholeEquation(QDialog):
    """Stays open beside the window; its text can be selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Equation")
        self.field = describe(QPlainTextEdit(), "Both equations", "The equations by SGD and exact, in full.")
        self.field.setReadOnly(True)
        self.field.setTabChangesFocus(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.copy_button = self.buttons.addButton("&Copy", QDialogButtonBox.ButtonRole.ActionRole)
        for button in self.buttons.buttons():
            button.setIcon(QIcon())
        self.buttons.rejected.connect(self.reject)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text))
        column = dialog_column(self)
        column.addWidget(self.field)
        column.addWidget(self.buttons)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(_WIDTH, _HEIGHT)

    @property
    def text(self) -> str:
        """What it says."""
        return self.field.toPlainText()

    def show_text(self, text: str) -> None:
        """Say something else; what is selected stays while the text does."""
        if text != self.text:
            bar = self.field.verticalScrollBar()
            place = bar.value()
            self.field.setPlainText(text)
            bar.setValue(place)
