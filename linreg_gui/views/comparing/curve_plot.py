"""Errors of training and validation against a setting, with one standard error to either side."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QPen
from PySide6.QtWidgets import QWidget

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.comparing.setting_curve import SettingCurve
from linreg_gui.core.number_text import number_text
from linreg_gui.core.telling.plot_series import PlotSeries
from linreg_gui.views.plots.moving_points import MovingPoints
from linreg_gui.views.plots.plot_strip import Cell, PlotStrip, Swatch
from linreg_gui.views.plots.themed_plot import ThemedPlot
from linreg_gui.views.widgets.style import Series, muted

_EMPTY = "Choose a setting and press Draw to see how errors on these rows and on new ones go with it."
_DOT = 7
_CAP = 0.006  # of the range, to either side
_LEGEND_ROOM = 0.35  # of the height, above all
_OUTSIDE = 3.0  # errors above so many times the least validation error are beyond the view at first


class CurvePlot(ThemedPlot):
    """Root mean squared errors in label units; along decades where the setting is spread by factors."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Errors against a setting", PlotStrip(_cells()), parent)
        self._curve: SettingCurve | None = None
        self.training = pg.PlotCurveItem(connect="finite", antialias=True)
        self.validation = pg.PlotCurveItem(connect="finite", antialias=True)
        self.bars = pg.PlotCurveItem(connect="pairs", antialias=True)
        self.dots = MovingPoints(pen=None, size=_DOT, antialias=True)
        self.best = pg.InfiniteLine(angle=90)
        self.simplest = pg.InfiniteLine(angle=90)
        for item in (self.best, self.simplest, self.training, self.validation, self.bars, self.dots):
            self.view_box.addItem(item, ignoreBounds=True)
        self.setMinimumSize(160, 90)
        self.restyle()
        self.clear()

    def show_curve(self, curve: SettingCurve, label: str) -> None:
        """Draw another curve."""
        self._curve = curve
        if curve.best is None:
            self.show_message(curve.sentence)
            return
        x = self._along(curve.values)
        low, high = curve.validation - curve.error, curve.validation + curve.error
        self.training.setData(x, curve.training)
        self.validation.setData(x, curve.validation)
        known = np.isfinite(curve.validation)
        self.dots.place(x[known], curve.validation[known])
        barred = np.isfinite(low)
        cap = _CAP * max(float(np.ptp(x)), 1e-12)
        self.bars.setData(*_bars(x[barred], low[barred], high[barred], cap))
        for line, place in ((self.best, curve.best), (self.simplest, curve.simplest)):
            line.setVisible(place is not None)
            if place is not None:
                line.setPos(float(x[place]))
        self.strip.set_shown(
            [*_cells()] if curve.simplest is not None else ["training", "validation", "best"]
        )
        self.set_axis_labels(curve.setting.value, f"RMSE, {label}")
        self._name_ticks(curve, x)
        self.show_canvas()
        least = float(np.nanmin(curve.validation))
        values = np.concatenate([curve.training, low, high])
        seen = values[np.isfinite(values) & (values <= _OUTSIDE * least)]
        bottom, top = (float(seen.min()), float(seen.max())) if seen.size else (0.0, _OUTSIDE * least)
        top += _LEGEND_ROOM * (top - bottom)
        subject = curve.setting, len(x), float(x[0]), float(x[-1]), label
        self.set_home_of(subject, (float(x[0]), float(x[-1])), (bottom, top), margin=0.06)

    def clear(self) -> None:
        """Draw nothing."""
        self._curve = None
        self.show_message(_EMPTY)

    def summary(self) -> str:
        """Where the error on new rows is least."""
        return self.message() or ("" if self._curve is None else self._curve.sentence)

    def series(self) -> Sequence[PlotSeries]:
        """Both errors and the standard error, by the value of the setting."""
        curve = self._curve
        if curve is None or self.message():
            return ()
        x_label, y_label = self.axis_labels()
        columns = {
            "training": curve.training,
            "validation": curve.validation,
            "standard error of validation": curve.error,
        }
        return [PlotSeries(name, x_label, y_label, curve.values, column) for name, column in columns.items()]

    def places(self, series: PlotSeries) -> tuple[FloatArray, FloatArray]:
        """Along decades where the setting is."""
        return self._along(series.x), series.y

    def restyle(self) -> None:
        """Training like the fit, validation like the data."""
        super().restyle()
        fit = pg.mkPen(Series.FIT.colour(self.dark), width=self.strokes.line(2.0), style=Qt.PenStyle.DashLine)
        data = Series.DATA.colour(self.dark)
        line = pg.mkPen(data, width=self.strokes.line(2.0))
        self.training.setPen(fit)
        self.validation.setPen(line)
        self.bars.setPen(pg.mkPen(data, width=self.strokes.thin(1.4)))
        self.dots.setBrush(data)
        self.dots.setSize(self.strokes.mark(_DOT))
        quiet = muted(self.palette())
        best = pg.mkPen(quiet, width=self.strokes.thin(1.4))
        simplest = pg.mkPen(quiet, width=self.strokes.thin(1.6), style=Qt.PenStyle.DashLine)
        self.best.setPen(best)
        self.simplest.setPen(simplest)
        looks: dict[str, QPen] = {"training": fit, "validation": line, "best": best, "simplest": simplest}
        for key, look in looks.items():
            self.strip.set_look(key, look, QBrush(data))

    def _along(self, values: FloatArray) -> FloatArray:
        logarithmic = self._curve is not None and self._curve.setting.is_logarithmic
        return np.log10(values) if logarithmic else values

    def _name_ticks(self, curve: SettingCurve, x: FloatArray) -> None:
        axis = self.canvas.getAxis("bottom")
        if not curve.setting.is_logarithmic:
            whole = curve.values if len(x) <= 12 else None
            axis.setTicks(None if whole is None else [[(float(at), f"{at:,.0f}") for at in whole]])
            return
        step = max(1, round((x[-1] - x[0]) / 6.0))
        decades = range(math.ceil(x[0]), math.floor(x[-1]) + 1, step)
        axis.setTicks([[(float(power), number_text(10.0**power, 3)) for power in decades]])


def _bars(x: FloatArray, low: FloatArray, high: FloatArray, cap: float) -> tuple[FloatArray, FloatArray]:
    """Pairs of points: each bar, and a cap at either end."""
    across = np.column_stack([x - cap, x + cap]).ravel()
    xs = [np.repeat(x, 2), across, across]
    ys = [np.column_stack([low, high]).ravel(), np.repeat(low, 2), np.repeat(high, 2)]
    return np.concatenate(xs), np.concatenate(ys)


def _cells() -> dict[str, Cell]:
    return {
        "training": Cell("fitted", Swatch.LINE),
        "validation": Cell("left out ± s.e.", Swatch.LINE, short="left out"),
        "best": Cell("least", Swatch.STICK),
        "simplest": Cell("simplest near it", Swatch.STICK, short="simplest"),
    }
