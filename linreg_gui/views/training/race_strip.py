"""How far a race has come, and the buttons that pause and end it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.texts import set_text

_PROGRESS_HELP = "The share of all updates of the race that is done."
_PAUSE_HELP = "Stop every run of the race after its present update, or let them go on."
_END_HELP = "End the race: its runs are kept as far as they came."


class RaceStrip(QWidget):
    """Hidden where there is no race."""

    pause_requested = Signal(bool)  # or to go on
    end_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._running = False
        self.bar = describe(QProgressBar(), "Progress of the race", _PROGRESS_HELP)
        self.bar.setRange(0, 100)
        self.pause_button = describe(QPushButton(), "Pause the race", _PAUSE_HELP)
        self.end_button = describe(QPushButton("End Race"), "End the race", _END_HELP)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.setSpacing(4)
        layout.addWidget(self.bar, 1)
        layout.addWidget(self.pause_button)
        layout.addWidget(self.end_button)
        self.pause_button.clicked.connect(lambda: self.pause_requested.emit(self._running))
        self.end_button.clicked.connect(lambda: self.end_requested.emit())
        self.hide()

    def show_race(self, progress: float | None, *, running: bool) -> None:
        """The share of it that is done, None where there is no race, and whether it goes on."""
        self._running = running
        self.setVisible(progress is not None)
        if progress is not None:
            self.bar.setValue(int(100.0 * progress))
            set_text(self.pause_button, "Pause" if running else "Go On")
