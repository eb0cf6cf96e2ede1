"""The versions behind the numbers of a report: of the program and of the libraries that it computes with."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from linreg_gui import __version__

PROGRAM = "Linear Regression"
_LIBRARIES = {"numpy": "NumPy", "scipy": "SciPy", "pandas": "pandas", "numba": "Numba"}


def versions() -> dict[str, str]:
    """By the name of each; one that is not there is left out."""
    found = {PROGRAM: __version__, "Python": f"{platform.python_version()} on {platform.system()}"}
    for name, called in _LIBRARIES.items():
        try:
            found[called] = version(name)
        except PackageNotFoundError:
            continue
    return found
