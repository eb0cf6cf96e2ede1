"""How far the reading or writing of a file has come and how long it still takes, with a way out."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from linreg_gui.core.wording import size_done_text, time_left_text
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.fitted_text import elided
from linreg_gui.views.widgets.style import tabular
from linreg_gui.views.widgets.texts import Label, set_name, set_text, set_tip

from .cancel_button import CancelButton

_WHOLE = 1000
_LONGEST_NAME = 160  # pixels
# Before that much is done, or so many seconds have passed, nobody can tell how long it will take.
_ENOUGH_DONE, _ENOUGH_SECONDS = 0.02, 1.0

_READING = ("Reading", "read", "Keep the data as they are.")
WRITING = ("Writing", "written", "Leave the file as it was.")


class ReadingProgress(QWidget):
    """Shown while a file is read, or in other words written."""

    cancel_requested = Signal()

    def __init__(
        self,
        parent: QWidget | None = None,
        clock: Callable[[], float] = time.monotonic,
        words: tuple[str, str, str] = _READING,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._doing, done, cancel_help = words
        self._started, self._bytes = 0.0, 0.0
        self.label = Label()
        self.bar = describe(QProgressBar(), self._doing, f"How much of the file has been {done}.")
        self.bar.setRange(0, _WHOLE)
        self.bar.setFixedWidth(120)
        self.bar.setTextVisible(True)
        detail_help = f"How much of the file has been {done}; how long the rest takes."
        self.detail = describe(Label(), "", detail_help)
        self.detail.setFont(tabular(self.detail.font()))
        self.cancel = CancelButton(f"Cancel {self._doing.lower()}", cancel_help)
        self.cancel.clicked.connect(self._cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 2, 0, 2)
        layout.setSpacing(8)
        for widget in (self.label, self.bar, self.detail, self.cancel):
            layout.addWidget(widget)
        self.hide()

    def start(self, name: str, n_bytes: float = 0.0) -> None:
        """Show that a file of so many bytes is being read; 0 as long as that cannot be told."""
        self._started = self._clock()
        shown = elided(name, self.fontMetrics(), _LONGEST_NAME, Qt.TextElideMode.ElideMiddle)
        set_text(self.label, f"{self._doing} {shown}…")
        set_tip(self.label, name)
        set_name(self.bar, f"{self._doing} {name}")
        self.bar.setValue(0)
        self.show_size(n_bytes)
        self.cancel.setEnabled(True)
        self.show()

    def show_size(self, n_bytes: float) -> None:
        """The file has so many bytes."""
        self._bytes = n_bytes
        widest = f"{size_done_text(n_bytes, n_bytes)}, about 88 min left" if n_bytes else ""
        self.detail.setMinimumWidth(self.detail.fontMetrics().horizontalAdvance(widest))
        set_text(self.detail, size_done_text(0.0, n_bytes))

    def show_fraction(self, fraction: float) -> None:
        """Show how much has been read, from 0 to 1."""
        if not math.isfinite(fraction):
            return
        done = min(1.0, max(0.0, fraction))
        self.bar.setValue(round(_WHOLE * done))
        parts = (size_done_text(done * self._bytes, self._bytes), self._time_left(done))
        set_text(self.detail, ", ".join(part for part in parts if part))

    def finish(self) -> None:
        """Nothing is being read any more."""
        self.hide()

    def _time_left(self, done: float) -> str:
        passed = self._clock() - self._started
        if passed < _ENOUGH_SECONDS or done < _ENOUGH_DONE:
            return ""
        return time_left_text(passed * (1.0 - done) / done)

    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.cancel_requested.emit()
