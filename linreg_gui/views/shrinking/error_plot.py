"""The error on rows that were left out along an axis, with one standard error to either side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.desk.shrinkage import error_text
from linreg_gui.core.number_text import number_text
from linreg_gui.core.shrinking.curve import ValidationCurve
from linreg_gui.core.telling.plot_series import PlotSeries
from linreg_gui.views.plots.plot_ranges import Range
from linreg_gui.views.plots.plot_strip import Cell, PlotStrip, Swatch
from linreg_gui.views.plots.themed_plot import HELP
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.style import Series
from linreg_gui.views.widgets.texts import set_whats_this

from .line_plot import LinePlot
from .scales import Scale

_HELP = (
    "Root mean squared error over rows that were left out, with one standard error to either side; dashed, "
    "over the rows that were fitted. The simplest model within one standard error of the best one is a usual "
    "choice: what is better beyond that may be chance. Drag the orange line or click to choose a model. "
)
_EMPTY = "The error on rows left out appears here when there is a fit."
_DOT, _POINT = 9, 6
_LEGEND_HEIGHT = 150
_FEW = 40  # models, each of which has a point and a bar with ends


@always_answers
class ErrorPlot(LinePlot):
    """Draws the curve of validation, and that of training."""

    _empty = _EMPTY

    def __init__(
        self,
        title: str,
        scale: Scale,
        best: tuple[str, str],
        simplest: tuple[str, str],
        parent: QWidget | None = None,
    ) -> None:
        """With names of the best model, and of the simplest that does as well, each in full and short."""
        super().__init__(title, PlotStrip(_cells(best, simplest)), scale, parent)
        self._curve: ValidationCurve | None = None
        self._label = ""
        self.bars = pg.PlotCurveItem(connect="pairs")
        self.curve = pg.PlotCurveItem(antialias=True)
        self.training = pg.PlotCurveItem(antialias=True)
        self.points = pg.ScatterPlotItem(pen=None, size=_POINT)
        self.dot = pg.ScatterPlotItem(pen=None, size=_DOT)
        for item in (self.bars, self.training, self.curve, self.points, self.dot):
            self.view_box.addItem(item, ignoreBounds=True)
        self.dot.setZValue(11)
        set_whats_this(self.canvas, f"{_HELP}{HELP}")
        self.restyle()
        self.clear()

    def show_errors(
        self,
        values: FloatArray,
        curve: ValidationCurve,
        at: int,
        *,
        label: str,
        sentence: str,
        subject: object,
        across: Range | None = None,
    ) -> None:
        """Draw the errors of models along the axis; the view of the same subject stays.

        Where it stands below another plot, ``across`` is what that shows.
        """
        self.take(values, at, curve.best, curve.simplest)
        self._curve, self._label, self._summary = curve, label, sentence
        x = self._places
        few = len(x) <= _FEW
        self.curve.setData(x, curve.rmse)
        self.points.setData(*((x, curve.rmse) if few else ([], [])))
        self.training.setData(x, np.sqrt(curve.training_mse))
        self.bars.setData(np.repeat(x, 2), np.column_stack([curve.lower, curve.upper]).ravel())
        self.dot.setData([float(x[at])], [float(curve.rmse[at])])
        n_folds = len(curve.fold_shares)
        self.strip.set_name(
            "validation",
            f"{n_folds}-fold cross-validation ± standard error",
            f"{n_folds}-fold cross-validation",
        )
        self.show_canvas()
        self.set_axis_labels(self.scale.name, f"RMSE, {label}")
        low = min(float(curve.lower.min()), float(np.sqrt(curve.training_mse.min())))
        high = max(float(curve.upper.max()), float(np.sqrt(curve.training_mse.max())))
        margin = 0.08 * ((high - low) or 1.0)
        room = 0.03 * (self.x_range[1] - self.x_range[0]) or 0.5
        home = across or (self.x_range[0] - room, self.x_range[1] + room)
        same, self._told = subject == self._told, subject
        self.set_home(home, (low - margin, high + margin), keep_zoom=same)
        self._name_ticks()

    _told: object = None

    def series(self) -> Sequence[PlotSeries]:
        """Both curves, and the ends of the bars."""
        curve = self._curve
        if curve is None or not self.values.size:
            return ()
        kinds = {
            "cross-validation": curve.rmse,
            "less one standard error": curve.lower,
            "one standard error more": curve.upper,
            "training": np.sqrt(curve.training_mse),
        }
        axes = self.axis_labels()
        return [PlotSeries(name, *axes, self.values.astype(float), values) for name, values in kinds.items()]

    def note_at(self, at: int, _where: QPointF, /) -> Sequence[str]:
        assert self._curve is not None
        training = number_text(float(np.sqrt(self._curve.training_mse[at])), 4)
        return [
            self.scale.text_of(float(self.values[at])),
            f"validation {error_text(self._curve, at)}",
            f"training {training}",
        ]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low plot the legend would cover the curves."""
        super().resizeEvent(event)
        self.strip.set_shown(list(_cells(("", ""), ("", ""))) if self.height() >= _LEGEND_HEIGHT else [])

    def restyle(self) -> None:
        """Series colours for the palette."""
        super().restyle()
        told = pg.mkPen(Series.VALIDATION.colour(self.dark), width=self.strokes.line(2.4))
        self.curve.setPen(told)
        self.points.setBrush(Series.VALIDATION.colour(self.dark))
        self.points.setSize(self.strokes.mark(_POINT))
        self.dot.setBrush(Series.FIT.colour(self.dark))
        self.dot.setSize(self.strokes.mark(_DOT))
        faint = Series.VALIDATION.colour(self.dark)
        faint.setAlpha(110)
        self.bars.setPen(pg.mkPen(faint, width=self.strokes.thin(1.4)))
        quiet = pg.mkPen(
            style.muted(self.palette()), width=self.strokes.line(1.8), style=Qt.PenStyle.DashLine
        )
        self.training.setPen(quiet)
        self.strip.set_look("validation", QPen(told))
        self.strip.set_look("training", QPen(quiet))
        self.strip.set_look("best", QPen(self.best_line.pen))
        self.strip.set_look("simplest", QPen(self.simplest_line.pen))


def _cells(best: tuple[str, str], simplest: tuple[str, str]) -> dict[str, Cell]:
    return {
        "validation": Cell("cross-validation ± standard error", Swatch.LINE, short="cross-validation"),
        "training": Cell("training", Swatch.LINE),
        "best": Cell(best[0], Swatch.LINE, short=best[1]),
        "simplest": Cell(simplest[0], Swatch.LINE, short=simplest[1]),
    }
