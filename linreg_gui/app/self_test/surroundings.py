"""What the program runs on: versions of its parts, and the devices of the machine."""

from __future__ import annotations

import importlib.util
import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version

import psutil
from PySide6.QtCore import QLibraryInfo, QLocale, qVersion
from PySide6.QtGui import QGuiApplication

from linreg_gui import __version__

_LIBRARIES = (
    "PySide6_Essentials",
    "pyqtgraph",
    "numpy",
    "pandas",
    "pyarrow",
    "numba",
    "llvmlite",
    "scipy",
    "python-calamine",
    "jinja2",
    "xlsxwriter",
    "psutil",
)


def versions() -> dict[str, str]:
    """Of the program, its libraries and the system."""
    found = {
        "linreg_gui": f"{__version__} ({'installed program' if is_frozen() else 'Python package'})",
        "Python": platform.python_version(),
        "Qt": f"{qVersion()} ({'debug' if QLibraryInfo.isDebugBuild() else 'release'})",
    }
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return {**found, "System": platform.platform(), "Locale": QLocale.system().name()}


def devices() -> dict[str, str]:
    """Processor, memory, screens, and whether CuPy could be found."""
    found = {
        "Processor": f"{platform.processor() or platform.machine()}, {os.cpu_count()} threads",
        "Memory": f"{psutil.virtual_memory().total / 2**30:.1f} GiB",
    }
    if isinstance(QGuiApplication.instance(), QGuiApplication):
        found["Platform of Qt"] = QGuiApplication.platformName()
        for number, screen in enumerate(QGuiApplication.screens(), 1):
            size, ratio = screen.size(), screen.devicePixelRatio()
            text = f"{size.width()} × {size.height()} at {ratio:g}, {screen.depth()} bits"
            found[f"Screen {number}"] = text
    found["CuPy"] = "not found" if importlib.util.find_spec("cupy") is None else "found"
    return found


def is_frozen() -> bool:
    """Whether this is the installed program rather than a Python package."""
    return bool(getattr(sys, "frozen", False))
