from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.wording import (
    about_time_text,
    counted,
    first_few,
    is_or_are,
    joined,
    size_done_text,
    size_text,
    sound_text,
    time_left_text,
    time_text,
    unused_name,
    without_middle,
)


def test_one_thing_is_counted_without_an_s_and_thousands_are_parted():
    assert [counted(n, "row") for n in (0, 1, 2000)] == ["0 rows", "1 row", "2,000 rows"]
    assert [counted(n, "match", "matches") for n in (1, 2)] == ["1 match", "2 matches"]
    assert [is_or_are(n) for n in (0, 1, 2)] == ["are", "is", "are"]


def test_a_list_ends_with_a_word():
    assert [joined("abc"[:n]) for n in (1, 2, 3)] == ["a", "a and b", "a, b and c"]
    assert joined(["a", "b"], "or") == "a or b"


def test_a_long_list_says_how_many_more_there_are():
    names = ["a", "b", "c", "d"]
    assert first_few(names, 4) == "a, b, c, d"
    assert first_few(names, 2) == "a, b and 2 more"
    assert first_few(names * 1000, 1) == "a and 3,999 more"
    assert [first_few(names, n, "column") for n in (2, 3)] == [
        "a, b and 2 more columns",
        "a, b, c and 1 more column",
    ]
    assert first_few(names, 3, separator="; ", last="; and ") == "a; b; c; and 1 more"


@given(st.lists(st.sampled_from(["x", "x 2", "x 3", "x 4"]), unique=True))
def test_an_unused_name_is_the_first_that_is_new(names):
    found = unused_name("x", names)
    assert found not in names
    assert set(["x", "x 2", "x 3", "x 4"][: ["x", "x 2", "x 3", "x 4", "x 5"].index(found)]) <= set(names)


def test_sizes_are_in_megabytes_below_a_gigabyte():
    assert [size_text(n) for n in (7e3, 1.2e8, 1e9, 2.14e9, 1.2e12)] == [
        "7 kB",
        "120 MB",
        "1.0 GB",
        "2.1 GB",
        "1,200.0 GB",
    ]


@pytest.mark.parametrize(
    ("done", "whole", "text"),
    [
        (37e6, 120e6, "37 of 120 MB"),
        (4e9, 1.2e10, "4 of 12 GB"),
        (2e3, 5e3, "2 of 5 kB"),
        (0, 0, ""),
    ],
)
def test_what_is_done_has_the_unit_of_the_whole(done, whole, text):
    assert size_done_text(done, whole) == text


def test_times_have_three_digits_and_a_unit_that_suits_them():
    texts = [time_text(s) for s in (4.213e-9, 3.52e-6, 9.996e-4, 0.0123, 1.5, 123.4, 2e4, math.nan)]
    assert texts == ["4.21 ns", "3.52 µs", "1.00 ms", "12.3 ms", "1.50 s", "123 s", "20,000 s", "–"]
    assert time_text(0.0015, in_full=True) == "1.50 milliseconds"
    assert time_text(12.34, in_full=True) == "12.3 seconds"


@given(st.floats(1e-9, 1e6))
def test_a_time_is_what_was_measured_to_three_digits(seconds):
    number, unit = time_text(seconds).split()
    factor = {"ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1.0}[unit]
    assert float(number.replace(",", "")) * factor == pytest.approx(seconds, rel=0.00501)


def test_a_predicted_time_has_two_digits():
    assert [about_time_text(s) for s in (0.123, 12.3, 1234.0)] == [
        "about 0.12 s",
        "about 12 s",
        "about 1200 s",
    ]


@given(st.floats(0.0, 1e5))
def test_the_time_left_is_never_told_too_short(seconds):
    about, number, unit, left = time_left_text(seconds).split()
    assert (about, left) == ("about", "left")
    assert seconds <= int(number) * {"s": 1, "min": 60}[unit] < seconds + 62


def test_a_long_time_left_is_in_minutes():
    assert [time_left_text(s) for s in (1.2, 99, 99.5, 300)] == [
        "about 2 s left",
        "about 99 s left",
        "about 2 min left",
        "about 5 min left",
    ]


def test_a_text_without_its_middle_keeps_both_ends() -> None:
    assert without_middle("abc", 3) == "abc"
    assert without_middle("a" * 50 + "b" * 50, 10) == "aaaaa … bbbbb"


def test_halves_of_characters_are_replaced_and_whole_ones_stay() -> None:
    assert sound_text("straße 😀") == "straße 😀"
    assert sound_text("a\ud800") == "a\ufffd"
