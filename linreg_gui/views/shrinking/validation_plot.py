"""The error on rows that were left out against λ, with one standard error to either side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.desk.shrinkage import Shrinkage, error_text
from linreg_gui.core.number_text import number_text
from linreg_gui.core.telling.plot_series import PlotSeries
from linreg_gui.views.plots.plot_strip import Cell, PlotStrip, Swatch
from linreg_gui.views.plots.themed_plot import HELP
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.style import Series
from linreg_gui.views.widgets.texts import set_whats_this

from .penalty_plot import LAMBDA, PenaltyPlot

_HELP = (
    "Root mean squared error over rows that were left out, with one standard error to either side; dashed, "
    "over the rows that were fitted. The simplest model within one standard error of the best one is a usual "
    "choice: what is better beyond that may be chance. "
)
_EMPTY = "The error under every penalty appears here when there is a fit."
_DOT = 8
_LEGEND_HEIGHT = 150


@always_answers
class ValidationPlot(PenaltyPlot):
    """Draws the curve of validation, and that of training."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Error against λ", PlotStrip(_cells()), parent)
        self.bars = pg.PlotCurveItem(connect="pairs")
        self.curve = pg.PlotCurveItem(antialias=True)
        self.training = pg.PlotCurveItem(antialias=True)
        self.dot = pg.ScatterPlotItem(pen=None, size=_DOT)
        for item in (self.bars, self.training, self.curve, self.dot):
            self.view_box.addItem(item, ignoreBounds=True)
        self.dot.setZValue(11)
        self._summary = _EMPTY
        set_whats_this(self.canvas, f"{_HELP}{HELP}")
        self.restyle()
        self.clear()

    def show_shrinkage(self, shown: Shrinkage, subject: object) -> None:
        """Draw the errors of a path; the view of the same subject stays."""
        self.take(shown)
        self._summary = shown.sentence
        curve, x = shown.curve, self._places
        self.curve.setData(x, curve.rmse)
        self.training.setData(x, np.sqrt(curve.training_mse))
        self.bars.setData(np.repeat(x, 2), np.column_stack([curve.lower, curve.upper]).ravel())
        self.dot.setData([float(x[shown.at])], [float(curve.rmse[shown.at])])
        self.strip.set_name(
            "validation",
            f"{shown.found.n_folds}-fold cross-validation ± standard error",
            f"{shown.found.n_folds}-fold cross-validation",
        )
        self.show_canvas()
        self.set_axis_labels(LAMBDA, f"RMSE, {shown.path.label_name}")
        low = min(float(curve.lower.min()), float(np.sqrt(curve.training_mse.min())))
        high = max(float(curve.upper.max()), float(np.sqrt(curve.training_mse.max())))
        margin = 0.08 * ((high - low) or 1.0)
        across = self.view_ranges()[0]  # that of the plot above
        self.set_home(across, (low - margin, high + margin), keep_zoom=subject == self._told)
        self._told = subject

    _told: object = None

    def clear(self) -> None:
        """Draw nothing but what will come."""
        self.show_none(_EMPTY)

    def show_none(self, sentence: str) -> None:
        """There is nothing to draw, and why."""
        self.shown = None
        self._summary = sentence
        self.show_message(sentence)

    def summary(self) -> str:
        """What it was given with what it draws."""
        return self.message() or self._summary

    def series(self) -> Sequence[PlotSeries]:
        """Both curves, and the ends of the bars."""
        if self.shown is None:
            return ()
        curve, x = self.shown.curve, self.shown.path.penalties
        kinds = {
            "cross-validation": curve.rmse,
            "less one standard error": curve.lower,
            "one standard error more": curve.upper,
            "training": np.sqrt(curve.training_mse),
        }
        return [PlotSeries(name, LAMBDA, "RMSE", x, values) for name, values in kinds.items()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low plot the legend would cover the curves."""
        super().resizeEvent(event)
        self.strip.set_shown(list(_cells()) if self.height() >= _LEGEND_HEIGHT else [])

    def note_at(self, at: int, _where: QPointF, /) -> list[str]:
        shown = self.shown
        assert shown is not None
        training = number_text(float(np.sqrt(shown.curve.training_mse[at])), 4)
        return [
            f"λ = {number_text(float(shown.path.penalties[at]), 4)}",
            f"validation {error_text(shown.curve, at)}",
            f"training {training}",
        ]

    def restyle(self) -> None:
        """Series colours for the palette."""
        super().restyle()
        told = pg.mkPen(Series.VALIDATION.colour(self.dark), width=self.strokes.line(2.4))
        self.curve.setPen(told)
        self.dot.setBrush(Series.FIT.colour(self.dark))
        self.dot.setSize(self.strokes.mark(_DOT))
        faint = Series.VALIDATION.colour(self.dark)
        faint.setAlpha(90)
        self.bars.setPen(pg.mkPen(faint, width=self.strokes.thin(1.2)))
        quiet = pg.mkPen(
            style.muted(self.palette()), width=self.strokes.line(1.8), style=Qt.PenStyle.DashLine
        )
        self.training.setPen(quiet)
        self.strip.set_look("validation", QPen(told))
        self.strip.set_look("training", QPen(quiet))
        self.strip.set_look("best", QPen(self.best_line.pen))
        self.strip.set_look("simplest", QPen(self.simplest_line.pen))


def _cells() -> dict[str, Cell]:
    return {
        "validation": Cell("cross-validation ± standard error", Swatch.LINE, short="cross-validation"),
        "training": Cell("training", Swatch.LINE),
        "best": Cell("λ min, of the least error", Swatch.LINE, short="λ min"),
        "simplest": Cell("λ 1se, within one standard error", Swatch.LINE, short="λ 1se"),
    }
