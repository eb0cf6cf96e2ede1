"""A noise is moved over the residuals by hand, by handle and by number; the true one is drawn beside it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from linreg_gui.core.explaining.noise_lab import NoiseLab, noise_lab
from linreg_gui.core.explaining.run_noise import RunNoise
from linreg_gui.core.model.dataset import Truth
from linreg_gui.core.model.losses import AbsoluteLoss, Loss, SquaredLoss
from linreg_gui.core.model.noise import normal_density, summarise_noise
from linreg_gui.views.plots.noise_histogram import NoiseHistogram
from linreg_gui.views.widgets.style import dark_palette, light_palette

RESIDUALS = np.random.default_rng(0).normal(1.0, 2.0, 200)
SUMMARY = summarise_noise(RESIDUALS)
BEST = SUMMARY.mean, SUMMARY.std


def lab_of(loss: Loss | None = None) -> NoiseLab:
    found = noise_lab(loss or SquaredLoss(), SUMMARY, BEST, RESIDUALS)
    assert isinstance(found, NoiseLab)
    return found


@pytest.fixture
def plot(qtbot: QtBot) -> NoiseHistogram:
    widget = NoiseHistogram()
    qtbot.addWidget(widget)
    widget.resize(400, 400)
    widget.show_value(RunNoise(SUMMARY))
    widget.show()
    return widget


def drawn(plot: NoiseHistogram) -> tuple[np.ndarray, np.ndarray]:
    return plot.lab.item.getData()


def test_closed_it_takes_no_room(qtbot: QtBot, plot: NoiseHistogram) -> None:
    plot.lab.show_lab(lab_of())
    assert not plot.lab.bar.isVisible()
    assert not plot.lab.item.isVisible()
    assert "moved by hand" not in plot.strip.names()
    with qtbot.waitSignal(plot.lab.opened) as told:
        plot.lab.button.click()
    assert told.args == [True]
    assert plot.lab.bar.isVisible()
    assert "moved by hand" in plot.strip.names()


def test_the_curve_is_the_most_likely_one_until_it_is_moved(plot: NoiseHistogram) -> None:
    plot.lab.open(True)
    plot.lab.show_lab(lab_of())
    x, density = drawn(plot)
    np.testing.assert_allclose(density, normal_density(x, *BEST))
    assert plot.lab.own is None
    assert float(plot.lab.bar.place.text().replace("−", "-")) == pytest.approx(BEST[0], rel=1e-5)
    other = summarise_noise(RESIDUALS + 3.0)
    plot.lab.show_lab(noise_lab(SquaredLoss(), other, (other.mean, other.std), RESIDUALS))
    assert plot.lab.curve() == pytest.approx((other.mean, other.std))


def test_handles_move_place_and_width_and_the_numbers_follow(plot: NoiseHistogram) -> None:
    plot.lab.open(True)
    plot.lab.show_lab(lab_of())
    plot.lab.place_handle.setValue(2.5)
    plot.lab.place_handle.sigDragged.emit(plot.lab.place_handle)
    plot.lab.scale_handle.setValue(1.5)  # on the other side: the width is a distance
    plot.lab.scale_handle.sigDragged.emit(plot.lab.scale_handle)
    assert plot.lab.own == pytest.approx((2.5, 1.0))
    x, density = drawn(plot)
    np.testing.assert_allclose(density, normal_density(x, 2.5, 1.0))
    assert plot.lab.place_handle.value() == 2.5
    assert plot.lab.scale_handle.value() == 3.5
    assert plot.lab.bar.proof.text().splitlines() == list(lab_of().proof(2.5, 1.0).lines)
    assert plot.view_ranges()[1][1] > density.max()  # there is room for a higher curve
    plot.lab.scale_handle.setValue(2.5)
    plot.lab.scale_handle.sigDragged.emit(plot.lab.scale_handle)
    assert plot.lab.own[1] > 0.0
    plot.lab.bar.best.click()
    assert plot.lab.own is None
    assert plot.lab.curve() == BEST


def test_numbers_can_be_typed_and_what_is_none_changes_nothing(plot: NoiseHistogram) -> None:
    plot.lab.open(True)
    plot.lab.show_lab(lab_of())
    bar = plot.lab.bar
    for place, scale in (("0,5", "3"), ("-1", "0.25")):
        for field, text in ((bar.place, place), (bar.scale, scale)):
            field.setText(text)
            field.textEdited.emit(text)
        bar.scale.editingFinished.emit()
        assert plot.lab.own == pytest.approx((float(place.replace(",", ".")), float(scale)))
    for text in ("", "abc", "0", "-2", "1e300", "nan", "inf"):
        bar.scale.setText(text)
        bar.scale.textEdited.emit(text)
        bar.scale.editingFinished.emit()
        assert plot.lab.own == pytest.approx((-1.0, 0.25))
        assert bar.scale.value == 0.25


def test_where_there_is_no_noise_a_sentence_says_why(plot: NoiseHistogram) -> None:
    plot.lab.open(True)
    plot.lab.show_lab("The residuals do not vary, so there is no noise.")
    assert plot.lab.bar.proof.text() == "The residuals do not vary, so there is no noise."
    assert not plot.lab.bar.place.isEnabled()
    assert not plot.lab.item.isVisible()
    plot.lab.show_lab(lab_of())
    assert plot.lab.bar.place.isEnabled()


def test_other_noise_begins_with_its_most_likely_curve(plot: NoiseHistogram) -> None:
    plot.lab.open(True)
    plot.lab.show_lab(lab_of())
    plot.lab.move_to((9.0, 1.0))
    plot.lab.show_lab(lab_of())  # a later moment
    assert plot.lab.own == (9.0, 1.0)
    plot.lab.show_lab(lab_of(AbsoluteLoss()))
    assert plot.lab.own is None
    x, density = drawn(plot)
    np.testing.assert_allclose(density, np.exp(-np.abs(x - BEST[0]) / BEST[1]) / (2.0 * BEST[1]))
    assert density.max() == pytest.approx(0.5 / BEST[1])  # its peak is a point of the curve


def test_the_true_noise_is_drawn_where_it_is_known(plot: NoiseHistogram) -> None:
    truth = Truth(np.array([1.0]), 0.0, 2.0, ("x",), "y", "identity", "normal")
    plot.show_value(RunNoise(SUMMARY, truth=truth))
    x, density = plot.truth.getData()
    np.testing.assert_allclose(density, normal_density(x, 0.0, 2.0))
    assert plot.truth.isVisible()
    assert "true noise" in plot.strip.names()
    assert [series.name for series in plot.series()] == ["residuals", "normal density", "true noise"]
    plot.view_box.setRange(xRange=(-50.0, 50.0), padding=0.0)
    assert plot.truth.getData()[0][0] == -50.0
    plot.show_value(RunNoise(SUMMARY))
    assert not plot.truth.isVisible()
    assert "true noise" not in plot.strip.names()
    plot.show_value(RunNoise(SUMMARY, truth=replace(truth, noise="")))
    assert not plot.truth.isVisible()
    assert "true noise" not in plot.strip.names()


def test_it_follows_the_palette_and_can_be_cleared(plot: NoiseHistogram) -> None:
    plot.lab.open(True)
    plot.lab.show_lab(lab_of())
    for palette in (dark_palette(), light_palette()):
        plot.setPalette(palette)
        assert not plot.grab().isNull()
    plot.clear()
    assert plot.lab.curve() is None
    assert not plot.lab.item.isVisible()
