"""The loss curve: mean loss of the minibatches, smoothed, and of all rows, step by step."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QBrush, QPen
from PySide6.QtWidgets import QWidget

from linreg_gui.core.arrays import BoolArray, FloatArray
from linreg_gui.core.explaining.losses import LossScene
from linreg_gui.core.model.loss_curve import (
    LARGEST_PLACE,
    LossAxis,
    LossCurve,
    ProgressAxis,
    heights,
    progress,
    progress_places,
    run_heights,
    step_at,
)
from linreg_gui.core.telling.loss_series import loss_numbers, loss_series
from linreg_gui.core.telling.plot_series import PlotSeries
from linreg_gui.core.telling.summaries import loss_sentence
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.style import Series

from .loss_axes import LossAxesButton
from .loss_legend import NO_READINGS, loss_cells, loss_words, nearest, readings
from .loss_ranges import linear_range, log_range
from .moving_points import MovingPoints
from .plot_ranges import Range, outline, steady
from .plot_strip import PlotStrip, reading
from .run_chips import RunChips
from .run_lines import RunLines
from .scene_plot import FedPlot

_EMPTY = "The loss appears here, step by step, once training starts."
_NOTHING: FloatArray = np.empty(0)
_NO_SCENE = LossScene(LossCurve(*[_NOTHING] * 6))
_MOST_DOTS = 2000
_DOT, _START, _MARK, _RUN = 4, 7, 8, 1.5  # sizes of points, width of lines


class LossPlot(FedPlot):
    """Shows how the loss falls, against the least it can be; pointing at it reads the numbers."""

    _empty = _EMPTY
    axes_changed = Signal()
    step_requested = Signal(object)  # int: a click on the curve

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Loss", PlotStrip(loss_cells()), parent)
        self._of_sample = False
        self._scene = _NO_SCENE
        self._places = _NOTHING  # where the steps are drawn
        self._pointed_step: float | None = None
        self._x_range: Range | None = None
        self._y_range: Range | None = None
        self._make_items()
        self.chips = RunChips()
        self.add_above_canvas(self.chips)
        self.axes = LossAxesButton()
        self.axes.changed.connect(self._change_axes)
        self.add_control(self.axes)
        self.canvas.getAxis("bottom").from_nought = True
        self.set_axis_labels("step", "")
        self.canvas.scene().sigMouseMoved.connect(self._point_at_scene)
        self.canvas.scene().sigMouseClicked.connect(self._ask_for_step)
        self.canvas.pointer_left.connect(self.point_at_nothing)
        self.restyle()
        self.clear()

    def show_value(self, scene: LossScene) -> None:
        """Show the curves of a run and of those beside it; cheap where only the moment is another one."""
        before, self._scene = self._scene, scene
        if before.curve.step.size and scene.curve.step[-1] < before.curve.step[-1]:
            self._x_range = self._y_range = None
        self.chips.show_runs(scene.runs)
        self.show_canvas()
        if not scene.has_the_lines_of(before):
            self.strip.set_values({"optimum": "" if scene.least is None else reading(scene.least)})
            self._redraw()
        self._read()

    def clear(self) -> None:
        """Show nothing but what will come."""
        self._scene = _NO_SCENE
        self._x_range = self._y_range = None
        self.chips.show_runs(())
        self._redraw()
        self.point_at_nothing()
        self.show_message(_EMPTY)

    def is_logarithmic(self) -> bool:
        """Whether the loss axis is logarithmic, be it of the loss or of what it lies above the least one."""
        return self.axes.axis() is not LossAxis.LINEAR

    def set_logarithmic(self, logarithmic: bool) -> None:
        """Choose a logarithmic or a linear loss axis."""
        if logarithmic is not self.is_logarithmic():
            self.axes.set_axis(LossAxis.LOGARITHMIC if logarithmic else LossAxis.LINEAR)

    def point_at(self, step: float) -> None:
        """Read the recorded point nearest to a step."""
        self._pointed_step = step
        self._read()

    def point_at_nothing(self) -> None:
        """Read the latest point again."""
        self._pointed_step = None
        self._read()

    def summary(self) -> str:
        """From where to where the loss has gone."""
        return self.message() or loss_sentence(self._scene.curve, self._scene.least)

    def series(self) -> Sequence[PlotSeries]:
        """The curves that are drawn."""
        shown = [run for run in self._scene.runs if run.shown]
        return loss_series(self._scene.curve, shown, self._least, self._come_to, self.axes.along().value)

    def numbers(self) -> Sequence[PlotSeries]:
        """The curves with the epochs, and the loss of the exact solution."""
        curve = self._scene.curve
        come, along = self._come_to(curve), self.axes.along().value
        return [*loss_numbers(curve, self._scene.least, come, along), *self.series()]

    def places(self, series: PlotSeries) -> tuple[FloatArray, FloatArray]:
        """On the axes that are chosen; what is told lies above the least loss already where that is drawn."""
        axis = LossAxis.LOGARITHMIC if self.is_logarithmic() else LossAxis.LINEAR
        return self._placed(series.x), heights(series.y, axis, None)

    def restyle(self) -> None:
        """Series colours for the palette."""
        super().restyle()
        items = {
            "smoothed": (self.smoothed, style.pen(Series.MINIBATCH, self.dark, self.strokes)),
            "all_rows": (self.all_rows, style.pen(Series.FIT, self.dark, self.strokes)),
            "validation": (self.validation, style.pen(Series.VALIDATION, self.dark, self.strokes)),
            "optimum": (self.optimum_line, style.pen(Series.EXACT, self.dark, self.strokes)),
        }
        for key, (item, pen) in items.items():
            item.setPen(pen)
            self.strip.set_look(key, pen)
        dots = Series.MINIBATCH.colour(self.dark)
        dots.setAlpha(110)  # thousands of them add up
        self.minibatches.setBrush(dots)
        self.strip.set_look(
            "minibatches", QPen(Qt.PenStyle.NoPen), QBrush(Series.MINIBATCH.colour(self.dark))
        )
        self.cursor_line.setPen(pg.mkPen(style.muted(self.palette()), width=self.strokes.thin(1.0)))
        self.moment_line.setPen(pg.mkPen(Series.FIT.colour(self.dark), width=self.strokes.thin(2.0)))
        for dot in (self.start, self.mark):
            dot.setBrush(Series.FIT.colour(self.dark))
        self.minibatches.setSize(self.strokes.point(_DOT))
        self.start.setSize(self.strokes.mark(_START))
        self.mark.setSize(self.strokes.mark(_MARK))
        self.run_lines.restyle(self.dark, self.strokes.line(_RUN))

    def _make_items(self) -> None:
        self.run_lines = RunLines(self.view_box)
        self.minibatches = MovingPoints(pen=None, size=_DOT)
        self.smoothed = pg.PlotCurveItem(connect="finite")
        self.all_rows = pg.PlotCurveItem(connect="finite")
        self.validation = pg.PlotCurveItem(connect="finite")
        self.optimum_line = pg.InfiniteLine(angle=0)
        self.cursor_line = pg.InfiniteLine(angle=90)
        self.moment_line = pg.InfiniteLine(angle=90)
        self.start = pg.ScatterPlotItem(pen=None, size=_START)  # all there is to see before the first update
        self.mark = pg.ScatterPlotItem(pen=None, size=_MARK)
        lines = (self.optimum_line, self.cursor_line, self.moment_line)
        curves = (self.smoothed, self.all_rows, self.validation)
        for item in (self.minibatches, *curves, *lines, self.start, self.mark):
            self.view_box.addItem(item, ignoreBounds=True)

    def _change_axes(self) -> None:
        for side, logarithmic in (("left", self.is_logarithmic()), ("bottom", self._has_log_steps)):
            self.canvas.getAxis(side).setLogMode(logarithmic)
        self.set_axis_labels(self.axes.along().value, "")
        self._x_range = self._y_range = None
        self._zoomed = False
        self._redraw()
        self._read()
        self.axes_changed.emit()

    @property
    def _has_log_steps(self) -> bool:
        return self.axes.logarithmic_steps.isChecked()

    @property
    def _least(self) -> float | None:
        """What is taken from the losses that are drawn."""
        return self._scene.least if self.axes.axis() is LossAxis.ABOVE_OPTIMUM else None

    def show_sample(self, on: bool) -> None:
        """Say that the rows are those of a sample, or do not."""
        if on is not self._of_sample:
            self._of_sample = on
            self._list_names()

    def _list_names(self) -> None:
        above = self._least is not None
        keys = ["step", "epoch", "minibatches", "smoothed", "all_rows", "validation", "optimum"]
        validated = self._scene.curve.is_validated
        absent = set() if validated else {"validation"}
        absent |= {"optimum"} if self._scene.least is None else set()
        absent |= {"minibatches", "smoothed", "validation", "optimum"} if above else set()
        self.strip.set_shown([key for key in keys if key not in absent])
        name, short = ("training rows", "training") if validated else ("all rows", "all")
        if self._of_sample:
            name, short = (name if validated else "rows") + " of the sample", "sample"
        self.strip.set_name("all_rows", f"{name} − exact solution" if above else name, short)

    def _redraw(self) -> None:
        scene, least = self._scene, self._least
        curve = scene.curve
        self._places = places = self._places_of(curve)
        self._list_names()
        # Not at the axis, as a small plot has no room to write it upright.
        self.set_subtitle(*loss_words((scene.name, scene.short_name), self.axes.axis(), scene.least))
        # What has a least loss of its own is not drawn above that of the rows trained on.
        others = [_NOTHING] * 3 if least is not None else [curve.minibatch, curve.smoothed, curve.validation]
        dots, smooth, validation = map(self._heights, others)
        height = self._heights(curve.training)
        if not self._known.any():  # seconds of a run that an earlier version has saved
            places = dots = smooth = validation = height = _NOTHING
        self._draw_dots(places, dots)
        for item, drawn in ((self.smoothed, smooth), (self.all_rows, height), (self.validation, validation)):
            item.setData(*outline(places[: drawn.size], drawn))
        optimum = math.nan
        if scene.least is not None and least is None:
            optimum = float(self._heights(np.array([scene.least]))[0])
        self.optimum_line.setVisible(math.isfinite(optimum))
        self._show_start(places, height)
        if math.isfinite(optimum):
            self.optimum_line.setValue(optimum)
        start = float(curve.training[0]) if curve.step.size else 0.0
        lines = self.run_lines.draw(scene.runs, self._places_of, partial(self._run_heights, start))
        if places.size:
            highest = height if least is not None else np.fmax(height, validation)
            across = np.concatenate([places, *(line[0] for line in lines)])
            self._find_home(across, dots, np.concatenate([highest, *(line[1] for line in lines)]), optimum)

    def _run_heights(self, start: float, losses: FloatArray) -> FloatArray:
        return run_heights(losses, self.axes.axis(), self._scene.least, max(start, *losses[:1]))

    def _places_of(self, curve: LossCurve) -> FloatArray:
        return self._placed(self._come_to(curve))

    def _come_to(self, curve: LossCurve) -> FloatArray:
        return progress(curve, self.axes.along(), self._scene.n_rows)

    def _placed(self, come: FloatArray) -> FloatArray:
        along, logarithmic = self.axes.along(), self._has_log_steps
        return progress_places(come, along, self._scene.n_rows, logarithmic=logarithmic)

    def _draw_dots(self, places: FloatArray, heights_of_dots: FloatArray) -> None:
        every = math.ceil(heights_of_dots.size / _MOST_DOTS) or 1
        drawn = (
            np.flatnonzero(np.isfinite((heights_of_dots + places[: heights_of_dots.size])[::every])) * every
        )
        self.minibatches.setVisible(drawn.size > 0)  # points that are none have no bounds
        self.minibatches.place(places[drawn], heights_of_dots[drawn])

    def _show_start(self, places: FloatArray, height: FloatArray) -> None:
        begins = height[:1][np.isfinite(height[:1] + places[:1])]
        self.start.setVisible(bool(begins.size))  # points that are all NaN have no bounds
        if begins.size:
            self.start.setData(x=places[:1], y=begins)

    def _heights(self, loss: FloatArray) -> FloatArray:
        return heights(loss, self.axes.axis(), self._scene.least)

    def _find_home(
        self, places: FloatArray, minibatch_height: FloatArray, height: FloatArray, optimum: float
    ) -> None:
        known = places[np.abs(places) <= LARGEST_PLACE]
        if not known.size:
            return
        first, last = float(known.min()), float(known.max())
        width = max(last - first, 1.0)
        # A margin, so that the start is seen as a whole.
        self._x_range = steady(self._x_range, (first - 0.02 * width, first + width))
        wanted = (log_range if self.is_logarithmic() else linear_range)(minibatch_height, height, optimum)
        if wanted is not None:
            self._y_range = steady(self._y_range, wanted)
            self.set_home(self._x_range, self._y_range, keep_zoom=True)

    def _point_at_scene(self, where: QPointF) -> None:
        if self.view_box.sceneBoundingRect().contains(where):
            self.point_at(self._step_at(where))
        else:
            self.point_at_nothing()

    def _step_at(self, where: QPointF) -> float:
        place = float(self.view_box.mapSceneToView(where).x())
        if self.axes.along() is ProgressAxis.STEPS or not self._known.any():
            return step_at(place, logarithmic=self._has_log_steps)
        return float(np.interp(place, self._places[self._known], self._scene.curve.step[self._known]))

    def _ask_for_step(self, event: Any) -> None:
        where = event.scenePos()
        inside = self.view_box.sceneBoundingRect().contains(where)
        if event.button() == Qt.MouseButton.LeftButton and inside and self._scene.curve.step.size:
            step = round(self._step_at(where))
            self.step_requested.emit(min(max(0, step), int(self._scene.curve.step[-1])))

    def _read(self) -> None:
        """Write out the point that is pointed at, or else that of the moment, or the latest."""
        curve = self._scene.curve
        self._show_cursor()
        self.strip.set_values(readings(curve, self._at(), self._least) if curve.step.size else NO_READINGS)

    def _at(self) -> int:
        steps = self._scene.curve.step
        wanted = self._scene.moment if self._pointed_step is None else self._pointed_step
        if wanted is None:
            return steps.size - 1
        if not self._known.all():
            return nearest(steps, wanted)
        # The one that looks nearest.
        return nearest(self._places, self._place_of(wanted))

    def _place_of(self, step: float) -> float:
        if self.axes.along() is ProgressAxis.STEPS:
            return float(self._placed(np.array([float(step)]))[0])
        steps = self._scene.curve.step
        return float(np.interp(step, steps, self._places)) if self._places.size else 0.0

    @property
    def _known(self) -> BoolArray:
        """Which points have a place."""
        return np.isfinite(self._places)

    def _show_cursor(self) -> None:
        """Mark the moment, and the point that is read if a person points at one."""
        moment, curve = self._scene.moment, self._scene.curve
        place = math.nan if moment is None else self._place_of(moment)
        self.moment_line.setVisible(math.isfinite(place))
        if math.isfinite(place):
            self.moment_line.setValue(place)
        pointed = self._pointed_step is not None and curve.step.size > 0 and bool(self._known[self._at()])
        height = self._heights(curve.training[self._at() :][:1]) if pointed else _NOTHING
        marked = bool(np.isfinite(height).any())  # points that are all NaN have no bounds
        self.cursor_line.setVisible(pointed)
        self.mark.setVisible(marked)
        if pointed:
            self.cursor_line.setValue(float(self._places[self._at()]))
        if marked:
            self.mark.setData(x=self._places[self._at() :][:1], y=height)
