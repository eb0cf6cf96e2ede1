"""Time against n on logarithmic scales, with the sizes at which one contender overtakes another."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QFont, QPen
from PySide6.QtWidgets import QWidget

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.telling.plot_series import PlotSeries
from linreg_gui.core.telling.summaries import times_sentence
from linreg_gui.core.vectorisation.comparing import Crossover, crossovers
from linreg_gui.core.vectorisation.values import LEAST, Contender, Task, Timing
from linreg_gui.core.wording import time_text
from linreg_gui.views.plots.plot_strip import Cell, PlotStrip, Swatch
from linreg_gui.views.plots.themed_plot import HELP, ThemedPlot
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.texts import set_description, set_text

from .contender_looks import LOOKS

_EMPTY = "Run All Sizes shows here how the time grows with n."
_MOST_MARKS = 8
# More labels than that would hide the lines; what they say is in the description of the plot, too.
_MOST_OF_HEIGHT = 0.5
_TRANSFER = "transfer"


class TimePlot(ThemedPlot):
    """A line with markers for each contender; pointing at it reads the times of one size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Time against n", PlotStrip(_cells()), parent)
        self._timings: Sequence[Timing] = ()
        self._crossovers: list[Crossover] = []
        self._n = LEAST
        self._pointed: int | None = None
        self._make_items()
        for side in ("left", "bottom"):
            self.canvas.getAxis(side).setLogMode(True)
        self.set_task(Task.ADD)
        self.canvas.scene().sigMouseMoved.connect(self._point_at_scene)
        self.canvas.pointer_left.connect(self.point_at_nothing)
        self.view_box.sigRangeChanged.connect(self._place_labels)
        self.view_box.sigResized.connect(self._place_labels)
        self.restyle()
        self.show_timings(())

    def set_task(self, task: Task) -> None:
        """Name what n counts."""
        what = "examples" if task is Task.EPOCH else "numbers in each vector"
        self.set_axis_labels(f"n: {what}", "seconds of one run")

    def set_size(self, n: int) -> None:
        """The size whose times are read out while nothing is pointed at."""
        self._n = n
        self._read()

    def show_timings(self, timings: Sequence[Timing]) -> None:
        """Draw all that is known of one task."""
        self._timings = sorted((t for t in timings if t.measured), key=lambda t: t.n)
        for contender, line in self.lines.items():
            own = [t for t in self._timings if t.contender is contender]
            line.setData(_logs([t.n for t in own]), _logs([t.seconds for t in own]))
        moved = [t for t in self._timings if t.transfer]
        together = [t.seconds + t.transfer for t in moved]
        self.transfer_line.setData(_logs([t.n for t in moved]), _logs(together))
        self._mark_crossovers(crossovers(self._timings))
        shown = ["n", *(c.name for c in Contender if any(t.contender is c for t in self._timings))]
        self.strip.set_shown([*shown, _TRANSFER] if moved else shown)
        self._read()
        if not self._timings:
            self.show_message(_EMPTY)
            return
        self.show_canvas()
        times = [math.log10(t.seconds) for t in self._timings]
        times += [math.log10(seconds) for seconds in together]
        sizes = [math.log10(t.n) for t in self._timings]
        self.set_home(
            (min(sizes) - 0.3, max(*sizes, min(sizes) + 1.0) + 0.3),
            (min(times) - 0.4, max(*times, min(times) + 1.0) + 0.4 + 0.4 * len(self._crossovers)),
            keep_zoom=True,
        )

    def crossover_texts(self) -> list[str]:
        """What is written at the marked crossovers."""
        return [_crossover_text(crossover) for crossover in self._crossovers]

    def summary(self) -> str:
        """What was measured, and what is the fastest."""
        names = tuple(c.label for c in Contender if any(t.contender is c for t in self._timings))
        largest = max((t.n for t in self._timings), default=0)
        at = [t for t in self._timings if t.n == largest]
        fastest = min(at, key=lambda t: t.seconds).contender.label if at else ""
        return times_sentence(names, largest, fastest)

    def series(self) -> Sequence[PlotSeries]:
        """The times of each contender."""
        axes, found = self.axis_labels(), []
        for contender in self.lines:
            own = [t for t in self._timings if t.contender is contender]
            sizes, times = np.array([float(t.n) for t in own]), np.array([t.seconds for t in own])
            found.append(PlotSeries(contender.label, *axes, sizes, times))
        return [one for one in found if one.x.size]

    def places(self, series: PlotSeries) -> tuple[FloatArray, FloatArray]:
        """On logarithmic axes."""
        return np.log10(series.x), np.log10(series.y)

    def point_at(self, n: float) -> None:
        """Read the times at the nearest size that was measured."""
        sizes = sorted({t.n for t in self._timings})
        if sizes:
            self._pointed = min(sizes, key=lambda size: abs(math.log(size / n)))
            self._read()

    def point_at_nothing(self) -> None:
        """Read the chosen size again."""
        self._pointed = None
        self._read()

    def restyle(self) -> None:
        """Colours for the palette."""
        super().restyle()
        for contender, line in self.lines.items():
            look = LOOKS[contender]
            colour, pen = look.colour(self.dark), look.pen(self.dark)
            line.setPen(pen)
            line.setSymbolPen(colour)
            line.setSymbolBrush(colour)
            self.strip.set_look(contender.name, QPen(colour), QBrush(colour))
        colour = LOOKS[Contender.CUPY].colour(self.dark)
        self.transfer_line.setPen(pg.mkPen(colour, width=1.5, style=Qt.PenStyle.DashDotLine))
        self.transfer_line.setSymbolPen(colour)
        self.transfer_line.setSymbolBrush(None)
        self.strip.set_look(_TRANSFER, QPen(colour))
        muted, text = style.muted(self.palette()), self.palette().windowText().color()
        self.cursor_line.setPen(pg.mkPen(muted, width=1))
        for mark, label in self._marks:
            mark.setPen(pg.mkPen(muted, width=1, style=Qt.PenStyle.DashLine))
            label.setColor(text)
            label.setFont(self._small_font())
            label.fill = pg.mkBrush(self.palette().color(self.backgroundRole()))
            label.update()
        self.rings.setPen(pg.mkPen(text, width=1.5))

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.9)
        return font

    def _make_items(self) -> None:
        def line(symbol: str) -> pg.PlotDataItem:
            return pg.PlotDataItem([], [], symbol=symbol, symbolSize=9, pen=None)

        self.lines = {contender: line(look.symbol) for contender, look in LOOKS.items()}
        self.transfer_line = line(LOOKS[Contender.CUPY].symbol)
        self.cursor_line = pg.InfiniteLine(angle=90)
        self.rings = pg.ScatterPlotItem(size=15, brush=None)
        self._marks = [(pg.InfiniteLine(angle=90), pg.TextItem()) for _ in range(_MOST_MARKS)]
        marks = [item for pair in self._marks for item in pair]
        for item in (*marks, self.cursor_line, self.transfer_line, *self.lines.values(), self.rings):
            self.view_box.addItem(item, ignoreBounds=True)

    def _mark_crossovers(self, found: list[Crossover]) -> None:
        self._crossovers = found[:_MOST_MARKS]
        for i, (mark, label) in enumerate(self._marks):
            shown = i < len(self._crossovers)
            mark.setVisible(shown)
            label.setVisible(shown)  # if there is room for it
            if shown:
                mark.setValue(math.log10(self._crossovers[i].n))
                set_text(label, _crossover_text(self._crossovers[i]))
        self.rings.setData(
            _logs([crossover.n for crossover in self._crossovers]),
            _logs([crossover.seconds for crossover in self._crossovers]),
        )
        text = "; ".join(self.crossover_texts())
        set_description(self.canvas, f"{text}. {HELP}" if text else HELP)
        self._place_labels()

    def _place_labels(self) -> None:
        """One under the other at the top, beside their lines but never out of sight."""
        (x_low, x_high), (y_low, y_high) = self.view_ranges()
        width, height = max(self.view_box.width(), 1.0), max(self.view_box.height(), 1.0)
        for i, crossover in enumerate(self._crossovers):
            label, x = self._marks[i][1], math.log10(crossover.n)
            wide, high = label.boundingRect().width(), label.boundingRect().height()
            at = (x - x_low) / (x_high - x_low) * width
            label.setVisible(wide <= width and (i + 1) * high <= _MOST_OF_HEIGHT * height)
            left = min(max(at - (wide if at > width / 2.0 else 0.0), 0.0), max(width - wide, 0.0))
            label.setAnchor(((at - left) / max(wide, 1.0), 0.0))
            label.setPos(x, y_high - i * (high - 3.0) / height * (y_high - y_low))

    def _point_at_scene(self, where: QPointF) -> None:
        if self.view_box.sceneBoundingRect().contains(where):
            self.point_at(10.0 ** float(self.view_box.mapSceneToView(where).x()))
        else:
            self.point_at_nothing()

    def _read(self) -> None:
        n = self._n if self._pointed is None else self._pointed
        found = {t.contender: t for t in self._timings if t.n == n}
        values = {c.name: time_text(found[c].seconds) if c in found else "–" for c in Contender}
        device = found.get(Contender.CUPY)
        values[_TRANSFER] = time_text(device.seconds + device.transfer) if device else "–"
        self.strip.set_values({"n": f"{n:,}", **values})
        self.cursor_line.setVisible(self._pointed is not None)
        self.cursor_line.setValue(math.log10(n))


def _cells() -> dict[str, Cell]:
    cells = {"n": Cell("n", reserve="888,888,888")}
    for contender, look in LOOKS.items():
        cells[contender.name] = Cell(contender.label, look.swatch, reserve="888 µs")
    cells[_TRANSFER] = Cell("CuPy with transfer", Swatch.DIAMOND, reserve="888 µs", shown=False)
    return cells


def _logs(values: Sequence[float]) -> np.ndarray:
    return np.log10(np.array(values, dtype=np.float64))


def _crossover_text(crossover: Crossover) -> str:
    n = f"{float(f'{crossover.n:.2g}'):,.0f}"
    return f"{crossover.faster.label} overtakes {crossover.slower.label} at n ≈ {n}"
