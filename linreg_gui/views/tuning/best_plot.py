"""The least loss so far against the trials, with the loss of each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QBrush, QPen
from PySide6.QtWidgets import QWidget

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.explaining.tuning_picture import TuningPicture
from linreg_gui.core.telling.plot_series import PlotSeries
from linreg_gui.views.plots.plot_ranges import padded
from linreg_gui.views.plots.plot_strip import Cell, PlotStrip, Swatch
from linreg_gui.views.plots.themed_plot import HELP, ThemedPlot
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.style import Series
from linreg_gui.views.widgets.texts import set_whats_this

from .setting_axis import show_loss_axis

_EMPTY = "The best loss so far appears here when settings are searched."
_HELP = "The loss of each trial over the rows that are held out, and the least of them so far. "
_DOT, _CROSS = 6, 8
_WORST_SHOWN = 1e6  # times the best loss


class BestPlot(ThemedPlot):
    """A line that goes down in steps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Best so far", PlotStrip(_cells()), parent)
        self._picture: TuningPicture | None = None
        self._logarithmic = False
        self.line = pg.PlotCurveItem(stepMode="right", connect="finite")
        self.dots = pg.ScatterPlotItem(size=_DOT, pen=None)
        self.crosses = pg.ScatterPlotItem(symbol="x", size=_CROSS, pen=None)
        for item in (self.dots, self.crosses, self.line):
            self.view_box.addItem(item, ignoreBounds=True)
        self.setMinimumSize(150, 90)
        set_whats_this(self.canvas, f"{_HELP}{HELP}")
        self.restyle()
        self.clear()

    def show_picture(self, picture: TuningPicture) -> None:
        """Draw a study."""
        self._picture = picture
        gone = picture.diverged
        known = picture.losses[~gone]
        if not known.size:
            self.show_message(_EMPTY if not gone.size else picture.sentence)
            return
        self._logarithmic = bool((known > 0.0).all())
        show_loss_axis(self.canvas.getAxis("left"), logarithmic=self._logarithmic)
        number = np.arange(1.0, len(gone) + 1.0)
        losses, best = self._place(picture.losses), self._place(picture.best_so_far)
        low = float(np.nanmin(losses))
        high = float(np.nanmax(losses))
        if self._logarithmic:
            high = min(high, low + np.log10(_WORST_SHOWN))
        up = padded((low, high), 0.12)
        last = float(max(picture.study.total, len(gone)))
        # One step more, so that the last one is seen.
        self.line.setData(np.append(number, number[-1] + 1.0), np.append(best, best[-1]))
        self.dots.setData(number[~gone], losses[~gone])
        self.crosses.setData(number[gone], np.full(int(gone.sum()), up[1] - 0.04 * (up[1] - up[0])))
        shown = {"best": True, "trial": True, "diverged": bool(gone.any())}
        self.strip.set_shown([key for key, is_shown in shown.items() if is_shown])
        self.set_axis_labels("trial", "validation loss")
        self.show_canvas()
        self.legend.look_soon()
        self.set_home_of((picture.study.data, picture.study.space), (0.5, last + 1.0), up, margin=0.0)

    def clear(self) -> None:
        """Draw nothing."""
        self._picture = None
        self.show_message(_EMPTY)

    def summary(self) -> str:
        """What is best."""
        return self.message() or ("" if self._picture is None else self._picture.sentence)

    def series(self) -> Sequence[PlotSeries]:
        """Every loss, and the least so far."""
        picture = self._picture
        if picture is None or self.message():
            return ()
        axes, number = self.axis_labels(), np.arange(1.0, len(picture.losses) + 1.0)
        columns = {"best so far": picture.best_so_far, "validation loss": picture.losses}
        return [PlotSeries(name, *axes, number, column) for name, column in columns.items()]

    def places(self, series: PlotSeries) -> tuple[FloatArray, FloatArray]:
        """Along decades where the axis is."""
        return series.x, self._place(series.y)

    def restyle(self) -> None:
        """The line like validation, as in the loss plot."""
        super().restyle()
        line = pg.mkPen(Series.VALIDATION.colour(self.dark), width=self.strokes.line(2.4))
        self.line.setPen(line)
        faint = Series.VALIDATION.colour(self.dark)
        faint.setAlpha(150)
        self.dots.setBrush(faint)
        self.dots.setSize(self.strokes.mark(_DOT))
        quiet = style.muted(self.palette())
        self.crosses.setBrush(quiet)
        self.crosses.setSize(self.strokes.mark(_CROSS))
        self.strip.set_look("best", QPen(line))
        self.strip.set_look("trial", QPen(faint), QBrush(faint))
        self.strip.set_look("diverged", QPen(quiet, 2.0))

    def _place(self, losses: FloatArray) -> FloatArray:
        known = np.where(np.isfinite(losses), losses, np.nan)
        return np.log10(known) if self._logarithmic else known


def _cells() -> dict[str, Cell]:
    return {
        "best": Cell("best so far", Swatch.LINE),
        "trial": Cell("trial", Swatch.DOT),
        "diverged": Cell("diverged", Swatch.CROSS),
    }
