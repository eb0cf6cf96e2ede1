"""The loss over two parameters: contours, the way of the run through them, and where it goes next."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from linreg_gui.core.explaining.quadratic import Quadratic
from linreg_gui.core.explaining.run_on_surface import RunOnSurface, SurfaceWish
from linreg_gui.core.explaining.start_on_surface import SurfacePoint
from linreg_gui.core.model.losses import SquaredLoss
from linreg_gui.core.number_text import number_text, text_to
from linreg_gui.core.telling.plot_series import PlotSeries
from linreg_gui.views.plots.marker import Marker
from linreg_gui.views.plots.plot_ranges import Range, steady
from linreg_gui.views.plots.plot_strip import WIDEST_POSITIVE, Cell, PlotStrip, Swatch, reading
from linreg_gui.views.plots.run_lines import RunLines
from linreg_gui.views.plots.scene_plot import ScenePlot
from linreg_gui.views.plots.themed_plot import POINTER_HELP
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.style import Series
from linreg_gui.views.widgets.texts import set_whats_this

from .contours import Contours
from .cross_hair import CROSS_HELP, CrossHair
from .surface_bar import SurfaceBar

_EMPTY = "The loss over two parameters appears here when there is something to train on."
_HELP = (
    "Each line joins points of the same loss. The arrow tells the direction of the next move, not its "
    "length; the path leads through some hundred states of the run, the first ones one by one. "
    f"Click to begin the next run at a point. {CROSS_HELP}{POINTER_HELP}"
)
_MOST_CONTOURS, _MOST_DASHED = 10, 4
_ARROW = 30.0  # pixels from the middle of the marker
_MARGINS = 12  # to the left and the right of the bar
_SHORTEST = 1e-12  # of a move, in widths of the view


class SurfacePlot(ScenePlot):
    """Shows a run on the loss surface, and keeps what a person wishes to see of it."""

    _empty = _EMPTY
    start_requested = Signal(object)  # SurfacePoint: a click
    start_withdrawn = Signal()  # the click was the first of a double click

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Loss surface", PlotStrip(_cells()), parent)
        self._found: RunOnSurface | None = None
        self._subject: object = None
        self._shown: tuple[Range | None, Range | None] = (None, None)
        self._pointed: tuple[float, float] | None = None
        self._asked = False  # for a start, by the last click
        self.set_subtitle(SquaredLoss().mean_name, SquaredLoss().short_name)
        self.bar = SurfaceBar()
        self.bar.changed.connect(self.wish_changed)
        self.add_bar(self.bar)
        self.add_control(self.bar.units_box)
        self.setMinimumWidth(self.bar.minimumSizeHint().width() + _MARGINS)  # or choices would be cut off
        self._make_items()
        self.cross = CrossHair(self.canvas, self._place_of_sgd)
        self.legend.texts.append(self.cross.words)
        self.cross.moved.connect(self._read_cross)
        self.cross.chosen.connect(self._ask_at_cross)
        self.cross.left.connect(self._leave_cross)
        self.view_box.sigRangeChanged.connect(self._redraw)
        self.view_box.sigResized.connect(self._redraw)
        self.canvas.scene().sigMouseMoved.connect(self._point_at_scene)
        self.canvas.scene().sigMouseClicked.connect(self._ask_for_start)
        self.canvas.double_clicked.connect(self._withdraw)
        self.canvas.pointer_left.connect(self.point_at_nothing)
        set_whats_this(self.canvas, _HELP)
        self.reader.modifier = Qt.KeyboardModifier.ControlModifier
        self.restyle()
        self.clear()

    @property
    def wish(self) -> SurfaceWish:
        """What is to be seen."""
        return self.bar.wish

    @property
    def choices(self) -> SurfaceWish:
        """The same, to be kept."""
        return self.wish

    def choose(self, choices: SurfaceWish) -> None:
        """Have that to be seen."""
        self.bar.choose(choices)

    def show_value(self, found: RunOnSurface) -> None:
        """Show a moment of the run; one that was prepared for another wish is left out."""
        if found.wish != self.wish:
            return
        for controls in (self.bar, self.bar.units_box):
            controls.show()
        self.bar.offer(found.names, found.parameters)
        self._tell(found.sentence)
        if found.problem:
            self._found = None
            self.cross.leave()
            self.show_message(found.problem)
            return
        self._found = found
        self.set_subtitle(found.name, found.short_name)
        self.show_canvas()
        # Standardised, both are in units of the label: at the same scale a round bowl is seen to be round.
        self.view_box.setAspectLocked(found.wish.standardised)
        before = self.view_ranges()
        self._find_home(found)
        if self.view_ranges() == before:
            self._redraw()
        self._read()

    def series(self) -> Sequence[PlotSeries]:
        """The path of the run, and the exact solution."""
        found = self._found
        if found is None:
            return ()
        ways = (("path of the run", found.path), ("exact solution", found.optimum[None]))
        beside = ((f"path of {way.name}", way.places) for way in found.beside)
        return [PlotSeries(name, *found.axes, way[:, 0], way[:, 1]) for name, way in (*ways, *beside)]

    def clear(self) -> None:
        """Show nothing."""
        self._found = self._subject = None
        self.cross.leave()
        for controls in (self.bar, self.bar.units_box):
            controls.hide()
        self._tell(_EMPTY)
        self.show_message(_EMPTY)

    def point_at(self, x: float, y: float) -> None:
        """Read the loss at a point."""
        self._pointed = x, y
        self._read()

    def point_at_nothing(self) -> None:
        """Read none."""
        self._pointed = None
        self._read()

    def restyle(self) -> None:
        """Series colours for the palette."""
        super().restyle()
        ground, muted = self.palette().color(self.backgroundRole()), style.muted(self.palette())
        fit, exact, batch = (
            series.colour(self.dark) for series in (Series.FIT, Series.EXACT, Series.MINIBATCH)
        )
        font = style.tabular(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.8)
        line = Series.DATA.colour(self.dark)
        line.setAlpha(170)
        self.contours.set_look(pg.mkPen(line, width=self.strokes.thin(1.0)), font, muted, ground)
        dashes = pg.mkPen(batch, width=self.strokes.thin(1.3), style=Qt.PenStyle.DashLine)
        self.dashed.set_look(dashes, font, muted, ground)
        way = QColor(fit)
        way.setAlpha(150)
        self.path.setPen(pg.mkPen(way, width=self.strokes.line(1.3)))
        self.ways.restyle(self.dark, self.strokes.line(1.5))
        self.arrow.setPen(QPen(Qt.PenStyle.NoPen))
        self.arrow.setBrush(fit)
        edge = pg.mkPen(ground, width=1)
        for key, points, colour in (
            ("now", self.now, fit),
            ("exact", self.optimum, exact),
            ("minibatch", self.minimum, batch),
        ):
            points.setPen(edge)
            points.setBrush(colour)
            self.strip.set_look(key, QPen(Qt.PenStyle.NoPen), QBrush(colour))
        self.strip.set_look("minibatch", dashes)
        self.start.setPen(pg.mkPen(fit, width=self.strokes.thin(1.5)))
        self.start.setBrush(ground)
        self.strip.set_look("start", QPen(fit, 1.5))
        waiting = pg.mkPen(fit, width=self.strokes.thin(1.5), style=Qt.PenStyle.DotLine)
        self.next_start.setPen(waiting)
        self.next_start.setBrush(ground)
        self.strip.set_look("next_start", waiting)
        self.strip.set_look("pointer", QPen(muted, 1.5))
        for marker in (self.start, self.next_start, self.minimum, self.arrow, self.now, self.optimum):
            marker.setScale(self.strokes.mark(1.0))
        self.cross.restyle(self.palette())

    def _make_items(self) -> None:
        self.contours = Contours(self.view_box, _MOST_CONTOURS, labelled=True)
        self.dashed = Contours(self.view_box, _MOST_DASHED, labelled=False)
        self.path = pg.PlotCurveItem(antialias=True)
        self.ways = RunLines(self.view_box)
        self.start = Marker("s", 8.0)
        self.next_start = Marker("s", 12.0)
        self.minimum = Marker("t1", 11.0)
        self.now = Marker("o", 13.0)
        self.optimum = Marker("d", 11.0)  # both are seen when they agree
        self.arrow = Marker(_arrow())
        for item in (
            self.path,
            self.start,
            self.next_start,
            self.minimum,
            self.arrow,
            self.now,
            self.optimum,
        ):
            self.view_box.addItem(item, ignoreBounds=True)
            item.setZValue(1)  # over the labels of the contours
        for item in self.ways.items:
            item.setZValue(0.9)

    def _find_home(self, found: RunOnSurface) -> None:
        """Start, path and minimum; as long as it is about the same, no more is moved than it must be."""
        subject = found.names, found.axes, found.wish.others_at_best
        if subject != self._subject:
            self._subject, self._shown = subject, (None, None)
            self.set_axis_labels(*found.axes)
            self._zoomed = False
            self.cross.leave()
        x_range, y_range = (
            steady(shown, wanted) for shown, wanted in zip(self._shown, found.ranges, strict=True)
        )
        self._shown = x_range, y_range
        self.set_home(x_range, y_range, keep_zoom=True)

    def _redraw(self) -> None:
        found = self._found
        if found is None:
            return
        window = self.view_ranges()
        self.contours.show(found.loss, window)
        over = found.minibatch
        self.dashed.show(over, window)
        self.path.setData(found.path[:, 0], found.path[:, 1])
        ways = {way.look: way.places[np.isfinite(way.places).all(axis=1)] for way in found.beside}
        self.ways.place({look: (places[:, 0], places[:, 1]) for look, places in ways.items() if len(places)})
        known = isinstance(over, Quadratic) and over.has_bottom  # of other losses it is not worked out
        least = over.centre[None] if over is not None and known else np.empty((0, 2))
        begins = np.empty((0, 2)) if found.next_start is None else found.next_start[None]
        for points, places in (
            (self.next_start, begins),
            (self.start, found.path[:1]),
            (self.now, found.path[-1:]),
            (self.optimum, found.optimum[None]),
            (self.minimum, least),
        ):
            points.place(places[:, 0], places[:, 1])
        self._turn_arrow(found)

    def _turn_arrow(self, found: RunOnSurface) -> None:
        (left, right), (bottom, top) = self.view_ranges()
        across, up = found.move[0] / (right - left), found.move[1] / (top - bottom)
        self.arrow.setVisible(math.hypot(across, up) > _SHORTEST)
        self.arrow.setPos(*found.path[-1].tolist())
        pixels = self.view_box.height() * up, self.view_box.width() * across
        self.arrow.setRotation(-math.degrees(math.atan2(*pixels)))

    def _read(self) -> None:
        found = self._found
        if found is None:
            return
        over = found.minibatch
        pointed = "" if self._pointed is None else number_text(found.loss.value(*self._pointed), 6)
        self.strip.set_values(
            {
                "now": reading(found.now),
                "exact": reading(found.least),
                "minibatch": reading(over.least) if isinstance(over, Quadratic) else "–",
                "pointer": pointed or "–",
            }
        )
        there = {"minibatch": found.wish.minibatch, "next_start": found.next_start is not None}
        self.strip.set_shown([key for key in _cells() if there.get(key, True)])
        self.cross.say(self._told_at_cross())

    def _place_of_sgd(self) -> tuple[float, float] | None:
        found = self._found
        if found is None or not np.isfinite(found.path[-1]).all():
            return None
        x, y = found.path[-1].tolist()
        return x, y

    def _told_at_cross(self) -> str:
        """Both coordinates with the digits that a key changes, and the loss there."""
        found, at = self._found, self.cross.at
        if found is None or at is None:
            return ""
        named = zip(found.axes, at, self.cross.digit, strict=True)
        places = ", ".join(f"{name} {text_to(value, digit, 1)}" for name, value, digit in named)
        return f"{places}: {found.short_name} {number_text(found.loss.value(*at), 6)}"

    def _read_cross(self) -> None:
        if self.cross.at is None:
            return
        self.reader.leave()
        self.point_at(*self.cross.at)
        told = self._told_at_cross()
        self.reader.chart.value = told
        self.reader.chart.announce(told)
        self.reader.said.emit(told)

    def _leave_cross(self) -> None:
        self.reader.chart.value = ""
        self.point_at_nothing()

    def _ask_at_cross(self) -> None:
        found, at = self._found, self.cross.at
        if found is not None and at is not None:
            self.start_requested.emit(SurfacePoint(found.parameters, found.wish.standardised, *at))

    def _point_at_scene(self, where: QPointF) -> None:
        if self.view_box.sceneBoundingRect().contains(where):
            point = self.view_box.mapSceneToView(where)
            self.point_at(float(point.x()), float(point.y()))
        else:
            self.point_at_nothing()

    def _ask_for_start(self, event: object) -> None:
        """A click is neither a drag, which moves the view, nor one of two, which show everything."""
        found, where = self._found, event.scenePos()  # type: ignore[attr-defined]
        if event.button() != Qt.MouseButton.LeftButton or event.double():  # type: ignore[attr-defined]
            return
        self._asked = found is not None and self.view_box.sceneBoundingRect().contains(where)
        if found is not None and self._asked:
            at = self.view_box.mapSceneToView(where)
            point = SurfacePoint(found.parameters, found.wish.standardised, float(at.x()), float(at.y()))
            self.start_requested.emit(point)

    def _withdraw(self) -> None:
        if self._asked:
            self._asked = False
            self.start_withdrawn.emit()


def _cells() -> dict[str, Cell]:
    return {
        "now": Cell("SGD", Swatch.DOT, reserve=WIDEST_POSITIVE),
        "exact": Cell("exact solution", Swatch.DIAMOND, reserve=WIDEST_POSITIVE, short="exact"),
        "pointer": Cell("at the pointer", Swatch.CROSS, reserve=WIDEST_POSITIVE, short="here"),
        "minibatch": Cell(
            "next minibatch", Swatch.LINE, reserve=WIDEST_POSITIVE, short="minibatch", shown=False
        ),
        "start": Cell("start", Swatch.SQUARE),
        "next_start": Cell("next start", Swatch.SQUARE, short="next", shown=False),
    }


def _arrow() -> QPainterPath:
    """To the right, from a marker that lies on its beginning."""
    head = _ARROW - 10.0
    corners = ((0.0, 1.5), (head, 1.5), (head, 5.5), (_ARROW, 0.0), (head, -5.5), (head, -1.5), (0.0, -1.5))
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    path.closeSubpath()
    return path
