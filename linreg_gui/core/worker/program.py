"""This very program as another process: how it is started, frozen or not, and in which surroundings."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import linreg_gui


def own_command(*words: str, module: str = "linreg_gui") -> tuple[str, ...]:
    """What starts this program once more with these words.

    Parameters
    ----------
    words : str
    module : str
        What Python runs where the program is not frozen. Never one that lies in the present folder.
    """
    if getattr(sys, "frozen", False):
        return (sys.executable, *words)
    return (sys.executable, "-P", "-m", module, *words)


def own_environment() -> dict[str, str]:
    """The variables that make another process run this very program, wherever it was imported from."""
    environment = dict(os.environ)
    if not getattr(sys, "frozen", False):
        root = str(Path(linreg_gui.__file__).resolve().parents[1])
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (root, environment.get("PYTHONPATH"))))
    return environment
