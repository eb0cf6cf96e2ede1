"""Keeps Python's garbage collector from stopping the window."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject

from ..session.training import Phase, Training


class CalmCollector(QObject):
    """Takes what the imports made out of the collector's sight.

    Pandas, Qt and Numba leave some hundred thousand objects that live until the end; looking through all
    of them takes a tenth of a second each time, in which nothing moves.
    """

    def __init__(self, training: Training) -> None:
        super().__init__(training)
        self._training = training
        training.phase_changed.connect(self._after_first_run)
        gc.freeze()

    def _after_first_run(self, phase: Phase) -> None:
        """Numba is imported by the first update, after the start."""
        picture = self._training.picture
        if phase is Phase.IDLE and picture is not None and picture.snapshot.step > 0:
            self._training.phase_changed.disconnect(self._after_first_run)
            gc.freeze()
