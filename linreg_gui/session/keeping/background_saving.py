"""Writes files in the background: whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.problem import Problem
from linreg_gui.session.job_thread import Jobs

from .saving import Written, write_whole


class BackgroundSaving(QObject):
    """Tells how it went; several may be written at a time."""

    saved = Signal(object)  # Path
    remarked = Signal(str)  # a sentence on the file, after `saved`
    failed = Signal(object)  # Problem

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs

    def save(self, path: Path, write: Callable[[BinaryIO], object]) -> None:
        """Let ``write`` fill a file in a thread; it must touch nothing that is shown."""
        work = partial(write_whole, path, write)
        self._jobs.start(lambda _: work(), self._on_end)

    def _on_end(self, outcome: Written | Problem) -> None:
        if isinstance(outcome, Problem):
            self.failed.emit(outcome)
            return
        self.saved.emit(outcome.path)
        for remark in outcome.remarks:
            self.remarked.emit(remark)
