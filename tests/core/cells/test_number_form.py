"""Numbers with signs of their own are plain numbers as a whole column, or stay what they are."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui.core.cells.number_form import plain_numbers
from linreg_gui.core.cells.number_style import MISSING_TOKENS

AMOUNTS = st.integers(-(10**6), 10**6).filter(bool).map(lambda cents: cents / 100)
UNITS = ["€", "$", "£", "¥", "₹", "USD", "CHF", "kr", "zł", "US$", "R$", "%", "‰"]


def plain(*cells: str | None, limits: bool = False) -> list[str | None]:
    pieces, _ = plain_numbers([pa.array(cells, pa.string())], MISSING_TOKENS, limits)
    return pieces[0].to_pylist()


def form(*cells: str | None):
    return plain_numbers([pa.array(cells, pa.string())], MISSING_TOKENS)[1]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(AMOUNTS, min_size=1, max_size=5),
    st.sampled_from(UNITS),
    st.booleans(),
    st.sampled_from(["", " ", "\u00a0", "\u202f"]),
)
def test_a_unit_may_stand_before_or_behind(amounts, unit, before, blank):
    def written(amount: float) -> str:
        sign, size = "-" if amount < 0 else "", f"{abs(amount):.2f}"
        return f"{sign}{unit}{blank}{size}" if before else f"{sign}{size}{blank}{unit}"

    cells = list(map(written, amounts))
    assert [float(text) for text in plain(*cells)] == amounts
    assert form(*cells).unit == unit


@settings(max_examples=60, deadline=None)
@given(
    st.lists(AMOUNTS, min_size=1, max_size=5).filter(lambda amounts: min(amounts) < 0),
    st.sampled_from(
        ["({})", "( {} )", "${}", "{}-", "{} -", "–{}", "−{}", "(${})", "$({})", "({} €)", "({}) €", "- {}"]
    ),
)
def test_a_negative_number_may_be_told_in_many_ways(amounts, way):
    unit = next((sign for sign in "$€" if sign in way), "")
    if way == "${}":
        way = "-${}"
    cells = [way.format(f"{-a:.2f}") if a < 0 else f"{a:.2f}{unit}" for a in amounts]
    assert [float(text.replace("−", "-")) for text in plain(*cells)] == amounts


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["1.2*", "0.5**", "3"], ["1.2", "0.5", "3"]),
        (["1,2†", "0,5"], ["1,2", "0,5"]),
        (["7¹", "8²", "9"], ["7", "8", "9"]),
        (["1.5D+03", "0.0", "-2.5d-1", "1.D0"], ["1.5E+03", "0.0", "-2.5E-1", "1.E0"]),
        (["5%", "0", "7.5 %"], ["5", "0", "7.5"]),
        (["NA", "5%", None, ""], ["NA", "5", None, ""]),
        (["CHF 1'234.50", "CHF 5"], ["1'234.50", "5"]),
        (["(5 %)*", "3 %"], ["-5", "3"]),
        (["5 €", "- €", "$ –"], ["5", None, None]),
    ],
)
@pytest.mark.parametrize("times", [1, 200])
def test_signs_are_left_out_of_few_cells_and_of_many(cells, numbers, times):
    assert plain(*cells * times) == numbers * times


@pytest.mark.parametrize(
    "cells",
    [
        ["5%", "7"],
        ["€5", "$6"],
        ["5 €", "six"],
        ["(5", "6"],
        ["5)", "6"],
        ["(-5)", "6"],
        ["--5", "6"],
        ["12D5", "13D2"],
        ["5 kg", "6 kg"],
        ["1.2.3", "4.5.6"],
        ["A4", "B5"],
        ["€5 €", "€6 €"],
        ["5*6", "7*8"],
        ["1990-95", "1991-96"],
    ],
)
@pytest.mark.parametrize("times", [1, 200])
def test_what_is_not_written_so_as_a_whole_stays_as_it_is(cells, times):
    assert plain(*cells * times) == cells * times
    found = form(*cells * times)
    assert found is None or not found.is_whole


def test_a_limit_is_no_number_unless_a_person_says_so():
    cells = ["<0.5", "1.5", "> 7", "≤3", "2"]
    assert plain(*cells) == cells
    assert plain(*cells, limits=True) == ["0.5", "1.5", "7", "3", "2"]
    found = form(*cells)
    assert (found.limits, found.limit, found.limit_row, found.example) == (3, "<0.5", 0, "")


def test_a_unit_is_no_unit_of_numbers_without_it():
    mixed = plain_numbers([pa.array([3, 4]), pa.array(["5 €"])], MISSING_TOKENS)
    assert mixed[0][1].to_pylist() == ["5 €"]
    assert mixed[1].without_unit == "3"
    zeros = plain_numbers([pa.array([0, 0]), pa.array(["5 €"])], MISSING_TOKENS)
    assert zeros[0][1].to_pylist() == ["5"]


def test_a_sign_far_down_is_found():
    pieces = [pa.array([str(k) for k in range(5000)]), pa.array(["(7)"])]
    made, found = plain_numbers(pieces, MISSING_TOKENS)
    assert made[1].to_pylist() == ["-7"]
    assert (found.row, found.example) == (5000, "(7)")


def test_plain_numbers_and_texts_have_no_form():
    assert form("1", "2.5", "1,234", "1e5", "−3", "+4") is None
    assert form("red", "blue") is None
    assert plain_numbers([pa.array([1, 2])], MISSING_TOKENS)[1] is None


def test_the_words_tell_what_was_found():
    assert form("5%").words == "percentages"
    assert form("$5", "($6)").words == "numbers in $ and negative numbers in parentheses"
    assert form("5*", "6").words == "1 number with marks, which were left out"
    assert form("- 5", "6").words == "numbers with blanks behind their sign"
