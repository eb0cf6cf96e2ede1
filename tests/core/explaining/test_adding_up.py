"""Numbers that are written add up to the last digit, whatever they are."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.explaining.adding_up import digits_text, parts_of_sum, power_for, texts_adding_up
from linreg_gui.core.number_text import plain_number

NUMBERS = st.lists(st.floats(-1e30, 1e30), min_size=1, max_size=30)


@given(values=NUMBERS, power=st.integers(-20, 20))
def test_texts_add_up_and_none_is_a_whole_digit_off(values: list[float], power: int) -> None:
    texts, total = texts_adding_up(values, power)
    with localcontext(prec=200):
        numbers = [Decimal(plain_number(text)) for text in texts]
        step = Decimal(1).scaleb(power)
        assert sum(numbers) == Decimal(plain_number(total))
        assert all(
            abs(written - Decimal(value)) < step for written, value in zip(numbers, values, strict=True)
        )
        assert abs(sum(map(Decimal, values)) - Decimal(plain_number(total))) <= step / 2


def test_a_third_and_a_third_and_a_third_is_one() -> None:
    assert texts_adding_up([1 / 3] * 3, -2) == (("0.34", "0.33", "0.33"), "1.00")


def test_multiples_stay_as_they_are() -> None:
    assert [str(part) for part in parts_of_sum([Decimal("0.25"), 0.126, 0.126], -2)] == [
        "0.25",
        "0.13",
        "0.12",
    ]


@pytest.mark.parametrize(
    ("values", "digits", "power"),
    [([340.0, -2.0], 3, 0), ([0.00123], 2, -4), ([0.0], 3, -2), ([340.0], 2, 0), ([3e15], 3, 13)],
)
def test_the_largest_number_has_the_digits(values: list[float], digits: int, power: int) -> None:
    assert power_for(values, digits) == power


@pytest.mark.parametrize(
    ("number", "power", "text"),
    [
        ("0.5", -2, "0.50"),
        ("-0.5", -1, "−0.5"),
        ("-0", -1, "0.0"),
        ("1200", 2, "1.2×10³"),
        ("1200", 0, "1200"),
        ("6E17", 16, "6.0×10¹⁷"),
        ("12E15", 15, "1.2×10¹⁶"),
        ("-5E-12", -12, "−5×10⁻¹²"),
        ("0", -12, "0"),
    ],
)
def test_numbers_are_written_to_their_last_digit(number: str, power: int, text: str) -> None:
    assert digits_text(Decimal(number), power) == text


def test_what_is_no_number_is_written_alone() -> None:
    assert texts_adding_up([1.5, float("inf")], -1) == (("1.5", "∞"), "∞")
