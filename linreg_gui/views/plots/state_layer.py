"""Rows with a colour or a label of their own, over the points of any plot; all items are made once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QGraphicsItem

from linreg_gui.core.arrays import FloatArray, IntArray
from linreg_gui.core.table.row_states import MOST_LABELS, N_COLOURS
from linreg_gui.core.wording import shortened
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.texts import set_text

from .group_looks import group_colour, group_symbol
from .moving_points import MovingPoints

_SIZE = 11
_LONGEST = 24
_GROUND = 120  # of 255, behind a label
_GAP = "  "  # between a point and its label
_RIGHT_OF_POINT, _LEFT_OF_POINT = (0.0, 0.5), (1.0, 0.5)
_NOTHING = np.empty(0)


class StateLayer:
    """Points of each colour, each in a shape of its own, and labels beside points, on the inner side.

    ``uncovered``: where a legend looks up what it must not cover, to which labels come.
    """

    def __init__(
        self, view_box: pg.ViewBox, height: float = 1.2, uncovered: list[QGraphicsItem] | None = None
    ) -> None:
        self._view_box, self._height = view_box, height
        self._uncovered = [] if uncovered is None else uncovered
        self.coloured: dict[int, MovingPoints] = {}  # by their colours, made once there are some
        self.labels: list[pg.TextItem] = []
        self._texts: tuple[str, ...] = ()
        self._palette, self._strokes = QPalette(), style.USUAL
        view_box.sigXRangeChanged.connect(lambda *_: self._turn_inwards())

    def show_colours(self, x: FloatArray, y: FloatArray, codes: IntArray) -> None:
        """Where the coloured rows are, and which colour each has."""
        near = np.isfinite(x) & np.isfinite(y)
        for code in range(N_COLOURS):
            mine = near & (codes == code)
            if mine.any() and code not in self.coloured:
                self._make_points(code)
            if code in self.coloured:
                self.coloured[code].place(x[mine], y[mine])

    def show_labels(self, x: FloatArray, y: FloatArray, texts: Sequence[str]) -> None:
        """Where the labelled rows are, and what they are called; as many as can be told apart."""
        shown = tuple(texts[:MOST_LABELS])
        while len(self.labels) < len(shown):
            self._make_label()
        if shown != self._texts:
            self._texts = shown
            for text, item in zip(shown, self.labels, strict=False):
                set_text(item, f"{_GAP}{shortened(text, _LONGEST)}{_GAP}")
        for at, item in enumerate(self.labels):
            there = at < len(shown) and bool(np.isfinite(x[at]) and np.isfinite(y[at]))
            item.setVisible(there)
            if there:
                item.setPos(float(x[at]), float(y[at]))
        self._turn_inwards()

    def clear(self) -> None:
        """No row has a state."""
        self.show_colours(_NOTHING, _NOTHING, np.empty(0, dtype=np.int64))
        self.show_labels(_NOTHING, _NOTHING, ())

    def restyle(self, palette: QPalette, strokes: style.Strokes = style.USUAL) -> None:
        """Take the colours from the palette, and sizes from the strokes."""
        self._palette, self._strokes = palette, strokes
        for code in self.coloured:
            self._style_points(code)
        for label in self.labels:
            self._style_label(label)

    def _turn_inwards(self) -> None:
        """A label in the right half of the plot stands left of its point, so that it is not cut off."""
        low, high = self._view_box.viewRange()[0]
        for item in self.labels:
            if item.isVisible():
                item.setAnchor(_LEFT_OF_POINT if item.pos().x() > 0.5 * (low + high) else _RIGHT_OF_POINT)

    def _make_points(self, code: int) -> None:
        item = self.coloured[code] = MovingPoints(symbol=group_symbol(code), antialias=True)
        item.setZValue(self._height)
        self._view_box.addItem(item, ignoreBounds=True)
        self._style_points(code)

    def _style_points(self, code: int) -> None:
        item = self.coloured[code]
        item.setBrush(group_colour(code, style.is_dark(self._palette)))
        item.setSize(self._strokes.mark(_SIZE))
        item.setPen(pg.mkPen(self._palette.color(QPalette.ColorRole.Base), width=self._strokes.thin(1.0)))

    def _make_label(self) -> None:
        item = pg.TextItem(anchor=_RIGHT_OF_POINT)
        item.setZValue(self._height + 0.1)
        item.hide()
        self._style_label(item)
        self._view_box.addItem(item, ignoreBounds=True)
        self.labels.append(item)
        self._uncovered.append(item)

    def _style_label(self, item: pg.TextItem) -> None:
        item.setColor(self._palette.color(QPalette.ColorRole.WindowText))
        ground = QColor(self._palette.color(QPalette.ColorRole.Base))
        ground.setAlpha(_GROUND)
        item.fill = pg.mkBrush(ground)
        item.update()
