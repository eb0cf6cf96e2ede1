"""A density that stands on the line where the pointer is: along the axis of the label, to the right."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QPalette, QPen
from PySide6.QtWidgets import QGraphicsPathItem

from linreg_gui.core.explaining.standing_noise import StandingNoise
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.style import Series

from .plot_ranges import Range

_SHARE = 0.14  # of the width of the view, for its peak
_FILL = 70
_ABOVE_POINTS = 0.5


class NoiseOnLine:
    """Items that are made once; nothing is drawn without a density."""

    def __init__(self) -> None:
        self.curve = pg.PlotCurveItem(antialias=True)
        self.foot = pg.PlotCurveItem()
        self.area = QGraphicsPathItem()
        self.area.setPen(QPen(Qt.PenStyle.NoPen))
        self.items = (self.area, self.foot, self.curve)
        for item in self.items:
            item.setZValue(_ABOVE_POINTS)
            item.hide()

    @property
    def shown(self) -> bool:
        """Whether there is one."""
        return bool(self.curve.isVisible())

    def show(self, noise: StandingNoise | None, x_range: Range) -> None:
        """Draw it, its peak as wide as a share of what is in sight."""
        for item in self.items:
            item.setVisible(noise is not None)
        if noise is not None:
            width = _SHARE * (x_range[1] - x_range[0])
            out = noise.x + width * (noise.density / noise.density.max())
            ends = noise.labels[[0, -1]]
            self.foot.setData(np.full(2, noise.x), ends)
            self.curve.setData(out, noise.labels)
            corners = np.array([ends[1], ends[0]])
            around = np.append(out, [noise.x, noise.x]), np.append(noise.labels, corners)
            self.area.setPath(pg.arrayToQPath(*around, connect="all"))

    def restyle(self, palette: QPalette, strokes: style.Strokes) -> tuple[QPen, QBrush]:
        """In the colour of residuals; what the legend shows."""
        colour = Series.RESIDUALS.colour(style.is_dark(palette))
        pen, fill = pg.mkPen(colour, width=strokes.line(2.0)), QBrush(colour)
        colour.setAlpha(_FILL)
        fill.setColor(colour)
        self.curve.setPen(pen)
        self.foot.setPen(pg.mkPen(colour, width=strokes.thin(1.0)))
        self.area.setBrush(fill)
        return QPen(pen), fill
