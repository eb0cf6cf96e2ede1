"""The exact solution without the row that is pointed at: its line, or how far a prediction moves."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, Signal

from linreg_gui.core.model.linear_model import Line
from linreg_gui.views.widgets.style import Series

from .plot_ranges import visible_part
from .themed_plot import ThemedPlot

_WIDTH, _DASHES = 2.0, [1.0, 1.8]
_NOTHING = np.empty(0)


class GhostLayer(QObject):
    """One item, made once; cheap enough for every frame."""

    renamed = Signal()  # the legend has to be written anew

    def __init__(self, plot: ThemedPlot) -> None:
        super().__init__(plot)
        self._plot = plot
        self._line: Line | None = None
        self._move: tuple[float, float, float] | None = None
        self._curved = False
        self.item = pg.PlotCurveItem(antialias=True)
        self.item.setZValue(1.5)
        plot.view_box.addItem(self.item, ignoreBounds=True)
        plot.view_box.sigRangeChanged.connect(self.draw)

    @property
    def shown(self) -> bool:
        """Whether there is one."""
        return self._line is not None or self._move is not None

    def show_line(self, line: Line, row: str, *, curved: bool = False) -> None:
        """The line without a row, which is named; the exponential of it, if it is ``curved``."""
        self._show(line, None, row, curved)

    def show_move(self, x: float, prediction: float, without: float, row: str) -> None:
        """What is predicted for a row that lies at x, and what would be without it."""
        self._show(None, (x, prediction, without), row, False)

    def clear(self) -> None:
        """No row is pointed at, or there is nothing to be shown of it."""
        if self.shown:
            self._show(None, None, "", False)

    def cells(self) -> list[str]:
        """What the legend has to name."""
        return ["without"] if self.shown else []

    def draw(self) -> None:
        """Draw it across the present view."""
        if self._move is not None:
            x, start, end = self._move
            self.item.setData(np.array([x, x]), np.array([start, end]))
            return
        self.item.setData(*visible_part(self._line, *self._plot.view_ranges(), curved=self._curved))

    def restyle(self) -> None:
        """Take the colours from the palette."""
        pen = pg.mkPen(Series.EXACT.colour(self._plot.dark), width=self._plot.strokes.line(_WIDTH))
        pen.setDashPattern(_DASHES)
        self.item.setPen(pen)
        self._plot.strip.set_look("without", pen)

    def _show(
        self, line: Line | None, move: tuple[float, float, float] | None, row: str, curved: bool
    ) -> None:
        told = self.shown
        self._line, self._move, self._curved = line, move, curved
        if self.shown:
            self._plot.strip.set_name("without", f"exact without {row}", f"without {row}")
        self.draw()
        if told != self.shown:
            self.renamed.emit()
