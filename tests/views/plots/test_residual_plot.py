"""The residuals below the fit plot, and the row that is pointed at on both."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from linreg_gui.core.drawing.fit_extras import NO_EXTRAS, Extra
from linreg_gui.core.drawing.scatter import scatter_of
from linreg_gui.core.model.linear_model import Line
from linreg_gui.views.plots.fit_plot import FitPlot
from linreg_gui.views.plots.pointing import Pointed
from linreg_gui.views.widgets.style import dark_palette, light_palette

X = np.array([0.0, 1.0, 2.0, 4.0])
Y = np.array([1.0, 3.0, 5.0, 9.0])
PREDICTED = np.array([1.5, 3.0, 4.0, 9.25])
BELOW = frozenset((Extra.RESIDUAL_PLOT,))


@pytest.fixture
def plot(qtbot: QtBot) -> FitPlot:
    widget = FitPlot()
    qtbot.addWidget(widget)
    widget.resize(600, 500)
    widget.set_choices(["area"], "price")
    widget.show_scatter(scatter_of(X, Y, np.arange(4)))
    widget.show_lines(Line(2.0, 1.0), None, None)
    widget.extras.choose(BELOW)
    widget.extras.show_residuals(PREDICTED, Y - PREDICTED)
    widget.grab()  # lays it out
    return widget


def on_screen(plot: FitPlot, x: float, y: float, *, residuals: bool) -> QPointF:
    box = plot.extras.residual_plot.view_box if residuals else plot.view_box
    return QPointF(box.mapViewToScene(QPointF(x, y)))


def test_the_residuals_lie_below_their_points(plot: FitPlot) -> None:
    below = plot.extras.residual_plot
    np.testing.assert_array_equal(below.points.getData(), (X, Y - PREDICTED))
    for look in (lambda: None, lambda: plot.view_box.setRange(xRange=(1.0, 3.0), padding=0.0)):
        look()
        plot.grab()
        for x in X:
            above, under = (on_screen(plot, x, 0.0, residuals=part) for part in (False, True))
            assert above.x() == pytest.approx(under.x(), abs=0.6)
    top, bottom = plot.view_box.sceneBoundingRect(), below.view_box.sceneBoundingRect()
    assert top.bottom() <= bottom.top()
    assert 0.25 < bottom.height() / (top.height() + bottom.height()) < 0.4
    low, high = below.view_box.viewRange()[1]
    assert low == -high
    assert high > 1.0
    assert below.item.getAxis("bottom").labelText == "area"
    assert not plot.canvas.getAxis("bottom").label.isVisible()


def test_it_leaves_its_room_to_the_plot_again(plot: FitPlot) -> None:
    small = plot.view_box.sceneBoundingRect().height()
    plot.extras.choose(NO_EXTRAS)
    plot.grab()
    assert plot.view_box.sceneBoundingRect().height() > 1.3 * small
    assert plot.canvas.getAxis("bottom").label.isVisible()
    assert plot.extras.residual_plot.places()[0].size == 0
    plot.extras.choose(BELOW)
    plot.grab()
    assert plot.view_box.sceneBoundingRect().height() == pytest.approx(small, abs=1.0)


def test_with_labels_along_the_axis_it_has_one_of_its_own(plot: FitPlot) -> None:
    plot.set_choices(["area", "age"], "price")
    plot.show_actual(Y, (1.0, 9.0), 4)
    plot.extras.show_residuals(PREDICTED, Y - PREDICTED)
    below = plot.extras.residual_plot
    np.testing.assert_array_equal(below.points.getData(), (PREDICTED, Y - PREDICTED))
    assert below.item.getAxis("bottom").labelText == "predicted price"
    assert plot.canvas.getAxis("bottom").label.isVisible()
    low, high = below.view_box.viewRange()[0]
    assert low < 1.5 < 9.25 < high


def test_whatever_the_residuals_are_it_can_be_drawn(plot: FitPlot) -> None:
    for values in ([np.nan, np.inf, -np.inf, 1.0], [1e308, -1e308, 0.0, 0.0], [0.0] * 4, [5e-324] * 4):
        plot.extras.show_residuals(PREDICTED, np.array(values))
        assert not plot.grab().isNull()
    plot.clear()
    assert plot.extras.residual_plot.points.count() == 0
    for palette in (dark_palette(), light_palette()):
        plot.setPalette(palette)
        assert not plot.grab().isNull()


def test_marked_rows_are_framed_in_both(plot: FitPlot) -> None:
    plot.extras.residual_plot.mark(np.array([True, False, False, True]))
    assert plot.extras.residual_plot.marks.getData()[0].tolist() == [0.0, 4.0]
    plot.extras.residual_plot.mark(np.array([True]))  # of other rows
    assert plot.extras.residual_plot.marks.count() == 0


@pytest.mark.parametrize("residuals", [False, True])
def test_the_pointer_is_told_in_the_coordinates_of_what_it_is_on(
    qtbot: QtBot, plot: FitPlot, residuals: bool
) -> None:
    pointing, y = plot.hover.pointing, 0.5 if residuals else 5.0
    with qtbot.waitSignal(pointing.pointed) as told:
        pointing.point_at(on_screen(plot, 2.0, y, residuals=residuals))
    found = told.args[0]
    assert isinstance(found, Pointed)
    assert found.residuals is residuals
    assert (found.x, found.y) == pytest.approx((2.0, y))
    with qtbot.waitSignal(pointing.pointed) as told:
        plot.canvas.pointer_left.emit()
    assert told.args == [None]
    with qtbot.assertNotEmitted(pointing.pointed):  # it was away already
        pointing.point_at(QPointF(-5.0, -5.0))


def test_a_row_is_ringed_on_both_and_named_beside_its_point(plot: FitPlot) -> None:
    plot.show()
    at, residual = (np.array([4.0]), np.array([9.0])), (np.array([4.0]), np.array([-0.25]))
    plot.hover.show_row("Row 4\n<b>area</b>: 4", at, residual)
    assert plot.hover.card.text() == "Row 4\n<b>area</b>: 4"
    assert plot.hover.card.isVisible()
    assert plot.canvas.rect().contains(plot.hover.card.geometry())
    point = plot.canvas.mapFromScene(on_screen(plot, 4.0, 9.0, residuals=False))
    assert not plot.hover.card.geometry().contains(point)
    np.testing.assert_array_equal(plot.hover.ring.getData(), at)
    np.testing.assert_array_equal(plot.hover.residual_ring.getData(), residual)
    plot.hover.clear()
    assert not plot.hover.card.isVisible()
    assert plot.hover.ring.count() == plot.hover.residual_ring.count() == 0
