"""What the plots over λ share: its axis, on which it falls to the right, and the line that is dragged."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtWidgets import QWidget

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.desk.shrinkage import Shrinkage
from linreg_gui.core.telling.plot_series import PlotSeries
from linreg_gui.views.plots.note_box import NoteBox
from linreg_gui.views.plots.plot_axis import log_tick_text
from linreg_gui.views.plots.plot_ranges import Range
from linreg_gui.views.plots.plot_strip import PlotStrip
from linreg_gui.views.plots.themed_plot import ThemedPlot
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.style import Series

LAMBDA = "λ"
_PIXELS_A_TICK = 60.0
_FACTORS = ((1.0,), (1.0, 2.0, 5.0), (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0))
_GRIP = 8  # pixels to either side


class PenaltyPlot(ThemedPlot):
    """Base of both: subclasses draw what stands over λ, and tell what there is at a place."""

    penalty_requested = Signal(float)  # λ of the path, by a drag of the line or a click

    def __init__(self, title: str, strip: PlotStrip, parent: QWidget | None = None) -> None:
        super().__init__(title, strip, parent)
        self.shown: Shrinkage | None = None
        self._places = np.empty(0)  # of the penalties on the axis
        self._dragged: int | None = None
        self.line = pg.InfiniteLine(angle=90, movable=True)
        self.best_line, self.simplest_line = pg.InfiniteLine(angle=90), pg.InfiniteLine(angle=90)
        for item in (self.best_line, self.simplest_line, self.line):
            self.view_box.addItem(item, ignoreBounds=True)
        self.line.setZValue(10)
        self.line.setCursor(Qt.CursorShape.SplitHCursor)
        self.note = NoteBox(self.view_box, 3)
        self.line.sigDragged.connect(self._drag)
        self.line.sigPositionChangeFinished.connect(self._drop)
        self.view_box.sigXRangeChanged.connect(lambda *_: self._name_ticks())
        self.view_box.sigResized.connect(lambda *_: self._name_ticks())
        self.canvas.scene().sigMouseMoved.connect(self._point)
        self.canvas.scene().sigMouseClicked.connect(self._click)
        self.canvas.pointer_left.connect(lambda: self.note.show_lines(()))
        self.setMinimumSize(180, 100)

    def take(self, shown: Shrinkage) -> None:
        """Follow another path, or another λ on it."""
        self.shown = shown
        self._places = place_of(shown.path.penalties)
        for line, penalty in (
            (self.best_line, shown.found.best),
            (self.simplest_line, shown.found.simplest),
        ):
            line.setValue(float(place_of(penalty)))
        if self._dragged is None:
            self.line.setValue(float(self._places[shown.at]))

    def move_line(self, penalty: float) -> None:
        """The line is where it is wished to be, before what belongs to that is known."""
        if self._dragged is None:
            self.line.setValue(float(place_of(penalty)))

    @property
    def x_range(self) -> Range:
        """All penalties."""
        return float(self._places[0]), float(self._places[-1])

    def places(self, series: PlotSeries) -> tuple[FloatArray, FloatArray]:
        """On a log scale that falls."""
        return place_of(series.x), series.y

    def nearest(self, x: float) -> int:
        """The penalty of the path that is nearest to a place."""
        return int(np.abs(self._places - x).argmin())

    def note_at(self, at: int, where: QPointF, /) -> list[str]:
        """What there is to be read at a penalty, where the pointer is."""
        raise NotImplementedError

    def restyle(self) -> None:
        """Colours of the palette."""
        super().restyle()
        palette, dark = self.palette(), self.dark
        chosen = pg.mkPen(Series.FIT.colour(dark), width=self.strokes.line(2.2))
        self.line.setPen(chosen)
        self.line.setHoverPen(pg.mkPen(Series.FIT.colour(dark), width=self.strokes.line(4.0)))
        self.line.span = (0, 1)
        quiet = style.muted(palette)
        self.best_line.setPen(pg.mkPen(quiet, width=self.strokes.thin(1.4), style=Qt.PenStyle.DashLine))
        self.simplest_line.setPen(pg.mkPen(quiet, width=self.strokes.thin(1.6), style=Qt.PenStyle.DotLine))
        self.note.restyle(palette.color(self.backgroundRole()), style.tabular(self.font()))

    def _drag(self) -> None:
        if self.shown is None:
            return
        at = self.nearest(float(self.line.value()))
        self.line.setValue(float(self._places[at]))
        if at != self._dragged:
            self._dragged = at
            self.penalty_requested.emit(float(self.shown.path.penalties[at]))

    def _drop(self) -> None:
        self._dragged = None

    def _click(self, event: object) -> None:
        where = event.scenePos()  # type: ignore[attr-defined]
        left = event.button() == Qt.MouseButton.LeftButton  # type: ignore[attr-defined]
        if left and self.shown is not None and self.view_box.sceneBoundingRect().contains(where):
            at = self.nearest(float(self.view_box.mapSceneToView(where).x()))
            self.penalty_requested.emit(float(self.shown.path.penalties[at]))

    def _point(self, place: QPointF) -> None:
        if self.shown is None or not self.view_box.sceneBoundingRect().contains(place):
            self.note.show_lines(())
            return
        where = self.view_box.mapSceneToView(place)
        colour = self.palette().windowText().color()
        lines = self.note_at(self.nearest(where.x()), where)
        right = place.x() < self.view_box.sceneBoundingRect().center().x()
        legend = self.legend.area.center()
        if self.strip.isVisible() and legend.y() < self.canvas.height() / 2:  # which is not to be covered
            right = legend.x() < self.canvas.width() / 2
        self.note.show_lines([(line, colour) for line in lines], right=right)

    def _name_ticks(self) -> None:
        """Powers of ten of λ; with room, or on a short axis, other round numbers between them."""
        (low, high), width = self.view_ranges()[0], self.view_box.width()
        self.canvas.getAxis("bottom").setTicks([penalty_ticks(low, high, width)])


def place_of(penalty: float | FloatArray) -> FloatArray:
    """Where a λ is on the axis: it falls to the right."""
    return np.asarray(-np.log10(penalty))


def penalty_ticks(low: float, high: float, width: float) -> list[tuple[float, str]]:
    """Places of round λ with their texts, as many as there is room for."""
    most = max(2.0, width / _PIXELS_A_TICK)
    first, last = math.floor(-high), math.ceil(-low)
    if last - first > 700:
        return []
    every = max(1, math.ceil((high - low) / most))
    found: list[float] = [float(k) for k in range(first, last + 1) if k % every == 0]
    for factors in _FACTORS[1:]:
        finer = [k + math.log10(factor) for k in range(first, last + 1) for factor in factors]
        seen = [k for k in finer if -high <= k <= -low]
        if every > 1 or len(seen) > most:
            break
        found = finer
    return [(-k, log_tick_text(k)) for k in found if -high <= k <= -low]
