"""How far something has come that takes a while, with a way out, and with a way back after that."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.texts import Label, set_text

_WHOLE = 1000
_PATIENCE_MS = 300  # what takes no longer is not worth a bar
_DOING, _STOPPED = "Working it out…", "Stopped."


class WaitingRow(QWidget):
    """Hidden but while something takes its time, or was stopped."""

    stop_requested = Signal()
    again_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = Label(_DOING)
        self.bar = describe(QProgressBar(), "Progress", "How much has been worked out.")
        self.bar.setRange(0, _WHOLE)
        self.bar.setMaximumWidth(160)
        self.cancel = describe(QPushButton("Cancel"), "Cancel", "Give up what is being worked out.")
        self.again = describe(QPushButton("Work It Out"), "Work it out", "Begin anew with what was stopped.")
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._show_bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self.label, self.bar, self.cancel, self.again):
            row.addWidget(part)
        row.addStretch()
        self.cancel.clicked.connect(self.stop)
        self.again.clicked.connect(self.again_requested)
        self.hide()

    @property
    def is_stopped(self) -> bool:
        """Whether a person has given it up."""
        return not self.isHidden() and not self.again.isHidden()

    @property
    def is_waiting(self) -> bool:
        """Whether something is being worked out."""
        return self._patience.isActive() or (not self.isHidden() and not self.bar.isHidden())

    def start(self) -> None:
        """Something is being worked out."""
        if not self.is_waiting:
            self.bar.setValue(0)
            self._patience.start()

    def show_progress(self, share: float) -> None:
        """So much of it is done."""
        self.bar.setValue(round(_WHOLE * share))

    def finish(self) -> None:
        """It is there, or there is nothing to be worked out."""
        self._patience.stop()
        self.hide()

    def stop(self) -> None:
        """It was given up."""
        self._patience.stop()
        self._show(_STOPPED, stopped=True)
        self.stop_requested.emit()

    def _show_bar(self) -> None:
        self._show(_DOING, stopped=False)

    def _show(self, text: str, *, stopped: bool) -> None:
        set_text(self.label, text)
        for part in (self.bar, self.cancel):
            part.setVisible(not stopped)
        self.again.setVisible(stopped)
        self.show()
