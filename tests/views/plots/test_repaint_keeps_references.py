"""PySide6 6.12.0 on Python 3.11 loses a reference to None on every void call, until the process aborts."""

from __future__ import annotations

import sys

import numpy as np
from pytestqt.qtbot import QtBot

from linreg_gui.core.drawing.scatter import scatter_of
from linreg_gui.core.model.linear_model import Line
from linreg_gui.views.plots.fit_plot import FitPlot

REPAINTS = 1_000
# The defect loses about three references with every repaint of this plot; ordinary work a few in all.
TOLERATED = 200


def test_a_thousand_repaints_keep_the_references_to_none(qtbot: QtBot) -> None:
    plot = FitPlot()
    qtbot.addWidget(plot)
    plot.resize(300, 200)
    plot.set_choices(["area"], "price")
    x = np.linspace(0.0, 1.0, 20)
    plot.show_scatter(scatter_of(x, x, np.arange(20)))
    plot.show()
    qtbot.waitExposed(plot)
    viewport = plot.canvas.viewport()
    viewport.repaint()
    before = sys.getrefcount(None)
    for repaint in range(REPAINTS):
        plot.show_fit_line(Line(repaint / REPAINTS, 0.0))
        viewport.repaint()
        # Looking every time fails the test before the last reference goes and the process aborts.
        assert before - sys.getrefcount(None) <= TOLERATED, f"lost after {repaint + 1} repaints"
