"""What the left mouse button does between press and release where rows are selected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPoint, QPointF, QRect, QSize
from PySide6.QtWidgets import QRubberBand, QWidget

from linreg_gui.core.drawing.area import Area

from .plot_plane import PlotPlane

STARTS_DRAG = 3  # pixels
_MOST_CORNERS = 400  # of a lasso, each of which every row is compared with

Click = Callable[[QPointF], object]
Choose = Callable[[Area], object]


class Gesture(Protocol):
    """Told of the pointer at display rate; `release` follows the last `drag`."""

    def drag(self, position: QPointF) -> None:
        """The pointer is here now."""

    def release(self) -> None:
        """The button is up."""

    def cancel(self) -> None:
        """Nothing of it shall have happened."""


class Clicking:
    """Leaves a drag to the plot; a click means the row there."""

    def __init__(self, position: QPointF, click: Click) -> None:
        self._start, self._click = position, click
        self._moved = False

    def drag(self, position: QPointF) -> None:
        self._moved |= (position - self._start).manhattanLength() > STARTS_DRAG

    def release(self) -> None:
        if not self._moved:
            self._click(self._start)

    def cancel(self) -> None:
        pass


class Framing:
    """A frame is drawn around points; without one the row under the pointer is meant."""

    def __init__(
        self, plane: PlotPlane, viewport: QWidget, position: QPointF, click: Click, choose: Choose
    ) -> None:
        self._plane, self._click, self._choose = plane, click, choose
        self._start = self._end = position
        self._band = QRubberBand(QRubberBand.Shape.Rectangle, viewport)

    def drag(self, position: QPointF) -> None:
        self._end = position
        self._band.setGeometry(QRect(self._start.toPoint(), position.toPoint()).normalized())
        self._band.setVisible(self._is_drawn())

    def release(self) -> None:
        self.cancel()
        if not self._is_drawn():
            self._click(self._start)
            return
        x, y = zip(*map(self._plane.place, (self._start, self._end)), strict=True)
        self._choose(Area((min(x), max(x)), (min(y), max(y))))

    def cancel(self) -> None:
        self._band.setGeometry(QRect(QPoint(), QSize()))
        self._band.hide()
        self._band.deleteLater()

    def _is_drawn(self) -> bool:
        return (self._end - self._start).manhattanLength() > STARTS_DRAG


class Lassoing:
    """A line is drawn around points, and closed when the button is up; a click means the row there."""

    def __init__(
        self, plane: PlotPlane, line: pg.PlotCurveItem, position: QPointF, click: Click, choose: Choose
    ) -> None:
        self._plane, self._line, self._click, self._choose = plane, line, click, choose
        self._way = [position]

    def note(self, position: QPointF) -> None:
        """The pointer has come by here, between two frames perhaps."""
        if (position - self._way[-1]).manhattanLength() > STARTS_DRAG:
            self._way.append(position)
            if len(self._way) > _MOST_CORNERS:
                self._way = self._way[::2]

    def drag(self, position: QPointF) -> None:
        self.note(position)
        if len(self._way) > 1:
            x, y = np.array(self._corners()).T
            self._line.setData(x, y)

    def release(self) -> None:
        self.cancel()
        if len(self._way) > 2:
            self._choose(Area.around(self._corners()))
        else:
            self._click(self._way[0])

    def cancel(self) -> None:
        self._line.setData(np.empty(0), np.empty(0))

    def _corners(self) -> tuple[tuple[float, float], ...]:
        return tuple(map(self._plane.place, self._way))
