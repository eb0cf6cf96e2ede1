"""Thin lines of other runs, each in the colour of what it is of and with the dashes of its run."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtGui import QColor, QPen

from linreg_gui.core.arrays import FloatArray
from linreg_gui.views.widgets.style import Strokes, run_pen

_WIDTH = 1.3


class BesideLines:
    """As many items as were ever needed; nothing is known here of what they are of."""

    def __init__(self, view_box: pg.ViewBox) -> None:
        self._view_box = view_box
        self.items: list[pg.PlotCurveItem] = []

    def draw(self, lines: Sequence[tuple[QColor, int, FloatArray, FloatArray]], strokes: Strokes) -> None:
        """Colour, look of the run, and where the points lie."""
        while len(self.items) < len(lines):
            item = pg.PlotCurveItem(connect="finite", antialias=True)
            item.setZValue(-0.5)  # over the grid, below the present run
            self._view_box.addItem(item, ignoreBounds=True)
            self.items.append(item)
        for item in self.items[len(lines) :]:
            item.hide()
        for item, (colour, look, x, y) in zip(self.items, lines, strict=False):
            item.setPen(_pen(colour, look, strokes))
            item.setData(x, y)
            item.show()


def _pen(colour: QColor, look: int, strokes: Strokes) -> QPen:
    pen = run_pen(look, False, strokes.line(_WIDTH))
    pen.setColor(colour)
    return pen
