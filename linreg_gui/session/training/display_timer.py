"""A timer at display rate that spreads its work over several ticks. It knows nothing of training."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle

from PySide6.QtCore import QObject, QTimer

from linreg_gui.core.right_of_way import right_of_way

_DISPLAY_MS = 16


class DisplayTimer(QTimer):
    """Calls one of its functions per tick, one after the other, so that no tick has to wait for all."""

    def __init__(self, parent: QObject, *calls: Callable[[], object]) -> None:
        super().__init__(parent)
        self._calls = cycle(calls)
        self.setInterval(_DISPLAY_MS)
        self.timeout.connect(self._call_next)

    def _call_next(self) -> None:
        with right_of_way():
            next(self._calls)()
