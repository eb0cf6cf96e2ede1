"""Typing into cells of every type of column."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.cells.text import cell_text
from linreg_gui.core.editing.cell_edits import clear_cells, fill_down, set_block, with_texts
from linreg_gui.core.editing.clipboard import block_text, cells_text, parse_block
from linreg_gui.core.problem import ProblemError


def test_a_new_level_is_added_to_a_category_and_an_old_one_used():
    column = pd.Series(["red", "blue", None], dtype="category")
    typed = with_texts(column, {0: "blue", 2: " green "})
    assert typed.tolist() == ["blue", "blue", "green"]
    assert typed.dtype == pd.CategoricalDtype(["blue", "red", "green"])
    assert with_texts(typed, {1: ""}).isna().tolist() == [False, True, False]
    assert column.cat.categories.tolist() == ["blue", "red"]


def test_levels_that_are_numbers_take_a_number_that_is_one_of_them_and_any_other_text():
    column = pd.Series([1, 2, 1], dtype="category")
    assert with_texts(column, {0: "2"}).tolist() == [2, 2, 1]
    assert with_texts(column, {0: "many"}).tolist() == ["many", "2", "1"]


@pytest.mark.parametrize("text", ["2024-02-29", "29.2.2024", " 2024-02-29 00:00 "])
def test_a_date_is_typed_into_a_column_of_dates(text):
    column = pd.Series(pd.to_datetime(["2024-01-01", "2024-01-02"]))
    typed = with_texts(column, {1: text})
    assert typed.tolist() == [pd.Timestamp(2024, 1, 1), pd.Timestamp(2024, 2, 29)]
    assert typed.dtype == column.dtype
    assert with_texts(column, {0: ""}).isna().tolist() == [True, False]


@pytest.mark.parametrize("text", ["2023-02-29", "soon", "12", "3/4/2024"])
def test_what_is_no_date_is_refused_in_a_sentence(text):
    column = pd.Series(pd.to_datetime(["2024-01-01", None]), name="day")
    with pytest.raises(ProblemError, match=f"“{text}” is no clear date for “day”: type it like 2024-01-31"):
        with_texts(column, {0: "2024-01-05", 1: text})


def test_a_day_is_shown_without_midnight_and_a_moment_with_its_time():
    assert cell_text(pd.Timestamp(2024, 1, 31)) == "2024-01-31"
    assert cell_text(pd.Timestamp(2024, 1, 31, 18, 30)) == "2024-01-31 18:30:00"


def test_a_number_typed_into_texts_stays_as_it_was_typed():
    column = pd.Series(["red", None, "blue"], dtype="str")
    typed = with_texts(column, {1: "007"})
    assert typed.dtype == column.dtype
    assert typed.tolist() == ["red", "007", "blue"]
    assert with_texts(column, {0: "", 2: "x"}).isna().tolist() == [True, True, False]


FRAME = pd.DataFrame(
    {
        "whole": [1, 2, 3],
        "text": ["a", "b", None],
        "level": pd.Categorical(["u", "v", "u"]),
        "day": pd.to_datetime(["2024-01-01", None, "2024-01-03"]),
        "flag": [True, False, True],
        "mixed": pd.Series([0.5, "x", None], dtype=object),
    }
)


def test_blocks_of_any_type_are_emptied():
    kept = FRAME.copy(deep=True)
    emptied = clear_cells(FRAME, [(0, 0, 2, 6), (2, 1, 1, 1)])
    assert emptied.iloc[:2].isna().all(axis=None)
    assert emptied["whole"].tolist()[2] == 3
    assert emptied["level"].dtype == FRAME["level"].dtype
    assert emptied["text"].isna().all()
    pd.testing.assert_frame_equal(FRAME, kept)


def test_the_first_row_of_a_block_fills_the_rows_below_in_every_type():
    kept = FRAME.copy(deep=True)
    filled = fill_down(FRAME, [(0, 0, 3, 6)])
    for name in ("whole", "text", "level", "day", "flag"):
        assert filled[name].tolist() == [FRAME[name].iloc[0]] * 3
        assert filled[name].dtype == FRAME[name].dtype
    assert filled["mixed"].tolist() == [0.5] * 3
    assert filled["mixed"].dtype == np.float64
    pd.testing.assert_frame_equal(FRAME, kept)


def test_an_empty_first_cell_fills_with_nothing():
    filled = fill_down(FRAME, [(1, 3, 2, 1)])
    assert filled["day"].isna().tolist() == [False, True, True]


def test_the_text_of_cells_is_what_is_pasted_again():
    text = cells_text(FRAME, [(0, 0, 3, 4)])
    assert parse_block(text)[1] == ["2", "b", "v", ""]
    blank = clear_cells(FRAME, [(0, 0, 3, 4)])
    back = set_block(blank, 0, 0, parse_block(text))
    assert back["whole"].tolist() == [1, 2, 3]
    assert (
        back[["text", "level", "day"]]
        .astype(object)
        .fillna("")
        .equals(FRAME[["text", "level", "day"]].astype(object).fillna(""))
    )


def test_scattered_cells_stand_in_the_smallest_block_around_them():
    assert cells_text(FRAME, [(0, 0, 1, 1), (2, 2, 1, 1)]) == "1\t\t\n\t\t\n\t\tu\n"
    assert cells_text(FRAME, [(1, 1, 1, 1)]) == "b"
    assert block_text([["one"]]) == "one"


def test_a_hole_among_numbers_in_a_mixed_column_stays_one_when_the_last_text_goes():
    column = pd.Series([1.0, None, "x"], dtype=object)
    mended = with_texts(column, {2: "2,5"})
    assert mended.dtype == np.float64
    np.testing.assert_array_equal(mended, [1.0, math.nan, 2.5])
