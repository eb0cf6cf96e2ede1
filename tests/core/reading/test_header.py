"""Whether the first row holds names is told by words over numbers, or by numbers that are none of data."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui.core.reading.header import NameRow, find_names


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        ([["a", "b"], ["1", "2"]], True),
        ([["1", "2"], ["3", "4"]], False),
        ([["12", "abc", "3"], ["1", "2", "3"], ["4", "5", "6"]], False),
        ([["", "a"], ["0", "1.5"], ["1", "2.5"]], True),
        ([["name", "city"], ["Ann", "Rome"], ["Bob", "Oslo"]], True),
        ([["Ann", "Rome"], ["Ann", "Oslo"]], False),
        ([["a", "b"]], True),
        ([["1", "2"]], False),
        ([["NA", "1"], ["2", "3"]], False),
        ([["a", "b"], ["NA", "1"], ["2", "NA"]], True),
    ],
)
def test_columns_that_are_numeric_below_the_first_row_vote_for_names(rows, header):
    assert find_names(rows, ("", "NA")).found is header


NUMBERS = [
    f"{value:.2f}" for value in (0.31, 0.72, 0.15, 0.94, 0.58, 0.23, 0.47, 0.66, 0.81, 0.39, 0.12, 0.77)
]


def grid(width: int, shift: int = 0) -> list[list[str]]:
    """Six rows of fractions in no order."""
    return [[NUMBERS[(5 * i + 7 * j + shift) % len(NUMBERS)] for j in range(width)] for i in range(6)]


@pytest.mark.parametrize(
    "names",
    [
        ["0", "1", "2"],
        ["1", "2", "3", "4"],
        ["400", "410", "420", "430"],
        ["4000.0", "3998.1", "3996.1", "3994.2"],
        ["1990", "1991", "1992"],
        ["10", "100", "1000", "10000"],
        ["100", "200", "300", "400", "500"],
    ],
)
def test_numbers_that_rise_or_fall_evenly_are_names_over_fractions_and_told(names):
    assert find_names([names, *grid(len(names))]) == NameRow(True, doubtful=True)


@pytest.mark.parametrize(
    ("names", "index"),
    [
        (["", "0", "1", "2"], ["0", "1", "2", "3", "4", "5"]),
        (["", "7", "3", "5"], ["0", "1", "2", "3", "4", "5"]),
        (["id", "400", "410", "420"], ["5", "3", "9", "1", "7", "2"]),
        (["sample", "400", "410", "420"], ["a", "b", "c", "d", "e", "f"]),
        (["country", "1990", "1995", "2005"], ["FR", "DE", "IT", "ES", "AT", "PL"]),
        (["y", "400", "410", "420"], ["0.5", "1.5", "2.5", "0.1", "7.5", "0.3"]),
        (["x", "900", "20", "7000"], ["0.5", "1.5", "2.5", "0.1", "7.5", "0.3"]),
    ],
)
def test_numbers_beside_a_word_or_a_blank_are_names_without_doubt(names, index):
    rows = [[first, *row] for first, row in zip(index, grid(len(names) - 1), strict=True)]
    assert find_names([names, *rows]) == NameRow(True)
    if names[0] != "":
        turned = [[*row[1:], row[0]] for row in [names, *rows]]
        assert find_names(turned) == NameRow(True)


def test_a_word_beside_numbers_that_rise_evenly_is_a_name_though_other_rows_rise():
    assert find_names([["x", "1", "2", "3"], ["1", "5", "6", "7"], ["2", "6", "7", "8"]]) == NameRow(
        True, True
    )


def test_a_blank_over_texts_may_be_a_missing_one():
    rows = [["a", "5", "7"], ["b", "6", "4"]]
    assert find_names([["", "8", "9"], *rows]) == NameRow(True, doubtful=True)


@pytest.mark.parametrize("names", [["0", "1"], ["3", "1"], ["12", "15", "11"]])
def test_numbers_in_quotes_over_bare_ones_are_names(names):
    rows = [["12", "13", "10"][: len(names)], ["9", "11", "17"][: len(names)]]
    assert find_names([names, *rows], quoted=True) == NameRow(True)
    assert not find_names([names, *rows]).found


@pytest.mark.parametrize(
    "rows",
    [
        [["0", "1", "2"], ["5", "3", "8"], ["1", "9", "4"], ["2", "2", "2"]],
        [["400", "410", "420"], ["1200", "1150", "1300"], ["1100", "1190", "1050"]],
        [["1", "2"], ["3.5", "4.5"], ["2.5", "1.5"], ["7.5", "2.5"]],
        [["7000", "9000"], ["3", "4"], ["2", "1"], ["7", "2"]],
        [["abc", "5"], ["3", "4"], ["2", "1"], ["7", "2"]],
        [["1", "2"], ["2", "4"], ["3", "7"], ["4", "8"]],
        [["0", "1"], ["5", "3"], ["4", "8"]],
        [["10", "20"], ["11", "18"], ["14", "25"]],
        [["1", "2", "3"], ["2", "4", "6"], ["3", "6", "9"], ["4", "8", "12"]],
        [["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9"]],
        [["0.1", "0.2", "0.3"], ["0.4", "0.1", "0.2"], ["0.3", "0.2", "0.1"]],
        [["1990", "1997"], ["2500", "3100"], ["1800", "2200"]],
        [["a", "1", "2"], ["b", "3", "7"], ["c", "6", "5"]],
    ],
)
def test_a_first_row_that_could_be_names_is_told(rows):
    assert find_names(rows) == NameRow(False, doubtful=True)


@pytest.mark.parametrize(
    "rows",
    [
        [["5.1", "3.5", "1.4"], ["4.9", "3.0", "1.4"], ["4.7", "3.2", "1.3"], ["4.6", "3.1", "1.5"]],
        [["5.1", "3.5"], ["4.9", "3.0"], ["4.7", "3.2"]],
        [["1", "5"], ["2", "7"], ["3", "8"]],
        [["7", "3"], ["2", "7"], ["3", "8"]],
        [["1990", "1991.5"], ["2500", "3100"], ["1800", "2200"]],
        [["1990", "1997"], ["1993", "2001"], ["1980", "2014"]],
        [["Ann", "5"], ["Bob", "6"], ["Cid", "7"]],
        [["2020-01-01", "5"], ["2020-01-02", "6"], ["2020-01-03", "7"]],
        grid(4),
        [["7", "7", "7"], *grid(3)],
    ],
)
def test_rows_like_all_others_hold_no_names_and_nothing_is_told(rows):
    assert find_names(rows) == NameRow(False)


@settings(max_examples=60, deadline=None)
@given(st.integers(3, 12), st.integers(0, 2000), st.sampled_from([1, 2, 5, 10, -1, -4]), st.integers(0, 11))
def test_an_even_grid_over_fractions_is_never_lost_in_silence(width, start, step, shift):
    names = [str(start + 48 + step * j) for j in range(width)]
    found = find_names([names, *grid(width, shift)])
    assert found.found


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(st.integers(100, 999).map(str), min_size=3, max_size=3), min_size=4, max_size=9))
def test_rows_of_whole_numbers_of_a_size_lose_none_to_the_names_in_silence(rows):
    found = find_names(rows)
    assert not found.found or found.doubtful


@pytest.mark.parametrize("cell", ["{}%", "${}", "{} €", "({})", "{}-", "CHF {}"])
def test_a_first_row_of_numbers_with_signs_is_a_row(cell):
    rows = [[cell.format(a), cell.format(b)] for a, b in ((5, 6), (7, 8), (9, 1))]
    assert not find_names(rows).found
    assert find_names([["share", "price"], *rows]).found
