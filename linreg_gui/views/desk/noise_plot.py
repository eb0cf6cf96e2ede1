"""Weights under noise on the features: each draw, their mean, the plain answer, and that of ridge."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QPen
from PySide6.QtWidgets import QWidget

from linreg_gui.core.arrays import FloatArray, IntArray
from linreg_gui.core.desk.noisy_features import NoisyFeatures
from linreg_gui.core.telling.plot_series import PlotSeries
from linreg_gui.core.wording import shortened
from linreg_gui.views.plots.moving_points import MovingPoints
from linreg_gui.views.plots.plot_strip import Cell, PlotStrip, Swatch
from linreg_gui.views.plots.themed_plot import ThemedPlot
from linreg_gui.views.widgets.style import Series

MOST_SHOWN = 12
_EMPTY = "Noise on the features appears here when there is a fit."
_WIDTH = 0.28  # of the cloud of draws, to either side of its feature
_FEWEST, _LONGEST, _LETTER = 3, 24, 7.0  # letters of a name, and pixels of one
_DRAW, _PLAIN, _RIDGE, _MEAN = 4, 13, 14, 10  # pixels


class NoisePlot(ThemedPlot):
    """A column of points per feature, in label units per standard deviation of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Weights under noise", PlotStrip(_cells()), parent)
        self._found: NoisyFeatures | None = None
        self._names: Sequence[str] = ()
        self._summary = ""
        self.draws = MovingPoints(pen=None, size=_DRAW, antialias=True)
        self.spread = pg.PlotCurveItem(connect="pairs", antialias=True)
        self.plain = MovingPoints(symbol="x", size=_PLAIN, antialias=True)
        self.ridge = MovingPoints(symbol="s", brush=None, size=_RIDGE, antialias=True)
        self.mean = MovingPoints(symbol="d", size=_MEAN, antialias=True)
        self.zero = pg.InfiniteLine(pos=0.0, angle=0)
        for item in (self.zero, self.draws, self.spread, self.ridge, self.plain, self.mean):
            self.view_box.addItem(item, ignoreBounds=True)
        self.setMinimumSize(160, 90)
        self.view_box.sigResized.connect(self._name_ticks)
        self.restyle()
        self.clear()

    def show_noise(self, found: NoisyFeatures, names: Sequence[str], label: str, summary: str) -> None:
        """Show other draws."""
        self._found, self._summary = found, summary
        which = features_shown(found)
        self._names = kept = [names[j] for j in found.kept[which]]
        count = len(kept)
        at = np.arange(count, dtype=float)
        shown = found.drawn[:, which]
        # The same places for every σ, so that one draw is followed by the eye.
        jitter = np.random.default_rng(0).uniform(-_WIDTH, _WIDTH, shown.shape)
        known = np.isfinite(shown)
        self.draws.place((at + jitter)[known], shown[known])
        mean, half = found.mean_weights[which], found.spread_of_weights[which]
        ends, told = np.column_stack([mean - half, mean + half]), np.isfinite(mean)
        self.spread.setData(np.repeat(at[told], 2), ends[told].ravel())
        kinds = ((self.mean, found.mean_weights), (self.plain, found.plain), (self.ridge, found.ridge))
        for item, values in kinds:
            y = np.full(count, np.nan) if values is None else values[which]
            there = np.isfinite(y)
            item.place(at[there], y[there])
        self._name_ticks()
        left = f" ({count} of {len(found.kept)} features)" if count < len(found.kept) else ""
        unit = "standard deviation" if found.centred else "root mean square"
        self.set_axis_labels("", f"{label} per {unit}{left}")
        self.strip.set_name("ridge", f"ridge with {found.times}σ²", "ridge")
        self.strip.set_name("draws", f"{len(found.drawn)} draws", "draws")
        self.strip.set_shown([key for key in _cells() if not (key == "plain" and found.plain is None)])
        self.show_canvas()
        answers = [one[which] for one in (found.plain, found.ridge) if one is not None]
        low, high = _bounds(shown, answers)
        self.set_home_of((tuple(kept), label), (-0.6, count - 0.4), (low, high), margin=0.04)

    def _name_ticks(self) -> None:
        """Names as long as there is room between two features."""
        count = max(1, len(self._names))
        letters = max(_FEWEST, min(_LONGEST, int(self.view_box.width() / count / _LETTER)))
        self.canvas.getAxis("bottom").setTicks([list(enumerate(told_apart(self._names, letters)))])

    def clear(self) -> None:
        """Show nothing."""
        self._found = None
        self.show_message(_EMPTY)

    def summary(self) -> str:
        """What it was given with what it draws."""
        return self.message() or self._summary

    def series(self) -> Sequence[PlotSeries]:
        """Means, plain weights and those of ridge, by the number of the feature from 1 on."""
        found = self._found
        if found is None:
            return ()
        axis = self.axis_labels()[1]
        number = np.arange(1.0, len(found.kept) + 1.0)
        rows: dict[str, FloatArray | None] = {
            "mean of the draws": found.mean_weights,
            "standard deviation": found.spread_of_weights,
            "without noise": found.plain,
            "ridge": found.ridge,
        }
        return [
            PlotSeries(name, "feature", axis, number, values)
            for name, values in rows.items()
            if values is not None
        ]

    def restyle(self) -> None:
        """Series colours for the palette."""
        super().restyle()
        dots = Series.DATA.colour(self.dark)
        dots.setAlpha(70)
        self.draws.setBrush(dots)
        self.strip.set_look("draws", QPen(Qt.PenStyle.NoPen), QBrush(dots))
        text = self.palette().windowText().color()
        edge = pg.mkPen(self.palette().color(self.backgroundRole()), width=1)
        self.mean.setBrush(text)
        self.mean.setPen(edge)
        self.spread.setPen(pg.mkPen(text, width=self.strokes.line(2.0)))
        self.strip.set_look("mean", QPen(Qt.PenStyle.NoPen), QBrush(text))
        exact = pg.mkPen(Series.EXACT.colour(self.dark), width=self.strokes.line(2.5))
        self.plain.setPen(exact)
        self.plain.setBrush(None)
        self.strip.set_look("plain", exact)
        ridge = pg.mkPen(Series.TRUTH.colour(self.dark), width=self.strokes.line(2.2))
        self.ridge.setPen(ridge)
        self.strip.set_look("ridge", ridge)
        quiet = self.palette().mid().color()
        self.zero.setPen(pg.mkPen(quiet, width=self.strokes.thin(1.2), style=Qt.PenStyle.DashLine))
        for item, size in (
            (self.draws, _DRAW),
            (self.plain, _PLAIN),
            (self.ridge, _RIDGE),
            (self.mean, _MEAN),
        ):
            item.setSize(self.strokes.mark(size))


