"""Writes an analysis as a script, with the table that may have to lie beside it, in the background."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.problem import Problem
from linreg_gui.core.scripts.asked import Asked
from linreg_gui.core.scripts.recipe import Language
from linreg_gui.core.scripts.writing import Script, script_of
from linreg_gui.session.job_thread import Jobs, LatestJob

from .script_writing import WrittenScript, write_script


class ScriptSaving(QObject):
    """The newest wish wins, where a script is only looked at; what is saved is saved."""

    made = Signal(object)  # Script
    not_made = Signal(object)  # Problem
    saved = Signal(object)  # tuple of Path: the script, and the table beside it
    remarked = Signal(str)  # a sentence on a file, after `saved`
    failed = Signal(object)  # Problem

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._looking = jobs, LatestJob(jobs)

    def look(self, asked: Asked, language: Language, path: Path) -> None:
        """Make the script that would be at this path."""
        self._looking.start(partial(script_of, asked, language, path), self._show)

    def give_up(self) -> None:
        """Nobody looks any more."""
        self._looking.retire()

    def save(self, asked: Asked, language: Language, path: Path) -> None:
        """Write it."""
        self._jobs.start(lambda _: write_script(asked, language, path), self._on_saved)

    def _show(self, outcome: Script | Problem) -> None:
        (self.not_made if isinstance(outcome, Problem) else self.made).emit(outcome)

    def _on_saved(self, outcome: WrittenScript | Problem) -> None:
        if isinstance(outcome, Problem):
            self.failed.emit(outcome)
            return
        self.saved.emit(outcome.paths)
        for remark in outcome.remarks:
            self.remarked.emit(remark)
