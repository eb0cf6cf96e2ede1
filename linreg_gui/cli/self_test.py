"""`linreg-gui --selftest`: from the command line to a report, with or without a display; never hangs."""

from __future__ import annotations

import faulthandler
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from linreg_gui.core.installation.check_report import Check, CheckProgress, CheckReport, Outcome
from linreg_gui.core.problem import ProblemError
from linreg_gui.session.keeping.saving import write_whole

from .display_check import display_problem
from .terminal import complain, say

# A slow machine may be given more time by the environment; a moment later the process is killed.
_SECONDS = 18.0
_LIMIT_VARIABLE = "LINREG_GUI_SELFTEST_SECONDS"


def self_test(path: Path | None, unseen: bool) -> int:
    """Check this installation; the report goes to a file, or as JSON to the terminal.

    Returns
    -------
    int
        0 if nothing failed, 1 otherwise, 2 if the report could not be written.
    """
    if not _has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    problem = display_problem()
    if problem is not None:
        _write(CheckReport((Check("Window", Outcome.FAILED, problem),)), path)
        return 1
    progress = CheckProgress()
    with _watchdog(progress, path):
        from linreg_gui.app.self_test.run import run_self_test

        run_self_test(progress, unseen=unseen)
        report = progress.report()
    if not _write(report, path):
        return 2
    return 0 if report.passed else 1


@contextmanager
def _watchdog(progress: CheckProgress, path: Path | None) -> Iterator[None]:
    """End the process when time is up: with a report if Python still runs, otherwise without."""
    limit = _limit()

    def give_up() -> None:
        detail = f"Still at it after {limit:g} seconds; given up."
        progress.checks.append(Check(progress.current, Outcome.FAILED, detail, limit))
        _write(progress.report(), path)
        os._exit(1)

    timer = threading.Timer(limit, give_up)
    timer.daemon = True
    timer.start()
    with Path(os.devnull).open("w") as nowhere:
        # A windowed program has no standard error to write to.
        output = nowhere if sys.stderr is None else sys.stderr
        faulthandler.dump_traceback_later(limit + 1.5, exit=True, file=output)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
            timer.cancel()


def _limit() -> float:
    try:
        return float(os.environ.get(_LIMIT_VARIABLE, _SECONDS))
    except ValueError:
        return _SECONDS


def _has_display() -> bool:
    """Whether there is a screen; without one everything is drawn in memory."""
    named = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in named)


def _write(report: CheckReport, path: Path | None) -> bool:
    """Whether it could be written where it should be."""
    if path is None:
        return say(report.as_json(), as_json=True)
    try:
        write_whole(path, lambda file: file.write(f"{report.as_json()}\n".encode()))
    except ProblemError as error:
        complain(error.problem.sentence)
        return False
    # A windowed program on Windows has no standard output.
    return sys.stdout is None or say(report.as_text())
