"""The residuals on the fit plot: a stick for each point, or a square that has it for a side."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QBrush, QPalette, QPen

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.drawing.fit_extras import Extra, Extras
from linreg_gui.core.drawing.scatter import spread_sample
from linreg_gui.core.explaining.residual_shapes import residual_shapes
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.style import Series

# More would only be a blot, and slow.
MOST_STICKS, MOST_SQUARES = 1_500, 250
_NOTHING = np.empty(0)
_BELOW_POINTS = -0.2


class ResidualLayer:
    """Two items below the points of a plot; which of them is drawn is a choice."""

    def __init__(self, pixel: Callable[[], tuple[float, float]]) -> None:
        self._pixel = pixel  # width and height of one, in the coordinates of the plot
        self._kind: Extra | None = None
        self._places: tuple[FloatArray, FloatArray, FloatArray] = (_NOTHING, _NOTHING, _NOTHING)
        self._slope = 0.0
        self.sticks = pg.PlotCurveItem(connect="pairs", skipFiniteCheck=True)
        self.squares = pg.BarGraphItem(x0=[], y0=[], width=[], height=[])
        self.items = (self.squares, self.sticks)
        for item in self.items:
            item.setZValue(_BELOW_POINTS)

    def choose(self, extras: Extras) -> None:
        """Draw sticks, squares or nothing."""
        kinds = (Extra.SQUARES, Extra.STICKS)
        self._kind = next((kind for kind in kinds if kind in extras), None)
        self.draw()

    @property
    def kind(self) -> Extra | None:
        """What is drawn."""
        return self._kind

    @property
    def drawn(self) -> int:
        """How many residuals are drawn."""
        count = self._places[0].size
        if self._kind is None:
            return 0
        return min(count, MOST_SQUARES if self._kind is Extra.SQUARES else MOST_STICKS)

    def show(self, x: FloatArray, y: FloatArray, on_line: FloatArray, slope: float) -> None:
        """The residuals of these points, each to its place ``on_line`` above or below it."""
        known = np.isfinite(on_line) & np.isfinite(y)
        self._places, self._slope = (x[known], y[known], on_line[known]), slope
        self.draw()

    def clear(self) -> None:
        """There are no residuals."""
        self._places = _NOTHING, _NOTHING, _NOTHING
        self.draw()

    def draw(self) -> None:
        """Draw anew, where the view or the residuals are others."""
        rows = spread_sample(self._places[0].size, self.drawn)
        x, y, on_line = (part[rows] for part in self._places)
        if self._kind is Extra.STICKS:
            found = residual_shapes(x, y, on_line, self._slope, (1.0, 1.0)).sticks.reshape(-1, 2)
            self.sticks.setData(found[:, 0], found[:, 1])
        self.sticks.setVisible(self._kind is Extra.STICKS and bool(rows.size))
        if self._kind is Extra.SQUARES and rows.size:
            left, bottom, width, height = residual_shapes(x, y, on_line, self._slope, self._pixel()).squares.T
            self.squares.setOpts(x0=left, y0=bottom, width=width, height=height)
        self.squares.setVisible(self._kind is Extra.SQUARES and bool(rows.size))

    def restyle(self, palette: QPalette, strokes: style.Strokes) -> tuple[QPen, QBrush]:
        """In the colour of residuals; what the legend shows."""
        dark = style.is_dark(palette)
        line, fill = Series.RESIDUALS.colour(dark), Series.RESIDUALS.colour(dark)
        line.setAlpha(170)
        fill.setAlpha(26)
        pen, brush = pg.mkPen(line, width=strokes.thin(1.0)), QBrush(fill)
        self.sticks.setPen(pen)
        self.squares.setOpts(pen=pen, brush=brush)
        return QPen(pen), brush
