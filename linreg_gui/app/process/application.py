"""The Qt application around the windows: plots, exceptions, signals, later starts, the event loop."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from linreg_gui.app.folders import log_folder
from linreg_gui.session.keeping.crash_log import CrashLog
from linreg_gui.session.keeping.settings import Settings

from .crash_guard import CrashGuard
from .qt_application import Application, qt_application
from .second_start import SecondStarts
from .signals import SystemSignals
from .windows import Windows

# A job that runs Python code keeps the window waiting for so long each time; the usual 5 ms add up.
SWITCH_SECONDS = 0.0002


def make_application(arguments: list[str]) -> Application:
    """A named application, with Python and the plots set up for it."""
    _prepare()
    return qt_application(arguments)


def run_application(
    application: Application, path: Path | None, later_starts: str | None = None, *, formula: str = ""
) -> int:
    """Show a window and run until all are closed; ``later_starts`` names where others ask for one."""
    _prepare()
    windows = Windows(application, Settings())
    guard = CrashGuard(windows, CrashLog(log_folder()))
    signals = SystemSignals(windows.close_all, windows.keep_work, windows.end, windows)
    # The end of the session: a person may still cancel it, and nobody need answer a question for it.
    application.commitDataRequest.connect(windows.keep_work)
    starts = SecondStarts(later_starts, windows) if later_starts is not None else None
    if starts is not None:
        starts.requested.connect(partial(_open_for, starts, windows))
    try:
        application.file_requested.connect(windows.open_here)
        windows.open_first(path, formula)
        for other in application.take_files():
            windows.open_here(other)
        status = application.exec()
    finally:
        if starts is not None:
            starts.close()
        signals.release()
        windows.close()
        guard.release()
    return status


def _open_for(starts: SecondStarts, windows: Windows, path: Path | None, formula: str) -> None:
    """A window for a later start; where that fails, it opens one itself."""
    try:
        windows.open(path, formula)
    except Exception:
        starts.refuse()
        raise


def _prepare() -> None:
    sys.setswitchinterval(SWITCH_SECONDS)
