"""Opens one file after the other in a real window, works there, and tells by lines what came of it.

To be run in a process of its own, which a hostile file may end.
"""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QDockWidget
from shiboken6 import delete

from linreg_gui.app.process.qt_application import qt_application
from linreg_gui.app.program import Program
from linreg_gui.core.project.project_file import read_project
from linreg_gui.session.keeping.settings import Settings
from linreg_gui.session.training.training import Phase
from linreg_gui.views.table.data_table import DataTable

_PATIENCE = 120.0  # what is compiled for the first time takes its while


class _Faults:
    """What nobody caught, from virtual methods too, and what Qt warned of."""

    def __init__(self) -> None:
        self.found: list[str] = []
        sys.excepthook = self._take
        qInstallMessageHandler(self._hear)

    def drain(self) -> list[str]:
        found, self.found = self.found, []
        return found

    def _take(self, kind: type, error: BaseException, trace: object) -> None:
        steps = traceback.extract_tb(error.__traceback__)
        inner = next((step for step in reversed(steps) if "linreg_gui" in step.filename), None)
        where = f"{Path(inner.filename).name}:{inner.lineno}" if inner else "?"
        self.found.append(f"{kind.__name__}: {str(error)[:200]} at {where}")

    def _hear(self, kind: QtMsgType, _context: object, text: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and "This plugin does not support" not in text:
            self.found.append(f"Qt: {text[:200]}")


def open_all(folder: str, *, trains: bool = True) -> None:
    """Every project of a folder; a line “NAME outcome” for each.

    What does not train compiles nothing, which takes half a minute.
    """
    application = qt_application(["linreg-gui"])
    faults = _Faults()
    for path in sorted(Path(folder).glob("*.linreg")):
        print(f"begin {path.name}", flush=True)
        outcome = _opened(application, path, trains)
        found = faults.drain()
        print(f"end {path.name} {'FAULT ' + ' | '.join(found) if found else outcome}", flush=True)


def _opened(application: QApplication, path: Path, trains: bool) -> str:
    settings = Settings(QSettings(str(path.with_suffix(".ini")), QSettings.Format.IniFormat))
    settings.set_shows_welcome(False)
    program = Program(application, settings, path.parent / "recovery")
    program.confirm_loss = lambda: True
    if not trains:
        program.session.prepare = lambda: None  # type: ignore[method-assign]
    try:
        return _worked(program, path, trains)
    finally:
        program.window.close()
        delete(program.window)
        delete(program)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _worked(program: Program, path: Path, trains: bool) -> str:
    session, problems, told = program.session, [], []
    session.opening.problem_found.connect(problems.append)
    session.analysed.connect(told.append)
    session.not_analysed.connect(told.append)
    program.start(path)
    if not _wait(lambda: bool(problems or told)):
        return "FAULT never opened"
    if session.document.table is None:
        return f"refused: {problems[0].sentence[:150]}"
    _look(program)
    if not _idle(program):
        return "FAULT training never ended"
    training = session.training
    if trains and training.available:
        training.step()
        if not _idle(program):
            return "FAULT a step never ended"
    _look(program)
    saved = path.with_suffix(".saved")
    done: list[object] = []
    session.projects.saved.connect(done.append)
    session.projects.problem_found.connect(problems.append)
    session.projects.save(saved)
    if not _wait(lambda: bool(done or problems[len(problems) :])):
        return f"FAULT not saved: {[problem.sentence for problem in problems]}"
    again = read_project(saved)
    saved.unlink()
    if len(again.table.frame) != len(session.document.table.frame):
        return "FAULT other rows"
    return "opened" if training.available else "opened, not fitted"


def _look(program: Program) -> None:
    """Paint everything once, docks that lie behind others too."""
    window = program.window
    QApplication.processEvents()
    window.grab()
    for dock in window.findChildren(QDockWidget):
        dock.show()
        dock.raise_()
        dock.widget().grab()
    view = window.view(DataTable).view
    view.scrollToBottom()
    view.horizontalScrollBar().setValue(view.horizontalScrollBar().maximum())
    view.grab()
    model = view.model()
    for column in range(min(50, model.columnCount())):
        for row in (0, model.rowCount() - 1):
            for role in (0, 2, 3, 7, 11, 12, 13, 256, 257):
                model.index(row, column).data(role)
    QApplication.processEvents()


def _idle(program: Program) -> bool:
    """Whether training ends; a long one is paused."""
    training = program.session.training
    if not _wait(lambda: training.phase is Phase.IDLE, 30.0):
        training.pause()
    return _wait(lambda: training.phase is Phase.IDLE)


def _wait(done: Callable[[], bool], patience: float = _PATIENCE) -> bool:
    end = time.monotonic() + patience
    while not done() and time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.001)
    return done()
