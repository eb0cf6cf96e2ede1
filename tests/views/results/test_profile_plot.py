"""A small plot of predictions along one value: what it draws, and how its line is moved."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor

from linreg_gui.core.desk.profile import Curve, Told
from linreg_gui.core.table.feature_sources import SourceKind
from linreg_gui.core.table.prediction_input import Asked
from linreg_gui.views.results.profile_plot import LabelAxis, ProfilePlot, runs
from linreg_gui.views.widgets.style import Series, dark_palette, is_dark

LEFT = Qt.MouseButton.LeftButton


def told(prediction: np.ndarray, width: float = 2.0) -> Told:
    parts = (prediction - width / 4, prediction + width / 4, prediction - width, prediction + width)
    return Told(prediction, *parts)


def line(at: float = 4.0, step: float = 0.5, **changed: object) -> Curve:
    """From 0 at 0 to 10 at 10."""
    x = np.linspace(0.0, 10.0, 61)
    points = np.array([1.0, 5.0, 9.0])
    near = np.array([True, False, True])
    parts = {"x": x, "told": told(x), "x_range": (0.0, 10.0)} | changed
    return Curve(0, parts["x"], parts["told"], at, step, points, points, near, parts["x_range"], "A line.")


def plot_of(qtbot, asked: Asked, curve: Curve) -> ProfilePlot:
    plot = ProfilePlot(asked)
    qtbot.addWidget(plot)
    plot.resize(300, 200)
    plot.show()
    plot.show_curve(curve, LabelAxis.over(-3.0, 13.0, plot.font(), 180.0))
    return plot


@pytest.fixture
def plot(qtbot) -> ProfilePlot:
    return plot_of(qtbot, Asked("area", SourceKind.NUMBER), line())


def heard(plot: ProfilePlot) -> list[float]:
    values: list[float] = []
    plot.value_chosen.connect(values.append)
    return values


def colour_at(plot: ProfilePlot, place: QPointF) -> QColor:
    return plot.grab().toImage().pixelColor(place.toPoint())


def pixel(plot: ProfilePlot, x: float) -> QPoint:
    return plot.place_of(x, 5.0).toPoint()


def test_the_line_is_dragged_and_every_value_is_told_once(qtbot, plot) -> None:
    values = heard(plot)
    qtbot.mousePress(plot, LEFT, pos=pixel(plot, 6.0))
    qtbot.mouseMove(plot, pixel(plot, 8.0))
    qtbot.mouseMove(plot, pixel(plot, 8.05))
    qtbot.mouseRelease(plot, LEFT, pos=pixel(plot, 8.05))
    qtbot.mouseMove(plot, pixel(plot, 2.0))
    assert values == [6.0, 8.0]
    assert plot.at == 8.0


def test_a_curve_that_comes_while_the_line_is_dragged_moves_neither_line_nor_range(qtbot, plot) -> None:
    qtbot.mousePress(plot, LEFT, pos=pixel(plot, 6.0))
    place = plot.place_of(6.0, 0.0)
    plot.show_curve(line(4.0, x_range=(0.0, 40.0)), plot.axis)
    assert plot.at == 6.0
    assert plot.place_of(6.0, 0.0) == place
    qtbot.mouseRelease(plot, LEFT, pos=pixel(plot, 6.0))
    assert plot.place_of(6.0, 0.0) != place


def test_nothing_beyond_the_ends_can_be_chosen(qtbot, plot) -> None:
    values = heard(plot)
    qtbot.mousePress(plot, LEFT, pos=QPoint(0, 50))
    qtbot.mouseMove(plot, QPoint(299, 50))
    qtbot.mouseRelease(plot, LEFT, pos=QPoint(299, 50))
    assert values == [0.0, 10.0]


@pytest.mark.parametrize(
    ("key", "value"),
    [("Left", 3.5), ("Right", 4.5), ("PageUp", 9.0), ("PageDown", -1.0), ("Home", 1.0), ("End", 9.0)],
)
def test_keys_change_the_value(qtbot, plot, key, value) -> None:
    values = heard(plot)
    qtbot.keyClick(plot, getattr(Qt.Key, f"Key_{key}"))
    assert values == [value]


def test_values_are_round_whatever_was_typed_before(plot) -> None:
    plot.show_value(4.1234567)
    values = heard(plot)
    plot.step_by(1.0)
    assert values == [4.5]


def test_dates_are_whole_days(qtbot) -> None:
    plot = plot_of(qtbot, Asked("sold", SourceKind.DATE), line(4.0, 1.0))
    values = heard(plot)
    qtbot.mousePress(plot, LEFT, pos=pixel(plot, 6.2))
    assert values == [6.0]


def test_levels_are_chosen_one_by_one(qtbot) -> None:
    x = np.arange(3.0)
    curve = line(1.0, 1.0, x=x, told=told(x), x_range=(-0.5, 2.5))
    plot = plot_of(qtbot, Asked("town", SourceKind.LEVEL, ("Bonn", "Köln", "Ulm")), curve)
    values = heard(plot)
    qtbot.mouseClick(plot, LEFT, pos=pixel(plot, 1.8))
    qtbot.keyClick(plot, Qt.Key.Key_PageDown)
    qtbot.keyClick(plot, Qt.Key.Key_Home)
    assert values == [2.0, 1.0, 0.0]
    for _ in range(3):
        plot.step_by(-1.0)
    assert plot.at == 0.0


def test_the_curve_lies_on_its_bands_and_they_are_told_apart(plot) -> None:
    plot.show_value(None)
    exact = Series.EXACT.colour(is_dark(plot.palette()))
    inner, outer, beside = (colour_at(plot, plot.place_of(7.3, 7.3 + far)) for far in (0.35, 1.5, 4.0))

    def distance(colour: QColor) -> int:
        return abs(colour.red() - exact.red()) + abs(colour.blue() - exact.blue())

    assert distance(inner) < distance(outer) < distance(beside)


def test_without_intervals_there_are_no_bands(plot) -> None:
    x = np.linspace(0.0, 10.0, 61)
    nothing = np.full(61, np.nan)
    plot.show_curve(line(told=Told(x, nothing, nothing, nothing, nothing)), plot.axis)
    plot.show_value(None)
    assert colour_at(plot, plot.place_of(7.3, 8.8)) == colour_at(plot, plot.place_of(7.3, 11.2))


def test_rows_that_are_near_are_strong_and_the_others_faded(plot) -> None:
    plot.show_value(None)
    x = np.linspace(0.0, 10.0, 61)
    nothing = np.full(61, np.nan)
    plot.show_curve(line(told=Told(x * 0.0 - 2.0, nothing, nothing, nothing, nothing)), plot.axis)
    plot.show_value(None)
    behind = plot.palette().window().color().lightness()
    near, far = (abs(colour_at(plot, plot.place_of(x, x)).lightness() - behind) for x in (1.0, 5.0))
    assert near > 2 * far > 0


def test_the_value_is_marked_where_the_curve_is(plot) -> None:
    accent = plot.palette().highlight().color()
    assert colour_at(plot, plot.place_of(4.0, 4.0)) == accent
    plot.show_value(8.0)
    assert colour_at(plot, plot.place_of(8.0, 8.0)) == accent
    assert colour_at(plot, plot.place_of(4.0, 4.0)) != accent


def test_a_screen_reader_hears_what_is_to_be_seen_and_how_to_move_it(plot) -> None:
    assert plot.accessibleName() == "Predictions along area"
    assert plot.accessibleDescription().startswith("A line. Drag the line")


def test_what_is_cleared_can_be_neither_seen_nor_moved(qtbot, plot) -> None:
    drawn = plot.grab().toImage()
    values = heard(plot)
    plot.clear()
    assert plot.grab().toImage() != drawn
    qtbot.mouseClick(plot, LEFT, pos=QPoint(150, 50))
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert values == []


def test_the_plot_follows_from_light_to_dark(plot) -> None:
    light = plot.grab().toImage()
    plot.setPalette(dark_palette())
    assert plot.grab().toImage() != light


def test_stretches_of_a_curve_are_those_of_which_something_is_known() -> None:
    known = np.array([False, True, True, False, True])
    assert runs(known) == [slice(1, 3), slice(4, 5)]
    assert runs(np.zeros(3, dtype=bool)) == []


def test_numbers_at_the_axis_are_round_and_there_is_room_for_them(plot) -> None:
    axis = LabelAxis.over(0.0, 100.0, plot.font(), 180.0)
    assert axis.ticks == (0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 100.0)
    assert axis.texts[-1] == "100"
    assert axis.room > 0.0
    assert LabelAxis.over(3.0, 3.0, plot.font(), 100.0).ticks == ()
