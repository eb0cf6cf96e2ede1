"""Writes an analysis as a script, with the table that may have to lie beside it, in the background."""

from __future__ import annotations

import contextlib
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.problem import Problem, ProblemError, ProblemKind
from linreg_gui.core.scripts.asked import Asked
from linreg_gui.core.scripts.recipe import Language
from linreg_gui.core.scripts.writing import Script, script_of
from linreg_gui.session.job_thread import Jobs, LatestJob

from .saving import write_whole


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

    def _on_saved(self, outcome: tuple[tuple[Path, ...], tuple[str, ...]] | Problem) -> None:
        if isinstance(outcome, Problem):
            self.failed.emit(outcome)
            return
        paths, remarks = outcome
        self.saved.emit(paths)
        for remark in remarks:
            self.remarked.emit(remark)


def write_script(asked: Asked, language: Language, path: Path) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Write a script, after the table that it reads; the paths, and what is to be said of the files.

    Raises
    ------
    ProblemError
        If a file cannot be written, or the table would take the place of another one: of the very file that
        was analysed, or of one that lies there without a script of this name.
    """
    script = script_of(asked, language, path)
    report = asked.table.report
    data = path.with_name(script.data_name)
    written = []
    if report is not None and any(_is_same(each, report.path) for each in (path, data)):
        raise ProblemError(
            f"“{report.path.name}” was read, and so is not written over: choose another name for the script.",
            ProblemKind.ARGUMENT,
        )
    if script.data is not None:
        if data.exists() and not path.exists():
            raise ProblemError(
                f"“{data.name}” is there already: choose another name for the script.",
                ProblemKind.ARGUMENT,
            )
        content = script.data
        written.append(write_whole(data, lambda file: file.write(content)))
    written.insert(0, write_whole(path, lambda file: file.write(script.text.encode("utf-8"))))
    return (
        tuple(each.path for each in written),
        tuple(remark for each in written for remark in each.remarks),
    )


def _is_same(path: Path, other: Path) -> bool:
    with contextlib.suppress(OSError):
        return path.absolute() == other.absolute() or path.samefile(other)
    return False
