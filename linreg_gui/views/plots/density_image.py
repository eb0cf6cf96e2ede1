"""Very many points as an image: the data colour, more opaque where there are more rows."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.drawing.scatter import Scatter

from .moving_points import MovingPoints
from .plot_ranges import Range

_FAINTEST = 70  # opacity of a cell with one row, so that no outlier is lost


class DensityImage:
    """One image item, painted anew only when the data or the colour changes."""

    def __init__(self) -> None:
        self.item = pg.ImageItem(axisOrder="col-major")
        self.item.hide()

    def show_rows(self, scatter: Scatter, points: MovingPoints, size: int) -> None:
        """Show rows as points of a size, or as the image where they are too many."""
        if scatter.density is None:
            self.clear()
            points.setData(x=scatter.x, y=scatter.y, size=size)
        else:
            points.setData(x=[], y=[])
            self.show_density(scatter.density, scatter.x_range, scatter.y_range)

    def show_density(self, density: FloatArray, x_range: Range, y_range: Range) -> None:
        """Show counts per cell, cell [i, j] being i along x and j along y, on a logarithmic scale."""
        shade = np.log1p(density)
        levels = np.zeros(density.shape, dtype=np.uint8)
        top = float(shade.max())
        if top > 0.0:
            levels = np.ceil(shade * (255.0 / top)).clip(0, 255).astype(np.uint8)
        self.item.setImage(levels, autoLevels=False, levels=(0, 255))
        self.item.setRect(QRectF(x_range[0], y_range[0], x_range[1] - x_range[0], y_range[1] - y_range[0]))
        self.item.show()

    def set_colour(self, colour: QColor) -> None:
        """The colour of the fullest cell; emptier ones let the background through."""
        table = np.empty((256, 4), dtype=np.uint8)
        table[:, :3] = colour.red(), colour.green(), colour.blue()
        table[:, 3] = np.linspace(_FAINTEST, 255, 256)
        table[0, 3] = 0
        self.item.setLookupTable(table)

    def clear(self) -> None:
        """Show nothing."""
        self.item.hide()
        self.item.clear()
