"""A density that stands on the line where the pointer is: along the axis of the label, to the right."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QBrush, QPalette, QPen

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
        self.area = pg.FillBetweenItem(self.foot, self.curve)
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
            foot = np.full(noise.labels.size, noise.x)
            self.foot.setData(foot, noise.labels)
            self.curve.setData(foot + width * (noise.density / noise.density.max()), noise.labels)

    def restyle(self, palette: QPalette) -> tuple[QPen, QBrush]:
        """In the colour of residuals; what the legend shows."""
        colour = Series.RESIDUALS.colour(style.is_dark(palette))
        pen, fill = pg.mkPen(colour, width=2), QBrush(colour)
        colour.setAlpha(_FILL)
        fill.setColor(colour)
        self.curve.setPen(pen)
        self.foot.setPen(pg.mkPen(colour, width=1))
        self.area.setBrush(fill)
        return QPen(pen), fill
