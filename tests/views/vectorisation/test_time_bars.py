"""Bars show one run, transfer and warm-up one behind the other, with the numbers beside them."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import Qt

from linreg_gui.core.vectorisation.values import Contender, Task, Timing
from linreg_gui.views.vectorisation.contender_looks import LOOKS
from linreg_gui.views.vectorisation.time_bars import TimeBars

SOLID, NONE = Qt.BrushStyle.SolidPattern, Qt.BrushStyle.NoBrush


@pytest.fixture
def bars(qtbot) -> TimeBars:
    widget = TimeBars()
    qtbot.addWidget(widget)
    widget.resize(400, 300)
    return widget


def timing(contender: Contender, seconds: float = math.nan, **options) -> Timing:
    return Timing(Task.ADD, contender, 100, seconds, **options)


def test_equal_factors_are_equal_lengths(bars) -> None:
    times = {Contender.PYTHON: 1e-3, Contender.NUMPY: 1e-4, Contender.NUMBA: 1e-5}
    bars.show_timings(100, [timing(c, seconds) for c, seconds in times.items()])
    ends = [bars.segments(c)[0][2] for c in times]
    assert ends[0] - ends[1] == pytest.approx(ends[1] - ends[2])
    assert ends[0] == 1.0
    assert ends[2] > 0.1


def test_transfer_and_warm_up_follow_in_patterns_of_their_own(bars) -> None:
    bars.show_timings(100, [timing(Contender.CUPY, 1e-6, transfer=9e-6, warm_up=9.9e-4)])
    segments = bars.segments(Contender.CUPY)
    assert segments[0][0] is SOLID
    assert len({pattern for pattern, _, _ in segments}) == 3
    assert segments[0][2] == segments[1][1]
    assert segments[1][2] == segments[2][1]
    assert segments[1][2] - segments[0][2] == pytest.approx((segments[2][2] - segments[1][2]) / 2)
    assert bars.row_text(Contender.CUPY) == "1.00 µs + 9.00 µs transfer + 990 µs warm-up"


def test_a_predicted_time_is_hollow(bars) -> None:
    bars.show_timings(100, [timing(Contender.PYTHON, predicted=12.0), timing(Contender.NUMPY, 0.1)])
    ((pattern, start, end),) = bars.segments(Contender.PYTHON)
    assert pattern is NONE
    assert start == 0.0
    assert end > bars.segments(Contender.NUMPY)[0][2]
    assert bars.row_text(Contender.PYTHON) == "not measured: would take about 12 s"


def test_a_reason_takes_the_place_of_a_bar(bars) -> None:
    bars.show_timings(100, [timing(Contender.CUPY, problem="There is no GPU.")])
    assert bars.segments(Contender.CUPY) == []
    assert bars.row_text(Contender.CUPY) == "There is no GPU."
    assert bars.row_text(Contender.NUMPY) == "not measured yet"


def test_everything_is_said_to_those_who_do_not_see_it(bars) -> None:
    bars.show_timings(10_000, [timing(Contender.NUMPY, 3.5e-6)])
    assert bars.accessibleName() == "Time of one run at n = 10,000"
    assert "NumPy: 3.50 µs" in bars.accessibleDescription()
    assert "Python loop: not measured yet" in bars.accessibleDescription()


def test_a_bar_is_drawn_in_the_colour_of_its_contender(bars) -> None:
    colour = LOOKS[Contender.NUMPY].colour(False).rgb()

    def count() -> int:
        image = bars.grab().toImage()
        return sum(image.pixel(x, y) == colour for x in range(0, 400, 4) for y in range(0, 300, 2))

    assert count() == 0
    bars.show_timings(100, [timing(Contender.NUMPY, 1e-6), timing(Contender.PYTHON, 1.0)])
    short = count()
    bars.show_timings(100, [timing(Contender.NUMPY, 1.0), timing(Contender.PYTHON, 1e-6)])
    assert 0 < short < count()
