"""Typing, pasting, emptying and filling cells in every type of column."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui.core.cells.text import cell_text, parse_cell
from linreg_gui.core.editing.cell_edits import (
    clear_cells,
    edit_cell,
    fill_down,
    paste,
    write_cells,
)
from linreg_gui.core.editing.column_cells import with_texts
from linreg_gui.core.editing.row_edits import insert_rows
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "whole": [1, 2, 3],
            "real": [0.5, math.nan, 2.5],
            "text": ["red", None, "blue"],
            "flag": [True, False, True],
            "day": pd.to_datetime(["2024-01-01", "2024-01-02", "2024-01-03"]),
        }
    )


def table_of(frame: pd.DataFrame) -> Table:
    return Table(frame, {}, "t")


def written(frame: pd.DataFrame, row: int, column: int, block: list[list[str]]) -> pd.DataFrame:
    return write_cells(table_of(frame), row, column, block).frame


def texts(frame: pd.DataFrame) -> list[list[str]]:
    """Every cell as it would be copied."""
    return [[cell_text(frame[name].iloc[i]) for name in frame.columns] for i in range(len(frame))]


def test_a_number_in_a_number_column_leaves_its_type():
    new = written(frame(), 1, 0, [["7", "8.5"]])
    assert new["whole"].tolist() == [1, 7, 3]
    assert new["real"].tolist() == [0.5, 8.5, 2.5]
    assert new.dtypes[["whole", "real"]].tolist() == [np.dtype("int64"), np.dtype("float64")]


def test_a_fraction_or_a_hole_makes_a_whole_column_real():
    assert written(frame(), 0, 0, [["1.5"]])["whole"].tolist() == [1.5, 2.0, 3.0]
    emptied = written(frame(), 0, 0, [[""]])["whole"]
    assert emptied.isna().tolist() == [True, False, False]
    assert emptied.dtype == np.float64


def test_a_text_makes_a_number_column_text_until_it_is_gone_again():
    worded = written(frame(), 0, 1, [["lots"]])
    assert texts(worded)[0][1] == "lots"
    mended = written(worded, 0, 1, [["4"]])
    assert mended["real"].dtype == np.float64
    assert mended["real"].iloc[0] == 4.0


def test_a_text_column_takes_numbers_and_becomes_one_when_all_are():
    new = written(frame(), 0, 2, [["1"], ["2"], ["3"]])
    assert new["text"].tolist() == [1.0, 2.0, 3.0]


def test_a_block_goes_in_where_it_is_put():
    new = written(frame(), 1, 0, [["10", "20"], ["30", "40"]])
    assert new["whole"].tolist() == [1, 10, 30]
    assert new["real"].tolist() == [0.5, 20.0, 40.0]


def test_what_sticks_out_adds_rows_and_columns():
    small = Table(frame()[["whole", "real"]], {"whole": Role.LABEL, "real": Role.FEATURE}, "t")
    new = write_cells(small, 2, 1, [["1", "7", "x"], ["2", "8.5"]])
    assert list(new.frame) == ["whole", "real", "column 3", "column 4"]
    assert new.frame["real"].tolist()[2:] == [1.0, 2.0]
    assert math.isnan(new.frame["whole"].iloc[3])
    assert new.frame["column 3"].dropna().tolist() == [7.0, 8.5]
    assert new.frame["column 4"].dropna().tolist() == ["x"]
    assert new.roles == {**small.roles, "column 3": Role.IGNORED, "column 4": Role.IGNORED}
    assert new.numeric >= {"column 3"}


def test_columns_are_added_under_names_that_are_free():
    named = table_of(pd.DataFrame({"column 2": [1, 2]})).frame
    new = write_cells(Table(named, {"column 2": Role.FEATURE}, "t"), 0, 0, [[str(k) for k in range(40)]])
    assert new.frame.shape == (2, 40)
    assert new.frame.iloc[0].tolist() == list(range(40))


def test_more_columns_than_memory_holds_are_refused():
    tall = Table(pd.DataFrame({"x": np.zeros(100_000)}), {"x": Role.FEATURE}, "t")
    with pytest.raises(ProblemError, match="1,000 more columns of 100,000 rows are too many"):
        write_cells(tall, 0, 1, [["1"] * 1000])


def test_a_ragged_block_leaves_the_other_cells():
    new = written(frame(), 0, 0, [["10"], ["20", "5"]])
    assert new["whole"].tolist() == [10, 20, 3]
    assert new["real"].tolist() == [0.5, 5.0, 2.5]


@pytest.mark.parametrize("values", [[1, 2], [1.5, 2.5], ["a", "b"], [True, False], [1.5, math.nan]])
@pytest.mark.parametrize("text", ["7", "7.5", "", "red"])
def test_a_frame_is_never_changed_by_an_edit(values, text):
    old = pd.DataFrame({"x": values})
    kept = old.copy(deep=True)
    assert cell_text(written(old, 1, 0, [[text]])["x"].iloc[1]) == text
    pd.testing.assert_frame_equal(old, kept)


def test_an_empty_block_changes_nothing():
    pd.testing.assert_frame_equal(written(frame(), 0, 0, []), frame())


def test_a_table_without_rows_can_get_some():
    longer = insert_rows(table_of(frame().iloc[:0]), 0, 2).frame
    assert longer.shape == (2, 5)
    assert written(longer, 0, 0, [["3"]])["whole"].iloc[0] == 3.0


@pytest.mark.parametrize("dtype", ["Int64", "Float64", "float32", "uint8"])
def test_other_kinds_of_numbers_can_be_edited_too(dtype):
    old = pd.DataFrame({"x": pd.Series([1, 2, 3], dtype=dtype)})
    edited = written(old, 1, 0, [["7.5"], [""]])["x"]
    assert edited.iloc[:2].tolist() == [1.0, 7.5]
    assert math.isnan(edited.iloc[2])


def test_a_hole_in_a_nullable_column_stays_a_hole():
    old = pd.DataFrame({"x": pd.Series([1, None, 3], dtype="Int64")})
    edited = written(old, 0, 0, [["5"]])["x"]
    assert edited.isna().tolist() == [False, True, False]
    assert edited.iloc[0] == 5


def test_true_and_false_stay_what_they_are():
    assert written(frame(), 0, 3, [["false"]])["flag"].tolist() == [False, False, True]
    assert written(frame(), 0, 3, [["false"]])["flag"].dtype == bool
    assert written(frame(), 0, 3, [["2"]])["flag"].tolist() == [2, False, True]
    assert written(frame(), 0, 3, [["maybe"]])["flag"].tolist() == ["maybe", False, True]
    assert written(frame(), 0, 3, [[""]])["flag"].tolist() == [None, False, True]


def test_a_cell_is_typed_into_and_a_text_pasted(table):
    typed = edit_cell(table, 1, 0, "7,5")
    assert typed.frame["a"].tolist() == [3.0, 7.5, 2.0]
    assert typed.edited
    assert paste(table, 0, 0, "8\t9\n10\t11").frame[["a", "b"]].to_numpy().tolist()[:2] == [[8, 9], [10, 11]]


def test_rows_added_by_a_block_are_not_excluded(table):
    longer = paste(table, 2, 0, "7\t8\n9\t10\n")
    assert longer.recipe.excluded.tolist() == [False, True, False, False]


@pytest.mark.parametrize(
    "edit", [lambda t: edit_cell(t, 0, 4, "1"), lambda t: clear_cells(t, [(0, 3, 1, 2)])]
)
def test_a_computed_column_is_not_written_into(table, edit):
    with pytest.raises(ProblemError, match="“sum”"):
        edit(table)


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
    emptied = clear_cells(table_of(FRAME), [(0, 0, 2, 6), (2, 1, 1, 1)]).frame
    assert emptied.iloc[:2].isna().all(axis=None)
    assert emptied["whole"].tolist()[2] == 3
    assert emptied["level"].dtype == FRAME["level"].dtype
    assert emptied["text"].isna().all()
    pd.testing.assert_frame_equal(FRAME, kept)


def test_the_first_row_of_a_block_fills_the_rows_below_in_every_type():
    kept = FRAME.copy(deep=True)
    filled = fill_down(table_of(FRAME), [(0, 0, 3, 6)]).frame
    for name in ("whole", "text", "level", "day", "flag"):
        assert filled[name].tolist() == [FRAME[name].iloc[0]] * 3
        assert filled[name].dtype == FRAME[name].dtype
    assert filled["mixed"].tolist() == [0.5] * 3
    assert filled["mixed"].dtype == np.float64
    pd.testing.assert_frame_equal(FRAME, kept)


def test_an_empty_first_cell_fills_with_nothing():
    filled = fill_down(table_of(FRAME), [(1, 3, 2, 1)]).frame
    assert filled["day"].isna().tolist() == [False, True, True]


def test_a_hole_among_numbers_in_a_mixed_column_stays_one_when_the_last_text_goes():
    column = pd.Series([1.0, None, "x"], dtype=object)
    mended = with_texts(column, {2: "2,5"})
    assert mended.dtype == np.float64
    np.testing.assert_array_equal(mended, [1.0, math.nan, 2.5])


MEANINGS = {"": None, "1": 1, "2.5": 2.5, "−3": -3, "red": "red", "1e5": 1e5, "12 500": 12500, "NA": None}
blocks = st.lists(st.lists(st.sampled_from(sorted(MEANINGS)), max_size=6), max_size=5)


@settings(max_examples=30, deadline=None)
@given(row=st.integers(0, 3), column=st.integers(0, 4), block=blocks)
def test_an_edit_leaves_the_original_and_every_other_cell_untouched(row, column, block):
    old = frame().drop(columns="day")
    edited = written(old, row, column, block)
    pd.testing.assert_frame_equal(old, frame().drop(columns="day"))
    touched = {(row + i, column + j) for i, line in enumerate(block) for j in range(len(line))}
    for i, line in enumerate(texts(old)):
        for j, text in enumerate(line):
            name = old.columns[j]
            if (i, j) not in touched:
                assert parse_cell(cell_text(edited[name].iloc[i])) == parse_cell(text)
    for i, line in enumerate(block):
        for j, text in enumerate(line):
            assert parse_cell(cell_text(edited.iat[row + i, column + j])) in (MEANINGS[text], text)


def test_a_moment_typed_into_a_column_with_a_zone_may_tell_its_own():
    column = pd.Series(pd.to_datetime(["2024-01-01 10:00"])).dt.tz_localize("UTC")
    assert with_texts(column, {0: "2024-01-01T12:00+02:00"}).tolist() == column.tolist()
    assert with_texts(column, {0: "2024-01-01 10:00"}).tolist() == column.tolist()
    assert with_texts(column, {0: ""}).isna().all()
    with pytest.raises(ProblemError, match="no clear date"):
        with_texts(column.dt.tz_localize(None), {0: "2024-01-01T12:00+02:00"})


def test_a_nanosecond_that_is_typed_is_kept():
    column = pd.Series(pd.to_datetime(["2024-01-01 10:00", "2024-01-02 00:00"]))
    typed = with_texts(column, {0: "2024-01-01 10:00:00.123456789"})
    assert typed.tolist() == [pd.Timestamp("2024-01-01 10:00:00.123456789"), pd.Timestamp(2024, 1, 2)]


IDS = [9007199254740993, 9007199254740995, 1582218195625938945, 5]


@pytest.mark.parametrize("dtype", ["int64", "Int64", "uint64", "UInt64", "object"])
@settings(max_examples=25, deadline=None)
@given(
    typed=st.sampled_from(["6", "", "1.5", "x", "-7", "9007199254740997", "18446744073709551615", "1e300"])
)
def test_an_edit_of_another_row_leaves_every_digit(dtype, typed):
    column = pd.Series(IDS, dtype=dtype)
    edited = with_texts(column, {3: typed})
    assert edited.iloc[:3].tolist() == IDS[:3]
    assert cell_text(edited.iloc[3]) == cell_text(parse_cell(typed))


def test_emptied_repeated_and_inserted_cells_leave_every_digit():
    table = table_of(pd.DataFrame({"id": IDS}))
    emptied = clear_cells(table, [(0, 0, 1, 1)]).frame["id"]
    assert [*emptied.isna(), *emptied.iloc[1:]] == [True, False, False, False, *IDS[1:]]
    assert fill_down(table_of(pd.DataFrame({"id": emptied})), [(1, 0, 2, 1)]).frame["id"].iloc[2] == IDS[1]
    longer = insert_rows(table, 1, 1).frame["id"]
    assert longer.drop(1).tolist() == IDS
    pasted = paste(table, 3, 0, "1\n2\n3").frame["id"]
    assert pasted.tolist() == [*IDS[:3], 1, 2, 3]


def test_a_text_taken_back_leaves_every_digit():
    mixed = with_texts(pd.Series(IDS), {3: "x"})
    assert with_texts(mixed, {3: "5"}).tolist() == IDS
    assert with_texts(mixed, {3: ""}).iloc[:3].tolist() == IDS[:3]
