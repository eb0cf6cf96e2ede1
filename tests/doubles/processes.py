"""Starts the program as a process of its own, without a display, and talks with it by lines."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from project_paths import ROOT


def environment(home: Path) -> dict[str, str]:
    """A home of its own, so that no other start of the program is met."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("XDG_")}
    return {
        **kept,
        "HOME": str(home),
        "LOCALAPPDATA": str(home),
        "APPDATA": str(home),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }


def start(code: str, home: Path, *words: str) -> subprocess.Popen[str]:
    """Python code in a process; its output, errors too, is read by lines."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *words],
        env=environment(home),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def line_with(process: subprocess.Popen[str], beginning: str) -> str:
    """The next line that begins so; fails with everything before if there is none."""
    assert process.stdout is not None
    before = []
    for line in process.stdout:
        if line.startswith(beginning):
            return line.strip()
        before.append(line)
    raise AssertionError("".join(before))
