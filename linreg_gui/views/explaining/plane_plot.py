"""Two features: the rows as points and the plane through them, in a view that can be turned."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox, QGraphicsPolygonItem, QStyleOptionGraphicsItem, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import FloatArray, quiet_overflow
from linreg_gui.core.drawing.drawn_states import DrawnStates
from linreg_gui.core.explaining.plane import Layer, PlaneView, plane_view
from linreg_gui.core.explaining.run_plane import NoPlane, PlaneChoices, PlaneWish, RunPlane
from linreg_gui.core.explaining.view_box import Camera
from linreg_gui.core.table.row_set import RowSet
from linreg_gui.core.telling.plot_series import PlotSeries
from linreg_gui.views.plots.fit_legend import point_size
from linreg_gui.views.plots.moving_points import MovingPoints
from linreg_gui.views.plots.plot_strip import WIDEST_POSITIVE, Cell, PlotStrip, Swatch, reading
from linreg_gui.views.plots.scene_plot import ScenePlot
from linreg_gui.views.plots.state_layer import StateLayer
from linreg_gui.views.selecting.area_gestures import STARTS_DRAG
from linreg_gui.views.selecting.row_selecting import SELECTING_HELP, RowSelecting
from linreg_gui.views.selecting.select_bar import SelectBar
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.style import Series
from linreg_gui.views.widgets.texts import set_whats_this

from .box_frame import BoxFrame

_EMPTY = "The plane of two features appears here when there is something to train on."
_HELP = (
    "Drag to turn it, or press the arrow keys, with Shift by a little; Home or a double click shows it from "
    "where it was at first. With Ctrl, arrow keys read one point after the other."
)
_RESIDUALS_HELP = "A stick from each point to the plane of SGD: how far its label is from what is predicted."
_DEGREES_PER_PIXEL, _KEY_DEGREES, _FINE_DEGREES = 0.5, 10.0, 2.0
# The cube reaches so far to the side and upwards, whichever way it is turned.
_WIDEST, _HIGHEST = 2.0**0.5, 3.0**0.5
_ACROSS, _UP = 38.0, 22.0  # pixels around it for what is written
_POINTS_ACROSS = 26  # so large are they at most, in the width of the cube
_AROUND = 5  # pixels more than the point that is marked
_STICKS = 1_500  # more hide each other
_SMOOTH = 300
_LAYERS = 4
_TURNS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, 1.0),
    Qt.Key.Key_Down: (0.0, -1.0),
}
_NO_POINTS: FloatArray = np.empty((0, 2))


@always_answers
class SmoothPolygon(QGraphicsPolygonItem):
    """A part of a plane, with smooth edges."""

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        super().paint(painter, option, widget)


@always_answers
class PlanePlot(ScenePlot):
    """Shows a run on two features from the side that a person turns to the front."""

    _empty = _EMPTY

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Plane", PlotStrip(_cells()), parent)
        self._found: RunPlane | None = None
        self._drawn: PlaneView | None = None
        self._wish: PlaneWish = PlaneWish()
        self._camera = Camera()
        self._largest = 8  # pixels, of a point
        self._held: tuple[QPointF, Camera] | None = None  # where it was taken, and how it was turned then
        for side in ("left", "bottom"):
            self.canvas.getPlotItem().hideAxis(side)
        self.view_box.setMouseEnabled(x=False, y=False)
        self.residuals = describe(QCheckBox("Residuals"), "Residuals", _RESIDUALS_HELP)
        self.residuals.setChecked(self._wish.residuals)
        self.residuals.toggled.connect(lambda on: self._change(residuals=on))
        self.add_control(self.residuals)
        self.select_bar = SelectBar()
        self.add_control(self.select_bar, of_canvas=True)
        self._make_items()
        self.view_box.sigResized.connect(self._fit)
        for widget in (self.canvas, self.canvas.viewport()):
            widget.installEventFilter(self)
        self.selecting = RowSelecting(self.canvas, read=self.reader.place)  # asked before this is turned
        set_whats_this(self.canvas, f"{_HELP} {SELECTING_HELP.rstrip()}")
        self.reader.modifier = Qt.KeyboardModifier.ControlModifier
        self.restyle()
        self.clear()

    @property
    def wish(self) -> PlaneWish:
        """What is to be seen."""
        return self._wish

    @property
    def choices(self) -> PlaneChoices:
        """What is to be kept."""
        return PlaneChoices(self._wish.residuals, self._camera.azimuth, self._camera.elevation)

    def choose(self, choices: PlaneChoices) -> None:
        """Have that chosen again."""
        self.residuals.setChecked(choices.residuals)
        self.turn_to(Camera(choices.azimuth, choices.elevation))

    @property
    def found(self) -> RunPlane | None:
        """What is drawn."""
        return self._found

    @property
    def camera(self) -> Camera:
        """From where it is seen."""
        return self._camera

    def select(self, rows: RowSet) -> None:
        """Mark other rows of the table."""
        self._change(selected=rows)

    def show_states(self, states: DrawnStates) -> None:
        """Other rows are hidden, coloured and labelled."""
        self._change(states=states)

    def show_value(self, found: RunPlane | NoPlane) -> None:
        """Show a moment of the run; one that was prepared for another wish is left out."""
        if found.wish != self._wish:
            return
        if isinstance(found, NoPlane):
            self._show_none(found.sentence)
            return
        self._found = found
        self.residuals.show()
        self.show_canvas()
        self.strip.set_name("rows", found.rows_text)
        count = len(found.wish.selected)
        self.strip.set_name("selected", f"{count:,} selected")
        self.strip.set_values({"fit": reading(found.loss), "exact": reading(found.least)})
        sticks = {"residuals"} if found.wish.residuals else set()
        chosen = {"selected"} if len(found.selected) else set()
        batch = {"minibatch"} if len(found.minibatch) else set()
        hidden = {"hidden"} if len(found.wish.states.hidden) else set()
        self.strip.set_name("hidden", found.wish.states.hidden_text)
        shown = {"rows", "fit", "exact"} | sticks | chosen | batch | hidden
        self.strip.set_shown([key for key in _cells() if key in shown])
        stride = _stride(found)
        drawn = -(-len(found.points) // stride)
        self.strip.set_name("residuals", "residuals" if stride == 1 else f"residuals of {drawn:,}")
        self._redraw()

    def series(self) -> Sequence[PlotSeries]:
        """The rows, and what both planes predict for them."""
        found = self._found
        if found is None:
            return ()
        first, second, label = found.names
        x, y = found.points[:, 0], found.points[:, 1]
        heights = {"rows": found.points[:, 2]}
        for name, state in (("SGD", found.fitted), ("exact solution", found.exact)):
            with quiet_overflow():
                heights[name] = found.points[:, :2] @ state.weights + state.bias + state.bias_rest
        return [PlotSeries(name, first, second, x, y, label, z) for name, z in heights.items()]

    def places(self, series: PlotSeries) -> tuple[FloatArray, FloatArray]:
        """As it is turned now."""
        if self._found is None or series.z is None:
            return super().places(series)
        points = np.column_stack([series.x, series.y, series.z])
        at = self._camera.project(self._found.box.scaled(points))
        return at[:, 0], at[:, 1]

    def clear(self) -> None:
        """Show nothing."""
        self._show_none(_EMPTY)

    def fit_view(self) -> None:
        """Show it from where it was at first."""
        self.turn_to(Camera())

    def turn_to(self, camera: Camera) -> None:
        """Look at it from another side."""
        azimuth = (camera.azimuth + 180.0) % 360.0 - 180.0
        self._camera = Camera(azimuth, min(90.0, max(-90.0, camera.elevation)))
        self._redraw()

    def restyle(self) -> None:
        """Series colours for the palette."""
        super().restyle()
        palette = self.palette()
        data, residual = Series.DATA.colour(self.dark), Series.RESIDUALS.colour(self.dark)
        self.strip.set_look("rows", QPen(Qt.PenStyle.NoPen), QBrush(data))
        self.strip.set_look("residuals", QPen(residual, 1.0))
        dots = QColor(data)
        dots.setAlpha(220)
        residual.setAlpha(150)
        for points, sticks in zip(self.points, self.sticks, strict=True):
            points.setBrush(dots)
            sticks.setPen(pg.mkPen(residual, width=self.strokes.thin(1.0)))
        self._looks = {
            "fitted": _plane_look(Series.FIT, self.dark, 80, self.strokes),
            "exact": _plane_look(Series.EXACT, self.dark, 60, self.strokes),
        }
        self.strip.set_look("fit", *self._looks["fitted"])
        self.strip.set_look("exact", *self._looks["exact"])
        self.states.restyle(palette, self.strokes)
        ring = pg.mkPen(Series.MINIBATCH.colour(self.dark), width=self.strokes.thin(1.5))
        self.rings.setPen(ring)
        self.strip.set_look("minibatch", ring)
        mark = pg.mkPen(palette.highlight().color(), width=self.strokes.thin(2.0))
        self.marks.setPen(mark)
        self.strip.set_look("selected", mark)
        font = style.tabular(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.85)
        self.frame.set_look(palette.mid().color(), style.muted(palette), font)
        self._redraw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The pointer and the keys turn it."""
        if self._found is not None:
            if isinstance(event, QMouseEvent):
                self._take_mouse(event)
            elif watched is self.canvas and isinstance(event, QKeyEvent):
                return self._take_key(event)
        return super().eventFilter(watched, event)

    def _make_items(self) -> None:
        self.frame = BoxFrame(self.view_box)
        self.points, self.sticks, self.planes = [], [], []
        for at in range(_LAYERS):
            sticks = pg.PlotCurveItem(connect="pairs")
            points = MovingPoints(pen=None, size=6, antialias=True)
            plane = SmoothPolygon()
            for item in (sticks, points, plane):
                item.setZValue(at)
                self.view_box.addItem(item, ignoreBounds=True)
            self.sticks.append(sticks)
            self.points.append(points)
            self.planes.append(plane)
        self.states = StateLayer(self.view_box, _LAYERS, self.legend.texts)
        self.rings = MovingPoints(brush=None, size=11, antialias=True)
        self.marks = MovingPoints(brush=None, symbol="s", size=12, antialias=True)
        for item in (self.rings, self.marks):
            item.setZValue(_LAYERS)
            self.view_box.addItem(item, ignoreBounds=True)

    def _show_none(self, sentence: str) -> None:
        self._found = self._drawn = None
        self._held = None
        self.residuals.hide()
        self._tell(sentence)
        self.show_message(sentence)

    def _fit(self) -> None:
        """The whole cube is in sight, whichever way it is turned."""
        width, height = self.view_box.width(), self.view_box.height()
        pixels = min((0.5 * width - _ACROSS) / _WIDEST, (0.5 * height - _UP) / _HIGHEST)
        if pixels > 0.0:
            across, up = 0.5 * width / pixels, 0.5 * height / pixels
            self.view_box.setRange(xRange=(-across, across), yRange=(-up, up), padding=0.0)
            self._largest = max(3, round(2.0 * pixels / _POINTS_ACROSS))
        self.frame.resize()
        self._redraw()

    def _redraw(self) -> None:
        found, camera = self._found, self._camera
        if found is None:
            return
        with quiet_overflow():
            drawn = plane_view(found.points, found.fitted, found.exact, found.box, camera)
        self._drawn = drawn
        stride = _stride(found) if found.wish.residuals else 0
        size = min(self._largest, point_size(len(found.points), self.strokes))
        items = zip(self.points, self.sticks, self.planes, strict=True)
        for layer, (points, sticks, plane) in zip(drawn.layers, items, strict=True):
            at = drawn.points[layer.points]
            points.place(at[:, 0], at[:, 1])
            _resize(points, size)
            self._draw_sticks(sticks, drawn, layer, stride)
            self._draw_plane(plane, layer)
        for places, marks in ((found.minibatch, self.rings), (found.selected, self.marks)):
            at = camera.project(found.box.scaled(places)) if len(places) else _NO_POINTS
            marks.place(at[:, 0], at[:, 1])
            _resize(marks, size + _AROUND)
        at, labelled = (
            camera.project(found.box.scaled(places)) if len(places) else _NO_POINTS
            for places in (found.coloured, found.labelled)
        )
        self.states.show_colours(at[:, 0], at[:, 1], found.colours)
        self.states.show_labels(labelled[:, 0], labelled[:, 1], found.labels)
        self.frame.show(found.box.back_edges(camera), found.box.ticks(found.names, camera))
        self._tell_view(found)

    def _draw_sticks(self, sticks: pg.PlotCurveItem, drawn: PlaneView, layer: Layer, stride: int) -> None:
        some = layer.points[layer.points % stride == 0] if stride else layer.points[:0]
        ends = drawn.sticks[some].reshape(-1, 2)
        ends = ends if np.isfinite(ends).all() else _NO_POINTS
        sticks.setVisible(bool(len(ends)))
        sticks.setData(ends[:, 0], ends[:, 1], antialias=len(drawn.points) <= _SMOOTH)

    def _draw_plane(self, plane: QGraphicsPolygonItem, layer: Layer) -> None:
        seen = layer.plane is not None and bool(np.isfinite(layer.polygon).all())
        plane.setVisible(seen)
        if layer.plane is not None and seen:
            pen, brush = self._looks[layer.plane]
            plane.setPen(pen)
            plane.setBrush(brush)
            plane.setPolygon(QPolygonF([QPointF(x, y) for x, y in layer.polygon.tolist()]))

    def _tell_view(self, found: RunPlane) -> None:
        camera = self._camera
        side = f"Seen from {camera.azimuth:.0f}° around and {camera.elevation:.0f}° above."
        self._tell(f"{found.sentence} {side}")

    def _take_mouse(self, event: QMouseEvent) -> None:
        if event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            self._held = event.position(), self._camera
        elif event.type() == QEvent.Type.MouseMove and self._held is not None:
            start, camera = self._held
            way = event.position() - start
            if way.manhattanLength() > STARTS_DRAG or camera != self._camera:
                by_x, by_y = _DEGREES_PER_PIXEL * way.x(), _DEGREES_PER_PIXEL * way.y()
                self.turn_to(Camera(camera.azimuth - by_x, camera.elevation + by_y))
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._held = None

    def _take_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if not plain or not (key in _TURNS or key == Qt.Key.Key_Home):
            return False
        if event.type() == QEvent.Type.KeyPress:
            fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            degrees = _FINE_DEGREES if fine else _KEY_DEGREES
            if key == Qt.Key.Key_Home:
                self.fit_view()
            else:
                around, above = _TURNS[key]
                camera = self._camera
                self.turn_to(Camera(camera.azimuth + degrees * around, camera.elevation + degrees * above))
        event.accept()
        return event.type() != QEvent.Type.ShortcutOverride


