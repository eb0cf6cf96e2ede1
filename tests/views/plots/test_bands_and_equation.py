"""Bands around the exact line, and equations in a corner of the fit plot."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from linreg_gui.core.drawing.fit_extras import NO_EXTRAS, Extra
from linreg_gui.core.drawing.scatter import scatter_of
from linreg_gui.core.inference.line_bands import LineBands, line_bands
from linreg_gui.core.model.linear_model import Line
from linreg_gui.views.plots.fit_plot import FitPlot
from linreg_gui.views.widgets.style import Series, dark_palette, light_palette

X = np.array([0.0, 1.0, 2.0, 4.0])
Y = np.array([1.0, 3.0, 5.0, 9.5])
BOTH = frozenset((Extra.CONFIDENCE_BAND, Extra.PREDICTION_BAND))
TEXTS = (("SGD: price = 2 area   R² 0.9", Series.FIT), ("exact: price = 2.1 area   R² 0.95", Series.EXACT))


@pytest.fixture
def plot(qtbot: QtBot) -> FitPlot:
    widget = FitPlot()
    qtbot.addWidget(widget)
    widget.resize(600, 400)
    widget.set_choices(["area"], "price")
    widget.show_scatter(scatter_of(X, Y, np.arange(4)))
    widget.show_lines(None, Line(2.1, 0.8), None)
    return widget


@pytest.fixture
def bands() -> LineBands:
    return line_bands(4, 1.75, 8.75, 4.6, 2.1, 0.5)


def test_a_band_is_drawn_across_the_view_when_it_is_asked_for(plot: FitPlot, bands: LineBands) -> None:
    layer = plot.extras.bands
    plot.extras.show_bands(bands)
    assert not any(item.isVisible() for item in layer.items)
    plot.extras.choose(BOTH)
    for x_range in ((-1.0, 5.0), (0.0, 40.0)):
        plot.view_box.setRange(xRange=x_range, padding=0.0)
        for key, of in ((Extra.CONFIDENCE_BAND, bands.confidence), (Extra.PREDICTION_BAND, bands.prediction)):
            for item, end in zip(layer.ends[key], of(np.array(x_range)), strict=True):
                x, y = item.getData()
                assert (x[0], x[-1]) == x_range
                low, high = plot.view_ranges()[1]
                assert y[0] == pytest.approx(np.clip(end[0], 2 * low - high, 2 * high - low))
    assert plot.strip.names()[-2:] == [
        "95 % confidence band of the mean",
        "95 % prediction band of a new label",
    ]
    plot.extras.choose(frozenset((Extra.PREDICTION_BAND,)))
    assert not layer.rooms[Extra.CONFIDENCE_BAND].isVisible()
    assert layer.rooms[Extra.PREDICTION_BAND].isVisible()
    plot.clear()
    assert not any(item.isVisible() for item in layer.items)


def test_of_a_logarithm_in_own_units_it_is_the_exponential(plot: FitPlot, bands: LineBands) -> None:
    plot.extras.choose(BOTH)
    plot.extras.show_bands(bands, curved=True)
    x, y = plot.extras.bands.ends[Extra.CONFIDENCE_BAND][0].getData()
    low, high = plot.view_ranges()[1]
    np.testing.assert_allclose(y, np.clip(np.exp(bands.confidence(x)[0]), 2 * low - high, 2 * high - low))
    assert plot.strip.names()[-2] == "95 % confidence band of the median"


def test_why_there_is_none_is_told_where_one_is_asked_for(plot: FitPlot) -> None:
    plot.extras.show_bands("No bands: too few.")
    assert "No bands: too few." not in plot.strip.names()
    plot.extras.choose(BOTH)
    assert plot.strip.names()[-1] == "No bands: too few."
    plot.extras.choose(NO_EXTRAS)
    assert "No bands: too few." not in plot.strip.names()


@pytest.mark.parametrize("size", [0.0, 1e-320, 1e300])
def test_whatever_the_numbers_are_a_band_can_be_drawn(plot: FitPlot, size: float) -> None:
    plot.extras.choose(BOTH)
    for curved in (False, True):
        plot.extras.show_bands(LineBands(0.95, 4, 0.0, 1e-300, size, -size, size, 4.3), curved=curved)
        plot.view_box.setRange(xRange=(-1e6, 1e6), padding=0.0)
        assert not plot.grab().isNull()


def test_equations_are_written_in_the_corner_that_the_line_leaves_free(plot: FitPlot) -> None:
    note = plot.extras.equation
    plot.extras.show_equations(TEXTS)
    assert not note.ground.isVisible()
    plot.extras.choose(frozenset((Extra.EQUATION,)))
    plot.grab()
    assert note.lines() == [text for text, _ in TEXTS]
    assert [item.text() for item in note.texts] == note.lines()
    assert [item.brush().color() for item in note.texts] == [series.colour(False) for _, series in TEXTS]
    middle = plot.view_box.width() / 2.0
    assert note.ground.sceneBoundingRect().center().x() < middle + plot.view_box.sceneBoundingRect().left()
    plot.extras.show_equations(TEXTS, falling=True)
    assert note.ground.sceneBoundingRect().right() == pytest.approx(
        plot.view_box.sceneBoundingRect().right() - 8.0, abs=2.0
    )
    for palette in (dark_palette(), light_palette()):
        plot.setPalette(palette)
        assert not plot.grab().isNull()
    plot.extras.choose(NO_EXTRAS)
    assert not note.ground.isVisible()


def test_a_long_equation_is_cut_to_the_plot_and_is_never_markup(plot: FitPlot) -> None:
    plot.extras.choose(frozenset((Extra.EQUATION,)))
    plot.extras.show_equations((("<b>price</b> = " + "2 × area + " * 1000, Series.FIT),))
    plot.grab()
    note = plot.extras.equation
    assert note.texts[0].text().startswith("<b>price</b> = 2 × area")
    assert note.ground.rect().width() <= plot.view_box.width()
    assert note.texts[1].text() == ""
