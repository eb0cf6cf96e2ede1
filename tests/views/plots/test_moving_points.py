"""Points that move: what is empty costs no frame any time, and what is there is painted."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtGui import QColor

from linreg_gui.views.plots.moving_points import MovingPoints

NOTHING = np.empty(0)
TWO = np.array([0.2, 0.8])


class Counted(MovingPoints):
    """Counts how often it is asked to paint."""

    painted = 0

    def paint(self, *arguments) -> None:
        self.painted += 1
        super().paint(*arguments)


@pytest.fixture
def points(qtbot) -> Counted:
    plot = pg.PlotWidget()
    qtbot.addWidget(plot)
    points = Counted(brush=QColor("red"), pen=None, size=9)
    plot.addItem(points, ignoreBounds=True)
    plot.setRange(xRange=(0.0, 1.0), yRange=(0.0, 1.0))
    plot.resize(300, 200)
    points.plot = plot
    return points


def times_painted(points: Counted) -> int:
    before = points.painted
    points.plot.grab()
    return points.painted - before


def test_none_are_painted_where_there_are_none(points) -> None:
    assert times_painted(points) == 0
    points.place(TWO, TWO)
    assert times_painted(points) > 0
    points.place(TWO / 2.0, TWO)
    assert times_painted(points) > 0
    points.place(NOTHING, NOTHING)
    assert times_painted(points) == 0


@pytest.mark.parametrize("way", ["setData", "addPoints"])
def test_they_are_painted_however_they_came(points, way) -> None:
    getattr(points, way)(x=TWO, y=TWO)
    assert points.count() == 2
    assert times_painted(points) > 0
