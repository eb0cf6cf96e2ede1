"""The picture of a figure of the Chapter lab: its curves, points and bars, and handles that are dragged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import QWidget

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.chapter.lab.figure import LabCurve, LabDots, LabHandle, LabPicture, LabSurface, Look
from linreg_gui.core.telling.plot_series import PlotSeries
from linreg_gui.views.plots.plot_strip import Cell, PlotStrip, Swatch
from linreg_gui.views.plots.themed_plot import HELP, ThemedPlot
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.style import Series
from linreg_gui.views.widgets.texts import set_description, set_whats_this

_HELP = "Drag what has a ring or is a thick line, or type the values. "
_SERIES = {
    Look.DATA: Series.DATA,
    Look.MOVED: Series.FIT,
    Look.BEST: Series.EXACT,
    Look.GHOST: Series.TRUTH,
    Look.OTHER: Series.RESIDUALS,
}
_LINES, _DOTS = 6, 3  # that a figure has at most
_DOT, _HANDLE = 8.0, 14
_VEIL = 70  # of 255: bars, and what is behind a wall
_UPRIGHT, _LEVEL = 90.0, 0.0


class LabPlot(ThemedPlot):
    """Draws what it is given; says where a handle is dragged."""

    dragged = Signal(object, float, float)  # LabHandle as it was, and where it is now

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Chapter lab", PlotStrip(_cells()), parent)
        self._picture: LabPicture | None = None
        self._figure = ""
        self._items: dict[str, Any] = {}  # of the figure, by what they are in it
        self._drawn: set[str] = set()
        self.handles: list[pg.InfiniteLine | pg.TargetItem] = []
        set_whats_this(self.canvas, f"{_HELP}{HELP}")
        self.restyle()

    def show_picture(self, figure: str, picture: LabPicture) -> None:
        """Draw a figure by name; the zoom of the same one stays."""
        same, self._figure = figure == self._figure, figure
        self._picture = picture
        if not same:
            self._remove_handles()
            for item in self._items.values():
                self.view_box.removeItem(item)
            self._items.clear()
        self.set_axis_labels(*picture.axes)
        self._draw(picture)
        self._place_handles(picture.handles)
        self.show_canvas()
        self.set_home(*picture.ranges, keep_zoom=same)
        set_description(self, picture.sentence)

    def summary(self) -> str:
        """What is to be seen, in words."""
        return self.message() or ("" if self._picture is None else self._picture.sentence)

    def series(self) -> Sequence[PlotSeries]:
        """Curves and points without their gaps, and the middles of the bars."""
        picture = self._picture
        if picture is None:
            return ()
        parts: tuple[LabCurve | LabDots, ...] = (*picture.curves, *picture.dots)
        found = [
            PlotSeries(part.name, *picture.axes, part.x[whole], part.y[whole])
            for part in parts
            if (whole := np.isfinite(part.x + part.y)).any()
        ]
        if picture.bars is not None:
            middles = 0.5 * (picture.bars.edges[1:] + picture.bars.edges[:-1])
            found.append(PlotSeries(picture.bars.name, *picture.axes, middles, picture.bars.heights))
        return found

    def restyle(self) -> None:
        """Colours of the palette."""
        super().restyle()
        if self._picture is not None:
            self._draw(self._picture)
            self._style_handles()

    def _draw(self, picture: LabPicture) -> None:
        self._drawn.clear()
        shown: list[str] = []
        if picture.surface is not None:
            self._draw_surface(picture.surface)
        if picture.wall is not None:
            wall = self._item("wall", partial(pg.LinearRegionItem, movable=False))
            wall.setRegion((picture.wall.left, picture.wall.right))
            wall.setBrush(self._veil(Series.RESIDUALS))
            for line in wall.lines:
                line.setPen(pg.mkPen(None))
        if picture.bars is not None:
            self._draw_bars(picture.bars.edges, picture.bars.heights)
            self.strip.set_name("bars", picture.bars.name)
            self.strip.set_look("bars", pg.mkPen(None), self._veil(Series.RESIDUALS))
            shown.append("bars")
        lines = 0
        for at, curve in enumerate(picture.curves):
            pen = style.pen(_SERIES[curve.look], self.dark, self.strokes)
            item = self._item(f"curve{at}", pg.PlotCurveItem)
            item.setData(curve.x, curve.y, pen=pen, antialias=True, connect="finite")
            lines = self._name_line(lines, curve.name, curve.look, shown)
        for at, mark in enumerate(picture.marks):
            angle = _LEVEL if mark.level else _UPRIGHT
            item = self._item(f"mark{at}", partial(pg.InfiniteLine, angle=angle))
            item.setValue(mark.at)
            item.setPen(style.pen(_SERIES[mark.look], self.dark, self.strokes))
            lines = self._name_line(lines, mark.name, mark.look, shown)
        for at, dots in enumerate(picture.dots):
            brush = QBrush(_SERIES[dots.look].colour(self.dark))
            item = self._item(f"dots{at}", pg.ScatterPlotItem)
            item.setData(dots.x, dots.y, pen=None, brush=brush, size=self.strokes.mark(_DOT))
            item.setSize(self.strokes.mark(_DOT))
            self.strip.set_name(f"dots{at}", dots.name)
            self.strip.set_look(f"dots{at}", pg.mkPen(None), brush)
            shown.append(f"dots{at}")
        self.strip.set_shown(shown)
        for name in set(self._items) - self._drawn:
            self.view_box.removeItem(self._items.pop(name))

    def _item(self, name: str, make: Callable[[], Any]) -> Any:
        """The same of a figure, whatever its values and its colours."""
        if name not in self._items:
            self._items[name] = make()
            self.view_box.addItem(self._items[name], ignoreBounds=True)
        self._drawn.add(name)
        return self._items[name]

    def _name_line(self, at: int, name: str, look: Look, shown: list[str]) -> int:
        self.strip.set_name(f"line{at}", name)
        self.strip.set_look(f"line{at}", style.pen(_SERIES[look], self.dark, self.strokes))
        shown.append(f"line{at}")
        return at + 1

    def _draw_surface(self, surface: LabSurface) -> None:
        quiet = pg.mkPen(style.muted(self.palette()), width=self.strokes.thin(1.0))
        steps = surface.x[1] - surface.x[0], surface.y[1] - surface.y[0]
        pieces = [piece for level in surface.levels for piece in pg.isocurve(surface.heights, level)]
        if not pieces:
            return
        # Shape (pieces, 2 ends, 2): counted from the first of the places, in steps between them.
        ends = np.asarray(pieces, dtype=np.float64)
        ends = ends[np.isfinite(ends).all(axis=(1, 2))]
        at = np.clip(ends.astype(np.int64), 0, np.array(surface.heights.shape) - 2)
        corners = [
            surface.heights[at[..., 0] + across, at[..., 1] + up] for across in (0, 1) for up in (0, 1)
        ]
        ends = ends[np.isfinite(corners).all(axis=(0, 2))]
        x, y = (surface.x[0] + steps[0] * ends[..., 0], surface.y[0] + steps[1] * ends[..., 1])
        contours = self._item("contours", pg.PlotCurveItem)
        contours.setData(x.ravel(), y.ravel(), pen=quiet, connect="pairs")

    def _draw_bars(self, edges: FloatArray, heights: FloatArray) -> None:
        pen = pg.mkPen(Series.RESIDUALS.colour(self.dark), width=self.strokes.thin(1.0))
        item = self._item("bars", pg.PlotCurveItem)
        brush = self._veil(Series.RESIDUALS)
        item.setData(edges, heights, stepMode="center", fillLevel=0.0, pen=pen, brush=brush)

    def _veil(self, series: Series) -> QBrush:
        colour = series.colour(self.dark)
        colour.setAlpha(_VEIL)
        return QBrush(colour)

    def _remove_handles(self) -> None:
        for handle in self.handles:
            self.view_box.removeItem(handle)
        self.handles.clear()

    def _place_handles(self, places: Sequence[LabHandle]) -> None:
        """Move those that are there: one of them may be in a hand."""
        if not self.handles:
            for at, place in enumerate(places):
                if place.is_line:
                    item = pg.InfiniteLine(angle=_UPRIGHT, movable=True)
                    item.setCursor(Qt.CursorShape.SplitHCursor)
                    item.sigDragged.connect(partial(self._drag, at))
                else:
                    item = pg.TargetItem(movable=True, size=_HANDLE, symbol="o")
                    item.sigPositionChanged.connect(partial(self._drag, at))
                item.setZValue(10)
                self.handles.append(item)
                self.view_box.addItem(item, ignoreBounds=True)
            self._style_handles()
        for item, place in zip(self.handles, places, strict=True):
            blocked = item.blockSignals(True)
            item.setPos(place.x if place.is_line else QPointF(place.x, place.y))
            item.blockSignals(blocked)

    def _style_handles(self) -> None:
        fit = Series.FIT.colour(self.dark)
        for item in self.handles:
            item.setPen(pg.mkPen(fit, width=self.strokes.line(2.5)))
            item.setHoverPen(pg.mkPen(fit, width=self.strokes.line(4.0)))

    def _drag(self, at: int, item: pg.InfiniteLine | pg.TargetItem) -> None:
        if self._picture is not None:
            where = item.pos()
            self.dragged.emit(self._picture.handles[at], float(where.x()), float(where.y()))


def _cells() -> dict[str, Cell]:
    lines = {f"line{at}": Cell("", Swatch.LINE, shown=False) for at in range(_LINES)}
    dots = {f"dots{at}": Cell("", Swatch.DOT, shown=False) for at in range(_DOTS)}
    return {**lines, **dots, "bars": Cell("", Swatch.PATCH, shown=False)}
