"""The residuals of the base and of another fit beside each other, at the same scale."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.comparing.two_residuals import FitResiduals
from linreg_gui.core.telling.plot_series import PlotSeries
from linreg_gui.core.wording import counted, shortened
from linreg_gui.views.plots.fit_legend import point_size
from linreg_gui.views.plots.moving_points import MovingPoints
from linreg_gui.views.plots.plot_ranges import Range
from linreg_gui.views.plots.plot_strip import Cell, PlotStrip, Swatch
from linreg_gui.views.plots.themed_plot import ThemedPlot
from linreg_gui.views.widgets.style import Series, muted
from linreg_gui.views.widgets.texts import set_text

_EMPTY = "Keep two fits, and select one beside the base, to see the residuals of both."
_LONGEST = 40
_SMOOTH = "smooth curve"


class ResidualsPlot(ThemedPlot):
    """Residuals against predictions with the smooth curve through them, or against normal quantiles."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Residuals", PlotStrip({"smooth": Cell(_SMOOTH, Swatch.LINE)}), parent)
        self._seen: FitResiduals | None = None
        self._points = self._line = np.empty((2, 0))
        self._quantiles = False
        self.points = MovingPoints(pen=None, size=5, antialias=True)
        self.smooth = pg.PlotCurveItem(antialias=True)
        self.zero = pg.InfiniteLine(pos=0.0, angle=0)
        for item in (self.zero, self.points, self.smooth):
            self.view_box.addItem(item, ignoreBounds=True)
        self.setMinimumSize(120, 90)
        self.restyle()
        self.clear()

    def show_residuals(
        self, seen: FitResiduals, x_range: Range, y_range: Range, *, quantiles: bool = False
    ) -> None:
        """Draw those of a fit in these ranges."""
        self._seen, self._quantiles = seen, quantiles
        set_text(self._title, shortened(seen.name, _LONGEST))
        if seen.problem:
            self.show_message(seen.problem)
            return
        self._points, self._line = places_of(seen, quantiles=quantiles)
        self.points.place(*self._points)
        self.points.setSize(point_size(self.points.count(), self.strokes))
        self.smooth.setData(*self._line)
        self.strip.set_name("smooth", self._line_name)
        self.set_axis_labels("normal quantile" if quantiles else f"predicted {seen.label}", "residual")
        self.show_canvas()
        self.set_home(x_range, y_range)

    def clear(self) -> None:
        """Draw nothing."""
        self._seen = None
        self.show_message(_EMPTY)

    def summary(self) -> str:
        """How many rows there are, and how far their residuals reach."""
        seen = self._seen
        if seen is None or self.message():
            return self.message()
        against = "normal quantiles" if self._quantiles else "its predictions"
        return (
            f"Residuals of {seen.name} against {against}: {counted(seen.n_rows, 'row')}, standard "
            f"deviation {float(np.std(seen.residual)):.4g}."
        )

    def series(self) -> Sequence[PlotSeries]:
        """The points and the curve."""
        seen = self._seen
        if seen is None or self.message():
            return ()
        x_label, y_label = self.axis_labels()
        return [
            PlotSeries("residuals", x_label, y_label, *self._points),
            PlotSeries(self._line_name, x_label, y_label, *self._line),
        ]

    @property
    def _line_name(self) -> str:
        return "normal noise" if self._quantiles else _SMOOTH

    def restyle(self) -> None:
        """Colours of the palette."""
        super().restyle()
        colour = Series.RESIDUALS.colour(self.dark)
        colour.setAlpha(190 if self.dark else 160)
        self.points.setBrush(colour)
        line = pg.mkPen(Series.EXACT.colour(self.dark), width=self.strokes.line(2.0))
        self.smooth.setPen(line)
        self.strip.set_look("smooth", line)
        quiet = muted(self.palette())
        self.zero.setPen(pg.mkPen(quiet, width=self.strokes.thin(1.2), style=Qt.PenStyle.DashLine))


class ResidualPair(QWidget):
    """Two of them; both show what either needs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plots = (ResidualsPlot(), ResidualsPlot())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for plot in self.plots:
            layout.addWidget(plot, 1)

    def show_pair(self, pair: Sequence[FitResiduals], *, quantiles: bool = False) -> None:
        """Draw those of two fits."""
        x, y = np.concatenate([places_of(seen, quantiles=quantiles)[0] for seen in pair], axis=1)
        farthest = float(np.abs(y).max(initial=0.0)) or 1.0
        low, high = (float(x.min()), float(x.max())) if x.size else (0.0, 1.0)
        room = 0.05 * ((high - low) or 1.0)
        ranges = (low - room, high + room), (-1.1 * farthest, 1.1 * farthest)
        for plot, seen in zip(self.plots, pair, strict=True):
            plot.show_residuals(seen, *ranges, quantiles=quantiles)

    def clear(self) -> None:
        """Draw nothing."""
        for plot in self.plots:
            plot.clear()


def places_of(seen: FitResiduals, *, quantiles: bool) -> tuple[FloatArray, FloatArray]:
    """Where points and line are, shape (2, k) each: normal noise lies on the line of its spread."""
    if not quantiles:
        return np.stack([seen.predicted, seen.residual]), np.stack([seen.smooth.x, seen.smooth.y])
    ends = seen.quantiles[0, [0, -1]] if seen.quantiles.size else np.empty(0)
    spread = float(np.std(seen.residual)) if seen.residual.size else 0.0
    return seen.quantiles, np.stack([ends, spread * ends])
