"""The loss curve: half mean squared error of the minibatches and of all rows, step by step."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from linreg_gui.core.arrays import FloatArray
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.style import Series

from .plot_ranges import Range, outline, steady
from .plot_strip import WIDEST_POSITIVE, Cell, PlotStrip, Swatch, reading
from .themed_plot import ThemedPlot

LOSS = "half mean squared error"  # beside the title, as a small plot has no room to write it upright
_NO_PLACE = "; the loss of the exact solution, 0, has no place on this axis"
_SHORT_LOSS = "½ MSE"
_EMPTY = "The loss appears here, step by step, once training starts."
_NOTHING: FloatArray = np.empty(0)


class LossPlot(ThemedPlot):
    """Shows how the loss falls, against the least it can be; pointing at it reads the numbers."""

    logarithmic_changed = Signal(bool)
    step_requested = Signal(object)  # int: a click on the curve

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Loss", PlotStrip(_cells()), parent)
        self._curve = (_NOTHING,) * 5
        self._optimum: float | None = None
        self._validated = False
        self._pointed_step: float | None = None
        self._moment: int | None = None
        self._x_range: Range | None = None
        self._y_range: Range | None = None
        self._make_items()
        self._make_check_box()
        self.set_subtitle(LOSS, _SHORT_LOSS)
        self.set_axis_labels("step", "")
        self.canvas.scene().sigMouseMoved.connect(self._point_at_scene)
        self.canvas.scene().sigMouseClicked.connect(self._ask_for_step)
        self.canvas.pointer_left.connect(self.point_at_nothing)
        self.restyle()
        self.clear()

    def show_curve(
        self,
        steps: FloatArray,
        epochs: FloatArray,
        minibatch_loss: FloatArray,
        half_mse: FloatArray,
        validation_loss: FloatArray = _NOTHING,
    ) -> None:
        """Show the whole recorded curve; with the loss over held-out rows where there are any."""
        if not steps.size:
            self.clear()
            return
        if self._curve[0].size and steps[-1] < self._curve[0][-1]:
            self._x_range = self._y_range = None
        validated = bool(np.isfinite(validation_loss).any())
        validation = validation_loss if validated else np.full(steps.shape, np.nan)
        self._curve = (steps, epochs, minibatch_loss, half_mse, validation)
        self._list_names(validated)
        self.show_canvas()
        self._redraw()
        self._read()

    def show_optimum(self, half_mse: float | None) -> None:
        """Show the least loss any weights can reach, or take it away."""
        self._optimum = half_mse
        self._list_names(self._validated)
        self.strip.set_values({"optimum": "" if half_mse is None else reading(half_mse)})
        self._redraw()

    def clear(self) -> None:
        """Forget the curve; the optimum stays until another comes."""
        self._curve = (_NOTHING,) * 5
        self._x_range = self._y_range = None
        self.point_at_nothing()
        self._redraw()
        self.show_message(_EMPTY)

    def is_logarithmic(self) -> bool:
        """Whether the loss axis is logarithmic."""
        return self._logarithmic.isChecked()

    def set_logarithmic(self, logarithmic: bool) -> None:
        """Choose the loss axis: logarithmic or linear."""
        self._logarithmic.setChecked(logarithmic)

    def show_moment(self, step: int | None) -> None:
        """Mark the step that is looked back at; None where the end is shown."""
        if step != self._moment:
            self._moment = step
            self._read()

    def point_at(self, step: float) -> None:
        """Read the recorded point nearest to a step."""
        self._pointed_step = step
        self._read()

    def point_at_nothing(self) -> None:
        """Read the latest point again."""
        self._pointed_step = None
        self._read()

    def restyle(self) -> None:
        """Series colours for the palette."""
        super().restyle()
        items = {
            "minibatches": (self.minibatches, pg.mkPen(Series.MINIBATCH.colour(self.dark), width=1)),
            "all_rows": (self.all_rows, style.pen(Series.FIT, self.dark)),
            "validation": (self.validation, style.pen(Series.VALIDATION, self.dark)),
            "optimum": (self.optimum_line, style.pen(Series.EXACT, self.dark)),
        }
        for key, (item, pen) in items.items():
            item.setPen(pen)
            self.strip.set_look(key, pen)
        muted = Series.MINIBATCH.colour(self.dark)
        muted.setAlpha(110)  # thousands of zigzags add up
        self.minibatches.setPen(pg.mkPen(muted, width=1))
        self.cursor_line.setPen(pg.mkPen(style.muted(self.palette()), width=1))
        self.moment_line.setPen(pg.mkPen(Series.FIT.colour(self.dark), width=2))
        for dot in (self.start, self.mark):
            dot.setBrush(Series.FIT.colour(self.dark))

    def _make_items(self) -> None:
        self.minibatches = pg.PlotCurveItem(connect="finite")
        self.all_rows = pg.PlotCurveItem(connect="finite")
        self.validation = pg.PlotCurveItem(connect="finite")
        self.optimum_line = pg.InfiniteLine(angle=0)
        self.cursor_line = pg.InfiniteLine(angle=90)
        self.moment_line = pg.InfiniteLine(angle=90)
        self.start = pg.ScatterPlotItem(pen=None, size=7)  # all there is to see before the first update
        self.mark = pg.ScatterPlotItem(pen=None, size=8)
        curves = (self.minibatches, self.all_rows, self.validation)
        for item in (*curves, self.optimum_line, self.cursor_line, self.moment_line, self.start, self.mark):
            self.view_box.addItem(item, ignoreBounds=True)

    def _make_check_box(self) -> None:
        self._logarithmic = describe(
            QCheckBox("Logarithmic"),
            "Logarithmic loss axis",
            "Draw the loss on a logarithmic axis, where each factor of ten takes the same height.",
        )
        self._logarithmic.toggled.connect(self._change_scale)
        self.add_control(self._logarithmic)

    def _change_scale(self, logarithmic: bool) -> None:
        self.canvas.getAxis("left").setLogMode(logarithmic)
        self._y_range = None
        self._zoomed = False
        self._redraw()
        self._read()
        self.logarithmic_changed.emit(logarithmic)

    def _list_names(self, validated: bool) -> None:
        self._validated = validated
        keys = ["step", "epoch", "minibatches", "all_rows", "validation", "optimum"]
        absent = {"validation"} if not validated else set()
        absent |= {"optimum"} if self._optimum is None else set()
        self.strip.set_shown([key for key in keys if key not in absent])
        self.strip.set_name(
            "all_rows",
            "training rows" if validated else "all rows",
            "training" if validated else "all",
        )

    def _redraw(self) -> None:
        steps, _, minibatch_loss, half_mse, validation_loss = self._curve
        minibatch_height, height = self._heights(minibatch_loss), self._heights(half_mse)
        self.minibatches.setData(*outline(steps, minibatch_height))
        self.all_rows.setData(*outline(steps, height))
        self.validation.setData(*outline(steps, self._heights(validation_loss)))
        optimum = math.nan if self._optimum is None else float(self._heights(np.array([self._optimum]))[0])
        self.optimum_line.setVisible(math.isfinite(optimum))
        placeless = self.is_logarithmic() and self._optimum is not None and not self._optimum > 0.0
        self.set_subtitle(f"{LOSS}{_NO_PLACE if placeless else ''}", _SHORT_LOSS)
        self._show_start(steps, height)
        if math.isfinite(optimum):
            self.optimum_line.setValue(optimum)
        if steps.size:
            highest = np.fmax(height, self._heights(validation_loss))
            self._find_home(steps, minibatch_height, highest, optimum)

    def _show_start(self, steps: FloatArray, height: FloatArray) -> None:
        begins = height[:1][np.isfinite(height[:1])]
        self.start.setVisible(bool(begins.size))  # points that are all NaN have no bounds
        if begins.size:
            self.start.setData(x=steps[:1], y=begins)

    def _heights(self, loss: FloatArray) -> FloatArray:
        """Where losses are drawn; NaN, which is not drawn, where a logarithm has no place for them."""
        if not self.is_logarithmic():
            return np.where(np.isfinite(loss), loss, np.nan)
        good = np.isfinite(loss) & (loss > 0.0)
        return np.log10(loss, out=np.full(loss.shape, np.nan), where=good)

    def _find_home(
        self, steps: FloatArray, minibatch_height: FloatArray, height: FloatArray, optimum: float
    ) -> None:
        first, last = float(steps[0]), float(steps[-1])
        width = max(last - first, 1.0)
        # A margin, so that the start is seen as a whole.
        self._x_range = steady(self._x_range, (first - 0.02 * width, first + width))
        wanted = (_log_range if self.is_logarithmic() else _linear_range)(minibatch_height, height, optimum)
        if wanted is not None:
            self._y_range = steady(self._y_range, wanted)
            self.set_home(self._x_range, self._y_range, keep_zoom=True)

    def _point_at_scene(self, where: QPointF) -> None:
        if self.view_box.sceneBoundingRect().contains(where):
            self.point_at(float(self.view_box.mapSceneToView(where).x()))
        else:
            self.point_at_nothing()

    def _ask_for_step(self, event: Any) -> None:
        where = event.scenePos()
        inside = self.view_box.sceneBoundingRect().contains(where)
        if event.button() == Qt.MouseButton.LeftButton and inside and self._curve[0].size:
            step = round(float(self.view_box.mapSceneToView(where).x()))
            self.step_requested.emit(min(max(0, step), int(self._curve[0][-1])))

    def _read(self) -> None:
        """Write out the point that is pointed at, or else that of the moment, or the latest."""
        steps, epochs, minibatch_loss, half_mse, validation_loss = self._curve
        self._show_cursor()
        if not steps.size:
            keys = ("step", "epoch", "minibatches", "all_rows", "validation")
            self.strip.set_values(dict.fromkeys(keys, "–"))
            return
        at = self._at()
        self.strip.set_values(
            {
                "step": f"{int(steps[at]):,}",
                "epoch": f"{float(epochs[at]):.2f}".removesuffix(".00"),
                "minibatches": reading(float(minibatch_loss[at])),
                "all_rows": reading(float(half_mse[at])),
                "validation": reading(float(validation_loss[at])),
            }
        )

    def _at(self) -> int:
        steps = self._curve[0]
        wanted = self._moment if self._pointed_step is None else self._pointed_step
        return steps.size - 1 if wanted is None else _nearest(steps, wanted)

    def _show_cursor(self) -> None:
        """Mark the moment, and the point that is read if a person points at one."""
        self.moment_line.setVisible(self._moment is not None)
        if self._moment is not None:
            self.moment_line.setValue(float(self._moment))
        steps, _, _, half_mse, _ = self._curve
        pointed = self._pointed_step is not None and steps.size > 0
        height = self._heights(half_mse[self._at() :][:1]) if pointed else _NOTHING
        marked = bool(np.isfinite(height).any())  # points that are all NaN have no bounds
        self.cursor_line.setVisible(pointed)
        self.mark.setVisible(marked)
        if pointed:
            self.cursor_line.setValue(float(steps[self._at()]))
        if marked:
            self.mark.setData(x=steps[self._at() :][:1], y=height)


def _cells() -> dict[str, Cell]:
    return {
        "step": Cell("step", reserve="88,888,888"),
        "epoch": Cell("epoch", reserve="888.88"),
        "minibatches": Cell("minibatches", Swatch.LINE, reserve=WIDEST_POSITIVE, short="batch"),
        "all_rows": Cell("all rows", Swatch.LINE, reserve=WIDEST_POSITIVE, short="all"),
        "validation": Cell(
            "held-out rows", Swatch.LINE, reserve=WIDEST_POSITIVE, short="held out", shown=False
        ),
        "optimum": Cell("exact solution", Swatch.LINE, reserve=WIDEST_POSITIVE, short="exact", shown=False),
    }


def _nearest(steps: FloatArray, step: float) -> int:
    right = int(np.clip(np.searchsorted(steps, step), 1, max(steps.size - 1, 1)))
    if steps.size == 1:
        return 0
    return right if steps[right] - step < step - steps[right - 1] else right - 1


def _linear_range(minibatch_loss: FloatArray, half_mse: FloatArray, optimum: float) -> Range | None:
    """From zero to the start and beyond; single minibatches may leave through the top."""
    finite = half_mse[np.isfinite(half_mse)]
    if not finite.size:
        return None
    top = float(finite.max())
    noisy = minibatch_loss[np.isfinite(minibatch_loss)]
    if noisy.size:
        top = max(top, min(float(np.quantile(noisy, 0.98)), 3.0 * top))
    if math.isfinite(optimum):
        top = max(top, 1.2 * optimum)
    # A margin below, so that an optimum of almost nothing does not lie on the edge.
    return (-0.03 * top, 1.05 * top) if top > 0.0 else (0.0, 1.0)


def _log_range(minibatch_loss: FloatArray, half_mse: FloatArray, optimum: float) -> Range | None:
    """All positive losses, and the optimum."""
    together = np.concatenate([minibatch_loss, half_mse, [optimum]])
    finite = together[np.isfinite(together)]
    if not finite.size:
        return None
    low, high = float(finite.min()), float(finite.max())
    margin = max(0.05 * (high - low), 0.1)
    return low - margin, high + margin
