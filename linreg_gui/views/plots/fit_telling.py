"""What is told of the fit plot: the rows that are drawn, each line at some places, how the model stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyqtgraph as pg

from linreg_gui.core.arrays import FloatArray, quiet_overflow
from linreg_gui.core.telling.plot_series import PlotSeries
from linreg_gui.core.telling.summaries import Standing, fit_sentence

from .fit_lines import FitLines
from .moving_points import MovingPoints
from .plot_ranges import Range
from .themed_plot import ThemedPlot

_PLACES = 21
_LINES = {
    "fit": "current fit",
    "exact": "exact solution",
    "truth": "true line",
    "identity": "predicted = actual",
}
_NO_POINTS = np.empty(0), np.empty(0)


class ToldFit(ThemedPlot):
    """The part of the fit plot that tells; the other part draws."""

    points: MovingPoints
    rings: MovingPoints
    exact_points: MovingPoints
    _lines: FitLines
    _kind: str
    _rows: tuple[int, int, bool] | None
    _sample: tuple[FloatArray, FloatArray] = _NO_POINTS  # some of the rows where all are shaded
    _standing: Standing | None = None

    def show_standing(self, standing: Standing) -> None:
        """How the model stands whose line is shown; nothing of it is drawn."""
        self._standing = standing

    def summary(self) -> str:
        """Which line it is, through how many rows, how near to the exact one, and what it leaves over."""
        if self.message() or self._rows is None:
            return self.message() or self.subtitle()
        line = "Curve through" if self._lines.curved else "Line through"
        what = "Predictions of" if self._kind == "actual" else line
        return fit_sentence(what, self._rows[1], self._standing)

    def series(self) -> Sequence[PlotSeries]:
        """The rows that are drawn, or some of those that are shaded; and the lines."""
        rows, axes = self._rows, self.axis_labels()
        if rows is None:
            return ()
        name = f"some of {rows[1]:,} rows" if rows[0] < rows[1] else "rows"
        found = [PlotSeries(name, *axes, *(self._sample if rows[2] else _points_of(self.points)))]
        found.append(PlotSeries("current minibatch", *axes, *_points_of(self.rings)))
        if self.exact_points.isVisible():
            found.append(PlotSeries("exact solution", *axes, *_points_of(self.exact_points)))
        return [*(one for one in found if one.x.size), *_told(self._lines, self.view_ranges()[0], axes)]


def _points_of(item: pg.ScatterPlotItem) -> tuple[FloatArray, FloatArray]:
    x, y = item.getData()
    return np.asarray(x, dtype=float), np.asarray(y, dtype=float)


def _told(lines: FitLines, x_range: Range, axes: tuple[str, str]) -> Iterator[PlotSeries]:
    x = np.linspace(*x_range, _PLACES)
    for key, name in _LINES.items():
        line = lines[key]
        if line is None:
            continue
        with quiet_overflow():
            y = line.slope * x + line.intercept
            yield PlotSeries(name, *axes, x, np.exp(y) if lines.curved and key != "identity" else y)
