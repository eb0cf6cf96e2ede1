"""Keeps Python's garbage collector from stopping the window."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject

from linreg_gui.session.training.training import Phase, Training


class CalmCollector(QObject):
    """Takes what the imports made out of the collector's sight.

    Pandas, Qt and Numba leave some hundred thousand objects that live until the end; looking through all
    of them takes a tenth of a second each time, in which nothing moves.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._has_all_imports = False
        gc.freeze()
        gc.enable()

    def watch(self, training: Training) -> None:
        """Numba is imported by the first update of any window, after the start."""
        training.phase_changed.connect(lambda phase: self._look_at(training, phase))

    def collect(self) -> None:
        """A window is gone: look through everything once, or its data would stay."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()

    def _look_at(self, training: Training, phase: Phase) -> None:
        picture = training.picture
        if not self._has_all_imports and phase is Phase.IDLE and picture and picture.snapshot.step > 0:
            self._has_all_imports = True
            gc.freeze()
