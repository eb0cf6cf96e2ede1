"""Texts of the help menu."""

from __future__ import annotations

import platform
from importlib.metadata import version

from PySide6.QtCore import qVersion
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from .. import __version__

_LIBRARIES = ("numpy", "numba", "pandas", "pyarrow", "pyqtgraph")


def about_text() -> str:
    """Version, licence and libraries."""
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return (
        f"<h3>Linear Regression {__version__}</h3>"
        "<p>See linear regression happen: minibatch stochastic gradient descent next to the exact answer, "
        "on your own data.</p>"
        "<p>MIT licence. No telemetry: nothing you do here, and nothing that goes wrong, is sent to "
        "anybody.</p>"
        f"<p>Python {platform.python_version()}, Qt {qVersion()}, {libraries}</p>"
    )


def shortcuts_text(window: QWidget) -> str:
    """All commands that have a key."""
    rows = []
    for action in window.findChildren(QAction):
        text, _, shown = action.text().replace("&", "").partition("\t")
        keys = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts()]
        keys += [shown] if shown else []
        if keys and text:
            rows.append(f"<tr><td>{text}</td><td>&nbsp;&nbsp;&nbsp;</td><td>{keys[0]}</td></tr>")
    return f"<table>{''.join(dict.fromkeys(rows))}</table>"
