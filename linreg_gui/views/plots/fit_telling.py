"""What is told of the fit plot: the rows that are drawn, each line at some places, how the model stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyqtgraph as pg

from linreg_gui.core.arrays import FloatArray, quiet_overflow
from linreg_gui.core.explaining.selected_fit import SelectedFit
from linreg_gui.core.model.linear_model import Line
from linreg_gui.core.telling.plot_series import PlotSeries
from linreg_gui.core.telling.summaries import Standing, fit_sentence

from .fit_lines import CHOSEN, FitLines
from .moving_points import MovingPoints
from .plot_ranges import Range
from .plot_strip import PlotStrip
from .scene_plot import FedPlot

_PLACES = 21
_LINES = {
    "fit": "current fit",
    "exact": "exact solution",
    "truth": "true line",
    CHOSEN: "line through the selected rows alone",
    "identity": "predicted = actual",
}
_NO_POINTS = np.empty(0), np.empty(0)


class ToldFit(FedPlot):
    """The part of the fit plot that tells; the other part draws."""

    points: MovingPoints
    rings: MovingPoints
    exact_points: MovingPoints
    _lines: FitLines
    _kind: str
    _counts: dict[str, int]
    _counted: dict[str, tuple[int, str]]  # as they are told
    strip: PlotStrip
    _rows: tuple[int, int, bool] | None
    _sample: tuple[FloatArray, FloatArray] = _NO_POINTS  # some of the rows where all are shaded
    _standing: Standing | None = None
    _selected_fit: SelectedFit | None = None

    def show_standing(self, standing: Standing) -> None:
        """How the model stands whose line is shown; nothing of it is drawn."""
        self._standing = standing

    def show_selected_fit(self, found: SelectedFit | None) -> None:
        """Say what the selected rows say by themselves, and draw the line through them alone."""
        self._selected_fit = found
        count = f"{self._counts['selected']:,} selected"
        self.strip.set_name("selected", count if found is None else found.count_text, count)
        if found is not None and found.line is not None:
            self.strip.set_name(CHOSEN, found.line_text, f"alone: {found.equation}")
        self._show_line(CHOSEN, None if found is None else found.line)

    def show_count(self, kind: str, count: int, text: str = "") -> None:
        """Say how many rows are “selected”, “excluded”, “held out” or the like, or that in other words."""
        name = text or f"{count:,} {kind}"
        if self._counted.get(kind) != (count, name):
            self._counted[kind], self._counts[kind] = (count, name), count
            known = self._selected_fit if kind == "selected" else None
            if known is not None and known.n_selected == count:
                self.strip.set_name(kind, known.count_text, name)
            else:
                self.strip.set_name(kind, name)
            self._list_names()

    def summary(self) -> str:
        """Which line it is, through how many rows, how near to the exact one, and what it leaves over."""
        if self.message() or self._rows is None:
            return self.message() or self.subtitle()
        line = "Curve through" if self._lines.curved else "Line through"
        what = "Predictions of" if self._kind == "actual" else line
        sentence = fit_sentence(what, self._rows[1], self._standing)
        return sentence if self._selected_fit is None else f"{sentence} {self._selected_fit.sentence}"

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

    def _show_line(self, key: str, line: Line | None) -> None:
        raise NotImplementedError

    def _list_names(self) -> None:
        raise NotImplementedError


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
