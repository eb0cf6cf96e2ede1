"""Time against n: lines on logarithmic scales, crossovers marked, readings of one size."""

from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core.vectorisation.values import Contender, Task, Timing
from linreg_gui.views.vectorisation.contender_looks import LOOKS
from linreg_gui.views.vectorisation.time_plot import TimePlot

SIZES = (10, 100, 1000, 10_000)
LINES = {Contender.PYTHON: [1e-8 * n for n in SIZES], Contender.NUMPY: [5e-7] * 4}
TIMINGS = [Timing(Task.ADD, c, n, s) for c, times in LINES.items() for n, s in zip(SIZES, times, strict=True)]
GPU = [Timing(Task.ADD, Contender.CUPY, n, 1e-4, transfer=9e-4) for n in SIZES]


@pytest.fixture
def plot(qtbot) -> TimePlot:
    widget = TimePlot()
    qtbot.addWidget(widget)
    widget.resize(600, 400)
    return widget


def shown_marks(plot: TimePlot) -> list[float]:
    return [10.0 ** mark.value() for mark, _ in plot._marks if mark.isVisible()]


def test_it_says_what_to_do_until_something_was_measured(plot) -> None:
    assert "Run All Sizes" in plot.message()
    plot.show_timings([Timing(Task.ADD, Contender.CUPY, 10, problem="No.")])
    assert plot.message()
    plot.show_timings(TIMINGS)
    assert plot.message() == ""


def test_lines_are_drawn_on_logarithmic_scales_in_the_order_of_n(plot) -> None:
    plot.show_timings(TIMINGS[::-1])
    x, y = plot.lines[Contender.PYTHON].getData()
    np.testing.assert_allclose(x, [1, 2, 3, 4])
    np.testing.assert_allclose(y, [-7, -6, -5, -4])
    (x_low, x_high), (y_low, y_high) = plot.view_ranges()
    assert x_low < 1 < 4 < x_high
    assert y_low < -7 < -4 < y_high


def test_crossovers_are_marked_where_they_are_and_named(plot) -> None:
    plot.show_timings(TIMINGS)
    assert shown_marks(plot) == pytest.approx([50.0])
    assert plot.crossover_texts() == ["NumPy overtakes Python loop at n ≈ 50"]
    x, y = plot.rings.getData()
    assert (10.0 ** x[0], 10.0 ** y[0]) == (pytest.approx(50.0), pytest.approx(5e-7))
    assert "n ≈ 50" in plot.canvas.accessibleDescription()
    plot.show_timings(TIMINGS[:4])
    assert shown_marks(plot) == []
    assert plot.rings.getData()[0].size == 0


def test_labels_stay_in_sight_and_vanish_where_there_is_no_room(plot, qtbot) -> None:
    plot.show()
    plot.show_timings(TIMINGS)
    label = plot._marks[0][1]

    def inside() -> bool:
        place = label.mapRectToScene(label.boundingRect())
        return plot.view_box.sceneBoundingRect().adjusted(-2, -2, 2, 2).contains(place)

    qtbot.waitUntil(lambda: label.isVisible() and inside())
    plot.view_box.setRange(xRange=(1.65, 4.0), padding=0.0)
    assert inside()
    plot.resize(240, 170)
    qtbot.waitUntil(lambda: not label.isVisible())


def test_transfer_is_a_line_of_its_own_where_there_is_any(plot) -> None:
    plot.show_timings(TIMINGS)
    assert "CuPy with transfer" not in plot.strip.names()
    plot.show_timings([*TIMINGS, *GPU])
    assert "CuPy with transfer" in plot.strip.names()
    np.testing.assert_allclose(plot.transfer_line.getData()[1], [-3.0] * 4)
    np.testing.assert_allclose(plot.lines[Contender.CUPY].getData()[1], [-4.0] * 4)


def test_the_chosen_size_is_read_out_unless_another_is_pointed_at(plot) -> None:
    plot.show_timings(TIMINGS)
    plot.set_size(1000)
    assert (plot.strip.value("n"), plot.strip.value("PYTHON")) == ("1,000", "10.0 µs")
    plot.point_at(70.0)
    assert (plot.strip.value("n"), plot.strip.value("PYTHON")) == ("100", "1.00 µs")
    assert plot.cursor_line.isVisible()
    plot.point_at_nothing()
    assert plot.strip.value("n") == "1,000"
    assert not plot.cursor_line.isVisible()


def test_contenders_differ_by_more_than_colour() -> None:
    assert len({look.symbol for look in LOOKS.values()}) == len(Contender)
    assert len({look.swatch for look in LOOKS.values()}) == len(Contender)


def test_the_axis_says_what_n_counts(plot) -> None:
    assert plot.axis_labels() == ("n: numbers in each vector", "seconds of one run")
    plot.set_task(Task.EPOCH)
    assert plot.axis_labels()[0] == "n: examples"
