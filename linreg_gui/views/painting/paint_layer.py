"""What painting draws on the fit plot: points that came, the selected rows, those left out, a hint."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QPalette

from linreg_gui.core.arrays import BoolArray, FloatArray
from linreg_gui.views.plots.fit_plot import FitPlot
from linreg_gui.views.plots.moving_points import MovingPoints
from linreg_gui.views.plots.state_layer import StateLayer
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.style import Series
from linreg_gui.views.widgets.texts import set_text

_NOTHING = np.empty(0)
_POINT = 8


class PaintLayer:
    """Items over the points of the plot; all of them are made once."""

    def __init__(self, plot: FitPlot) -> None:
        self._plot = plot
        self.painted = MovingPoints(pen=None, size=_POINT, antialias=True)
        self.marks = MovingPoints(symbol="s", brush=None, size=13, antialias=True)
        self.crosses = MovingPoints(symbol="x", brush=None, size=10, antialias=True)
        self.diamonds = MovingPoints(symbol="d", brush=None, size=10, antialias=True)
        self.states = StateLayer(plot.view_box, uncovered=plot.legend.texts)
        self._sizes = {self.marks: 13, self.crosses: 10, self.diamonds: 10}
        self._hint = pg.TextItem(anchor=(0.5, 0.5))
        self._hint.hide()
        self._selected = (_NOTHING, _NOTHING)
        self._drawn: tuple[FloatArray, FloatArray] | None = None  # where the moving points of the plot were
        self._crossed: tuple[FloatArray, FloatArray] = (_NOTHING, _NOTHING)
        self._held_out: tuple[FloatArray, FloatArray] = (_NOTHING, _NOTHING)
        for item, height in (
            (self.crosses, 0.2),
            (self.diamonds, 0.3),
            (self.painted, 0.4),
            (self.marks, 1.5),
        ):
            item.setZValue(height)
            plot.view_box.addItem(item, ignoreBounds=True)
        plot.view_box.addItem(self._hint, ignoreBounds=True)
        plot.view_box.sigRangeChanged.connect(self._centre_hint)
        self.restyle()

    def restyle(self) -> None:
        """Take the colours from the palette."""
        palette = self._plot.palette()
        self.painted.setBrush(Series.DATA.colour(self._plot.dark))
        chosen, muted = palette.color(QPalette.ColorRole.Highlight), style.muted(palette)
        held_out = Series.VALIDATION.colour(self._plot.dark)
        strokes = self._plot.strokes
        for item, colour, width in ((self.marks, chosen, 2.5), (self.crosses, muted, 1.2)):
            item.setPen(pg.mkPen(colour, width=strokes.thin(width)))
        for item, size in self._sizes.items():
            item.setSize(strokes.mark(size))
        self.painted.setSize(strokes.point(_POINT))
        self.diamonds.setPen(pg.mkPen(held_out, width=strokes.thin(1.5)))
        self.states.restyle(palette, strokes)
        for key, colour in (("selected", chosen), ("excluded", muted), ("held out", held_out)):
            self._plot.strip.set_look(key, pg.mkPen(colour, width=strokes.thin(1.7)))
        self._hint.setColor(style.muted(palette))

    def show_hint(self, text: str) -> None:
        """A muted sentence in the middle of the plot."""
        set_text(self._hint, text)
        self._hint.setVisible(bool(text))
        self._centre_hint()

    def add_painted(self, x: FloatArray, y: FloatArray, *, anew: bool) -> None:
        """Points that came, in addition or in place of the others."""
        self._hint.hide()
        if anew:
            self.painted.place(x, y)
        else:
            self.painted.addPoints(x=x, y=y)

    def show_selected(self, x: FloatArray, y: FloatArray) -> None:
        """Frame these points."""
        self._selected = (x, y)
        self.marks.place(x, y)

    def show_excluded(self, x: FloatArray, y: FloatArray) -> None:
        """Cross out these points, which take no part."""
        self._crossed = (x, y)
        self.crosses.place(x, y)

    def show_held_out(self, x: FloatArray, y: FloatArray) -> None:
        """Mark these points, which the fit is only tried on."""
        self._held_out = (x, y)
        self.diamonds.place(x, y)

    def show_moved(
        self, drawn: BoolArray, crossed: BoolArray, held_out: BoolArray, way: tuple[float, float]
    ) -> None:
        """Move the selected points: of the plot's, of those left out and held out, those that are meant."""
        if self._drawn is None:
            self._drawn = tuple(part.copy() for part in self._plot.points.getData())
        if self._drawn[0].size == drawn.size:
            self._plot.move_points(*_moved(self._drawn, drawn, way))
        everything = np.ones(self._selected[0].size, dtype=bool)
        self.crosses.place(*_moved(self._crossed, crossed, way))
        self.diamonds.place(*_moved(self._held_out, held_out, way))
        self.marks.place(*_moved(self._selected, everything, way))
        if (
            not drawn.size and not crossed.any() and not held_out.any()
        ):  # the plot shows an image in place of points
            self.painted.place(*_moved(self._selected, everything, way))

    def put_back(self) -> None:
        """As before the stroke."""
        if self._drawn is not None:
            self._plot.move_points(*self._drawn)
        self.marks.place(*self._selected)
        self.crosses.place(*self._crossed)
        self.diamonds.place(*self._held_out)
        self.forget_stroke()

    def keep_moved(self) -> None:
        """The next stroke begins where this one has brought the points."""
        self._drawn = None

    def forget_stroke(self) -> None:
        """The plot shows by itself what came of the stroke."""
        self._drawn = None
        self.painted.place(_NOTHING, _NOTHING)

    def _centre_hint(self) -> None:
        if self._hint.isVisible():
            (x_low, x_high), (y_low, y_high) = self._plot.view_ranges()
            self._hint.setPos(0.5 * (x_low + x_high), 0.5 * (y_low + y_high))


def _moved(
    places: tuple[FloatArray, FloatArray], chosen: BoolArray, way: tuple[float, float]
) -> tuple[FloatArray, FloatArray]:
    return places[0] + way[0] * chosen, places[1] + way[1] * chosen
