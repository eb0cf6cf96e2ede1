"""The trials as dots over a plane of two settings, with the exact limits of the learning rate over them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from linreg_gui.core.arrays import BoolArray, FloatArray
from linreg_gui.core.explaining.tuning_picture import LimitCurve, TuningPicture
from linreg_gui.core.number_text import number_text
from linreg_gui.core.telling.plot_series import PlotSeries
from linreg_gui.core.wording import counted
from linreg_gui.views.plots.note_box import NoteBox
from linreg_gui.views.plots.plot_ranges import Range, padded
from linreg_gui.views.plots.plot_strip import Cell, PlotStrip, Swatch
from linreg_gui.views.plots.themed_plot import HELP, ThemedPlot
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.style import Series, pen
from linreg_gui.views.widgets.texts import set_whats_this

from .loss_colours import LossColours, loss_brushes, paint_colours
from .setting_axis import setting_home, show_loss_axis, show_setting_axis

_EMPTY = "Trials appear here when settings are searched: Train > Tune."
_HELP = (
    "Every dot is a run, coloured by its loss over the rows that are held out; a cross has diverged. A click "
    "opens it, to be looked at step by step. The lines are the exact limits of the learning rate: beyond "
    "2/λmax descent on all rows diverges, beyond the other one minibatches do in the mean square, though a "
    "single run may survive. "
)
_DOT, _CROSS, _RING = 11, 10, 19
_REACH = 14.0  # pixels from a dot at which it is pointed at
_BEYOND = 4.0  # times what is in sight
_WORST_SHOWN = 1e6  # times the best loss
_LEGEND_HEIGHT = 18.0
_OPENS = "Click to open it."


class TrialsPlot(ThemedPlot):
    """Emits the number of the trial that is to be opened."""

    open_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Trials", PlotStrip(_cells()), parent)
        self._picture: TuningPicture | None = None
        self._y = np.empty(0)  # with a place for those that diverged
        self._logarithmic = False
        self.colours = LossColours()
        self.add_above_canvas(self.colours)
        self.stable = pg.PlotCurveItem(connect="finite", antialias=True)
        self.mean_square = pg.PlotCurveItem(connect="finite", antialias=True)
        self.dots = pg.ScatterPlotItem(size=_DOT)
        self.crosses = pg.ScatterPlotItem(symbol="x", size=_CROSS, pen=None)
        self.best = pg.ScatterPlotItem(size=_RING)
        self.pointed = pg.ScatterPlotItem(size=_RING)
        for item in (self.stable, self.mean_square, self.crosses, self.dots, self.best, self.pointed):
            self.view_box.addItem(item, ignoreBounds=True)
        self.setMinimumSize(160, 100)
        self.note = NoteBox(self.view_box, 8)
        self.canvas.scene().sigMouseMoved.connect(self._point)
        self.canvas.scene().sigMouseClicked.connect(self._click)
        self.canvas.pointer_left.connect(lambda: self._show_note(None))
        set_whats_this(self.canvas, f"{_HELP}{HELP}")
        self.restyle()
        self.clear()

    def show_picture(self, picture: TuningPicture) -> None:
        """Draw a study; the view of the same plane stays."""
        self._picture = picture
        across, up = picture.across, picture.up
        losses = picture.losses[~picture.diverged]
        self._logarithmic = up is None and bool((losses > 0.0).all())
        show_setting_axis(self.canvas.getAxis("bottom"), across)
        if up is None:
            show_loss_axis(self.canvas.getAxis("left"), logarithmic=self._logarithmic)
        else:
            show_setting_axis(self.canvas.getAxis("left"), up)
        self.set_axis_labels(across.setting.value, "validation loss" if up is None else up.setting.value)
        home = setting_home(across), self._upwards(picture)
        self._y = self._places_up(picture, home[1])
        self._draw_dots(picture)
        self._draw_limit(self.stable, picture.stable, home[1])
        self._draw_limit(self.mean_square, picture.mean_square, home[1])
        self._show_cells(picture)
        self.colours.show_picture(picture)
        self.show_canvas()
        self.set_home_of((across, up, picture.study.space), *home, margin=0.0)
        self._show_note(None)
        self.legend.look_soon()

    def clear(self) -> None:
        """Draw nothing."""
        self._picture = None
        self.colours.hide()
        self.show_message(_EMPTY)

    def show_canvas(self) -> None:
        """Show the plot in place of the sentence."""
        super().show_canvas()
        self.colours.show()

    def summary(self) -> str:
        """How far it is, what is best, and what the limits are for."""
        picture = self._picture
        if self.message() or picture is None:
            return self.message()
        return " ".join(filter(None, (picture.sentence, picture.limits_words)))

    def series(self) -> Sequence[PlotSeries]:
        """The trials that have a loss with it, those that diverged, and the limits."""
        picture = self._picture
        if picture is None or self.message():
            return ()
        axes = self.axis_labels()
        study, gone = picture.study, picture.diverged
        x = study.column(picture.across.setting)
        y = picture.losses if picture.up is None else study.column(picture.up.setting)
        known = ~gone
        found = [PlotSeries("trials", *axes, x[known], y[known], "validation loss", picture.losses[known])]
        if gone.any():
            found.append(PlotSeries("diverged", *axes, x[gone], y[gone]))
        return found

    def places(self, series: PlotSeries) -> tuple[FloatArray, FloatArray]:
        """Along the scales of the axes."""
        picture = self._picture
        if picture is None:
            return series.x, series.y
        x = picture.across.setting.place_of(series.x)
        if picture.up is not None:
            return x, picture.up.setting.place_of(series.y)
        y = np.where(np.isfinite(series.y), series.y, np.nan)
        return x, np.log10(y) if self._logarithmic else y

    def paint_legend(self, painter: QPainter, width: float) -> float:
        """With the colours below the lines."""
        height = super().paint_legend(painter, width)
        if self._picture is not None and not self._picture.diverged.all():
            paint_colours(painter, QRectF(0.0, height, width, _LEGEND_HEIGHT), self._picture, self.palette())
            height += _LEGEND_HEIGHT
        return height

    def trial_at(self, where: QPointF) -> int | None:
        """The trial that is pointed at, by a place in the scene; of several in one place the best."""
        picture = self._picture
        if picture is None or self.message() or not self.view_box.sceneBoundingRect().contains(where):
            return None
        apart = self._pixels_from(where)
        if not apart.size or not np.nanmin(apart, initial=np.inf) <= _REACH:
            return None
        near = np.flatnonzero(apart <= np.nanmin(apart) + 1.0)
        return int(near[picture.losses[near].argmin()])

    def restyle(self) -> None:
        """Colours of the palette."""
        super().restyle()
        ground, text = self.palette().color(self.backgroundRole()), self.palette().windowText().color()
        self.stable.setPen(pen(Series.EXACT, self.dark, self.strokes))
        self.mean_square.setPen(pen(Series.MINIBATCH, self.dark, self.strokes))
        rim = style.muted(self.palette())  # the worst losses are hardly told from the ground
        self.dots.setPen(pg.mkPen(rim, width=self.strokes.thin(1.0)))
        self.crosses.setPen(None)
        self.crosses.setBrush(style.muted(self.palette()))
        ring = pg.mkPen(Series.FIT.colour(self.dark), width=self.strokes.line(2.2))
        for item, line in ((self.best, ring), (self.pointed, pg.mkPen(text, width=self.strokes.line(1.6)))):
            item.setPen(line)
            item.setBrush(QColor(0, 0, 0, 0))
            item.setSize(self.strokes.mark(_RING))
        self.dots.setSize(self.strokes.mark(_DOT))
        self.crosses.setSize(self.strokes.mark(_CROSS))
        self.strip.set_look("diverged", QPen(style.muted(self.palette()), 2.0))
        self.strip.set_look("best", QPen(ring))
        self.strip.set_look("stable", pen(Series.EXACT, self.dark))
        self.strip.set_look("mean_square", pen(Series.MINIBATCH, self.dark))
        self.note.restyle(ground, style.tabular(self.font()))
        if self._picture is not None:
            self._draw_dots(self._picture)

    def _upwards(self, picture: TuningPicture) -> Range:
        if picture.up is not None:
            return setting_home(picture.up)
        losses = picture.losses[~picture.diverged]
        if not losses.size:
            return 0.0, 1.0
        low, high = float(losses.min()), float(losses.max())
        if not self._logarithmic:
            return padded((low, high), 0.1)
        ends = np.log10([low, min(high, _WORST_SHOWN * low)])
        return padded((float(ends[0]), float(ends[1])), 0.1)

    def _places_up(self, picture: TuningPicture, home: Range) -> FloatArray:
        """Along the loss, those that diverged stand at the upper edge."""
        if picture.up is not None:
            return picture.y
        y = np.log10(picture.y) if self._logarithmic else picture.y.copy()
        return np.asarray(np.where(picture.diverged, home[1] - 0.02 * (home[1] - home[0]), y))

    def _draw_dots(self, picture: TuningPicture) -> None:
        gone, best = picture.diverged, picture.study.best
        known = np.flatnonzero(~gone)
        known = known[np.argsort(-picture.losses[known], kind="stable")]  # the best lie on top
        brushes = loss_brushes(picture.colour_shares()[known], self.dark)
        self.dots.setData(picture.x[known], self._y[known], brush=brushes)
        self.crosses.setData(picture.x[gone], self._y[gone])
        at = [] if best is None else [best]
        self.best.setData(picture.x[at], self._y[at])

    def _draw_limit(self, item: pg.PlotCurveItem, curve: LimitCurve | None, home: Range) -> None:
        if curve is None:
            item.setData([], [])
            return
        # Over the axis of the loss a limit is the same everywhere; an endless line is slow to draw.
        low, high = home
        room = _BEYOND * (high - low)
        item.setData(curve.x, np.clip(curve.y, low - room, high + room))

    def _show_cells(self, picture: TuningPicture) -> None:
        for key, curve in (("stable", picture.stable), ("mean_square", picture.mean_square)):
            if curve is not None:
                self.strip.set_name(key, curve.name, curve.name.partition(",")[0])
        there: dict[str, bool] = {
            "best": picture.study.best is not None,
            "diverged": bool(picture.diverged.any()),
            "stable": picture.stable is not None,
            "mean_square": picture.mean_square is not None,
        }
        self.strip.set_shown([key for key, shown in there.items() if shown])

    def _pixels_from(self, where: QPointF) -> FloatArray:
        assert self._picture is not None
        (x_low, x_high), (y_low, y_high) = self.view_ranges()
        at = self.view_box.mapSceneToView(where)
        wide = self.view_box.width() / max(x_high - x_low, 1e-300)
        high = self.view_box.height() / max(y_high - y_low, 1e-300)
        return np.asarray(np.hypot((self._picture.x - at.x()) * wide, (self._y - at.y()) * high))

    def _point(self, where: QPointF) -> None:
        self._show_note(self.trial_at(where), where)

    def _show_note(self, number: int | None, where: QPointF | None = None) -> None:
        picture = self._picture
        hand = number is not None
        self.canvas.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        if number is None or picture is None or where is None:
            self.pointed.setData([], [])
            self.note.show_lines(())
            return
        self.pointed.setData([picture.x[number]], [self._y[number]])
        colour = self.palette().windowText().color()
        right = where.x() < self.view_box.sceneBoundingRect().center().x()
        legend = self.legend.area.center()
        if self.strip.isVisible() and legend.y() < self.canvas.height() / 2:  # which is not to be covered
            right = legend.x() < self.canvas.width() / 2
        lines = trial_lines(picture, number, self._alike(number))
        self.note.show_lines([(line, colour) for line in lines], right=right)

    def _alike(self, number: int) -> BoolArray:
        """Which trials stand in the same place."""
        assert self._picture is not None
        same = (self._picture.x == self._picture.x[number]) & (self._y == self._y[number])
        return np.asarray(same)

    def _click(self, event: object) -> None:
        left = event.button() == Qt.MouseButton.LeftButton  # type: ignore[attr-defined]
        if not left or event.double():  # type: ignore[attr-defined]
            return
        number = self.trial_at(event.scenePos())  # type: ignore[attr-defined]
        if number is not None:
            event.accept()  # type: ignore[attr-defined]
            self.open_requested.emit(number)


def trial_lines(picture: TuningPicture, number: int, alike: BoolArray) -> list[str]:
    """What is read of a trial: its settings, a line each, its loss, and how many others stand there."""
    study = picture.study
    trial = study.trials[number]
    loss = "diverged" if picture.diverged[number] else f"validation loss {number_text(trial.loss, 5)}"
    lines = [f"{study.trial_name(number)}: {loss}"]
    for entry, value in zip(study.space, trial.values, strict=True):
        lines.append(f"{entry.setting.value} {entry.setting.text_of(value)}")
    others = int(alike.sum()) - 1
    return [*lines, f"{_OPENS} {counted(others, 'other')} stand here." if others > 0 else _OPENS]


def _cells() -> dict[str, Cell]:
    return {
        "best": Cell("best", Swatch.RING),
        "diverged": Cell("diverged", Swatch.CROSS),
        "stable": Cell("2/λmax, all rows", Swatch.LINE, short="2/λmax"),
        "mean_square": Cell("minibatches, in the mean square", Swatch.LINE, short="minibatches"),
    }
