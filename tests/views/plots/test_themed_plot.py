"""What all plots share: colours from the palette, one view that shows everything, a sentence when empty."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from linreg_gui.core.explaining.losses import LossScene
from linreg_gui.core.model.loss_curve import LossCurve
from linreg_gui.core.writing.figure import FigureRequest
from linreg_gui.views.figures.drawing import figure_image
from linreg_gui.views.plots.fit_plot import FitPlot
from linreg_gui.views.plots.legend_place import GroundLines
from linreg_gui.views.plots.loss_plot import LossPlot
from linreg_gui.views.plots.noise_histogram import NoiseHistogram
from linreg_gui.views.plots.note_box import NoteBox
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


def test_a_legend_in_little_room_has_short_names_and_then_drops_numbers(qtbot: QtBot) -> None:
    cells = {key: Cell(f"a rather long name {key}", Swatch.DOT, short=key) for key in "abcd"}
    strip = PlotStrip(
        {**cells, "n": Cell("number of rows", reserve="888,888", short="n"), "e": Cell("extra")}
    )
    qtbot.addWidget(strip)
    strip.set_room(QSize(1000, 200))
    assert strip.shown_names()[:2] == ["a rather long name a", "a rather long name b"]
    strip.set_room(QSize(130, 200))
    assert strip.shown_names() == ["a", "b", "c", "d", "n", "extra"]
    strip.set_room(QSize(108, 45))
    assert strip.shown_names() == ["a", "b", "c", "d"]
    assert "number of rows" in strip.text()
    strip.set_room(QSize(5, 5))
    assert strip.shown_names() == []
    strip.set_room(QSize(1000, 200))
    strip.set_shown([])
    assert strip.shown_names() == []
    assert strip.sizeHint().isEmpty()


@pytest.mark.parametrize("value", ["1", "2.17×10⁻¹⁹", "−1234567.8901"])
def test_a_number_wider_than_its_room_is_not_cut(qtbot: QtBot, value: str) -> None:
    strip = PlotStrip({key: Cell(key, reserve="88") for key in ("a", "b", "c")})
    qtbot.addWidget(strip)
    strip.set_room(QSize(400, 100))
    before = strip.sizeHint().width()
    strip.set_values(dict.fromkeys("abc", value))
    assert (strip.sizeHint().width() > before) == (len(value) > 2)
    for arrangement in strip.arrangements:
        strip.take(arrangement)
        strip.resize(strip.sizeHint())
        picture = strip.grab().toImage()
        rows = range(5, picture.height() - 5)
        assert len({picture.pixel(picture.width() - 3, y) for y in rows}) == 1
        assert len({picture.pixel(x, y) for x in range(picture.width()) for y in rows}) > 1


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


def drawn(qtbot: QtBot, plot: ThemedPlot, x: list[float], y: list[float]) -> None:
    """A line, and the legend where it covers least of it."""
    line = pg.PlotCurveItem(x, y)
    plot.view_box.addItem(line, ignoreBounds=True)
    plot.set_home((0.0, 1.0), (0.0, 1.0))
    plot.show()
    qtbot.waitExposed(plot)
    plot.legend.choose()


@pytest.mark.parametrize(
    ("x", "y", "right", "below"),
    [
        ([0.0, 1.0], [0.0, 1.0], False, False),
        ([0.0, 1.0], [1.0, 0.0], True, False),
        ([0.05, 0.05, 1.0], [0.0, 0.95, 0.95], True, True),
        ([0.95, 0.95, 0.0], [0.0, 0.95, 0.95], False, True),
    ],
)
def test_the_legend_lies_in_the_corner_where_it_covers_least(
    qtbot: QtBot, plot: ThemedPlot, x: list[float], y: list[float], right: bool, below: bool
) -> None:
    drawn(qtbot, plot, x, y)
    box = plot.canvas.mapFromScene(plot.view_box.sceneBoundingRect()).boundingRect()
    legend = plot.legend.area
    assert box.contains(legend)
    assert not legend.isEmpty()
    assert (legend.center().x() > box.center().x()) is right
    assert (legend.center().y() > box.center().y()) is below


def test_a_legend_stays_where_another_corner_is_hardly_better(qtbot: QtBot, plot: ThemedPlot) -> None:
    drawn(qtbot, plot, [0.0, 1.0], [0.0, 1.0])
    before = plot.legend.area
    left = pg.ScatterPlotItem([0.06, 0.08, 0.1, 0.12, 0.14], [0.94] * 5)
    others = [pg.ScatterPlotItem([x] * 4, [y] * 4) for x, y in ((0.9, 0.94), (0.9, 0.06), (0.1, 0.06))]
    for item in (left, *others):
        plot.view_box.addItem(item, ignoreBounds=True)
    plot.legend.choose()
    assert plot.legend.area == before
    plot.view_box.removeItem(others[1])
    plot.legend.choose()
    assert plot.legend.area != before


def test_the_legend_lies_over_lines_of_the_ground_rather_than_over_what_is_read(
    qtbot: QtBot, plot: ThemedPlot
) -> None:
    everywhere = [(x, y) for x in (0.05, 0.1, 0.9) for y in (0.0, 1.0) if (x, y) != (0.9, 1.0)] * 100
    ground = GroundLines(*map(list, zip(*everywhere, strict=True)))
    plot.view_box.addItem(ground, ignoreBounds=True)
    drawn(qtbot, plot, [0.8, 1.0], [1.0, 0.9])
    box = plot.canvas.mapFromScene(plot.view_box.sceneBoundingRect()).boundingRect()
    legend = plot.legend.area.center()
    assert not (legend.x() > box.center().x() and legend.y() < box.center().y())


def test_the_legend_keeps_out_of_the_way_of_other_words(qtbot: QtBot, plot: ThemedPlot) -> None:
    drawn(qtbot, plot, [0.0, 1.0], [0.0, 1.0])
    note = NoteBox(plot.view_box, 1)
    note.show_lines([("price = 3 × area", QColor("black"))])
    plot.legend.texts.append(note.ground)
    plot.legend.choose()
    where = plot.canvas.mapFromScene(note.ground.sceneBoundingRect()).boundingRect()
    assert not where.intersects(plot.legend.area)


def test_clicks_go_through_the_legend_and_what_it_covers_is_seen_under_the_pointer(
    qtbot: QtBot, plot: ThemedPlot
) -> None:
    drawn(qtbot, plot, [0.0, 0.0, 1.0, 1.0], [0.0, 0.99, 0.99, 0.0])
    over = pg.PlotCurveItem([0.0, 1.0] * 20, [0.0, 1.0] * 20)
    cross = pg.PlotCurveItem([0.0, 1.0] * 20, [1.0, 0.0] * 20)
    for item in (over, cross):
        plot.view_box.addItem(item, ignoreBounds=True)
    plot.legend.choose()
    middle = plot.canvas.mapTo(plot, plot.legend.area.center())
    assert plot.childAt(middle) is plot.canvas.viewport()
    veiled = plot.strip.grab().toImage()
    QTest.mouseMove(plot.canvas.viewport(), plot.legend.area.center())
    qtbot.waitUntil(lambda: plot.strip.grab().toImage() != veiled)
    plot.canvas.pointer_left.emit()
    assert plot.strip.grab().toImage() == veiled


def test_a_legend_is_not_laid_out_anew_while_only_its_numbers_change(
    qtbot: QtBot,
) -> None:
    strip = PlotStrip({"n": Cell("n", reserve="888")})
    qtbot.addWidget(strip)
    before = strip.arrangement
    strip.set_values({"n": "12"})
    assert strip.arrangement is before
    strip.set_name("n", "number")
    assert strip.arrangement is not before


def test_lines_are_as_wide_on_a_screen_of_more_pixels_and_on_paper_as_they_were(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pens that are as wide at every zoom count the pixels of the screen."""
    plot = LossPlot()
    qtbot.addWidget(plot)
    curve = LossCurve(*np.linspace(0.0, 1.0, 14).reshape(7, 2))
    plot.show_value(LossScene(curve, least=0.5))
    plot.show()
    qtbot.waitExposed(plot)
    figure_image(plot, FigureRequest())  # now everything is laid out
    width = plot.all_rows.opts["pen"].widthF()
    figure = figure_image(plot, FigureRequest())
    monkeypatch.setattr(LossPlot, "devicePixelRatioF", lambda _: 2.0)
    QApplication.sendEvent(plot, QEvent(QEvent.Type.DevicePixelRatioChange))
    assert plot.all_rows.opts["pen"].widthF() == 2.0 * width
    plot.set_strokes(style.PRESENTED)
    assert plot.all_rows.opts["pen"].widthF() == 2.0 * style.PRESENTED.least_line
    plot.set_strokes(style.USUAL)
    assert figure_image(plot, FigureRequest()) == figure
    assert plot.all_rows.opts["pen"].widthF() == 2.0 * width
