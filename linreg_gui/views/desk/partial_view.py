"""Added-variable and component-plus-residual plots: what one feature adds to the others."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QBrush, QPen
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.desk.partial_plot import NoPartialPlot, PartialPlot, PartialWish
from linreg_gui.core.inference.partial_plots import PartialKind
from linreg_gui.core.model.linear_model import Line
from linreg_gui.core.telling.plot_series import PlotSeries
from linreg_gui.views.plots.density_image import DensityImage
from linreg_gui.views.plots.fit_legend import point_size, rows_text
from linreg_gui.views.plots.moving_points import MovingPoints
from linreg_gui.views.plots.plot_ranges import visible_part
from linreg_gui.views.plots.plot_strip import Cell, PlotStrip, Swatch
from linreg_gui.views.plots.scene_plot import ScenePlot
from linreg_gui.views.plots.state_layer import StateLayer
from linreg_gui.views.plots.themed_plot import HELP
from linreg_gui.views.selecting.row_selecting import SELECTING_HELP, RowSelecting
from linreg_gui.views.selecting.select_bar import SelectBar
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.calm_wheel import CalmWheel
from linreg_gui.views.widgets.choice_model import offering
from linreg_gui.views.widgets.elided_box import ElidedBox
from linreg_gui.views.widgets.style import Series
from linreg_gui.views.widgets.texts import set_whats_this

_EMPTY = "What each feature adds to the others appears here when there is a fit."
_HELP = (
    "Added variable: along both axes what the other features cannot tell, about the means. The slope of the "
    "line is the weight. Where the confidence curve leaves the dotted level of the mean, the weight is told "
    "apart from 0. Component plus residual: the feature against its part of the prediction with the "
    "residual; means of the rows that bend away from the line tell that it should be bent. "
)
_KINDS = {
    PartialKind.ADDED_VARIABLE: "Added variable",
    PartialKind.COMPONENT: "Component plus residual",
}
_REACH = 8.0  # pixels around the pointer in which a point is meant
_POINTS = 160  # of a curve
_MARK, _RING = 11, 15  # pixels
_NOTHING = np.empty(0)


class PartialView(ScenePlot):
    """Shows the plot of a feature, and keeps which one a person wishes to see."""

    row_pointed = Signal(object)  # int or None: a row of the table
    marks_wanted = Signal()  # another plot is shown, on which rows lie elsewhere
    _empty = _EMPTY

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Added variable", PlotStrip(_cells()), parent)
        self._wish: PartialWish = PartialWish()
        self._found: PartialPlot | None = None
        self.feature_box = describe(ElidedBox(), "Feature", "The feature whose plot is shown.")
        self.feature_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.feature_box.setMinimumContentsLength(8)
        self._features = offering(self.feature_box)
        self._names: Sequence[str] = ()
        self.kind_box = describe(ElidedBox(), "Kind of plot", _HELP.rstrip())
        for kind, text in _KINDS.items():
            self.kind_box.addItem(text, kind)
        self._wheel = CalmWheel(self)
        self._wheel.guard(self.feature_box, self.kind_box)
        self._bar = QWidget()
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(0, 0, 4, 0)
        row.setSpacing(6)
        row.addWidget(self.feature_box, 1)
        row.addWidget(self.kind_box)
        self.add_bar(self._bar)
        self.select_bar = SelectBar()
        self.add_control(self.select_bar, of_canvas=True)
        self.selecting = RowSelecting(self.canvas, read=self.reader.place)
        self._make_items()
        self.feature_box.currentIndexChanged.connect(
            lambda _: self._change(feature=self.feature_box.currentData())
        )
        self.kind_box.currentIndexChanged.connect(
            lambda _: self._change(kind=PartialKind(self.kind_box.currentData()))
        )
        self.view_box.sigRangeChanged.connect(self._draw_lines)
        self.canvas.scene().sigMouseMoved.connect(self._point_at)
        self.canvas.pointer_left.connect(lambda: self.row_pointed.emit(None))
        set_whats_this(self.canvas, f"{_HELP}{SELECTING_HELP}{HELP}")
        self.restyle()
        self.clear()

    @property
    def wish(self) -> PartialWish:
        """Which plot is to be seen."""
        return self._wish

    @property
    def choices(self) -> PartialWish:
        """The same, to be kept."""
        return self._wish

    def choose(self, choices: PartialWish) -> None:
        """Have that to be seen."""
        self._change(feature=choices.feature, kind=choices.kind)
        self._show_choice(self._features.place_of(choices.feature))

    def choose_feature(self, feature: str) -> None:
        """Have the plot of another feature, as a person does."""
        self._change(feature=feature)

    @property
    def found(self) -> PartialPlot | None:
        """What is drawn."""
        return self._found

    def show_value(self, found: PartialPlot | NoPartialPlot) -> None:
        """Show a plot; one that was prepared for another wish is left out."""
        if found.wish != self._wish:
            return
        self._offer(found.names)
        self._show_choice(found.feature)
        self._bar.show()
        if isinstance(found, NoPartialPlot):
            self._found = None
            self._tell(found.sentence)
            self.set_subtitle("")
            self.show_message(found.sentence)
            return
        subject = found.axes, found.wish.kind
        self._found = found
        self._tell(found.summary)
        self.show_canvas()
        self.set_subtitle(found.short, found.shortest)
        self.set_axis_labels(*found.axes)
        self._show_rows(found)
        self.states.show_colours(*found.coloured)
        self.states.show_labels(*found.labelled)
        self.set_home_of(subject, found.scatter.x_range, found.scatter.y_range)
        self._draw_lines()
        self.marks_wanted.emit()

    def clear(self) -> None:
        """Show nothing."""
        self._found = None
        self._bar.hide()
        self._tell(_EMPTY)
        self.set_subtitle("")
        self.show_message(_EMPTY)

    def show_selected(self, x: FloatArray, y: FloatArray, count: int) -> None:
        """Mark the selected rows where they are, or some of so many."""
        self.marks.place(x, y)
        if count:
            self.strip.set_name("selected", f"{count:,} selected")
        self._list_names()

    def show_pointed(self, x: FloatArray, y: FloatArray) -> None:
        """Ring the row that is pointed at."""
        self.ring.place(x, y)

    def series(self) -> Sequence[PlotSeries]:
        """The rows that are drawn, the line and the confidence curve."""
        found = self._found
        if found is None:
            return ()
        axes, x = self.axis_labels(), np.linspace(*self.view_ranges()[0], 21)
        all_rows = len(found.scatter.rows) == found.scatter.n_rows
        name = "rows" if all_rows else f"some of {found.scatter.n_rows:,} rows"
        told = [
            PlotSeries(name, *axes, found.scatter.x, found.scatter.y),
            PlotSeries("exact solution", *axes, x, found.plane.line(x)),
        ]
        if found.means[0].size:
            told.append(PlotSeries("means of the rows", *axes, *found.means))
        if self._has_band:
            low, high = found.band(x)
            told.append(PlotSeries("confidence curve, lower", *axes, x, low))
            told.append(PlotSeries("confidence curve, upper", *axes, x, high))
        return told

    def restyle(self) -> None:
        """Series colours for the palette."""
        super().restyle()
        data, exact = Series.DATA.colour(self.dark), Series.EXACT.colour(self.dark)
        palette = self.palette()
        self.image.set_colour(data)
        self.states.restyle(palette, self.strokes)
        self.strip.set_look("rows", QPen(Qt.PenStyle.NoPen), QBrush(data))
        data.setAlpha(190 if self.dark else 160)
        self.points.setBrush(data)
        line = style.pen(Series.EXACT, self.dark, self.strokes)
        self.line.setPen(line)
        self.strip.set_look("line", line)
        edge = pg.mkPen(exact, width=self.strokes.thin(1.2))
        exact.setAlpha(40)
        for curve in self.curves:
            curve.setPen(edge)
        self.room.setBrush(exact)
        self.strip.set_look("band", edge, QBrush(exact))
        level = pg.mkPen(style.muted(palette), width=self.strokes.thin(1.5), style=Qt.PenStyle.DotLine)
        self.level.setPen(level)
        self.strip.set_look("level", level)
        bent = pg.mkPen(Series.RESIDUALS.colour(self.dark), width=self.strokes.line(2.5))
        self.bent.setPen(bent)
        self.strip.set_look("means", bent)
        chosen = pg.mkPen(palette.highlight().color(), width=self.strokes.line(2.0))
        self.marks.setPen(chosen)
        self.strip.set_look("selected", chosen)
        self.ring.setPen(pg.mkPen(palette.windowText().color(), width=self.strokes.line(1.8)))
        self.marks.setSize(self.strokes.mark(_MARK))
        self.ring.setSize(self.strokes.mark(_RING))
        if self._found is not None:
            self.points.setSize(point_size(self._found.scatter.x.size, self.strokes))
            self._name_rows(self._found)

    @property
    def _has_band(self) -> bool:
        return self._found is not None and self._found.wish.kind is PartialKind.ADDED_VARIABLE

    def _make_items(self) -> None:
        self.image = DensityImage()
        self.points = MovingPoints(pen=None, size=5, antialias=True)
        self.line = pg.PlotCurveItem(antialias=True)
        self.curves = (pg.PlotCurveItem(antialias=True), pg.PlotCurveItem(antialias=True))
        self.room = pg.FillBetweenItem(*self.curves)
        self.level = pg.PlotCurveItem(antialias=True)
        self.bent = pg.PlotCurveItem(antialias=True)
        self.marks = MovingPoints(symbol="s", brush=None, size=_MARK, antialias=True)
        self.ring = MovingPoints(brush=None, size=_RING, antialias=True)
        items = (self.image.item, self.room, self.points, self.marks, self.level, *self.curves)
        self.states = StateLayer(self.view_box, len(items) + 1.5, self.legend.texts)
        for depth, item in enumerate((*items, self.line, self.bent, self.ring)):
            item.setZValue(depth)
            self.view_box.addItem(item, ignoreBounds=True)

    def _offer(self, names: Sequence[str]) -> None:
        if names == self._names:
            return
        self._names = names
        self.feature_box.blockSignals(True)
        self._features.offer(names, names)
        self.feature_box.blockSignals(False)

    def _show_choice(self, feature: int) -> None:
        for box, place in ((self.feature_box, feature), (self.kind_box, list(_KINDS).index(self._wish.kind))):
            box.blockSignals(True)
            box.setCurrentIndex(place)
            box.blockSignals(False)

    def _show_rows(self, found: PartialPlot) -> None:
        scatter = found.scatter
        self.image.show_rows(scatter, self.points, point_size(scatter.x.size, self.strokes))
        self._name_rows(found)
        level = f"{100.0 * found.level:g} %"
        self.strip.set_name("band", f"{level} confidence curve", level)
        self.strip.set_name("level", "mean" if found.plane.checked.fit.bias_fitted else "0")
        self._list_names()

    def _name_rows(self, found: PartialPlot) -> None:
        scatter = found.scatter
        shaded = scatter.density is not None
        self.strip.set_name("hidden", found.states.hidden_text)
        self.strip.set_name("rows", rows_text(len(scatter.rows), scatter.n_rows, shaded, self.dark))

    def _list_names(self) -> None:
        shown = ["rows", "line", *(("band", "level") if self._has_band else ())]
        if self._found is not None and self._found.means[0].size:
            shown.append("means")
        if self.marks.count():
            shown.append("selected")
        if self._found is not None and len(self._found.states.hidden):
            shown.append("hidden")
        self.strip.set_shown(shown)

    def _draw_lines(self) -> None:
        found = self._found
        if found is None:
            return
        x_range, y_range = self.view_ranges()
        centre, height = found.plane.middle
        line = Line(found.plane.slope, height - found.plane.slope * centre)
        self.line.setData(*visible_part(line, x_range, y_range, curved=False))
        self.bent.setData(*found.means)
        band = self._has_band
        for item in (*self.curves, self.room, self.level):
            item.setVisible(band)
        if band:
            x = np.linspace(*x_range, _POINTS)
            room = y_range[1] - y_range[0]
            for item, values in zip(self.curves, found.band(x), strict=True):
                item.setData(x, np.clip(values, y_range[0] - room, y_range[1] + room))
            self.level.setData(np.array(x_range), np.array([height, height]))

    def _point_at(self, where: QPointF) -> None:
        found = self._found
        if found is None or not self.view_box.sceneBoundingRect().contains(where):
            self.row_pointed.emit(None)
            return
        at = self.view_box.mapSceneToView(where)
        width, height = map(abs, self.view_box.viewPixelSize())
        x, y = found.scatter.x, found.scatter.y
        if not x.size:
            return
        distance = np.hypot((x - at.x()) / (_REACH * width), (y - at.y()) / (_REACH * height))
        best = int(distance.argmin())
        self.row_pointed.emit(int(found.table_rows[best]) if distance[best] <= 1.0 else None)


def _cells() -> dict[str, Cell]:
    return {
        "rows": Cell("rows", Swatch.DOT),
        "line": Cell("exact solution", Swatch.LINE, short="exact"),
        "band": Cell("confidence curve", Swatch.PATCH, shown=False),
        "level": Cell("mean", Swatch.LINE, shown=False),
        "means": Cell("means of the rows", Swatch.LINE, short="means", shown=False),
        "selected": Cell("selected", Swatch.SQUARE, shown=False),
        "hidden": Cell("hidden", shown=False),
    }
