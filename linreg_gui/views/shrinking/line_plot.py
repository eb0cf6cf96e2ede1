"""What the plots here share: a line over their axis that is dragged, and what is read at the pointer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtWidgets import QWidget

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.telling.plot_series import PlotSeries
from linreg_gui.views.plots.note_box import NoteBox
from linreg_gui.views.plots.plot_ranges import Range
from linreg_gui.views.plots.plot_strip import PlotStrip
from linreg_gui.views.plots.themed_plot import ThemedPlot
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.style import Series

from .scales import Scale


class LinePlot(ThemedPlot):
    """Base of them: subclasses draw what stands over the axis, and tell what there is at a place."""

    place_requested = Signal(int)  # which of the models, by a drag of the line or a click
    _empty = ""  # what is told where there is nothing to draw

    def __init__(self, title: str, strip: PlotStrip, scale: Scale, parent: QWidget | None = None) -> None:
        super().__init__(title, strip, parent)
        self.scale = scale
        self.values = np.empty(0)  # of the models along the axis
        self._places = np.empty(0)
        self._dragged: int | None = None
        self._summary = ""
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

    def take(self, values: FloatArray, at: int, best: int, simplest: int) -> None:
        """Follow other models, or another one of them."""
        self.values = values
        self._places = self.scale.place_of(values)
        self.best_line.setValue(float(self._places[best]))
        self.simplest_line.setValue(float(self._places[simplest]))
        if self._dragged is None:
            self.line.setValue(float(self._places[at]))

    def move_line(self, value: float) -> None:
        """The line is where it is wished to be, before what belongs to that is known."""
        if self._dragged is None:
            self.line.setValue(float(self.scale.place_of(np.array(value))))

    def show_none(self, sentence: str) -> None:
        """There is nothing to draw, and why."""
        self.values = np.empty(0)
        self._summary = sentence
        self.show_message(sentence)

    def clear(self) -> None:
        """Draw nothing but what will come."""
        self.show_none(self._empty)

    def summary(self) -> str:
        """What it was given with what it draws."""
        return self.message() or self._summary

    @property
    def x_range(self) -> Range:
        """All models."""
        return float(self._places[0]), float(self._places[-1])

    def places(self, series: PlotSeries) -> tuple[FloatArray, FloatArray]:
        """On the scale of the axis."""
        return self.scale.place_of(series.x), series.y

    def nearest(self, x: float) -> int:
        """The model that is nearest to a place."""
        return int(np.abs(self._places - x).argmin())

    def note_at(self, at: int, where: QPointF, /) -> Sequence[str]:
        """What there is to be read of a model, where the pointer is."""
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
        if not self.values.size:
            return
        at = self.nearest(float(self.line.value()))
        self.line.setValue(float(self._places[at]))
        if at != self._dragged:
            self._dragged = at
            self.place_requested.emit(at)

    def _drop(self) -> None:
        self._dragged = None

    def _click(self, event: object) -> None:
        where = event.scenePos()  # type: ignore[attr-defined]
        left = event.button() == Qt.MouseButton.LeftButton  # type: ignore[attr-defined]
        if left and self.values.size and self.view_box.sceneBoundingRect().contains(where):
            self.place_requested.emit(self.nearest(float(self.view_box.mapSceneToView(where).x())))

    def _point(self, place: QPointF) -> None:
        if not self.values.size or not self.view_box.sceneBoundingRect().contains(place):
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
        (low, high), width = self.view_ranges()[0], self.view_box.width()
        self.canvas.getAxis("bottom").setTicks([self.scale.ticks(low, high, width)])
