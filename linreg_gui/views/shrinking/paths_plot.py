"""Weights against λ: a line for each, with its name where the penalty is least."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.desk.shrinkage import PenaltyKind, Shrinkage
from linreg_gui.core.number_text import number_text
from linreg_gui.core.telling.plot_series import PlotSeries
from linreg_gui.core.wording import counted
from linreg_gui.views.explaining.weight_looks import MOST_LOOKS
from linreg_gui.views.plots.group_looks import group_colour, group_symbol
from linreg_gui.views.plots.plot_axis import PlotAxis
from linreg_gui.views.plots.plot_ranges import Range
from linreg_gui.views.plots.plot_strip import Cell, PlotStrip, Swatch
from linreg_gui.views.plots.themed_plot import HELP
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.fitted_text import elided
from linreg_gui.views.widgets.texts import set_text, set_whats_this

from .line_plot import LinePlot
from .scales import PENALTIES

_HELP = (
    "Each line is a weight, from the largest penalty at the left, where little is left of it, to the "
    "least at the right. Drag the orange line or click to choose λ; point at a line to read it. Above the "
    "plot stands how many weights are not 0. "
)
_EMPTY = "Weights under every penalty appear here when there is a fit."
_WIDEST_NAME, _GAP = 108.0, 6.0  # pixels
_MARK = 9
_NEAR = 14.0  # pixels
_COUNTS_APART = 46.0
_TIGHT = 0.86  # of the height of a line, between two names
_LEGEND_HEIGHT = 200


@always_answers
class PathsPlot(LinePlot):
    """The weights of most effect in colours; of many, the others in grey."""

    _empty = _EMPTY

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Weights against λ", PlotStrip(_cells()), PENALTIES, parent)
        self.shown: Shrinkage | None = None
        self.lines: list[pg.PlotCurveItem] = []
        self.names: list[pg.TextItem] = []
        self.others = pg.PlotCurveItem(connect="finite", antialias=True)
        self.marks = pg.ScatterPlotItem(pen=None, size=_MARK)
        self.zero = pg.InfiniteLine(pos=0.0, angle=0)
        for item in (self.zero, self.others, self.marks):
            self.view_box.addItem(item, ignoreBounds=True)
        self.marks.setZValue(11)
        self.counts = PlotAxis("top")
        self.counts.setStyle(showValues=True)
        self.canvas.getPlotItem().setAxisItems({"top": self.counts})
        self.counts.setZValue(-1)
        self.counts.setGrid(False)
        set_whats_this(self.canvas, f"{_HELP}{HELP}")
        self.view_box.sigXRangeChanged.connect(lambda *_: self._name_counts())
        self.view_box.sigYRangeChanged.connect(lambda *_: self._place_names())
        self.view_box.sigResized.connect(lambda *_: self._fit_in())
        self.restyle()
        self.clear()

    @property
    def named(self) -> tuple[int, ...]:
        """The features whose lines have colours and names, those of most effect first."""
        return () if self.shown is None else self.shown.order[:MOST_LOOKS]

    def show_shrinkage(self, shown: Shrinkage, subject: object) -> None:
        """Draw a path; the view of the same subject stays."""
        self.shown = shown
        self.take(shown.path.penalties, shown.at, shown.curve.best, shown.curve.simplest)
        self._summary = shown.sentence
        self._subject_now = subject
        values, x = shown.values, self._places
        while len(self.lines) < len(self.named):
            line, name = pg.PlotCurveItem(antialias=True), pg.TextItem(anchor=(0.0, 0.5))
            for item in (line, name):
                self.view_box.addItem(item, ignoreBounds=True)
            self.lines.append(line)
            self.names.append(name)
        self.legend.texts += [name for name in self.names if name not in self.legend.texts]
        for place, (line, name) in enumerate(zip(self.lines, self.names, strict=True)):
            there = place < len(self.named)
            line.setVisible(there)
            name.setVisible(there)
            if there:
                feature = self.named[place]
                line.setData(x, values[:, feature])
                set_text(name, self._short(shown.path.feature_names[feature]))
        rest = list(shown.order[len(self.named) :])
        gap = np.full((1, len(rest)), np.nan)
        self.others.setVisible(bool(rest))
        if rest:
            all_x = np.tile(np.append(x, np.nan), len(rest))
            self.others.setData(all_x, np.vstack([values[:, rest], gap]).T.ravel())
        self.show_canvas()
        self.set_axis_labels(PENALTIES.name, shown.unit)
        self._name_axis()
        self._colour()
        self._find_home()
        self._name_counts()

    def show_none(self, sentence: str) -> None:
        """There is nothing to draw, and why."""
        self.shown = None
        super().show_none(sentence)

    def series(self) -> Sequence[PlotSeries]:
        """The weights that are named, those of most effect first."""
        return [] if self.shown is None else self._series(self.named)

    def numbers(self) -> Sequence[PlotSeries]:
        """All weights, the bias in label units, and how many weights there are."""
        shown = self.shown
        if shown is None:
            return ()
        path, x = shown.path, shown.path.penalties
        return [
            *self._series(range(len(path.feature_names))),
            PlotSeries("bias", PENALTIES.name, path.label_name, x, path.biases),
            PlotSeries("effective number of weights", PENALTIES.name, "weights", x, path.freedom),
        ]

    def note_at(self, at: int, where: QPointF, /) -> list[str]:
        shown = self.shown
        assert shown is not None
        path = shown.path
        told = [PENALTIES.text_of(float(path.penalties[at]))]
        if shown.wish.kind is PenaltyKind.RIDGE:
            told[0] += f", as good as {counted_number(path.freedom[at])}"
        else:
            told[0] += f", {counted(int(path.n_nonzero[at]), 'weight')}"
        nearest = int(np.abs(shown.values[at] - where.y()).argmin())
        height = abs(self.view_box.viewPixelSize()[1])
        if abs(shown.values[at, nearest] - where.y()) <= _NEAR * height:
            told.append(shown.note(nearest, at))
        return told

    def restyle(self) -> None:
        """Colours for the palette."""
        super().restyle()
        quiet = style.muted(self.palette())
        self.zero.setPen(pg.mkPen(self.palette().mid().color(), width=self.strokes.thin(1.0)))
        faint = style.muted(self.palette())
        faint.setAlpha(120)
        self.others.setPen(pg.mkPen(faint, width=self.strokes.thin(1.0)))
        self.strip.set_look("others", pg.mkPen(quiet, width=self.strokes.thin(1.0)))
        self.marks.setSize(self.strokes.mark(_MARK))
        self._name_axis()
        self._colour()

    def _series(self, features: Sequence[int]) -> list[PlotSeries]:
        shown = self.shown
        assert shown is not None
        names, x = shown.path.feature_names, shown.path.penalties
        return [
            PlotSeries(names[one], PENALTIES.name, shown.unit, x, shown.values[:, one]) for one in features
        ]

    def _colour(self) -> None:
        shown = self.shown
        for look, (line, name) in enumerate(zip(self.lines, self.names, strict=True)):
            colour = group_colour(look, self.dark)
            dashes = Qt.PenStyle.SolidLine if look < MOST_LOOKS // 2 else Qt.PenStyle.DashLine
            line.setPen(pg.mkPen(colour, width=self.strokes.line(2.0), style=dashes))
            name.setColor(colour)
        self.marks.setVisible(shown is not None)
        if shown is not None:
            at, x = shown.at, float(self._places[shown.at])
            self.marks.setData(
                [
                    {
                        "pos": (x, float(shown.values[at, feature])),
                        "symbol": group_symbol(look),
                        "brush": group_colour(look, self.dark),
                    }
                    for look, feature in enumerate(self.named)
                ]
            )
            rest = len(shown.order) - len(self.named)
            self.strip.set_name("others", f"{rest:,} other weights")
            self.strip.set_shown(["others"] if rest and self.height() >= _LEGEND_HEIGHT else [])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low plot every line of pixels is for the weights."""
        super().resizeEvent(event)
        self._name_axis()
        self._colour()

    def _name_axis(self) -> None:
        is_ridge = self.shown is not None and self.shown.wish.kind is PenaltyKind.RIDGE
        name = "effective number of weights" if is_ridge else "weights that are not 0"
        self.style_axis(self.counts, name)
        self.counts.showLabel(self.height() >= _LEGEND_HEIGHT)

    def _find_home(self) -> None:
        """All of the path, with room for the names at its end."""
        shown = self.shown
        if shown is None:
            return
        names = [self._short(shown.path.feature_names[one]) for one in self.named]
        metrics = self.fontMetrics()
        needed = max((metrics.horizontalAdvance(name) for name in names), default=0) + 3.0 * _GAP
        left, right = self.x_range
        share = min(0.5, needed / max(1.0, self.view_box.width()))
        span = (right - left) or 1.0
        whole = 1.02 * span / (1.0 - share)
        values = shown.values
        low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
        margin = 0.06 * ((high - low) or 1.0)
        across = (left - 0.02 * span, left - 0.02 * span + whole)
        self.set_home(across, (low - margin, high + margin), keep_zoom=self._told == self._subject_now)
        self._told = self._subject_now
        self._place_names()

    _told: object = None
    _subject_now: object = None

    def _short(self, name: str) -> str:
        """A name at the end of a line; of a long one both ends, as features often begin alike."""
        return elided(name, self.fontMetrics(), _WIDEST_NAME, Qt.TextElideMode.ElideMiddle)

    def _fit_in(self) -> None:
        """Names and numbers need another share of the room."""
        self._find_home()
        self._name_counts()

    def _place_names(self) -> None:
        """At the ends of the lines, but no two over each other."""
        shown = self.shown
        if shown is None:
            return
        width, height = (abs(size) or 1.0 for size in self.view_box.viewPixelSize())
        apart = self.fontMetrics().height() * height * _TIGHT
        low, high = self._home[1]
        there = self.named[: max(1, int((high - low) / apart))]
        ends = spread_out(shown.values[-1, list(there)], apart, (low + 0.5 * apart, high - 0.5 * apart))
        for name, y in zip(self.names, ends.tolist(), strict=False):
            name.setPos(self.x_range[1] + _GAP * width, y)
        for place, name in enumerate(self.names):
            name.setVisible(place < len(there))

    def _name_counts(self) -> None:
        """How many weights there are, at some of the penalties in sight."""
        shown = self.shown
        if shown is None:
            return
        low, high = self.view_ranges()[0]
        low, high = max(low, self.x_range[0]), min(high, self.x_range[1])
        most = max(2, int(self.view_box.width() / _COUNTS_APART * 0.8))
        if not high > low:
            self.counts.setTicks([[]])
            return
        path = shown.path
        is_ridge = shown.wish.kind is PenaltyKind.RIDGE
        at = sorted({self.nearest(x) for x in np.linspace(low, high, most)})
        texts = [
            number_text(float(path.freedom[one]), 2) if is_ridge else f"{path.n_nonzero[one]:,}" for one in at
        ]
        self.counts.setTicks(
            [[(float(self._places[one]), text) for one, text in zip(at, texts, strict=True)]]
        )


def counted_number(freedom: float) -> str:
    """Such as “3.4 weights”."""
    return f"{number_text(float(freedom), 3)} weights"


def spread_out(values: FloatArray, apart: float, bounds: Range) -> FloatArray:
    """The values, moved up and down as little as leaves them so far apart in the bounds, in the same order.

    Those that would be nearer share the room around their mean: pooled as in isotonic regression.
    """
    order = np.argsort(values, kind="stable")
    blocks: list[list[float]] = []  # sum of the places, and how many there are
    for rank, value in enumerate(values[order].tolist()):
        blocks.append([value - rank * apart, 1.0])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            last = blocks.pop()
            blocks[-1] = [blocks[-1][0] + last[0], blocks[-1][1] + last[1]]
    found = np.concatenate([np.full(int(count), total / count) for total, count in blocks] or [np.empty(0)])
    low, high = bounds
    result, steps = np.empty(len(values)), apart * np.arange(len(values))
    result[order] = np.clip(found + steps, low + steps, np.maximum(high - steps[::-1], low + steps))
    return result


def _cells() -> dict[str, Cell]:
    return {"others": Cell("other weights", Swatch.LINE, shown=False)}