def told_apart(names: Sequence[str], letters: int) -> list[str]:
    """Names of bearable length: their beginnings, or their ends where too many begin alike."""
    begins = [shortened(name, letters) for name in names]
    ends = [name if len(name) <= letters else f"…{name[1 - letters :]}" for name in names]
    return ends if len(set(ends)) > len(set(begins)) else begins


def features_shown(found: NoisyFeatures) -> IntArray:
    """Those whose weights vary most, in the order of the features."""
    spread = np.nan_to_num(found.spread_of_weights, nan=np.inf)
    return np.sort(np.argsort(-spread, kind="stable")[:MOST_SHOWN])


def _bounds(drawn: FloatArray, answers: Sequence[FloatArray]) -> tuple[float, float]:
    """Nearly all draws, and all answers; a few wild draws may lie outside."""
    known = drawn[np.isfinite(drawn)]
    parts = [np.zeros(1), *answers]
    if known.size:
        parts.append(np.quantile(known, (0.01, 0.99)))
    values = np.concatenate(parts)
    return float(values.min()), float(values.max())


def _cells() -> dict[str, Cell]:
    return {
        "draws": Cell("draws", Swatch.DOT),
        "mean": Cell("mean ± standard deviation", Swatch.DIAMOND, short="mean"),
        "plain": Cell("without noise", Swatch.CROSS),
        "ridge": Cell("ridge with (n − 1)σ²", Swatch.SQUARE, short="ridge"),
    }
