"""Weights over time: each weight against the step, with its exact value as a dashed line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QHeaderView, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.explaining.weights_path import WeightsPath, WeightsWish, finite_range
from linreg_gui.core.number_text import number_text
from linreg_gui.core.telling.plot_series import PlotSeries
from linreg_gui.views.plots.group_looks import group_colour, group_symbol
from linreg_gui.views.plots.plot_ranges import Range, padded, steady
from linreg_gui.views.plots.plot_strip import Cell, PlotStrip, Swatch
from linreg_gui.views.plots.scene_plot import ScenePlot
from linreg_gui.views.plots.themed_plot import HELP
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.quiet_table import make_quiet
from linreg_gui.views.widgets.style import Series, tabular
from linreg_gui.views.widgets.table_clipboard import CopyingTableView
from linreg_gui.views.widgets.texts import set_whats_this

from .beside_lines import BesideLines
from .weight_list import Column, WeightListModel
from .weight_looks import MOST_LOOKS

_EMPTY = "The weights appear here, step by step, when there is something to train on."
_HELP = (
    "Each line is a weight, its dashed line the exact value. Click to look back at a step; point at one to "
    "read it in the list. "
)
_LIST_HELP = (
    "Every weight, those of most effect first: where it stands at the step that is read, and in the exact "
    f"solution. Space draws its line or takes it away; at most {MOST_LOOKS} are drawn."
)
_AXIS_HELP = (
    "Every weight times the standard deviation of its feature, in units of the label, so that all share an "
    "axis. Otherwise each weight has a lane of its own, in its own units."
)
_LANE_MARGIN = 0.12
_MARK = 9
_WIDE = 520  # from here on the list stands beside the plot
_LEAST_NUMBER, _ROWS_FITTED = "−8.888", 13
_LIST_WIDTH, _LIST_SHARE = 264, 0.36
QWIDGETSIZE_MAX = 16_777_215


@always_answers
class WeightsPlot(ScenePlot):
    """Shows the weights of a run, and keeps what a person wishes to see of them."""

    _empty = _EMPTY
    step_requested = Signal(object)  # int: a click on the plot

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Weights", PlotStrip(_cells()), parent)
        self._wish: WeightsWish = WeightsWish()
        self._path: WeightsPath | None = None
        self._subject: object = None
        self._pointed: float | None = None
        self._styled: object = None  # what the lines look like
        self._ticks: list[tuple[float, str]] | None = None  # of the lanes
        self._shown: dict[object, Range] = {}  # ranges that do not jitter
        self.lines: list[pg.PlotCurveItem] = []
        self.exact_lines: list[pg.InfiniteLine] = []
        self.beside = BesideLines(self.view_box)
        self.marks = pg.ScatterPlotItem(pen=None, size=_MARK)
        self.cursor_line, self.moment_line = pg.InfiniteLine(angle=90), pg.InfiniteLine(angle=90)
        for item in (self.cursor_line, self.moment_line, self.marks):
            self.view_box.addItem(item, ignoreBounds=True)
        self.marks.setZValue(2)
        self.common_axis = describe(QCheckBox("One axis"), "One axis", _AXIS_HELP)
        self.common_axis.setChecked(self._wish.common_axis)
        self.common_axis.toggled.connect(lambda on: self._change(common_axis=on))
        self.add_control(self.common_axis)
        self._make_list()
        self.set_axis_labels("step", "")
        self.canvas.scene().sigMouseMoved.connect(self._point_at_scene)
        self.canvas.scene().sigMouseClicked.connect(self._ask_for_step)
        self.canvas.pointer_left.connect(self.point_at_nothing)
        set_whats_this(self.canvas, f"{_HELP}{HELP}")
        self.restyle()
        self.clear()

    @property
    def wish(self) -> WeightsWish:
        """What is to be seen."""
        return self._wish

    @property
    def choices(self) -> WeightsWish:
        """The same, to be kept."""
        return self._wish

    def choose(self, choices: WeightsWish) -> None:
        """Have that to be seen; no more weights than look each like no other."""
        self.common_axis.setChecked(choices.common_axis)
        self._change(drawn=None if choices.drawn is None else choices.drawn[:MOST_LOOKS])

    def show_value(self, path: WeightsPath) -> None:
        """Show a run; one that was prepared for another wish is left out."""
        if path.wish != self._wish:
            return
        subject = path.names, path.label
        if subject != self._subject:
            self._subject, self._zoomed = subject, False
            self._shown.clear()
            self._fit_columns(anew=True)
        if self._path is not None and path.steps[-1] < self._path.steps[-1]:
            self._shown.clear()  # another run
        self._path = path
        self.list.show()
        self.common_axis.show()
        self.show_canvas()
        self.set_subtitle(*_units(path))
        self._redraw()
        self._tell(path.sentence)

    def series(self) -> Sequence[PlotSeries]:
        """Each weight that is drawn, step by step, as the list has it."""
        path = self._path
        if path is None:
            return ()
        steps, named = path.steps.astype(float), path.names
        return [PlotSeries(named[one], "step", "weight", steps, path.values[:, one]) for one in path.drawn]

    def places(self, series: PlotSeries) -> tuple[FloatArray, FloatArray]:
        """In the lane of the weight that is read."""
        path = self._path
        if path is None or path.wish.common_axis:
            return series.x, series.y
        lane = next((k for k, one in enumerate(path.drawn) if path.names[one] == series.name), 0)
        place = _lane(self._range(path, path.drawn[lane]), len(path.drawn) - 1 - lane)
        return series.x, place(series.y)

    def paint_legend(self, painter: QPainter, width: float) -> float:
        """With the names of the weights, which stand in the list otherwise."""
        path = self._path
        if path is None:
            return super().paint_legend(painter, width)
        cells = {str(one): Cell(path.names[one], Swatch.LINE) for one in path.drawn}
        strip = PlotStrip(cells | {"exact": Cell("exact solution", Swatch.LINE)})
        strip.setPalette(self.palette())
        for one, look in self._looks(path).items():
            strip.set_look(str(one), QPen(group_colour(look, self.dark), 2.0))
        strip.set_look("exact", _dashes(QPen(style.muted(self.palette()), 1.5)))
        return strip.paint_rows(painter, width)

    def clear(self) -> None:
        """Show nothing."""
        self._path = self._subject = None
        self._shown.clear()
        self.model.show_path(None, {})
        self.list.hide()
        self.common_axis.hide()
        self.set_subtitle("")
        self._tell(_EMPTY)
        self.show_message(_EMPTY)

    def point_at(self, step: float) -> None:
        """Read the recorded step that is nearest."""
        self._pointed = step
        self._read()

    def point_at_nothing(self) -> None:
        """Read the moment again."""
        self._pointed = None
        self._read()

    def restyle(self) -> None:
        """Colours for the palette."""
        super().restyle()
        quiet = style.muted(self.palette())
        self.cursor_line.setPen(pg.mkPen(quiet, width=self.strokes.thin(1.0)))
        self.moment_line.setPen(pg.mkPen(Series.FIT.colour(self.dark), width=self.strokes.thin(2.0)))
        self.marks.setSize(self.strokes.mark(_MARK))
        self.strip.set_look("sgd", QPen(quiet, self.strokes.line(2.0)))
        self.strip.set_look("exact", _dashes(QPen(quiet, self.strokes.line(1.5))))
        self.model.dark, self.model.ratio = self.dark, self.devicePixelRatioF()
        self.model.restyle()
        if self._path is not None:
            self._redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is wide the list stands beside the plot."""
        super().resizeEvent(event)
        beside = self.width() >= _WIDE
        flow = QBoxLayout.Direction
        self.body.setDirection(flow.LeftToRight if beside else flow.TopToBottom)
        self.list.setMaximumWidth(_LIST_WIDTH if beside else QWIDGETSIZE_MAX)
        self.list.setMinimumWidth(_LIST_WIDTH if beside else 0)
        self.list.setMaximumHeight(QWIDGETSIZE_MAX if beside else int(_LIST_SHARE * self.height()))

    def _make_list(self) -> None:
        self.model = WeightListModel(self)
        self.model.drawn_requested.connect(lambda drawn: self._change(drawn=drawn))
        self.list = describe(CopyingTableView(), "Weights", _LIST_HELP)
        self.list.setToolTip("")  # cells and heads have their own
        self.list.setModel(self.model)
        self.list.setFont(tabular(self.list.font()))
        make_quiet(self.list, above_text=6, narrowest=40)
        header = self.list.horizontalHeader()
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        self._fit_columns(anew=True)
        self.body.addWidget(self.list)

    def _fit_columns(self, *, anew: bool = False) -> None:
        """As wide as the numbers of the first rows, and only ever wider, so that nothing jumps."""
        metrics = self.list.fontMetrics()
        for column in (Column.VALUE, Column.EXACT):
            rows = range(min(_ROWS_FITTED, self.model.rowCount()))
            texts = [_LEAST_NUMBER, *(self.model.index(row, column).data() for row in rows)]
            needed = max(map(metrics.horizontalAdvance, texts)) + 12
            if anew or needed > self.list.columnWidth(column):
                self.list.setColumnWidth(column, needed)

    def _redraw(self) -> None:
        path = self._path
        assert path is not None
        looks = self._looks(path)
        self._make_lines(len(looks))
        self._style_lines(looks)
        ranges = {parameter: self._range(path, parameter) for parameter in looks}
        common, dots = path.wish.common_axis, []
        ticks: list[tuple[float, str]] = []
        steps = path.steps.astype(float)
        beside: list[tuple[QColor, int, FloatArray, FloatArray]] = []
        for lane, (parameter, look) in enumerate(looks.items()):
            place = _straight if common else _lane(ranges[parameter], len(looks) - 1 - lane)
            line, exact_line = self.lines[lane], self.exact_lines[lane]
            values = place(_finite(path.values[:, parameter]))
            line.setData(steps, values)
            room = (-np.inf, np.inf) if common else (len(looks) - 1.0 - lane, float(len(looks) - lane))
            for run in path.beside:
                drawn = place(_finite(run.values[:, parameter]))
                drawn = np.where((drawn >= room[0]) & (drawn <= room[1]), drawn, np.nan)
                if np.isfinite(drawn).any():
                    beside.append((group_colour(look, self.dark), run.look, run.steps.astype(float), drawn))
            exact = float(place(path.exact[[parameter]])[0])
            exact_line.setVisible(bool(np.isfinite(exact)))
            if np.isfinite(exact):
                exact_line.setValue(exact)
                ticks.append((exact, number_text(float(path.exact[parameter]), 3)))
            if np.isfinite(values[path.at]):
                symbol = {"symbol": group_symbol(look), "brush": group_colour(look, self.dark)}
                dots.append({"pos": (steps[path.at], values[path.at]), **symbol})
        for spare in (*self.lines[len(looks) :], *self.exact_lines[len(looks) :]):
            spare.setVisible(False)
        self.beside.draw(beside, self.strokes)
        self.marks.setVisible(bool(dots))
        if dots:
            self.marks.setData(dots)
        self._show_ticks(None if common else ticks)
        self._find_home(path, list(ranges.values()))
        self.model.show_path(path, looks, self._at(path))
        self._fit_columns()
        self._show_cursors(path)

    def _style_lines(self, looks: dict[int, int]) -> None:
        """Each in its colour; what looks as it is to look already is left alone."""
        styled = tuple(looks.values()), self.dark, self.strokes
        if styled == self._styled:
            return
        self._styled = styled
        for look, line, exact in zip(looks.values(), self.lines, self.exact_lines, strict=False):
            colour = group_colour(look, self.dark)
            line.setPen(pg.mkPen(colour, width=self.strokes.line(2.0)))
            exact.setPen(_dashes(QPen(pg.mkPen(colour, width=self.strokes.line(1.5)))))

    def _show_ticks(self, ticks: list[tuple[float, str]] | None) -> None:
        if ticks != self._ticks:
            self._ticks = ticks
            self.canvas.getAxis("left").setTicks(None if ticks is None else [ticks])

    def _looks(self, path: WeightsPath) -> dict[int, int]:
        return _apart({parameter: path.order.index(parameter) % MOST_LOOKS for parameter in path.drawn})

    def _make_lines(self, count: int) -> None:
        while len(self.lines) < count:
            line, exact = pg.PlotCurveItem(connect="finite", antialias=True), pg.InfiniteLine(angle=0)
            for item in (exact, line):
                self.view_box.addItem(item, ignoreBounds=True)
            self.lines.append(line)
            self.exact_lines.append(exact)
        for item in self.lines[:count]:
            item.setVisible(True)

    def _range(self, path: WeightsPath, parameter: int) -> Range:
        """What a line and its exact value take up; it does not jitter while a run goes on."""
        found = finite_range(np.append(path.values[:, parameter], path.exact[parameter])) or (0.0, 1.0)
        wanted = padded(found, 0.0) if found[0] == found[1] else found
        key = parameter, path.wish.common_axis
        self._shown[key] = wanted if path.wish.common_axis else steady(self._shown.get(key), wanted)
        return self._shown[key]

    def _find_home(self, path: WeightsPath, ranges: list[Range]) -> None:
        last = max(float(path.last), 1.0)
        across = self._shown["steps"] = steady(self._shown.get("steps"), (-0.02 * last, 1.03 * last))
        if not path.wish.common_axis:
            self.set_home(across, (0.0, float(max(1, len(ranges)))), keep_zoom=True)
            return
        lows, highs = [low for low, _ in ranges] or [0.0], [high for _, high in ranges] or [1.0]
        up = self._shown["values"] = steady(self._shown.get("values"), padded((min(lows), max(highs)), 0.06))
        self.set_home(across, up, keep_zoom=True)

    def _at(self, path: WeightsPath) -> int:
        return path.at if self._pointed is None else path.nearest(self._pointed)

    def _read(self) -> None:
        if self._path is not None:
            self.model.read_at(self._at(self._path))
            self._show_cursors(self._path)

    def _show_cursors(self, path: WeightsPath) -> None:
        at, last = self._at(path), len(path.steps) - 1
        self.moment_line.setVisible(path.at < last)
        self.moment_line.setValue(float(path.step))
        self.cursor_line.setVisible(self._pointed is not None)
        self.cursor_line.setValue(float(path.steps[at]))
        self.strip.set_values({"step": f"{int(path.steps[at]):,}"})

    def _point_at_scene(self, where: QPointF) -> None:
        if self.view_box.sceneBoundingRect().contains(where):
            self.point_at(float(self.view_box.mapSceneToView(where).x()))
        else:
            self.point_at_nothing()

    def _ask_for_step(self, event: Any) -> None:
        where, path = event.scenePos(), self._path
        inside = self.view_box.sceneBoundingRect().contains(where)
        if event.button() == Qt.MouseButton.LeftButton and inside and path is not None:
            step = round(float(self.view_box.mapSceneToView(where).x()))
            self.step_requested.emit(min(max(0, step), int(path.steps[-1])))


