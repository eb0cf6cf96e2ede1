"""Collects Python's garbage in the GUI thread alone, and so that the window never stops for it."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from linreg_gui.core.late_pandas import is_there

if TYPE_CHECKING:
    from linreg_gui.session.training.training import Phase, Training

_EVERY_MS = 250
# Objects that came since the last time; Python itself looks through them at some such number.
_ENOUGH = 1000
# Of the times that young objects are looked through: one in so many goes further back, and to the beginning.
_OLDER = 10
_ALL = 100


class CalmCollector(QObject):
    """Does by a timer what Python does by itself, in whichever thread it happens to be.

    Widgets that are in its way would be deleted in the thread of a job, and crash the program.

    Pandas, Qt and Numba leave some hundred thousand objects that live until the end; looking through all
    of them takes a tenth of a second each time, in which nothing moves. They are taken out of its sight.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._has_pandas = is_there()
        self._has_all_imports = False
        self._times = 0
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._collect_what_is_due)
        self._timer.start()

    def watch(self, training: Training) -> None:
        """Numba is imported by the first update of any window, after the start."""
        training.phase_changed.connect(lambda phase: self._look_at(training, phase))

    def collect(self) -> None:
        """A window is gone: look through everything once, or its data would stay."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def _collect_what_is_due(self) -> None:
        if not self._has_pandas:
            if not is_there():  # it is being imported, and all of that would be looked through
                return
            self._has_pandas = True
            gc.freeze()
        if gc.get_count()[0] < _ENOUGH:
            return
        self._times += 1
        gc.collect(0 if self._times % _OLDER else 1 if self._times % _ALL else 2)

    def _look_at(self, training: Training, phase: Phase) -> None:
        from linreg_gui.session.training.training import Phase

        picture = training.picture
        if not self._has_all_imports and phase is Phase.IDLE and picture and picture.snapshot.step > 0:
            self._has_all_imports = True
            gc.freeze()
