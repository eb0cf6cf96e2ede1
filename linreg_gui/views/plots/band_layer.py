"""The confidence and the prediction band of the exact line: two ends each, and the room between them."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QPalette, QPen

from linreg_gui.core.arrays import FloatArray, quiet_overflow
from linreg_gui.core.drawing.fit_extras import BANDS, Extra, Extras
from linreg_gui.core.inference.line_bands import LineBands
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.style import Series

from .plot_ranges import Range

_POINTS = 121
_BELOW_POINTS = -0.4
_NOTHING = np.empty(0)
_NAMES = {Extra.CONFIDENCE_BAND: "confidence", Extra.PREDICTION_BAND: "prediction"}
_FILL = {Extra.CONFIDENCE_BAND: 60, Extra.PREDICTION_BAND: 26}
_DASHES = {Extra.CONFIDENCE_BAND: Qt.PenStyle.SolidLine, Extra.PREDICTION_BAND: Qt.PenStyle.DotLine}


class BandLayer:
    """Items below the points, which move when the exact line does or another part of it is in sight."""

    def __init__(self) -> None:
        self._bands: LineBands | None = None
        self._curved = False
        self._chosen: Extras = frozenset()
        self.ends = {key: (pg.PlotCurveItem(), pg.PlotCurveItem()) for key in _NAMES}
        self.rooms = {key: pg.FillBetweenItem(*ends) for key, ends in self.ends.items()}
        self.items = [*self.rooms.values(), *(end for ends in self.ends.values() for end in ends)]
        for item in self.items:
            item.setZValue(_BELOW_POINTS)

    def choose(self, extras: Extras) -> None:
        """Which of the two are to be seen."""
        self._chosen = extras & BANDS

    def show(self, bands: LineBands | None, *, curved: bool = False) -> None:
        """The bands; ``curved`` where they are of the label's logarithm, and exponentials are drawn."""
        self._bands, self._curved = bands, curved

    def names(self) -> dict[str, tuple[str, str]]:
        """What is drawn, in full and in short, by the key of its cell in the legend."""
        if self._bands is None:
            return {}
        of = {
            Extra.CONFIDENCE_BAND: f"of the {'median' if self._curved else 'mean'}",
            Extra.PREDICTION_BAND: "of a new label",
        }
        level = f"{100.0 * self._bands.level:g} %"
        return {
            key.value: (f"{level} {_NAMES[key]} band {of[key]}", f"{level} {_NAMES[key]}")
            for key in sorted(self._chosen)
        }

    def draw(self, x_range: Range, y_range: Range) -> None:
        """Draw what is chosen across a view; no farther beyond it than it is high."""
        height = y_range[1] - y_range[0]
        x = np.linspace(*x_range, _POINTS)
        for key, ends in self.ends.items():
            shown = self._bands is not None and key in self._chosen
            for item in (self.rooms[key], *ends):
                item.setVisible(shown)
            if self._bands is None or not shown:
                continue
            found = self._bands.confidence(x) if key is Extra.CONFIDENCE_BAND else self._bands.prediction(x)
            for item, values in zip(ends, found, strict=True):
                y = self._drawn(values)
                item.setData(x, np.clip(y, y_range[0] - height, y_range[1] + height))

    def restyle(self, palette: QPalette, strokes: style.Strokes) -> dict[str, tuple[QPen, QBrush]]:
        """In the colour of the exact solution; what the legend shows, by the key of its cell."""
        dark, looks = style.is_dark(palette), {}
        for key, ends in self.ends.items():
            colour = Series.EXACT.colour(dark)
            pen = QPen(pg.mkPen(colour, width=strokes.thin(1.2), style=_DASHES[key]))
            colour.setAlpha(_FILL[key])
            brush = QBrush(colour)
            for end in ends:
                end.setPen(pen)
            self.rooms[key].setBrush(brush)
            looks[key.value] = (pen, brush)
        return looks

    def _drawn(self, values: FloatArray) -> FloatArray:
        if not self._curved:
            return values
        with quiet_overflow():
            return np.nan_to_num(np.exp(values), posinf=np.finfo(np.float64).max)
