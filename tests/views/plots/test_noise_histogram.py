"""The noise histogram draws residuals, the normal density over them, and their numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from linreg_gui.core.explaining.run_noise import NoiseWish, RunNoise
from linreg_gui.core.model.noise import NoiseSummary, summarise_noise
from linreg_gui.core.table.row_set import NO_ROWS, RowSet
from linreg_gui.views.plots.noise_histogram import NoiseHistogram

RESIDUALS = np.random.default_rng(1).normal(0.5, 2.0, 4000)


@pytest.fixture
def plot(qtbot: QtBot) -> NoiseHistogram:
    widget = NoiseHistogram()
    qtbot.addWidget(widget)
    return widget


def test_bars_are_the_density_between_the_edges(plot: NoiseHistogram) -> None:
    noise = summarise_noise(RESIDUALS)
    plot.show_value(RunNoise(noise))
    x, y = plot.bars.getData()
    np.testing.assert_array_equal(x, noise.edges)
    np.testing.assert_array_equal(y, noise.density)


def test_the_curve_is_the_normal_density_of_the_same_mean_and_deviation(plot: NoiseHistogram) -> None:
    noise = summarise_noise(RESIDUALS)
    plot.show_value(RunNoise(noise))
    x, y = plot.normal.getData()
    assert x[np.argmax(y)] == pytest.approx(noise.mean)
    assert y.max() == pytest.approx(1.0 / (noise.std * math.sqrt(2.0 * math.pi)))
    assert np.trapezoid(y, x) == pytest.approx(1.0, abs=1e-3)


def test_the_numbers_are_named_in_full(plot: NoiseHistogram) -> None:
    edges, density = np.array([-1.0, 0.0, 1.0]), np.array([0.5, 0.5])
    plot.show_value(RunNoise(NoiseSummary(0.0, 1.5, 1234.5, 1_000_000, edges, density, 3)))
    assert plot.strip.text() == (
        "residuals, normal density N(μ, σ²), mean μ 0, standard deviation σ (n − 3) 1.5, "
        "negative log-likelihood 1234.5, n 1,000,000"
    )


def test_residuals_without_spread_have_no_normal_density(plot: NoiseHistogram) -> None:
    plot.show_value(RunNoise(summarise_noise(np.zeros(10))))
    assert plot.normal.getData()[0].size == 0
    assert plot.strip.value("likelihood") == "−∞"
    assert not plot.grab().isNull()


def test_the_axis_names_the_label(plot: NoiseHistogram) -> None:
    assert plot.axis_labels() == ("residual = label − prediction", "density")
    plot.show_value(RunNoise(summarise_noise(RESIDUALS), label="price"))
    assert plot.axis_labels()[0] == "residual = price − prediction"


def test_small_changes_leave_the_ranges_alone_and_large_ones_move_them(plot: NoiseHistogram) -> None:
    plot.show_value(RunNoise(summarise_noise(RESIDUALS)))
    first = plot.view_ranges()
    plot.show_value(RunNoise(summarise_noise(RESIDUALS * 0.995)))
    assert plot.view_ranges()[0] == first[0]
    plot.show_value(RunNoise(summarise_noise(RESIDUALS * 0.1)))
    assert plot.view_ranges()[0][1] < 0.3 * first[0][1]
    plot.show_value(RunNoise(summarise_noise(RESIDUALS * 10.0)))
    low, high = plot.view_ranges()[0]
    assert low < 10.0 * RESIDUALS.min()
    assert high > 10.0 * RESIDUALS.max()


HISTORIES = {
    "nothing": (),
    "far narrower": (1e-3 * RESIDUALS,),
    "far wider": (1e3 * RESIDUALS,),
    "a little wider": (1.15 * RESIDUALS,),
    "elsewhere": (RESIDUALS - 500.0, RESIDUALS + 0.3),
    "few": (RESIDUALS[:5], 0.9 * RESIDUALS[:40]),
}


@pytest.mark.parametrize("scale", [1e-9, 1.0, 3.0, 1e7])
@pytest.mark.parametrize("name", HISTORIES)
def test_bins_and_ranges_do_not_depend_on_what_was_shown_before(
    plot: NoiseHistogram, qtbot: QtBot, name: str, scale: float
) -> None:
    fresh = NoiseHistogram()
    qtbot.addWidget(fresh)
    fresh.show_value(RunNoise(summarise_noise(scale * RESIDUALS)))
    for before in HISTORIES[name]:
        plot.show_value(RunNoise(summarise_noise(scale * before)))
    plot.show_value(RunNoise(summarise_noise(scale * RESIDUALS)))
    assert plot.view_ranges() == fresh.view_ranges()
    np.testing.assert_array_equal(plot.bars.getData()[0], fresh.bars.getData()[0])
    (low, high), (_, top) = plot.view_ranges()
    assert low < scale * RESIDUALS.min() < scale * RESIDUALS.max() < high
    assert top > plot.bars.getData()[1].max()


def test_clear_takes_everything_away(plot: NoiseHistogram) -> None:
    plot.show_value(RunNoise(summarise_noise(RESIDUALS)))
    assert plot.message() == ""
    plot.clear()
    assert "residuals appear here" in plot.message()
    assert plot.normal.getData()[0].size == 0
    assert plot.strip.value("mean") == "–"


def test_the_residuals_are_called_what_they_are(plot: NoiseHistogram) -> None:
    plot.show_value(RunNoise(summarise_noise(RESIDUALS), name="residuals of the exact solution"))
    assert plot.strip.names()[0] == "residuals of the exact solution"


def test_those_of_the_exact_solution_are_asked_for(qtbot: QtBot, plot: NoiseHistogram) -> None:
    assert not plot.shows_exact()
    with qtbot.waitSignal(plot.wish_changed):
        plot.findChild(QComboBox).setCurrentIndex(1)
    assert plot.wish == NoiseWish(exact=True)
    plot.set_exact(False)
    assert not plot.shows_exact()


def test_selected_rows_are_marked_in_their_bars_and_counted(plot: NoiseHistogram) -> None:
    noise, wish = summarise_noise(RESIDUALS), NoiseWish(selected=RowSet.of_ranges([(3, 6)]))
    plot.show_value(RunNoise(noise))
    plot.select(wish.selected)
    marked = np.zeros(noise.density.size)
    marked[3] = 0.1
    plot.show_value(RunNoise(noise, marked=marked, n_marked=3, wish=wish))
    edges, heights = plot.selected.getData()
    np.testing.assert_array_equal(edges, noise.edges)
    np.testing.assert_array_equal(heights, marked)
    assert "3 selected" in plot.strip.names()
    plot.show_value(RunNoise(noise))  # of another wish than the present one
    assert plot.selected.isVisible()
    plot.select(NO_ROWS)
    plot.show_value(RunNoise(noise))
    assert not plot.selected.isVisible()
    assert not any("selected" in name for name in plot.strip.names())


def test_where_there_are_no_residuals_it_is_said_why(plot: NoiseHistogram) -> None:
    plot.show_value(RunNoise(summarise_noise(RESIDUALS)))
    plot.show_value(RunNoise(None, "There is no exact solution."))
    assert plot.message() == "There is no exact solution."
    assert not plot.series()
    plot.show_value(RunNoise(summarise_noise(RESIDUALS)))
    assert plot.message() == ""
