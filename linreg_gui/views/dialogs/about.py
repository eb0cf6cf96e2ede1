"""Texts of the help menu."""

from __future__ import annotations

import platform
from importlib.metadata import version

from PySide6.QtCore import qVersion
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from linreg_gui import __version__
from linreg_gui.views.widgets.texts import Rich, joined_rich, rich

_GAP = rich("<tr><td>&nbsp;</td></tr>")
_ROW = (
    "<tr><td style='white-space: pre'>{name}</td>"
    "<td>&nbsp;&nbsp;&nbsp;</td><td style='white-space: pre'>{key}</td></tr>"
)
_LIBRARIES = ("numpy", "numba", "pandas", "pyarrow", "pyqtgraph")


def about_text() -> Rich:
    """Version, licence and libraries."""
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return rich(
        "<h3>Linear Regression {program}</h3>"
        "<p>See linear regression happen: minibatch stochastic gradient descent next to the exact solution, "
        "on your own data.</p>"
        "<p>MIT licence. No telemetry: nothing you do here, and nothing that goes wrong, is sent to "
        "anybody.</p>"
        "<p>Python {python}, Qt {qt}, {libraries}</p>",
        program=__version__,
        python=platform.python_version(),
        qt=qVersion(),
        libraries=libraries,
    )


def shortcuts_text(menus: QMenuBar) -> Rich:
    """All commands that have a key, menu by menu, in two columns."""
    groups = [(top.text().replace("&", ""), _rows(top.menu())) for top in menus.actions()]
    groups = [(title, rows) for title, rows in groups if rows]
    half = sum(len(rows) + 2 for _, rows in groups) / 2
    columns: tuple[list[Rich], list[Rich]] = ([], [])
    for title, rows in groups:
        column = columns[0] if len(columns[0]) + len(rows) / 2 < half else columns[1]
        column += [rich("<tr><td><b>{title}</b></td></tr>", title=title), *rows, _GAP]
    left, right = (rich("<table>{rows}</table>", rows=joined_rich(column[:-1])) for column in columns)
    return rich(
        "<table><tr><td>{left}</td><td width='40'></td><td>{right}</td></tr></table>", left=left, right=right
    )


def _rows(menu: object) -> list[Rich]:
    rows: list[Rich] = []
    if not isinstance(menu, QMenu):
        return rows
    for action in menu.actions():
        if action.menu() is not None:
            rows += _rows(action.menu())
            continue
        name, _, shown = action.text().replace("&", "").partition("\t")
        if name.startswith(f"{action.iconText()} "):  # as in “Undo Sort by price”
            name = action.iconText()
        keys = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts()]
        keys += [shown] if shown else []
        if keys and name:
            rows.append(rich(_ROW, name=name.removesuffix("…"), key=keys[0]))
    return rows
