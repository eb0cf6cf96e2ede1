"""Residuals on the fit plot: sticks and squares between each point and its prediction."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from linreg_gui.core.drawing.fit_extras import NO_EXTRAS, Extra
from linreg_gui.core.drawing.scatter import scatter_of
from linreg_gui.core.model.linear_model import Line
from linreg_gui.views.plots.extras_layer import ResidualsOf
from linreg_gui.views.plots.fit_plot import FitPlot
from linreg_gui.views.plots.residual_layer import MOST_SQUARES, MOST_STICKS
from linreg_gui.views.widgets.style import dark_palette, light_palette

X = np.array([0.0, 1.0, 2.0, 4.0])
Y = np.array([1.0, 3.0, 5.0, 9.0])
ALL = np.arange(4)
STICKS, SQUARES = frozenset((Extra.STICKS,)), frozenset((Extra.SQUARES,))


@pytest.fixture
def plot(qtbot: QtBot) -> FitPlot:
    widget = FitPlot()
    qtbot.addWidget(widget)
    widget.resize(500, 400)
    widget.set_choices(["area"], "price")
    widget.show_scatter(scatter_of(X, Y, ALL))
    widget.show_lines(Line(2.0, 0.0), None, None)
    return widget


def show(plot: FitPlot, predictions: np.ndarray, of: ResidualsOf | None = None) -> None:
    plot.extras.show_residuals(predictions, np.zeros_like(predictions), of)


def sticks_of(plot: FitPlot) -> list[tuple[float, float]]:
    x, y = plot.extras.residuals.sticks.getData()
    return list(zip(x.tolist(), y.tolist(), strict=True))


def squares_on_screen(plot: FitPlot) -> np.ndarray:
    """Width and height in pixels."""
    opts, (wide, high) = plot.extras.residuals.squares.opts, plot.view_box.viewPixelSize()
    return np.column_stack([opts["width"] / wide, opts["height"] / high])


def test_nothing_is_drawn_until_it_is_asked_for(plot: FitPlot) -> None:
    assert plot.extras.chosen() == NO_EXTRAS
    show(plot, 2.0 * X)
    assert plot.extras.residuals.kind is None
    assert not plot.extras.residuals.squares.isVisible()
    assert not plot.extras.residuals.sticks.isVisible()
    assert plot.strip.names() == ["4 rows", "current fit"]


def test_sticks_go_from_each_point_to_its_prediction(plot: FitPlot) -> None:
    plot.extras.choose(STICKS)
    show(plot, 2.0 * X + 0.5)
    assert sticks_of(plot) == [
        (0.0, 1.0), (0.0, 0.5), (1.0, 3.0), (1.0, 2.5), (2.0, 5.0), (2.0, 4.5), (4.0, 9.0), (4.0, 8.5)
    ]  # fmt: skip
    assert plot.strip.names() == ["4 rows", "current fit", "residuals"]
    plot.extras.choose(NO_EXTRAS)
    assert not plot.extras.residuals.sticks.isVisible()
    assert plot.strip.names() == ["4 rows", "current fit"]


def test_squares_are_squares_on_the_screen_whatever_is_in_sight(plot: FitPlot) -> None:
    plot.extras.choose(SQUARES)
    residuals = np.array([1.0, -0.5, 2.0, 0.25])
    show(plot, Y - residuals, ResidualsOf(in_squares="half the mean area of all is the loss"))
    for look in (
        lambda: None,
        lambda: plot.view_box.setRange(xRange=(-30.0, 20.0), padding=0.0),
        lambda: plot.resize(900, 300),
    ):
        look()
        plot.grab()  # lays it out
        width, height = squares_on_screen(plot).T
        np.testing.assert_allclose(width, height)
        np.testing.assert_allclose(width * height / (width * height)[0], residuals**2)
    assert plot.strip.names()[-1] == "squared residuals: half the mean area of all is the loss"
    told = ResidualsOf(in_squares="half the mean area of all is the loss", in_short="½ mean = loss")
    show(plot, Y - residuals, told)
    plot.show_lines(*[Line(2.0, 0.0)] * 3)
    plot.resize(330, 300)
    plot.grab()
    assert "residuals², ½ mean = loss" in plot.strip.shown_names()


def test_a_sample_is_drawn_of_many_and_said_so(plot: FitPlot) -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=5000)
    y = 2.0 * x + rng.normal(size=5000)
    plot.show_scatter(scatter_of(x, y, np.arange(0, 5000), density_above=1000))
    plot.extras.choose(STICKS)
    show(plot, 2.0 * x)
    assert len(sticks_of(plot)) == 2 * MOST_STICKS
    assert plot.strip.names()[-1] == f"residuals of {MOST_STICKS:,} of 5,000 rows"
    ends = np.array(sticks_of(plot)).reshape(-1, 2, 2)
    np.testing.assert_allclose(ends[:, 1, 1], 2.0 * ends[:, 1, 0])
    plot.extras.choose(SQUARES)
    show(plot, 2.0 * x)
    assert plot.extras.residuals.squares.opts["x0"].size == MOST_SQUARES
    assert plot.strip.names()[-1] == f"squared residuals of {MOST_SQUARES} of 5,000 rows"


def test_in_predicted_against_actual_they_go_to_the_diagonal(plot: FitPlot) -> None:
    plot.set_choices(["area", "age"], "price")
    plot.extras.choose(STICKS)
    plot.show_actual(Y, (1.0, 9.0), 4, exact=Y + 0.25)
    show(plot, Y + 0.25, ResidualsOf(exact=True))
    ends = np.array(sticks_of(plot)).reshape(-1, 2, 2)
    np.testing.assert_array_equal(ends[:, 0, 1], Y + 0.25)
    np.testing.assert_array_equal(ends[:, 1], np.column_stack([Y, Y]))
    assert plot.strip.names()[-1] == "residuals by the exact solution"


def test_they_go_along_with_points_that_a_hand_moves(plot: FitPlot) -> None:
    plot.extras.choose(STICKS)
    show(plot, 2.0 * X)
    plot.move_points(X + 1.0, Y)
    ends = np.array(sticks_of(plot)).reshape(-1, 2, 2)
    np.testing.assert_allclose(ends[:, 0], np.column_stack([X + 1.0, Y]))
    np.testing.assert_allclose(ends[:, 1, 1], 2.0 * (X + 1.0))
    plot.show_scatter(scatter_of(X, Y, ALL), curved=True)  # where the line is that of a logarithm
    plot.show_lines(Line(0.5, 1.0), None, None)
    show(plot, np.exp(0.5 * X + 1.0))
    plot.move_points(X - 1.0, Y)
    ends = np.array(sticks_of(plot)).reshape(-1, 2, 2)
    np.testing.assert_allclose(ends[:, 1, 1], np.exp(0.5 * (X - 1.0) + 1.0))


def test_of_what_has_no_numbers_nothing_is_drawn(plot: FitPlot) -> None:
    for extras in (STICKS, SQUARES):
        plot.extras.choose(extras)
        show(plot, np.array([np.nan, np.inf, -np.inf, 8.0]))
        assert plot.extras.residuals.drawn == 1
        show(plot, np.full(4, 1e308))
        assert not plot.grab().isNull()
        show(plot, np.zeros(3))  # of other rows
        plot.clear()
        assert plot.extras.residuals.drawn == 0
        show(plot, 2.0 * X)
        assert plot.extras.residuals.drawn == 0
        plot.show_scatter(scatter_of(X, Y, ALL))


def test_a_choice_by_menu_is_told_and_restyled(qtbot: QtBot, plot: FitPlot) -> None:
    with qtbot.waitSignal(plot.extras.changed) as told:
        plot.extras.button.actions_of[Extra.SQUARES].trigger()
    assert told.args == [SQUARES]
    for palette in (dark_palette(), light_palette()):
        plot.setPalette(palette)
        assert not plot.grab().isNull()
    with qtbot.waitSignal(plot.extras.changed) as told:
        plot.extras.button.menu().actions()[0].trigger()
    assert told.args == [NO_EXTRAS]
