"""A few lines for the whole model as a formula: Return takes what was typed, Escape takes it back."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from linreg_gui.core.answering import always_answers

_LINES = 3


@always_answers
class ModelField(QPlainTextEdit):
    """Shows a formula, and tells when another one was typed and taken."""

    taken = Signal(str)
    typed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setUndoRedoEnabled(True)
        self.textChanged.connect(self.typed)

    @property
    def is_edited(self) -> bool:
        """Whether something was typed that was not taken yet."""
        return self.toPlainText() != self._shown

    def show_formula(self, text: str) -> None:
        """Show the formula of the present model; what is being typed stays while the model is the same."""
        if text != self._shown:
            self._shown = text
            self.setPlainText(text)

    def take_back(self) -> None:
        """Show the formula of the present model again."""
        self.setPlainText(self._shown)

    def mark(self, start: int, end: int) -> None:
        """Select what is wrong; with nothing between, the place itself."""
        cursor = self.textCursor()
        length = len(self.toPlainText())
        cursor.setPosition(min(start, length))
        cursor.setPosition(min(end, length), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def sizeHint(self) -> QSize:
        height = _LINES * self.fontMetrics().lineSpacing() + 2 * (self.frameWidth() + 5)
        return QSize(super().sizeHint().width(), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.is_edited:
                self.taken.emit(self.toPlainText())
            return
        if event.key() == Qt.Key.Key_Escape and self.is_edited:
            self.take_back()
            return
        super().keyPressEvent(event)
