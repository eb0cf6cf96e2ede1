"""Dot and whisker: the weights of several fits with their intervals, a line of the plot for each feature."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import QWidget

from linreg_gui.core.arrays import FloatArray, quiet_overflow
from linreg_gui.core.comparing.side_by_side import SideBySide
from linreg_gui.core.limits import MOST_PINNED
from linreg_gui.core.telling.plot_series import PlotSeries
from linreg_gui.core.wording import counted, shortened
from linreg_gui.views.plots.moving_points import MovingPoints
from linreg_gui.views.plots.plot_strip import Cell, PlotStrip, Swatch
from linreg_gui.views.plots.themed_plot import ThemedPlot
from linreg_gui.views.widgets.style import run_pen

MOST_SHOWN = 30
_EMPTY = "Keep fits (Ctrl+K) and tick them to see their coefficients here."
_ROOM = 0.6  # of the distance between two features, for all fits together
_DOT, _LONGEST = 9, 24
# A mark for each look, the last one hollow.
_SYMBOLS = ("o", "s", "t1", "d", "x", "o")
_SWATCHES = (Swatch.DOT, Swatch.SQUARE, Swatch.TRIANGLE, Swatch.DIAMOND, Swatch.CROSS, Swatch.RING)


class WhiskerPlot(ThemedPlot):
    """Weights in label units per standard deviation of the feature, or per unit of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Coefficients", PlotStrip(_cells()), parent)
        self._seen: SideBySide | None = None
        self._rows: list[int] = []
        self._per_unit = False
        self.dots = [MovingPoints(symbol=symbol, size=_DOT, antialias=True) for symbol in _SYMBOLS]
        self.whiskers = [pg.PlotCurveItem(connect="pairs", antialias=True) for _ in _SYMBOLS]
        self.zero = pg.InfiniteLine(pos=0.0, angle=90)
        for item in (self.zero, *self.whiskers, *self.dots):
            self.view_box.addItem(item, ignoreBounds=True)
        self.setMinimumSize(160, 90)
        self.restyle()
        self.clear()

    def show_fits(self, seen: SideBySide, label: str, *, per_unit: bool) -> None:
        """Draw the features of other fits; the bias has no place among them."""
        self._seen, self._per_unit = seen, per_unit
        features = [row for row in range(len(seen.names)) if np.isfinite(seen.spread[row]).any()]
        self._rows = features[:MOST_SHOWN]
        if not self._rows or not seen.fits:
            self.show_message(_EMPTY)
            return
        count = len(self._rows)
        shown = [key for key in range(MOST_PINNED) if any(fit.look == key for fit in seen.fits)]
        for look in range(MOST_PINNED):
            if look not in shown:
                self.dots[look].place(np.empty(0), np.empty(0))
                self.whiskers[look].setData([], [])
        ends = [np.zeros(1)]
        for column, fit in enumerate(seen.fits):
            if fit.look is None:
                continue
            x, low, high = (self._scaled(part, column) for part in (seen.estimate, seen.low, seen.high))
            y = self._heights(column)
            there = np.isfinite(x)
            self.dots[fit.look].place(x[there], y[there])
            known = np.isfinite(low) & np.isfinite(high)
            whisker = np.column_stack([low[known], high[known]])
            self.whiskers[fit.look].setData(whisker.ravel(), np.repeat(y[known], 2))
            ends += [x[there], whisker.ravel()]
            self.strip.set_name(str(fit.look), shortened(fit.name, _LONGEST))
        self.strip.set_shown([str(look) for look in shown])
        names = [
            (-float(place), shortened(seen.names[row], _LONGEST)) for place, row in enumerate(self._rows)
        ]
        self.canvas.getAxis("left").setTicks([names])
        left = f" (the first {count} of {counted(len(features), 'feature')})" if count < len(features) else ""
        unit = "unit" if per_unit else "standard deviation"
        self.set_axis_labels(f"{label} per {unit} of the feature{left}", "")
        self.show_canvas()
        values = np.concatenate(ends)
        subject = tuple(seen.names), tuple(fit.name for fit in seen.fits), per_unit
        self.set_home_of(subject, (float(values.min()), float(values.max())), (0.6 - count, 0.5), margin=0.06)

    def clear(self) -> None:
        """Draw nothing."""
        self._seen = None
        self.show_message(_EMPTY)

    def summary(self) -> str:
        """Whose weights there are, and which of their intervals hold 0."""
        seen = self._seen
        if seen is None or self.message():
            return self.message()
        told = []
        for column, fit in enumerate(seen.fits):
            holds = [
                seen.names[row]
                for row in self._rows
                if seen.low[row, column] <= 0.0 <= seen.high[row, column]
            ]
            zero = f"; the intervals of {', '.join(holds[:5])} hold 0" if holds else ""
            told.append(f"{fit.name} has {counted(len(fit.columns), 'feature')}{zero}")
        return f"Weights with {100.0 * seen.level:g} % intervals: {'. '.join(told)}."

    def series(self) -> Sequence[PlotSeries]:
        """Weights and ends of intervals of each fit, by the number of the feature from 1 on."""
        seen, found = self._seen, []
        if seen is None or self.message():
            return ()
        axis, number = self.axis_labels()[0], np.arange(1.0, len(self._rows) + 1.0)
        for column, fit in enumerate(seen.fits):
            for words, part in (("", seen.estimate), (", low", seen.low), (", high", seen.high)):
                values = self._scaled(part, column)
                found.append(PlotSeries(f"{fit.name}{words}", "feature", axis, number, values))
        return found

    def places(self, series: PlotSeries) -> tuple[FloatArray, FloatArray]:
        """A feature stands on a line of its own, the first one on top."""
        return series.y, 1.0 - series.x

    def restyle(self) -> None:
        """Colours and dashes of runs, and marks of their own."""
        super().restyle()
        for look in range(MOST_PINNED):
            colour = run_pen(look, self.dark).color()
            line = pg.mkPen(colour, width=self.strokes.line(2.0))  # dashes would look like ends
            self.whiskers[look].setPen(line)
            self.dots[look].setPen(line)
            hollow = _SWATCHES[look] is Swatch.RING
            brush = QBrush(self.palette().color(self.backgroundRole()) if hollow else colour)
            self.dots[look].setBrush(brush)
            self.dots[look].setSize(self.strokes.mark(_DOT))
            self.strip.set_look(str(look), line, QBrush() if hollow else brush)
        quiet = self.palette().mid().color()
        self.zero.setPen(pg.mkPen(quiet, width=self.strokes.thin(1.2)))

    def _scaled(self, part: FloatArray, column: int) -> FloatArray:
        assert self._seen is not None
        values = part[self._rows, column]
        with quiet_overflow():
            return values if self._per_unit else np.asarray(values * self._seen.spread[self._rows, column])

    def _heights(self, column: int) -> FloatArray:
        """Those of a fit, below each other within the line of a feature."""
        assert self._seen is not None
        count = len(self._seen.fits)
        offset = 0.0 if count == 1 else _ROOM * (0.5 - column / (count - 1))
        return np.asarray(offset - np.arange(float(len(self._rows))))


def _cells() -> dict[str, Cell]:
    return {str(look): Cell(f"fit {look + 1}", swatch) for look, swatch in enumerate(_SWATCHES)}