def _cells() -> dict[str, Cell]:
    return {
        "rows": Cell("rows", Swatch.DOT),
        "fit": Cell("SGD", Swatch.PATCH, reserve=WIDEST_POSITIVE),
        "exact": Cell("exact solution", Swatch.PATCH, reserve=WIDEST_POSITIVE, short="exact"),
        "residuals": Cell("residuals", Swatch.LINE),
        "minibatch": Cell("current minibatch", Swatch.RING, short="minibatch"),
        "selected": Cell("selected", Swatch.SQUARE),
        "hidden": Cell("hidden"),
    }


def _resize(points: MovingPoints, size: int) -> None:
    if points.opts["size"] != size:  # all of them are drawn anew
        points.setSize(size)


def _stride(found: RunPlane) -> int:
    """One residual is drawn in so many rows."""
    return max(1, -(-len(found.points) // _STICKS))


def _plane_look(series: Series, dark: bool, alpha: int, strokes: style.Strokes) -> tuple[QPen, QBrush]:
    """An edge as the line of the series, and a fill that can be seen through."""
    pen = style.pen(series, dark)
    pen.setWidthF(strokes.thin(1.5 if series is Series.EXACT else 2.0))
    pen.setCosmetic(True)
    fill = QColor(series.colour(dark))
    fill.setAlpha(alpha)
    return pen, QBrush(fill)
