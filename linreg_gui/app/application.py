"""The Qt application around the program: names, exceptions, signals, the event loop."""

from __future__ import annotations

import sys
from pathlib import Path

import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from .. import __version__
from ..session.settings import Settings
from ..views.main_window import PROGRAM_NAME
from .errors import ExceptHook
from .garbage import CalmCollector
from .program import Program
from .signals import CloseOnSignal

# A job that runs Python code keeps the window waiting for so long each time; the usual 5 ms add up.
_SWITCH_SECONDS = 0.001


def make_application(arguments: list[str]) -> QApplication:
    """A named application; the names decide where settings are kept."""
    QCoreApplication.setOrganizationName("linreg_gui")
    QCoreApplication.setApplicationName(PROGRAM_NAME)
    QCoreApplication.setApplicationVersion(__version__)
    pg.setConfigOptions(antialias=True)
    sys.setswitchinterval(_SWITCH_SECONDS)
    return QApplication(arguments)


def run_application(application: QApplication, path: Path | None) -> int:
    """Show the window and run until it is closed."""
    program = Program(application, Settings())
    signals = CloseOnSignal(program.window)
    CalmCollector(program.session.training)
    before, sys.excepthook = sys.excepthook, ExceptHook(program.window)
    try:
        program.start(path)
        return application.exec()
    finally:
        sys.excepthook = before
        signals.release()
        program.close()
