"""Several things done in turns at display rate, so that no turn of the event loop does all of them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle

from PySide6.QtCore import QObject, QTimer

_TURN_MS = 16


class Turns(QTimer):
    """Calls one after the other while it is started."""

    def __init__(self, parent: QObject, *calls: Callable[[], object]) -> None:
        super().__init__(parent)
        self._calls = cycle(calls)
        self.setInterval(_TURN_MS)
        self.timeout.connect(self._take)

    def _take(self) -> None:
        next(self._calls)()
