"""Reads a plot point by point: keys go from one to the next, each is marked, written out and announced."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import pyqtgraph as pg
import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QPalette

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.telling.plot_series import PlotSeries
from linreg_gui.views.widgets.texts import set_text

from .accessible_chart import Chart

_EVERY_MS = 700
_FEWEST_TICKS = 3  # between two announcements of a summary that changes
_MARK = 17
KEYS_HELP = (
    "Down begins to read the points: Left and Right then go from one to the next, Page Up and Page Down by a "
    "tenth, Home and End to the first and the last, Up and Down to other lines; Escape ends it. "
)


class Readable(Protocol):
    """A plot whose points can be read."""

    canvas: pg.PlotWidget

    def summary(self) -> str: ...
    def series(self) -> Sequence[PlotSeries]: ...
    def places(self, series: PlotSeries) -> tuple[FloatArray, FloatArray]: ...
    def message(self) -> str: ...
    def palette(self) -> QPalette: ...


@always_answers
class PlotReader(QObject):
    """Watches the keys of a canvas that has the focus, and tells how its plot changes meanwhile."""

    said = Signal(str)

    def __init__(self, plot: Readable) -> None:
        super().__init__(plot.canvas)
        self._plot = plot
        self.chart = Chart(plot.canvas, plot)
        self.at: tuple[str, int] | None = None  # which series, and which of its points
        self.modifier = Qt.KeyboardModifier.NoModifier  # that is held, where the keys alone do something else
        self.mark = pg.ScatterPlotItem(size=_MARK, brush=None)
        self.words = pg.TextItem(anchor=(0.5, 0.0))
        for item in (self.mark, self.words):
            item.setZValue(10)
            item.hide()
            plot.canvas.getViewBox().addItem(item, ignoreBounds=True)
        self._summary, self._ticks = "", 0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.refresh)
        plot.canvas.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.FocusIn:
            self._summary = self._plot.summary()
            self._timer.start()
        elif kind in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.leave()
            self._timer.stop()
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress:
            return self._press(event)
        return False

    def place(self) -> tuple[float, float] | None:
        """Where the point is drawn that is read; None where none is."""
        if self.at is None or not self.mark.isVisible():
            return None
        (x,), (y,) = self.mark.getData()
        return float(x), float(y)

    def leave(self) -> None:
        """Read no point any more."""
        self.at, self.chart.value = None, ""
        if not shiboken6.isValid(self.mark):  # the canvas loses the focus as it goes
            return
        self.mark.hide()
        self.words.hide()

    def refresh(self) -> None:
        """Keep up with the plot: the point that is read has moved, or there is something else to be said."""
        if self.at is not None:
            self._show(*self.at, announce=False)
        self._ticks += 1
        if self._ticks >= _FEWEST_TICKS and QAccessible.isActive():
            summary = self._plot.summary()
            if summary != self._summary:
                self._summary, self._ticks = summary, 0
                self.chart.change(summary)
                self.said.emit(summary)

    def restyle(self) -> None:
        """Colours for the palette."""
        text = self._plot.palette().windowText().color()
        self.mark.setPen(pg.mkPen(text, width=2))
        self.words.setColor(text)
        self.words.fill = pg.mkBrush(self._plot.palette().window().color())
        self.words.border = pg.mkPen(text)
        self.words.update()

    def _press(self, event: QKeyEvent) -> bool:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Escape:  # whatever the other keys are held with
            reads = self.at is not None
            self.leave()
            return reads
        if modifiers != self.modifier or self._plot.message():
            return False
        way = _KEYS.get(event.key())
        begins = event.key() in _BEGIN or self.modifier != Qt.KeyboardModifier.NoModifier
        if way is None or not (begins or self.at is not None):
            return False  # the others go through the run
        series = [known for one in self._plot.series() if (known := one.known()).x.size]
        if series:
            self._go(series, *way)
        return True

    def _go(self, series: Sequence[PlotSeries], points: float, lines: int) -> None:
        names = [one.name for one in series]
        name, at = self.at if self.at is not None else ("", -1)
        if name not in names:
            self._show(names[0], series[0].x.size - 1 if points == np.inf else 0)
            return
        line = names.index(name)
        before, chosen = series[line], series[(line + lines) % len(series)]
        if lines:
            at = int(np.abs(chosen.x - before.x[min(at, before.x.size - 1)]).argmin())
        last = chosen.x.size - 1
        step = points if abs(points) == 1 or np.isinf(points) else round(points * last) or np.sign(points)
        self._show(chosen.name, 0 if step == -np.inf else last if step == np.inf else int(at + step))

    def _show(self, name: str, at: int, announce: bool = True) -> None:
        found = next((one.known() for one in self._plot.series() if one.name == name), None)
        if found is None or not found.x.size:
            self.leave()
            return
        at = min(max(at, 0), found.x.size - 1)
        self.at, self.chart.value = (name, at), found.sentence(at)
        x, y = self._plot.places(found.only(at))
        seen = bool(np.isfinite(x).all() and np.isfinite(y).all())
        self.mark.setVisible(seen)
        self.words.setVisible(seen)
        if seen:
            self.mark.setData(x=x, y=y)
            self._write(self.chart.value, float(x[0]), float(y[0]))
        if announce:
            self.chart.announce(self.chart.value)
            self.said.emit(self.chart.value)

    def _write(self, text: str, x: float, y: float) -> None:
        """Beside the point, on the side where there is room."""
        set_text(self.words, text)
        (left, right), (bottom, top) = self._plot.canvas.getViewBox().viewRange()
        across, up = (x - left) / (right - left), (y - bottom) / (top - bottom)
        self.words.setAnchor((min(max(across, 0.0), 1.0), -0.4 if up > 0.5 else 1.4))
        self.words.setPos(x, y)


_BEGIN = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
# How far to go among points, where less than one is a share of them, and among lines.
_KEYS: dict[int, tuple[float, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_PageUp: (-0.1, 0),
    Qt.Key.Key_PageDown: (0.1, 0),
    Qt.Key.Key_Home: (-np.inf, 0),
    Qt.Key.Key_End: (np.inf, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
