"""Who builds a window, and joins session to views? Only this package knows both; no mathematics, no looks."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

__all__ = ["run"]


def run(path: Path | str | None = None, *, alone: bool = False, formula: str = "") -> int:
    """Open the window, with a file if one is named, and come back when it is closed.

    If the program is running already, that one opens the window, and this comes back at once.

    Parameters
    ----------
    path : Path or str, optional
    alone : bool
        Neither ask a running program, nor listen to later starts.
    formula : str
        Of the model of the file; without one the columns decide.

    Returns
    -------
    int
        Exit status of the program.
    """
    from linreg_gui.session.keeping.reachable import from_the_root

    from .process.qt_application import qt_application
    from .process.second_start import hand_over, socket_name

    application = qt_application(sys.argv[:1])
    wanted = from_the_root(Path(path)) if path is not None else None
    meeting = None if alone else socket_name()
    if meeting is not None and hand_over(wanted, meeting, formula=formula):
        return 0
    # What the imports make lives to the end: there is nothing to collect until `CalmCollector` takes over.
    gc.disable()
    # Only now what takes its time to import.
    from .process.application import run_application

    return run_application(application, wanted, meeting, formula=formula)
