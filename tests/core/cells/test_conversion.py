"""Columns turned into other types: nothing is guessed silently, and what is lost is counted."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui.core.cells.column_types import ColumnType, DateOrder, DecimalSign
from linreg_gui.core.cells.conversion import OPEN_READINGS, convert_column
from linreg_gui.core.problem import ProblemError

NUMBER, CATEGORY, TEXT, DATE = ColumnType


def texts(*cells: object) -> pd.Series:
    return pd.Series(cells, dtype="str", name="x")


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (("1.5", "2", None), [1.5, 2.0, math.nan]),
        (("1,5", "1.234,5"), [1.5, 1234.5]),
        (("1.5", "1,234.5"), [1.5, 1234.5]),
        (("1 234", " 5 "), [1234.0, 5.0]),
        (("−3", "NA", ""), [-3.0, math.nan, math.nan]),
    ],
)
def test_texts_become_numbers_with_the_signs_of_the_whole_column(cells, numbers):
    conversion = convert_column(texts(*cells), NUMBER)
    np.testing.assert_array_equal(conversion.column, numbers)
    assert conversion.lost == 0


@pytest.mark.parametrize("kind", ["str", object])
def test_cells_that_are_no_numbers_are_counted_with_examples(kind):
    cells = ["1", "many", None, "few", "2", "?", "few", "y"]
    conversion = convert_column(pd.Series(cells, dtype=kind), NUMBER)
    assert conversion.lost == 4
    assert conversion.examples == ("many", "few", "y")
    assert conversion.column.dropna().tolist() == [1.0, 2.0]


def test_a_number_that_can_be_read_in_two_ways_is_not_guessed():
    with pytest.raises(ProblemError, match=r"“1,234” in “x” may be 1.234 or 1234"):
        convert_column(texts("1,234", "2,345"), NUMBER)


@pytest.mark.parametrize(
    ("cells", "to", "reading", "values"),
    [
        (("1,234", "5"), NUMBER, DecimalSign.COMMA, [1.234, 5.0]),
        (("1,234", "5"), NUMBER, DecimalSign.POINT, [1234.0, 5.0]),
        (("12.000", "5"), NUMBER, DecimalSign.COMMA, [12000.0, 5.0]),
        (("12.000", "5"), NUMBER, DecimalSign.POINT, [12.0, 5.0]),
        (("3/4/2024",), DATE, DateOrder.DAY_FIRST, [pd.Timestamp(2024, 4, 3)]),
        (("3/4/2024",), DATE, DateOrder.MONTH_FIRST, [pd.Timestamp(2024, 3, 4)]),
    ],
)
def test_what_can_be_read_in_two_ways_is_read_as_a_person_says(cells, to, reading, values):
    with pytest.raises(ProblemError) as doubt:
        convert_column(texts(*cells), to)
    assert reading in OPEN_READINGS[doubt.value.problem.kind]
    assert convert_column(texts(*cells), to, reading).column.tolist() == values


@pytest.mark.parametrize(("to", "what"), [(NUMBER, "a number"), (DATE, "a date")])
def test_a_column_without_a_single_one_is_left_as_it_is(to, what):
    with pytest.raises(ProblemError, match=f"No cell of “x” can be read as {what}, such as “red”, “blue”"):
        convert_column(texts("red", "blue"), to)


def test_numbers_among_texts_keep_their_value_whatever_the_texts_look_like():
    column = pd.Series([0.5, "1,5", "2,25"], dtype=object, name="x")
    assert convert_column(column, NUMBER).column.tolist() == [0.5, 1.5, 2.25]


def test_dates_are_read_in_the_order_that_the_column_allows():
    day_first = convert_column(texts("3/4/2024", "31/12/2024", "soon"), DATE)
    assert day_first.column.tolist()[:2] == [pd.Timestamp(2024, 4, 3), pd.Timestamp(2024, 12, 31)]
    assert (day_first.lost, day_first.examples) == (1, ("soon",))
    with pytest.raises(ProblemError, match=r"1 dates? in “x” may begin with the day or the month"):
        convert_column(texts("3/4/2024"), DATE)


def test_a_date_becomes_its_days_since_1970():
    column = convert_column(texts("1970-01-03", "1970-01-01 12:00", None), DATE).column
    np.testing.assert_array_equal(convert_column(column, NUMBER).column, [2.0, 0.5, math.nan])


def test_numbers_are_no_dates():
    with pytest.raises(ProblemError, match="The numbers in “year” are no dates"):
        convert_column(pd.Series([2024], name="year"), DATE)


def test_levels_are_texts_in_the_order_of_the_numbers_they_were():
    column = convert_column(pd.Series([10.0, 9.0, math.nan, 10.0]), CATEGORY).column
    assert column.cat.categories.tolist() == ["9", "10"]
    assert column.isna().tolist() == [False, False, True, False]


finite = st.floats(allow_nan=False, allow_infinity=False) | st.none()


@settings(max_examples=60, deadline=None)
@given(st.lists(finite, min_size=1, max_size=20), st.sampled_from([TEXT, CATEGORY]))
def test_numbers_come_back_exactly_from_texts_and_categories(cells, by_way_of):
    column = pd.Series(cells, dtype=float, name="x")
    written = convert_column(column, by_way_of).column.rename("x")
    back = convert_column(written, NUMBER, DecimalSign.POINT)
    assert back.lost == 0
    np.testing.assert_array_equal(back.column, column)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=4) | st.none(), max_size=20), st.sampled_from(list(ColumnType)))
def test_no_column_of_texts_is_too_odd_and_the_original_stays(cells, to):
    column = pd.Series(cells, dtype="str", name="x")
    kept = column.copy(deep=True)
    try:
        conversion = convert_column(column, to)
    except ProblemError:
        pass
    else:
        assert len(conversion.column) == len(column)
        assert conversion.column.isna().sum() >= column.isna().sum()
    pd.testing.assert_series_equal(column, kept)


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["5 %", "7.5%"], [5.0, 7.5]),
        (["1.200,50 €", "900,00 €"], [1200.5, 900.0]),
        (["(5)", "6"], [-5.0, 6.0]),
        (["00:01:30", None, "0:00:05"], [90.0, None, 5.0]),
        (["9007199254740993", None], [9007199254740993, None]),
    ],
)
def test_numbers_with_signs_of_their_own_are_converted(texts, numbers):
    made = convert_column(pd.Series(texts, dtype="str", name="a"), ColumnType.NUMBER)
    assert [None if pd.isna(cell) else cell for cell in made.column] == numbers
    assert made.lost == 0
