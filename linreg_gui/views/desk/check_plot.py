"""The plot of one question: points, or an image of very many, with the curves that they are judged by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.desk.check_values import CheckPicture, Curve, Look
from linreg_gui.core.telling.plot_series import PlotSeries
from linreg_gui.views.plots.density_image import DensityImage
from linreg_gui.views.plots.fit_legend import point_size
from linreg_gui.views.plots.moving_points import MovingPoints
from linreg_gui.views.plots.plot_strip import Cell, PlotStrip, Swatch
from linreg_gui.views.plots.state_layer import StateLayer
from linreg_gui.views.plots.themed_plot import HELP, ThemedPlot
from linreg_gui.views.selecting.row_selecting import SELECTING_HELP, RowSelecting
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.style import Series
from linreg_gui.views.widgets.texts import set_name, set_text, set_whats_this

_EMPTY = "The answers appear here once there is an exact solution."
_NEAR = 9.0  # pixels around the pointer in which a point is meant
_LEGEND_HEIGHT = 170
_NOTHING, _NO_PLACE = np.empty(0), np.empty(0, dtype=np.int64)
_CURVES = (Look.SIMULATED, Look.CONTOUR, Look.EXPECTED, Look.OBSERVED, Look.SMOOTH)
_SMOOTH_LINES = 5_000  # points of a curve that is drawn with smooth edges


@always_answers
class CheckPlot(ThemedPlot):
    """Draws a `CheckPicture`; tells which row is pointed at."""

    row_pointed = Signal(object)  # int or None: a row of the table

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Check", PlotStrip(_cells()), parent)
        self._picture: CheckPicture | None = None
        self._pointed: int | None = None
        self._make_items()
        self.selecting = RowSelecting(self.canvas, read=self.reader.place)
        self.canvas.scene().sigMouseMoved.connect(self._point)
        self.canvas.pointer_left.connect(lambda: self.row_pointed.emit(None))
        self.view_box.sigResized.connect(self._name_ticks)
        set_whats_this(self.canvas, f"{SELECTING_HELP}{HELP}")
        self.setMinimumSize(150, 90)
        self.restyle()
        self.clear()

    @property
    def picture(self) -> CheckPicture | None:
        """What is drawn."""
        return self._picture

    def show_picture(self, picture: CheckPicture, title: str, subject: object) -> None:
        """Draw it; the view of the same subject stays."""
        self._picture = picture
        set_text(self._title, title)
        set_name(self.canvas, f"Plot: {title}")
        colour = Series.RESIDUALS if picture.of_residuals else Series.DATA
        self._colour_points(colour)
        if picture.scatter is not None and picture.scatter.density is not None:
            scatter = picture.scatter
            self.points.setData(x=[], y=[])
            self.image.show_density(picture.scatter.density, scatter.x_range, scatter.y_range)
        else:
            self.image.clear()
            self.points.setData(x=picture.x, y=picture.y, size=point_size(picture.x.size, self.strokes))
        for points, places in (
            (self.excluded, picture.excluded),
            (self.held_out, picture.held_out),
            (self.marks, picture.marked),
        ):
            points.setData(x=places[0], y=places[1])
        self.states.show_colours(*picture.coloured)
        self.states.show_labels(*picture.labelled)
        curves = {curve.look: curve for curve in picture.curves}
        for look, item in self.curves.items():
            self._draw(item, curves.get(look))
        self._draw_band(curves.get(Look.BAND))
        self._draw_bars(curves.get(Look.BARS))
        self._name_places(picture)
        self._name_ticks()
        self.set_axis_labels(picture.x_name, picture.y_name)
        self._list_names(picture)
        self.point_at(self._pointed)
        self.show_canvas()
        self.set_home_of(subject, picture.x_range, picture.y_range)

    def point_at(self, row: int | None) -> None:
        """Ring the point of a row that is pointed at, here or elsewhere."""
        self._pointed = row
        picture = self._picture
        at = np.flatnonzero(picture.rows == row) if picture is not None and row is not None else _NO_PLACE
        x, y = (picture.x[at], picture.y[at]) if picture is not None else (_NOTHING, _NOTHING)
        self.ring.place(x, y)

    def show_none(self, sentence: str) -> None:
        """There is nothing to draw, and why."""
        self._picture = None
        self.show_message(sentence)

    def clear(self) -> None:
        """Show nothing but what will come."""
        self.show_none(_EMPTY)

    def summary(self) -> str:
        """What is to be seen."""
        return self.message() or ("" if self._picture is None else self._picture.sentence)

    def series(self) -> Sequence[PlotSeries]:
        """Points and curves."""
        picture = self._picture
        if picture is None:
            return ()
        names = picture.x_name, picture.y_name
        found = [PlotSeries("points", *names, picture.x, picture.y)] if picture.x.size else []
        for curve in picture.curves:
            found.append(PlotSeries(curve.name, *names, curve.x, curve.y))
            if curve.upper.size:
                found.append(PlotSeries(f"{curve.name}, upper end", *names, curve.x, curve.upper))
        for name, places in (("excluded", picture.excluded), ("held out", picture.held_out)):
            if places[0].size:
                found.append(PlotSeries(name, *names, *places))
        return found

    def restyle(self) -> None:
        """Colours of the palette."""
        super().restyle()
        palette, dark = self.palette(), self.dark
        text, quiet, strokes = palette.windowText().color(), style.muted(palette), self.strokes
        self._colour_points(
            Series.DATA if self._picture is not None and not self._picture.of_residuals else Series.RESIDUALS
        )
        fit, made = Series.FIT.colour(dark), Series.EXACT.colour(dark)
        made.setAlpha(150)
        pens = {
            Look.SMOOTH: pg.mkPen(text, width=strokes.line(2.5)),
            Look.EXPECTED: pg.mkPen(quiet, width=strokes.thin(1.4), style=Qt.PenStyle.DashLine),
            Look.CONTOUR: pg.mkPen(fit, width=strokes.thin(1.4), style=Qt.PenStyle.DotLine),
            Look.SIMULATED: pg.mkPen(made, width=strokes.thin(1.0)),
            Look.OBSERVED: pg.mkPen(Series.DATA.colour(dark), width=strokes.line(3.0)),
        }
        for look, pen in pens.items():
            self.curves[look].setPen(pen)
            self.strip.set_look(look.name, QPen(pen))
        band = QColor(quiet)
        band.setAlpha(50)
        self.band.setBrush(band)
        for end in self.ends:
            end.setPen(pg.mkPen(quiet, width=strokes.thin(0.8)))
        self.strip.set_look(Look.BAND.name, QPen(Qt.PenStyle.NoPen), QBrush(band))
        bar = Series.RESIDUALS.colour(dark)
        bar.setAlpha(150)
        self.bars.setOpts(brush=bar, pen=pg.mkPen(Series.RESIDUALS.colour(dark)))
        self.strip.set_look(Look.BARS.name, QPen(Qt.PenStyle.NoPen), QBrush(bar))
        cross = pg.mkPen(quiet, width=strokes.thin(1.2))
        self.excluded.setPen(cross)
        self.strip.set_look("excluded", cross)
        held = Series.VALIDATION.colour(dark)
        diamond = pg.mkPen(held, width=strokes.thin(1.4))
        self.held_out.setPen(diamond)
        self.strip.set_look("held out", diamond)
        mark = pg.mkPen(palette.highlight().color(), width=strokes.thin(2.0))
        self.marks.setPen(mark)
        self.strip.set_look("selected", mark)
        self.states.restyle(palette, strokes)
        self.ring.setPen(pg.mkPen(text, width=strokes.thin(1.8)))
        for word in self.words:
            word.setColor(text)
        if self.points.count():
            self.points.setSize(point_size(self.points.count(), strokes))
        for points, size in ((self.excluded, 7), (self.held_out, 9), (self.marks, 11), (self.ring, 15)):
            points.setSize(strokes.mark(size))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a very low plot the legend would cover the points."""
        super().resizeEvent(event)
        if self._picture is not None:
            self._list_names(self._picture)

    def _make_items(self) -> None:
        self.image = DensityImage()
        self.points = MovingPoints(pen=None, size=5, antialias=True)
        self.excluded = MovingPoints(symbol="x", brush=None, size=7, antialias=True)
        self.held_out = MovingPoints(symbol="d", brush=None, size=9, antialias=True)
        self.marks = MovingPoints(symbol="s", brush=None, size=11, antialias=True)
        self.ring = MovingPoints(brush=None, size=15, antialias=True)
        self.curves = {look: pg.PlotCurveItem(connect="finite") for look in _CURVES}
        self.ends = pg.PlotCurveItem(), pg.PlotCurveItem()
        self.band = pg.FillBetweenItem(*self.ends)
        self.bars = pg.BarGraphItem(x0=[], y=[], height=[], width=[])
        self.states = StateLayer(self.view_box, uncovered=self.legend.texts)
        self.words = [pg.TextItem(anchor=(0.5, 1.1)) for _ in range(3)]
        below = (self.image.item, self.band, *self.ends, self.bars)
        above = (*self.curves.values(), self.marks, self.ring, *self.words)
        for item in below:
            item.setZValue(-1.0)
        for item in above:
            item.setZValue(1.0)
        for item in (*below, self.excluded, self.points, self.held_out, *above):
            self.view_box.addItem(item, ignoreBounds=True)
        self.legend.texts += self.words

    def _colour_points(self, series: Series) -> None:
        colour = series.colour(self.dark)
        self.image.set_colour(colour)
        self.strip.set_look("rows", QPen(Qt.PenStyle.NoPen), QBrush(colour))
        colour.setAlpha(190 if self.dark else 160)
        self.points.setBrush(colour)

    def _draw(self, item: pg.PlotCurveItem, curve: Curve | None) -> None:
        item.setVisible(curve is not None)
        if curve is not None:
            item.setData(curve.x, curve.y, antialias=curve.x.size <= _SMOOTH_LINES)

    def _draw_band(self, curve: Curve | None) -> None:
        for part in (self.band, *self.ends):
            part.setVisible(curve is not None)
        if curve is not None:
            self.ends[0].setData(curve.x, curve.y)
            self.ends[1].setData(curve.x, curve.upper)

    def _draw_bars(self, curve: Curve | None) -> None:
        self.bars.setVisible(curve is not None)
        if curve is not None:
            self.bars.setOpts(x0=np.zeros(curve.x.size), y=curve.y, width=curve.x, height=0.6)

    def _name_places(self, picture: CheckPicture) -> None:
        for at, word in enumerate(self.words):
            word.setVisible(at < len(picture.named))
            if at < len(picture.named):
                x, y, text = picture.named[at]
                set_text(word, text)
                word.setAnchor((0.5, -0.1 if y >= 0.0 else 1.1))  # towards the middle
                word.setPos(x, y)

    def _name_ticks(self) -> None:
        """Names beside bars, the first one and as many more as there is room for."""
        picture = self._picture
        if picture is None:
            return
        axis = self.canvas.getAxis("left")
        room = max(1.0, self.view_box.height()) / max(1, len(picture.ticks))
        each = int(self.fontMetrics().lineSpacing() / room) + 1
        axis.setTicks([list(picture.ticks[::each])] if picture.ticks else None)

    def _list_names(self, picture: CheckPicture) -> None:
        rows = picture.points_name
        if picture.scatter is not None:
            rows = f"{rows}, {'lighter' if self.dark else 'darker'} where there are more"
        self.strip.set_name("rows", rows, picture.points_name)
        shown = ["rows"] if picture.points_name else []
        for curve in picture.curves:
            self.strip.set_name(curve.look.name, curve.name)
            shown.append(curve.look.name)
        for key, places in (
            ("excluded", picture.excluded),
            ("held out", picture.held_out),
            ("selected", picture.marked),
        ):
            if places[0].size:
                self.strip.set_name(key, f"{places[0].size:,} {key}")
                shown.append(key)
        hidden = ["hidden"] if picture.hidden else []
        self.strip.set_name("hidden", picture.hidden)
        self.strip.set_shown([*(shown if self.height() >= _LEGEND_HEIGHT else []), *hidden])

    def _point(self, place: QPointF) -> None:
        """Tell which row the pointer is at, where points are drawn one by one."""
        picture = self._picture
        if picture is None or not picture.rows.size or picture.scatter is not None:
            return
        inside = self.view_box.sceneBoundingRect().contains(place)
        found = self._nearest(picture, self.view_box.mapSceneToView(place)) if inside else None
        self.row_pointed.emit(None if found is None else int(picture.rows[found]))

    def _nearest(self, picture: CheckPicture, where: QPointF) -> int | None:
        width, height = (_NEAR * abs(size) for size in self.view_box.viewPixelSize())
        distance = ((picture.x - where.x()) / width) ** 2 + ((picture.y - where.y()) / height) ** 2
        best = int(distance.argmin())
        return best if distance[best] <= 1.0 else None


def _cells() -> dict[str, Cell]:
    lines = {look.name: Cell("", Swatch.LINE, shown=False) for look in _CURVES}
    patches = {look.name: Cell("", Swatch.PATCH, shown=False) for look in (Look.BAND, Look.BARS)}
    return {
        "rows": Cell("rows", Swatch.DOT),
        **lines,
        **patches,
        "excluded": Cell("excluded", Swatch.CROSS, shown=False),
        "held out": Cell("held out", Swatch.DIAMOND, shown=False),
        "selected": Cell("selected", Swatch.SQUARE, shown=False),
        "hidden": Cell("", shown=False),
    }
