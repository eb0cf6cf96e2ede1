"""The exact solution without the row that is pointed at, on the fit plot."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from linreg_gui.core.drawing.scatter import scatter_of
from linreg_gui.core.model.linear_model import Line
from linreg_gui.views.plots.fit_plot import FitPlot


@pytest.fixture
def plot(qtbot: QtBot) -> FitPlot:
    result = FitPlot()
    qtbot.addWidget(result)
    result.resize(600, 400)
    result.set_choices(["area"], "price")
    x = np.arange(10.0)
    result.show_scatter(scatter_of(x, 2.0 * x, np.arange(10)))
    result.show()
    return result


def test_the_line_without_a_row_lies_across_the_view_and_is_named(plot: FitPlot) -> None:
    ghost = plot.hover.ghost
    ghost.show_line(Line(1.5, 3.0), "row 4")
    x, y = ghost.item.getData()
    np.testing.assert_allclose(y, 1.5 * x + 3.0)
    assert x[0] <= 0.0
    assert x[-1] >= 9.0
    assert "exact without row 4" in plot.strip.names()
    plot.view_box.setRange(xRange=(2.0, 3.0), yRange=(0.0, 20.0), padding=0.0)
    assert ghost.item.getData()[0][-1] == pytest.approx(3.0)
    plot.hover.clear()
    assert not any("without" in name for name in plot.strip.names())
    assert not np.size(ghost.item.getData()[0])


def test_a_curve_is_the_exponential_of_the_line(plot: FitPlot) -> None:
    plot.hover.ghost.show_line(Line(0.1, 1.0), "row 4", curved=True)
    x, y = plot.hover.ghost.item.getData()
    inside = y < 20.0
    np.testing.assert_allclose(y[inside], np.exp(0.1 * x + 1.0)[inside])


def test_where_labels_are_along_the_axis_the_prediction_moves(plot: FitPlot) -> None:
    plot.hover.ghost.show_move(4.0, 7.0, 9.0, "row 4")
    np.testing.assert_array_equal(np.column_stack(plot.hover.ghost.item.getData()), [[4.0, 7.0], [4.0, 9.0]])


def test_other_rows_take_the_ghost_away(plot: FitPlot) -> None:
    plot.hover.ghost.show_line(Line(1.5, 3.0), "row 4")
    plot.show_scatter(scatter_of(np.arange(3.0), np.arange(3.0), np.arange(3)))
    assert not plot.hover.ghost.shown
