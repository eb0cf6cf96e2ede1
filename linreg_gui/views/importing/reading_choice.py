"""Two buttons for the two ways in which cells could be read."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.dialog_parts import keep_room
from linreg_gui.views.widgets.texts import Label, set_text


class ReadingChoice(QWidget):
    """Hidden until there is something to choose."""

    chosen = Signal(int)  # 0 or 1

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = Label()
        self.buttons = (QPushButton(), QPushButton())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.label)
        for number, button in enumerate(self.buttons):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, number=number: self.chosen.emit(number))
            layout.addWidget(button)
        layout.addStretch(1)
        keep_room(self)
        self.hide()

    def show_readings(self, question: str, readings: tuple[str, str]) -> None:
        """Ask which of two readings is meant."""
        set_text(self.label, question)
        for button, reading in zip(self.buttons, readings, strict=True):
            set_text(button, reading)
            describe(button, f"{question} {reading}", f"{question} {reading}")
        self.show()
