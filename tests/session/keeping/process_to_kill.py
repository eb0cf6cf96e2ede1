"""Edits and saves without a pause until it is killed, and reports what it has done, line by line.

Everything slow to import is imported once; each line on standard input makes a process by forking.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import psutil  # noqa: F401
import pyarrow.parquet  # noqa: F401
from PySide6.QtCore import QCoreApplication, QSettings, QTimer

from linreg_gui.core.project.project import Project
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.session.keeping.autosave import Autosave
from linreg_gui.session.keeping.settings import Settings
from linreg_gui.session.session import Session

N_ROWS = 40
_EDIT_MS = 5
_EDITS_PER_SAVE = 10


def frame_after(first: int, last: int) -> pd.DataFrame:
    """The cells once the numbers from ``first`` to ``last`` were typed one below the other, over and over."""
    x = np.zeros(N_ROWS, dtype=np.int64)
    numbers = np.arange(max(first, last - N_ROWS + 1), last + 1)
    x[numbers % N_ROWS] = numbers
    return pd.DataFrame({"x": x, "y": np.arange(N_ROWS) % 7 + 0.5})


def number_of(project: Project) -> int:
    """The last number that was typed."""
    return int(project.table.frame["x"].max())


class Worker:
    """A person who types, saves now and then, and sometimes waits until everything is safe."""

    def __init__(self, folder: Path, first: int) -> None:
        settings = Settings(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
        self.session = Session(settings)
        self.projects = self.session.projects
        root = folder / "recovery"
        self.autosave = Autosave(self.projects, self.session.jobs, root, wait=0.01, calm=0.01)
        self.number, self.saved = first - 1, 0
        self.path = folder / "work.linreg"
        roles = {"x": Role.FEATURE, "y": Role.LABEL}
        table = Table(frame_after(first, first - 1), roles, "work.csv", numeric=frozenset(roles))
        self.session.document.start_with(table)
        self.autosave.kept.connect(self.on_kept)
        self.projects.changed.connect(self.on_changed)
        self.timer = QTimer()
        self.timer.setInterval(_EDIT_MS)
        self.timer.timeout.connect(self.edit)
        self.timer.start()

    def edit(self) -> None:
        self.number += 1
        report("edit", self.number)
        self.session.document.edit_cell(self.number % N_ROWS, 0, str(self.number))
        if self.number % _EDITS_PER_SAVE == 0:
            number = self.number
            self.projects.save(self.path, lambda: self.on_saved(number))
            if self.number % (12 * _EDITS_PER_SAVE) == 0:
                self.timer.stop()

    def on_saved(self, number: int) -> None:
        report("saved", number)

    def on_changed(self) -> None:
        if not self.projects.dirty:
            report("clean", self.number)

    def on_kept(self, project: Project | None) -> None:
        report("kept" if project else "forgotten", number_of(project) if project else self.number)
        if project is None:
            self.timer.start()


def report(word: str, number: int) -> None:
    """One line, whole or not at all."""
    os.write(1, f"{word} {number}\n".encode())


def main(folder: Path) -> None:
    pid = 0
    report("ready", 0)
    for line in iter(sys.stdin.readline, ""):
        if line == "stop\n":
            os.waitpid(pid, 0)
            report("stopped", 0)
            continue
        pid = os.fork()
        if pid == 0:
            application = QCoreApplication([])
            worker = Worker(folder, int(line))
            application.exec()
            del worker
        report("pid", pid)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
