"""What all plots share: colours from the palette, one view that shows everything, a sentence when empty."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from linreg_gui.core.writing.figure import FigureRequest
from linreg_gui.views.figures.drawing import figure_image
from linreg_gui.views.plots.fit_plot import FitPlot
from linreg_gui.views.plots.loss_plot import LossPlot
from linreg_gui.views.plots.noise_histogram import NoiseHistogram
from linreg_gui.views.plots.plot_strip import Cell, PlotStrip, Swatch
from linreg_gui.views.plots.themed_plot import ThemedPlot
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.style import Series


@pytest.fixture
def plot(qtbot: QtBot) -> ThemedPlot:
    widget = ThemedPlot("Fit", PlotStrip({"fit": Cell("current fit", Swatch.LINE)}))
    widget.resize(400, 300)
    qtbot.addWidget(widget)
    return widget


@pytest.mark.parametrize("kind", [FitPlot, LossPlot, NoiseHistogram])
def test_a_new_palette_recolours_background_axes_and_text(qtbot: QtBot, kind: type[ThemedPlot]) -> None:
    plot = kind()
    qtbot.addWidget(plot)
    for palette in (style.light_palette(), style.dark_palette()):
        plot.setPalette(palette)
        assert plot.canvas.backgroundBrush().color() == palette.window().color()
        assert plot.canvas.getAxis("left").textPen().color() == style.muted(palette)
        assert plot.canvas.getAxis("bottom").pen().color() == palette.mid().color()


def test_series_follow_the_palette_and_keep_their_line_styles(qtbot: QtBot) -> None:
    plot = FitPlot()
    qtbot.addWidget(plot)
    for dark, palette in enumerate((style.light_palette(), style.dark_palette())):
        plot.setPalette(palette)
        pens = {key: plot.lines[key].opts["pen"] for key in ("fit", "exact", "truth", "identity")}
        assert pens["fit"].color() == Series.FIT.colour(bool(dark))
        assert pens["exact"].color() == Series.EXACT.colour(bool(dark))
        assert len({pen.style() for pen in pens.values()}) == 4


def test_fit_view_returns_to_the_ranges_that_show_everything(plot: ThemedPlot) -> None:
    plot.set_home((0.0, 10.0), (-1.0, 1.0))
    plot.view_box.setRange(xRange=(3.0, 4.0), padding=0.0)
    plot.fit_view()
    assert plot.view_ranges() == ((0.0, 10.0), (-1.0, 1.0))


def test_a_wheel_zoom_is_kept_when_asked(qtbot: QtBot, plot: ThemedPlot) -> None:
    plot.set_home((0.0, 10.0), (0.0, 1.0))
    plot.show()
    qtbot.waitExposed(plot)
    plot.view_box.sigRangeChangedManually.emit([True, True])
    plot.view_box.setRange(xRange=(3.0, 4.0), padding=0.0)
    plot.set_home((0.0, 20.0), (0.0, 1.0), keep_zoom=True)
    assert plot.view_ranges()[0] == (3.0, 4.0)
    plot.set_home((0.0, 20.0), (0.0, 1.0))
    assert plot.view_ranges()[0] == (0.0, 20.0)


def test_a_right_click_offers_to_fit_the_view_and_to_copy_it(qtbot: QtBot, plot: ThemedPlot) -> None:
    plot.show()
    qtbot.waitExposed(plot)
    centre = plot.canvas.mapFromScene(plot.view_box.sceneBoundingRect().center())
    QTest.mouseClick(plot.canvas.viewport(), Qt.MouseButton.RightButton, pos=QPoint(centre))
    menu = plot.findChild(QMenu)
    assert [action.text() for action in menu.actions()] == [
        *("Fit view", "Copy figure", "Copy numbers", "Save figure…")
    ]
    plot.set_home((0.0, 5.0), (0.0, 5.0))
    plot.view_box.setRange(xRange=(3.0, 4.0), padding=0.0)
    menu.actions()[0].trigger()
    assert plot.view_ranges()[0] == (0.0, 5.0)
    menu.close()


def test_a_message_takes_the_place_of_canvas_and_legend(qtbot: QtBot, plot: ThemedPlot) -> None:
    plot.show()
    qtbot.waitExposed(plot)
    plot.show_message("Nothing here yet.")
    assert plot.message() == "Nothing here yet."
    assert not plot.canvas.isVisible()
    assert not plot.strip.isVisible()
    plot.show_canvas()
    assert plot.message() == ""
    assert plot.canvas.isVisible()
    assert plot.strip.isVisible()


def test_column_names_are_not_read_as_markup(plot: ThemedPlot) -> None:
    plot.set_axis_labels("<b>area</b>", "a & b")
    assert plot.canvas.getAxis("bottom").label.toPlainText().strip() == "<b>area</b>"
    assert plot.canvas.getAxis("left").label.toPlainText().strip() == "a & b"


def test_a_narrow_strip_has_short_names_and_then_drops_numbers_but_keeps_its_height(qtbot: QtBot) -> None:
    cells = {key: Cell(f"a rather long name {key}", Swatch.DOT, short=key) for key in "abcd"}
    strip = PlotStrip(
        {**cells, "n": Cell("number of rows", reserve="888,888", short="n"), "e": Cell("extra")}
    )
    qtbot.addWidget(strip)
    height = strip.height()
    strip.resize(1000, height)
    assert strip.shown_names()[:2] == ["a rather long name a", "a rather long name b"]
    strip.resize(260, height)
    assert strip.shown_names() == ["a", "b", "c", "d", "n", "extra"]
    strip.resize(108, height)
    assert strip.shown_names()[:4] == ["a", "b", "c", "d"]
    assert "extra" not in strip.shown_names()
    assert "number of rows" in strip.text()
    strip.set_shown([])
    assert strip.shown_names() == []
    assert strip.minimumHeight() == strip.maximumHeight() == height


@pytest.mark.parametrize("value", ["1", "2.17×10⁻¹⁹", "−1234567.8901"])
def test_a_number_wider_than_its_room_is_not_cut(qtbot: QtBot, value: str) -> None:
    strip = PlotStrip({key: Cell(key, reserve="88") for key in ("a", "b", "c")})
    qtbot.addWidget(strip)
    strip.set_values(dict.fromkeys("abc", value))
    for width in range(150, 300, 10):
        strip.resize(width, strip.height())
        picture = strip.grab().toImage()
        edge = {picture.pixel(picture.width() - 1, y) for y in range(picture.height())}
        assert len(edge) == 1
        assert len({picture.pixel(x, y) for x in range(150) for y in range(picture.height())}) > 1


def test_the_strip_tells_a_screen_reader_what_it_shows(qtbot: QtBot) -> None:
    strip = PlotStrip({"n": Cell("n", reserve="888"), "x": Cell("hidden", shown=False)})
    qtbot.addWidget(strip)
    strip.set_values({"n": "12"})
    assert strip.accessibleDescription() == "n 12"


def test_the_name_of_an_axis_ends_in_dots_where_the_axis_is_shorter(qtbot: QtBot, plot: ThemedPlot) -> None:
    name = " ".join(["a very long name of a column & what it means"] * 3)
    plot.set_axis_labels(name, "price")
    plot.show()
    qtbot.waitExposed(plot)
    axis = plot.canvas.getAxis("bottom")
    shown = axis.label.toPlainText()
    assert shown.endswith("…")
    assert name.startswith(shown[:-1])
    assert axis.label.boundingRect().width() <= axis.size().width()
    plot.resize(3000, 300)
    qtbot.waitUntil(lambda: axis.label.toPlainText() == name)
    assert plot.canvas.getAxis("left").label.toPlainText() == "price"


def test_who_comes_by_keys_sees_where_they_go_and_no_figure_has_the_frame(
    qtbot: QtBot, plot: ThemedPlot
) -> None:
    plot.resize(300, 260)
    plot.show()
    qtbot.waitExposed(plot)
    figure = figure_image(plot, FigureRequest())
    without = plot.canvas.grab().toImage()
    for reason, framed in ((Qt.FocusReason.MouseFocusReason, False), (Qt.FocusReason.TabFocusReason, True)):
        QApplication.sendEvent(plot.canvas, QFocusEvent(QEvent.Type.FocusIn, reason))
        assert (plot.canvas.grab().toImage() != without) == framed
        assert figure_image(plot, FigureRequest()) == figure
        QApplication.sendEvent(plot.canvas, QFocusEvent(QEvent.Type.FocusOut))
    assert plot.canvas.grab().toImage() == without
