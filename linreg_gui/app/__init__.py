"""Builds the program and runs it; the only package that knows both session and views."""

from __future__ import annotations

import sys
from pathlib import Path

__all__ = ["run"]


def run(path: Path | str | None = None) -> int:
    """Open the window, with a file if one is named, and come back when it is closed.

    Returns
    -------
    int
        Exit status of the program.
    """
    from .application import make_application, run_application

    return run_application(make_application(sys.argv[:1]), Path(path) if path is not None else None)
