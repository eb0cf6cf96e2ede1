"""Numbers in one style, with the digits that are asked for, and back again."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui.core.number_text import (
    TableStyle,
    digits_to,
    number_text,
    plain_number,
    rounded_to,
    steady_number,
    text_to,
    whole_number_text,
)

numbers = st.floats(allow_nan=False, allow_infinity=False)
steps = st.floats(1e-300, 1e300)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-2.5, "−2.5"),
        (1.5e-7, "1.5×10⁻⁷"),
        (-1e20, "−1×10²⁰"),
        (math.nan, "–"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
    ],
)
def test_numbers_have_one_style(value, text) -> None:
    assert number_text(value) == text == whole_number_text(value)


def test_a_steady_number_keeps_its_digits() -> None:
    texts = [steady_number(number, 5) for number in (0.5, 147.5, 12346.0, 0.0)]
    assert texts == ["0.50000", "147.50", "12346", "0.0000"]
    assert steady_number(1.5e-7, 5) == "1.5000×10⁻⁷"
    assert steady_number(9.99999e12, 5) == "1.0000×10¹³"
    assert steady_number(math.inf, 5) == "∞"


@pytest.mark.parametrize(
    "text", ["1.5×10⁻⁷", "1.5 × 10⁻⁷", "1.5×10^-7", "1.5x10^-7", "1.5*10^-7", "1.5·10⁻⁷"]
)
def test_powers_of_ten_are_read_back_however_they_are_typed(text) -> None:
    assert plain_number(text) == "1.5e-7"
    assert plain_number(f"−{text}") == "-1.5e-7"


@pytest.mark.parametrize("text", ["10", "2x10", "2 × 10", "x10^", "a×b", "1,5", ""])
def test_what_is_no_power_of_ten_stays_as_it_is(text) -> None:
    assert plain_number(text) == text


@settings(deadline=None)
@given(numbers)
def test_every_number_is_read_back_from_all_its_digits(value) -> None:
    assert float(plain_number(whole_number_text(value))) == value


@settings(deadline=None)
@given(st.floats(-1e300, 1e300), steps)
def test_the_last_digit_is_worth_no_more_than_the_step_unless_the_number_has_no_more(value, step) -> None:
    shown = float(plain_number(text_to(value, step, 1)))
    if digits_to(value, step) < 17:
        assert abs(shown - value) <= 0.5 * step * (1.0 + 1e-9)
    else:
        assert shown == value


@pytest.mark.parametrize("value", [0.0, -0.0, 6.5e-11, -6.5e-11, 5e-324])
def test_next_to_nothing_is_written_as_nothing_and_as_wide_as_0(value) -> None:
    assert text_to(value, 0.5) == text_to(0.0, 0.5) == "0.0000"
    assert float(plain_number(text_to(value, 0.0))) == value


@settings(deadline=None)
@given(st.floats(-1e300, 1e300), steps)
def test_a_rounded_number_stays_near_and_is_rounded_once(value, step) -> None:
    rounded = rounded_to(value, step)
    assert abs(rounded - value) <= 0.5 * step * (1.0 + 1e-9)
    assert rounded_to(rounded, step) == rounded


@pytest.mark.parametrize(
    ("p", "plain", "apa"),
    [
        (0.0, "< 0.001", "< .001"),
        (5e-324, "< 0.001", "< .001"),
        (0.00099, "< 0.001", "< .001"),
        (0.001, "0.001", ".001"),
        (0.01234, "0.012", ".012"),
        (0.9999, "> 0.999", "> .999"),
        (1.0, "1.000", "1.000"),
        (math.nan, "–", "–"),
    ],
)
def test_a_p_value_is_never_shown_as_0_nor_as_1_where_it_is_less(p, plain, apa):
    assert TableStyle().p(p) == plain
    assert TableStyle(apa=True).p(p) == apa


def test_a_p_value_has_the_decimals_that_are_chosen():
    assert TableStyle(decimals=5).p(0.0000123) == "0.00001"
    assert TableStyle(decimals=5).p(0.00000123) == "< 0.00001"
    assert TableStyle(decimals=1).p(0.0123) == "0.012"
    assert TableStyle().p_in_words(0.0123) == "p = 0.012"
    assert TableStyle().p_in_words(0.0) == "p < 0.001"


def test_a_number_has_the_decimals_that_are_chosen_and_does_not_pass_for_0():
    assert TableStyle().decimal(-0.0364, 3) == "−0.036"
    assert TableStyle(decimals=1).decimal(1234.56, 3) == "1234.6"
    assert TableStyle(decimals=2).decimal(-0.0000731, 3) == "−7.31×10⁻⁵"
    assert TableStyle(decimals=2).decimal(0.0, 3) == "0.00"
    assert TableStyle().decimal(math.inf, 3) == "∞"
    assert TableStyle(apa=True).share(-0.5, 2) == "−.50"
    assert TableStyle(decimals=2).share(0.99995, 5) == "0.99995"
    assert TableStyle(decimals=2).share(1.0, 3) == "1.00"
    assert TableStyle(apa=True).decimal(-0.5, 2) == "−0.50"
    assert "×10" in TableStyle(decimals=2).decimal(1e30, 2)


def test_decimals_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="from 0 to 8"):
        TableStyle(decimals=9)
