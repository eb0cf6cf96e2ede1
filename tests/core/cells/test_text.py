"""What a cell looks like as text, and what a typed text means."""

from __future__ import annotations

import math
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.cells import text as text_module
from linreg_gui.core.cells.text import cell_text, parse_cell, parse_number, typed_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3),
        (" 3.50 ", 3.5),
        ("3,5", 3.5),
        ("−2", -2),
        ("+4", 4),
        ("1e-3", 1e-3),
        ("12 500", 12500),
        ("1 234 567,5", 1234567.5),
        ("12\u202f500", 12500),
        ("9007199254740993", 9007199254740993),
    ],
)
def test_a_number_is_read_as_people_type_it(text, number):
    assert parse_number(text) == number
    assert type(parse_number(text)) is type(number)


@pytest.mark.parametrize(
    "text", ["", "abc", "1 2", "12 50", "1_000", "nan", "inf", "1e999", "1,2,3", "--1", "²", "0x10"]
)
def test_what_is_no_number_is_not_made_one(text):
    assert parse_number(text) is None


def test_a_cell_is_a_number_a_text_or_empty():
    assert parse_cell(" 1.5 ") == 1.5
    assert parse_cell("  red ") == "red"
    assert parse_cell("   ") is None


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**63) + 1, 2**63 - 1))
def test_a_number_copied_and_pasted_is_the_same_number(number):
    assert parse_cell(cell_text(number)) == number


@pytest.mark.parametrize("empty", [None, math.nan, np.nan, pd.NA, pd.NaT])
def test_a_missing_cell_has_no_text(empty):
    assert cell_text(empty) == ""


def test_a_day_is_shown_without_midnight_and_a_moment_with_its_time():
    assert cell_text(pd.Timestamp(2024, 1, 31)) == "2024-01-31"
    assert cell_text(pd.Timestamp(2024, 1, 31, 18, 30)) == "2024-01-31 18:30:00"


def test_a_whole_number_of_more_digits_than_can_be_read_is_infinite_or_what_it_is() -> None:
    assert parse_cell("7" * 4300) == int("7" * 4300)
    assert parse_cell("7" * 4301) == math.inf
    assert parse_cell("0" * 5000 + "5") == parse_number("0" * 5000 + "5") == 5.0
    assert parse_number("7" * 4301) is None
    assert parse_number("7" * 400) is None


def test_halves_of_characters_are_seen_as_such() -> None:
    assert cell_text("a\ud800b") == "a\ufffdb"
    assert cell_text("\ud83d\ude00") == "\U0001f600"


def test_a_cell_of_any_kind_has_a_text() -> None:
    assert cell_text(10**5000) == "?"
    assert cell_text(np.datetime64("NaT", "s")) == cell_text(np.timedelta64("NaT", "s")) == ""
    assert cell_text(pd.Timestamp(np.datetime64("0000-01-01", "s"))).startswith("0000-01-01")


@given(st.from_regex(r"[-+−]?[0-9]{1,20}(\.[0-9]{1,20})?", fullmatch=True))
def test_a_plain_number_is_what_a_look_at_its_signs_makes_of_it(text) -> None:
    with pytest.MonkeyPatch.context() as patch:
        quickly = typed_number(text)
        patch.setattr(text_module, "_WITH_POINT", re.compile("never"))
        assert repr(quickly) == repr(typed_number(text))
