"""The slider of the speed: what it says, what it asks for, and how much of it there is room for."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from linreg_gui.views.training.speed_slider import (
    FASTEST,
    SpeedForm,
    SpeedSlider,
    position_of,
    rate_at,
    speed_text,
)


@pytest.fixture
def speed(qtbot: QtBot) -> SpeedSlider:
    widget = SpeedSlider()
    qtbot.addWidget(widget)
    return widget


def test_the_slider_asks_for_a_speed_and_says_it(speed: SpeedSlider) -> None:
    speeds: list[float | None] = []
    speed.speed_requested.connect(lambda rate: speeds.append(rate))
    speed.slider.setValue(0)
    assert speed.value_label.text() == "1 step/s"
    speed.slider.setValue(FASTEST)
    assert speed.value_label.text() == "as fast as possible"
    assert speeds == [1.0, None]


def test_a_speed_that_is_shown_is_said_exactly_and_not_asked_for(speed: SpeedSlider) -> None:
    speeds: list[float | None] = []
    speed.speed_requested.connect(lambda rate: speeds.append(rate))
    speed.set_speed(1200.0)
    assert speed.value_label.text() == "1,200 steps/s"
    assert rate_at(speed.slider.value()) == 1000.0
    speed.set_speed(None)
    assert speed.slider.value() == FASTEST
    assert speeds == []


def test_every_position_of_the_slider_is_found_again() -> None:
    rates = [rate_at(position) for position in range(FASTEST + 1)]
    assert rates[0] == 1.0
    assert rates[-1] is None
    assert [position_of(rate) for rate in rates] == list(range(FASTEST + 1))
    numbers = [rate for rate in rates if rate is not None]
    assert numbers == sorted(set(numbers))


@given(st.floats(min_value=1e-3, max_value=1e9))
def test_the_nearest_position_is_off_by_less_than_half_a_step(rate: float) -> None:
    found = rate_at(position_of(rate))
    assert found is not None
    if 1.0 <= rate <= 1e5:
        assert abs(math.log(found / rate)) <= 0.5 * math.log(5 / 3) + 1e-12


def test_in_little_room_the_name_goes_first_and_the_words_are_in_the_tooltip(speed: SpeedSlider) -> None:
    speed.set_speed(50.0)
    widths = [speed.width_as(form) for form in SpeedForm]
    assert widths == sorted(widths, reverse=True)
    speed.show_as(SpeedForm.WITHOUT_NAME)
    assert (speed.caption.isHidden(), speed.value_label.isHidden()) == (True, False)
    speed.show_as(SpeedForm.SLIDER_ALONE)
    assert speed.value_label.isHidden()
    assert "50 steps/s" in speed.slider.toolTip()


def test_speeds_are_said_in_words() -> None:
    texts = [speed_text(rate) for rate in (1.0, 1.5, 20.0, 2000.0, None)]
    assert texts == ["1 step/s", "1.5 steps/s", "20 steps/s", "2,000 steps/s", "as fast as possible"]
