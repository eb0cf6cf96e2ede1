"""`linreg-gui --selftest`: from the command line to a report, with or without a display."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from .core.check_report import Check, CheckReport, Outcome
from .display_check import display_problem


def self_test(path: Path | None, unseen: bool) -> int:
    """Check this installation; the report goes to a file, or as JSON to the terminal.

    Returns
    -------
    int
        0 if nothing failed, 1 otherwise.
    """
    if not _has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    problem = display_problem()
    if problem is not None:
        _write(CheckReport((Check("Window", Outcome.FAILED, problem),)), path)
        return 1
    from .app.self_test import run_self_test

    return run_self_test(lambda report: _write(report, path), unseen=unseen)


def _has_display() -> bool:
    """Whether there is a screen; without one everything is drawn in memory."""
    named = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in named)


def _write(report: CheckReport, path: Path | None) -> None:
    text = report.as_json() if path is None else report.as_text()
    if path is not None:
        path.write_text(report.as_json() + "\n", encoding="utf-8")
    # A windowed program on Windows has no standard output.
    if sys.stdout is not None:
        sys.stdout.buffer.write(f"{text}\n".encode())
        sys.stdout.flush()
