"""Figures look as the plot does on the screen, in every kind of file, and in programs that are not Qt."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from pytestqt.qtbot import QtBot
from rendered import apart, images_in, pdf_pixels, pdf_text, pixels_of, svg_pixels

from linreg_gui.core.drawing.scatter import scatter_of
from linreg_gui.core.explaining.losses import LossScene
from linreg_gui.core.explaining.run_noise import RunNoise
from linreg_gui.core.model.linear_model import Line
from linreg_gui.core.model.loss_curve import LossCurve
from linreg_gui.core.model.noise import summarise_noise
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.vectorisation.values import Contender, Task, Timing
from linreg_gui.core.writing.figure import FigureKind, FigureRequest
from linreg_gui.views.figures import copying
from linreg_gui.views.figures.drawing import figure_image, figure_pdf, figure_svg
from linreg_gui.views.plots.fit_plot import FitPlot
from linreg_gui.views.plots.loss_plot import LossPlot
from linreg_gui.views.plots.noise_histogram import NoiseHistogram
from linreg_gui.views.plots.themed_plot import ThemedPlot
from linreg_gui.views.vectorisation.time_plot import TimePlot
from linreg_gui.views.widgets import style

CM = 2.54 / 96.0
MARGIN = 6
BARE = FigureRequest(width=480 * CM, height=320 * CM, dpi=96, title=False, legend=False)
WHOLE = FigureRequest(width=600 * CM, height=380 * CM, dpi=96)
RANDOM = np.random.default_rng(2)


def fit_plot(n: int = 150) -> FitPlot:
    plot = FitPlot()
    plot.set_choices(["size (m²)"], "price & <b>")
    x = RANDOM.normal(1e6, 1.0, n)  # far from 0: SVG by Qt itself would show them all in one place
    y = 3.0 * (x - 1e6) + RANDOM.normal(size=n)
    rows = np.arange(min(n, 5000))
    plot.show_scatter(scatter_of(x, y, rows, density_above=1000))
    plot.show_lines(Line(3.5, -3.5e6), Line(3.0, -3e6), None)
    plot.show_minibatch(x[:20], y[:20])
    return plot


def loss_plot() -> LossPlot:
    plot = LossPlot()
    steps = np.arange(300.0)
    losses = 1.0 + 8.0 * np.exp(-steps / 40.0)
    dots = losses * RANDOM.uniform(0.5, 1.5, 300)
    plot.show_value(LossScene(LossCurve(steps, steps / 30.0, dots, losses, 1.2 * losses, losses), least=1.0))
    plot.set_logarithmic(True)
    return plot


def noise_plot() -> NoiseHistogram:
    plot = NoiseHistogram()
    residuals = RANDOM.normal(size=400)
    noise = summarise_noise(residuals)
    plot.show_value(RunNoise(noise, marked=0.3 * noise.density, n_marked=60))  # hatched
    return plot


def time_plot() -> TimePlot:
    plot = TimePlot()
    contenders = (Contender.NUMPY, Contender.NUMBA)
    plot.show_timings(
        [
            Timing(Task.ADD, contender, 10**k, 10.0 ** (k - 8 + i))
            for i, contender in enumerate(contenders)
            for k in range(2, 6)
        ]
    )
    return plot


PLOTS: dict[str, Callable[[], ThemedPlot]] = {
    "fit": fit_plot,
    "loss": loss_plot,
    "noise": noise_plot,
    "time": time_plot,
}


@pytest.fixture(params=PLOTS)
def plot(request: pytest.FixtureRequest, qtbot: QtBot) -> ThemedPlot:
    made = PLOTS[request.param]()
    qtbot.addWidget(made)
    made.resize(520, 420)
    made.show()
    qtbot.waitExposed(made)
    return made


def on_white(plot: ThemedPlot) -> None:
    palette = style.light_palette()
    palette.setColor(QPalette.ColorRole.Window, QColor(Qt.GlobalColor.white))
    plot.setPalette(palette)


def test_a_figure_of_the_same_size_is_what_is_on_the_screen(plot: ThemedPlot, qtbot: QtBot) -> None:
    on_white(plot)
    plot.canvas.grab()  # the axes make room for their numbers
    width, height = plot.canvas.width(), plot.canvas.height()
    request = replace(BARE, width=width * CM, height=(height + MARGIN) * CM)
    figure = pixels_of(figure_image(plot, request))[MARGIN:]
    assert apart(pixels_of(plot.canvas.grab().toImage()), figure) < 0.2


def test_pdf_and_svg_show_the_same_as_the_pixels(plot: ThemedPlot) -> None:
    seen = pixels_of(figure_image(plot, WHOLE))
    pdf = figure_pdf(plot, WHOLE)
    assert apart(seen, pdf_pixels(pdf)) < 0.15
    assert apart(seen, svg_pixels(figure_svg(plot, pdf)())) < 0.15
    assert images_in(pdf) == 0


def test_nothing_is_cut_off_and_nothing_leaves_the_plot(plot: ThemedPlot) -> None:
    for picture in (figure_image(plot, WHOLE), figure_image(plot, BARE)):
        seen = pixels_of(picture)
        for edge in (seen[0], seen[-1], seen[:, 0], seen[:, -1]):
            assert (edge == 255.0).all()


def test_every_word_and_number_is_text_that_can_be_searched(plot: ThemedPlot) -> None:
    pdf = figure_pdf(plot, WHOLE)
    text, svg = pdf_text(pdf), figure_svg(plot, pdf)()
    assert plot.title() in text
    assert b"/FontFile2" in pdf  # with its letters, which other machines may not have
    for name in (*plot.strip.names(), *plot.axis_labels()):
        assert name in text
    assert f"<title>{plot.title()}</title>" in svg
    letters = re.sub("<[^>]*>", " ", "".join(re.findall("<text.*?</text>", svg)))
    assert "".join(html.unescape(letters).split()) == text.replace(" ", "")


def test_the_plot_is_afterwards_as_it_was_in_dark_colours_too(plot: ThemedPlot) -> None:
    light = pixels_of(figure_image(plot, WHOLE))
    plot.setPalette(style.dark_palette())
    before = plot.grab().toImage()
    dark = pixels_of(figure_image(plot, WHOLE))
    figure_pdf(plot, WHOLE)
    assert plot.grab().toImage() == before
    np.testing.assert_array_equal(light, dark)


def test_a_finer_picture_has_the_same_lines_of_the_same_width(qtbot: QtBot) -> None:
    plot = loss_plot()
    qtbot.addWidget(plot)
    coarse = pixels_of(figure_image(plot, WHOLE))
    fine = figure_image(plot, FigureRequest(width=WHOLE.width, height=WHOLE.height, dpi=288))
    assert fine.dotsPerMeterX() == round(288 / 0.0254)
    seen = pixels_of(fine)
    height, width = coarse.shape[:2]
    assert seen.shape[:2] == (3 * height, 3 * width)
    assert apart(coarse, seen.reshape(height, 3, width, 3, 3).mean(axis=(1, 3))) < 0.1


def test_title_and_legend_are_left_out_where_they_are_not_wanted(qtbot: QtBot) -> None:
    plot = noise_plot()
    qtbot.addWidget(plot)
    text = pdf_text(figure_pdf(plot, BARE))
    assert "Noise" not in text
    assert "selected" not in text
    assert "density" in text


def test_of_very_many_rows_only_the_shades_are_pixels(qtbot: QtBot) -> None:
    plot = fit_plot(30_000)
    qtbot.addWidget(plot)
    pdf = figure_pdf(plot, WHOLE)
    seen = pixels_of(figure_image(plot, WHOLE))
    assert images_in(pdf) == 1
    assert figure_svg(plot, pdf)().count("<image") == 1
    assert apart(seen, pdf_pixels(pdf)) < 0.25
    assert apart(seen, svg_pixels(figure_svg(plot, pdf)())) < 0.25


def test_pictures_that_do_not_fit_into_memory_are_refused(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    plot = noise_plot()
    qtbot.addWidget(plot)
    monkeypatch.setattr(FigureRequest, "pixels", (2**31 - 1, 2**31 - 1))
    with pytest.raises(ProblemError, match="memory"):
        figure_image(plot, WHOLE)


def test_of_very_many_points_the_clipboard_gets_pixels_alone_and_at_once(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    plot = noise_plot()
    qtbot.addWidget(plot)
    for most, kinds in (
        (10**6, {"application/x-qt-image", "image/svg+xml"}),
        (10, {"application/x-qt-image"}),
    ):
        monkeypatch.setattr(copying, "_MOST_VECTORS", most)
        plot.copy_figure()
        assert {*QGuiApplication.clipboard().mimeData().formats()} == kinds


def test_a_request_knows_its_limits() -> None:
    assert FigureRequest(FigureKind.PNG, 16.0, 10.0, 300).pixels == (1890, 1181)
    assert not FigureRequest(FigureKind.PNG, 60.0, 60.0, 300).problem
    assert FigureRequest(FigureKind.PNG, 60.0, 60.0, 400).problem
    assert "too many" in FigureRequest(FigureKind.PNG, 60.0, 60.0, 1200).problem
    assert not FigureRequest(FigureKind.PDF, 60.0, 60.0, 1200).problem
    for wrong in ({"width": 0.0}, {"height": float("nan")}, {"dpi": 10_000}, {"width": 61.0}):
        with pytest.raises(ValueError, match="A figure"):
            FigureRequest(**wrong)  # type: ignore[arg-type]
