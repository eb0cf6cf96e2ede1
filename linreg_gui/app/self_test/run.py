"""`linreg-gui --selftest`: the program proves on this machine that it works."""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QSettings, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from linreg_gui.app.process.application import make_application
from linreg_gui.app.process.garbage import CalmCollector
from linreg_gui.app.program import Program
from linreg_gui.core.installation.check_report import Check, CheckProgress, Outcome
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.temporary_folder import TemporaryFolder
from linreg_gui.session.keeping.settings import Settings

from .bench import Bench, Failed, Untried
from .checks import CHECKS
from .surroundings import devices, versions

# Qt says so of every window that is not on a screen.
_HARMLESS = ("This plugin does not support",)


def run_self_test(progress: CheckProgress, *, unseen: bool = False) -> None:
    """Try everything, and put down what comes of it.

    Parameters
    ----------
    progress
        Where to.
    unseen
        Whether the window stays off the screen.
    """
    progress.versions = versions()
    application = make_application(["linreg-gui"])
    CalmCollector(application)
    progress.devices = devices()
    with TemporaryFolder() as folder, _listening(progress):
        _try_everything(application, folder, progress, unseen)


def _try_everything(application: QApplication, folder: Path, progress: CheckProgress, unseen: bool) -> None:
    store = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)

    def build() -> Program:
        program = Program(application, Settings(store), folder / "recovery")
        program.confirm_loss = lambda: True
        if unseen:
            program.window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        program.window.show()
        application.processEvents()
        return program

    built: list[Program] = []

    def window(_: None) -> str:
        built.append(build())
        size = built[0].window.size()
        return f"{size.width()} × {size.height()} on the platform “{application.platformName()}”."

    _try("Window", window, None, progress)
    if not built:
        return
    program = built[0]
    bench = Bench(application, program, folder)
    try:
        for name, check in CHECKS:
            _try(name, check, bench, progress)
    finally:
        program.window.close()
        delete(program.window)
        delete(program)
        # Or it would make its folder anew when that is gone.
        delete(store)


def _try(name: str, check: Callable[[Any], str], bench: Bench | None, progress: CheckProgress) -> None:
    progress.current = name
    started = time.monotonic()
    try:
        outcome, detail = Outcome.PASSED, check(bench)
    except Untried as reason:
        outcome, detail = Outcome.SKIPPED, str(reason)
    except Failed as reason:
        outcome, detail = Outcome.FAILED, str(reason)
    except ProblemError as error:
        outcome, detail = Outcome.FAILED, error.problem.sentence
    except Exception as error:  # whatever it is, the other checks go on
        outcome = Outcome.FAILED
        detail = "".join(traceback.format_exception_only(error)).strip()
    progress.checks.append(Check(name, outcome, detail, round(time.monotonic() - started, 3)))


@contextmanager
def _listening(progress: CheckProgress) -> Iterator[None]:
    """Exceptions of slots and jobs count as failures; what Qt complains of is reported."""

    def on_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        where = traceback.extract_tb(trace)[-1:]
        place = f" ({Path(where[0].filename).name}, line {where[0].lineno})" if where else ""
        detail = f"{kind.__name__}: {error}{place}"
        progress.checks.append(Check(f"Exception during “{progress.current}”", Outcome.FAILED, detail))

    def on_message(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if not message.startswith(_HARMLESS):
            progress.messages.append(message)

    hook, sys.excepthook = sys.excepthook, on_exception
    handler = qInstallMessageHandler(on_message)
    try:
        yield
    finally:
        qInstallMessageHandler(handler)
        sys.excepthook = hook
