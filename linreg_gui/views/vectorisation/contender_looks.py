"""How the contenders of the vectorisation lab are drawn: a colour, a marker and a line for each."""

from __future__ import annotations

from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from linreg_gui.core.vectorisation.values import Contender
from linreg_gui.views.plots.plot_strip import Swatch


@dataclass(frozen=True)
class Look:
    """Colours for a light and a dark background, pyqtgraph's marker and that of the legend, a line."""

    light: str
    dark: str
    symbol: str
    swatch: Swatch
    line: Qt.PenStyle

    def colour(self, dark: bool) -> QColor:
        """Safe for colour-blind eyes."""
        return QColor(self.dark if dark else self.light)

    def pen(self, dark: bool) -> QPen:
        """The line between the markers."""
        return QPen(pg.mkPen(self.colour(dark), width=2, style=self.line))


LOOKS = {
    Contender.PYTHON: Look("#B37700", "#F2BE3E", "o", Swatch.DOT, Qt.PenStyle.SolidLine),
    Contender.NUMPY: Look("#0072B2", "#56B4E9", "s", Swatch.SQUARE, Qt.PenStyle.DashLine),
    Contender.NUMBA: Look("#00805E", "#35C79A", "t1", Swatch.TRIANGLE, Qt.PenStyle.SolidLine),
    Contender.CUPY: Look("#9A4C86", "#DE92C4", "d", Swatch.DIAMOND, Qt.PenStyle.DotLine),
}
