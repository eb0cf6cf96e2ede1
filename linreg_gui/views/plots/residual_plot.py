"""The residuals of the drawn rows below the fit plot, in its lower third and in the same scene."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from linreg_gui.core.arrays import BoolArray, FloatArray, IntArray
from linreg_gui.views.selecting.row_selecting import RowSelecting
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.style import Series

from .fit_legend import point_size
from .moving_points import MovingPoints
from .plot_axis import PlotAxis
from .plot_ranges import padded, rounded_out
from .state_layer import StateLayer
from .themed_plot import ThemedPlot

_NOTHING = np.empty(0)
_MARK = 11
_FARTHEST = 1e150  # what lies beyond, as where a run diverges, cannot be drawn
_BEYOND = 1.3
_TICK_PIXELS = 18.0
_SHARE = (2, 1)  # of the height: the plot, and the residuals


class ResidualPlot:
    """Label − prediction over the axis of the plot above; over the prediction where that is of labels."""

    def __init__(self, plot: ThemedPlot) -> None:
        self._plot = plot
        self._own_axis = False
        self._x_label = ""
        self._x = _NOTHING
        self._values = _NOTHING
        self._marked = np.empty(0, dtype=bool)
        self._colours: IntArray = np.empty(0, dtype=np.int64)
        self._labels: Mapping[int, str] = {}
        axes = {side: PlotAxis(side) for side in ("left", "bottom")}
        self.item = pg.PlotItem(axisItems=axes, enableMenu=False)
        self.item.hideButtons()
        self.item.layout.setContentsMargins(5, 0, 8, 5)
        self.view_box = self.item.getViewBox()
        self.view_box.disableAutoRange()
        self.view_box.setDefaultPadding(0.0)
        self.view_box.setMouseEnabled(x=False, y=False)  # it follows the plot above
        axes["left"].tick_pixels = _TICK_PIXELS
        for axis in axes.values():
            axis.setZValue(-1)
        self.points = MovingPoints(pen=None, size=5, antialias=True)
        self.marks = MovingPoints(symbol="s", brush=None, size=_MARK, antialias=True)
        self.zero = pg.InfiniteLine(pos=0.0, angle=0)
        for item in (self.zero, self.points, self.marks):
            self.view_box.addItem(item, ignoreBounds=True)
        self.states = StateLayer(self.view_box)
        self.selecting = RowSelecting(plot.canvas, self.view_box)
        self._layout = pg.GraphicsLayout()
        self._layout.layout.setContentsMargins(0, 0, 0, 0)
        self._layout.layout.setSpacing(0)
        above = plot.canvas.getPlotItem()
        plot.canvas.setCentralItem(self._layout)
        self._layout.addItem(above, 0, 0)
        self.item.hide()
        plot.view_box.sigXRangeChanged.connect(self._follow)

    @property
    def shown(self) -> bool:
        """Whether it is there."""
        return bool(self.item.isVisible())

    def show(self, shown: bool) -> None:
        """Be there, or leave all the room to the plot."""
        if shown == self.shown:
            return
        left, bottom = (self._plot.canvas.getAxis(side) for side in ("left", "bottom"))
        if shown:
            self._layout.addItem(self.item, 1, 0)
        else:
            self._layout.removeItem(self.item)
            self._plot.canvas.scene().addItem(self.item)  # kept for the next time
        self.item.setVisible(shown)
        for row, share in enumerate(_SHARE if shown else (1, 0)):
            self._layout.layout.setRowStretchFactor(row, share)
        left.share_width_with(self.item.getAxis("left") if shown else None)
        bottom.be_quiet(shown and not self._own_axis)
        self._layout.layout.activate()
        self._draw()

    def name_axes(self, x_label: str, *, own_axis: bool) -> None:
        """What is along the horizontal axis, and whether it is another quantity than in the plot above."""
        self._own_axis = own_axis
        self._x_label = x_label
        self._plot.canvas.getAxis("bottom").be_quiet(self.shown and not own_axis)
        self.restyle()

    def show_residuals(self, x: FloatArray, values: FloatArray) -> None:
        """Put the points where they are now; in the order of those above."""
        self._x, self._values = x, values
        self._draw()

    def mark(self, marked: BoolArray) -> None:
        """Frame some of the points."""
        self._marked = marked
        self._draw_marks()

    def show_states(self, colours: IntArray, labels: Mapping[int, str]) -> None:
        """The colour of each of the points, −1 for none of its own, and the labels of some of them."""
        self._colours, self._labels = colours, labels
        self._draw_marks()

    def places(self) -> tuple[FloatArray, FloatArray]:
        """Where the points are; nowhere while it is not shown."""
        return (self._x, self._values) if self.shown else (_NOTHING, _NOTHING)

    def restyle(self) -> None:
        """Take the colours from the palette."""
        palette, dark = self._plot.palette(), self._plot.dark
        self._plot.style_axis(self.item.getAxis("bottom"), self._x_label)
        self._plot.style_axis(self.item.getAxis("left"), "residual")
        colour = Series.RESIDUALS.colour(dark)
        colour.setAlpha(190 if dark else 160)
        self.points.setBrush(colour)
        strokes = self._plot.strokes
        self.marks.setPen(pg.mkPen(palette.highlight().color(), width=strokes.thin(2.0)))
        self.marks.setSize(strokes.mark(_MARK))
        self.points.setSize(self._point_size())
        self.zero.setPen(pg.mkPen(style.muted(palette), width=strokes.thin(1.2), style=Qt.PenStyle.DashLine))
        self.states.restyle(palette, strokes)

    def _draw(self) -> None:
        if not self.shown:
            return
        with np.errstate(invalid="ignore"):
            known = (np.abs(self._x) < _FARTHEST) & (np.abs(self._values) < _FARTHEST)
        x, values = self._x[known], self._values[known]
        if x.size != self.points.count():
            self.points.setSize(self._point_size(x.size))
        self.points.place(x, values)
        self._draw_marks()
        # Round, so that small changes leave it alone; never by what was shown before.
        farthest = float(np.abs(values).max(initial=0.0))
        highest = rounded_out((0.0, farthest), 6)[1]
        if highest > 0.0:
            # Beyond the round numbers, so that they can be read.
            self.view_box.setYRange(-_BEYOND * highest, _BEYOND * highest, padding=0.0)
        if self._own_axis and x.size:
            low, high = rounded_out(padded((float(x.min()), float(x.max()))))
            self.view_box.setXRange(low, high, padding=0.0)
        else:
            self._follow()

    def _point_size(self, count: int | None = None) -> int:
        return point_size(self.points.count() if count is None else count, self._plot.strokes)

    def _draw_marks(self) -> None:
        fits = self._marked.size == self._x.size
        marked = self._marked if fits else np.zeros(self._x.size, dtype=bool)
        x, values = self._x[marked], self._values[marked]
        near = (np.abs(x) < _FARTHEST) & (np.abs(values) < _FARTHEST)
        self.marks.place(x[near], values[near])
        if self._colours.size != self._x.size:
            self.states.clear()
            return
        coloured, labelled = np.flatnonzero(self._colours >= 0), np.array([*self._labels], dtype=np.int64)
        self.states.show_colours(*self._near(coloured), self._colours[coloured])
        self.states.show_labels(*self._near(labelled), [*self._labels.values()])

    def _near(self, at: IntArray) -> tuple[FloatArray, FloatArray]:
        """Places of some of the points; nowhere for those that cannot be drawn."""
        x, values = self._x[at], self._values[at]
        far = ~((np.abs(x) < _FARTHEST) & (np.abs(values) < _FARTHEST))
        return np.where(far, np.nan, x), np.where(far, np.nan, values)

    def _follow(self) -> None:
        if self.shown and not self._own_axis:
            self.view_box.setXRange(*self._plot.view_ranges()[0], padding=0.0)