def _cells() -> dict[str, Cell]:
    return {
        "step": Cell("at step", reserve="88,888,888"),
        "sgd": Cell("SGD", Swatch.LINE),
        "exact": Cell("exact solution", Swatch.LINE, short="exact"),
    }


def _units(path: WeightsPath) -> tuple[str, str]:
    if path.wish.common_axis:
        return f"times the standard deviation, in units of {path.label}", f"in units of {path.label}"
    return "each in its own units", "own units"


def _apart(looks: dict[int, int]) -> dict[int, int]:
    """Looks of which no two are the same; most keep theirs."""
    taken: set[int] = set()
    found = {}
    for parameter, look in looks.items():
        free = next((k for k in (look, *range(MOST_LOOKS)) if k not in taken), look)
        taken.add(free)
        found[parameter] = free
    return found


def _finite(values: FloatArray) -> FloatArray:
    return np.where(np.isfinite(values), values, np.nan)


def _straight(values: FloatArray) -> FloatArray:
    return values


def _lane(bounds: Range, lane: int) -> Any:
    """Values of a range as heights in a lane, which is 1 high; lane 0 lies below."""
    low, high = bounds
    half = 0.5 * high - 0.5 * low or 0.5

    def place(values: FloatArray) -> FloatArray:
        share = 0.5 * (0.5 * values - 0.5 * low) / half
        return np.asarray(lane + _LANE_MARGIN + (1.0 - 2.0 * _LANE_MARGIN) * share)

    return place


def _dashes(pen: QPen) -> QPen:
    pen.setDashPattern([4.0, 3.0])
    return pen
