"""The ruler of the learning rate: where its marks are, and what is asked for by mouse and keys."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt

from linreg_gui.core.solvers.sgd.learning_rate import LearningRateLimits
from linreg_gui.views.training.rate_ruler import RateRuler

LIMITS = LearningRateLimits(0.5, 2.0, 1.0, 0.8, 0.1, 0.3, 50.0)


@pytest.fixture
def ruler(qtbot) -> RateRuler:
    ruler = RateRuler()
    qtbot.addWidget(ruler)
    ruler.resize(312, 30)
    ruler.show()
    ruler.show_limits(LIMITS)
    ruler.set_rate(0.05)
    return ruler


@pytest.fixture
def asked(ruler) -> list[float]:
    rates: list[float] = []
    ruler.rate_requested.connect(rates.append)
    return rates


def test_the_marks_stand_in_the_order_of_their_rates_a_factor_of_ten_equally_far_apart(ruler) -> None:
    assert list(ruler.marks().values()) == [0.3, 0.8, 1.0]
    places = [ruler.place_of(rate) for rate in (0.01, 0.1, 1.0, 10.0)]
    assert places[1] - places[0] == pytest.approx(places[3] - places[2])
    assert ruler.place_of(0.3) < ruler.place_of(0.8) < ruler.place_of(1.0) < ruler.place_of(10.0)


def test_a_drag_asks_once_for_the_rate_where_it_ends(qtbot, ruler, asked) -> None:
    start, end = (QPoint(round(ruler.place_of(rate)), 10) for rate in (0.05, 0.5))
    qtbot.mousePress(ruler, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(ruler, end)
    assert asked == []
    qtbot.mouseRelease(ruler, Qt.MouseButton.LeftButton, pos=end)
    assert asked == [pytest.approx(0.5, rel=0.05)]


def test_a_click_on_a_mark_takes_its_rate_and_no_more(qtbot, ruler, asked) -> None:
    ruler.show_limits(replace(LIMITS, best_rate=0.77777, stable_limit=1.2346))
    for rate in (0.3, 0.77777, 1.2346):
        where = QPoint(round(ruler.place_of(rate)) + 1, 22)
        qtbot.mouseClick(ruler, Qt.MouseButton.LeftButton, pos=where)
    assert asked == [0.3, 0.777, 1.23]


def test_a_drag_that_begins_on_a_mark_goes_where_it_is_pulled(qtbot, ruler, asked) -> None:
    start, end = (QPoint(round(ruler.place_of(rate)), 22) for rate in (0.8, 0.02))
    qtbot.mousePress(ruler, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(ruler, end)
    qtbot.mouseRelease(ruler, Qt.MouseButton.LeftButton, pos=end)
    assert asked == [pytest.approx(0.02, rel=0.05)]


def test_keys_go_in_small_steps_of_the_scale(qtbot, ruler, asked) -> None:
    qtbot.keyClick(ruler, Qt.Key.Key_Right)
    qtbot.keyClick(ruler, Qt.Key.Key_Left)
    qtbot.keyClick(ruler, Qt.Key.Key_Left)
    assert asked[0] > 0.05
    assert asked[1] == pytest.approx(0.05, rel=0.05)
    assert asked[2] < asked[1]


def test_showing_asks_for_nothing(ruler, asked) -> None:
    ruler.set_rate(0.3)
    ruler.show_limits(None)
    ruler.show_limits(LIMITS)
    assert asked == []


@given(st.floats(1e-300, 1e300))
def test_any_rate_has_its_place(qapp, rate) -> None:
    ruler = RateRuler()
    ruler.resize(300, 30)
    ruler.show_limits(LIMITS)
    ruler.set_rate(rate)
    assert 0.0 <= ruler.place_of(rate) <= 300.0
    assert math.isclose(ruler.rate_at(ruler.place_of(rate)), rate, rel_tol=0.06)


def test_the_marks_are_told_to_those_who_do_not_see_them(ruler) -> None:
    told = ruler.accessibleDescription()
    assert all(text in told for text in ("0.05", "0.3", "0.8", "diverges above, 2/λmax: 1"))


def test_marks_are_painted_only_where_something_is_known(ruler) -> None:
    marked = ruler.grab().toImage()
    x = round(ruler.place_of(1.0))
    ruler.show_limits(None)
    assert ruler.grab().toImage().pixelColor(x, 22) != marked.pixelColor(x, 22)
