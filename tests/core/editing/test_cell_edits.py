from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui.core.cells.text import cell_text, parse_cell, parse_number
from linreg_gui.core.editing.cell_edits import set_block
from linreg_gui.core.editing.row_edits import inserted, removed, take_rows


def with_rows(frame: pd.DataFrame, at: int, count: int) -> pd.DataFrame:
    return take_rows(frame, inserted(len(frame), at, count))


def without(frame: pd.DataFrame, rows) -> pd.DataFrame:
    return take_rows(frame, removed(len(frame), rows))


def table() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "whole": [1, 2, 3],
            "real": [0.5, math.nan, 2.5],
            "text": ["red", None, "blue"],
            "flag": [True, False, True],
            "day": pd.to_datetime(["2024-01-01", "2024-01-02", "2024-01-03"]),
        }
    )


def texts(frame: pd.DataFrame) -> list[list[str]]:
    """Every cell as it would be copied."""
    return [[cell_text(frame[name].iloc[i]) for name in frame.columns] for i in range(len(frame))]


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


def test_a_number_in_a_number_column_leaves_its_type():
    frame = set_block(table(), 1, 0, [["7", "8.5"]])
    assert frame["whole"].tolist() == [1, 7, 3]
    assert frame["real"].tolist() == [0.5, 8.5, 2.5]
    assert frame.dtypes[["whole", "real"]].tolist() == [np.dtype("int64"), np.dtype("float64")]


def test_a_fraction_or_a_hole_makes_a_whole_column_real():
    assert set_block(table(), 0, 0, [["1.5"]])["whole"].tolist() == [1.5, 2.0, 3.0]
    emptied = set_block(table(), 0, 0, [[""]])["whole"]
    assert emptied.isna().tolist() == [True, False, False]
    assert emptied.dtype == np.float64


def test_a_text_makes_a_number_column_text_until_it_is_gone_again():
    worded = set_block(table(), 0, 1, [["lots"]])
    assert texts(worded)[0][1] == "lots"
    mended = set_block(worded, 0, 1, [["4"]])
    assert mended["real"].dtype == np.float64
    assert mended["real"].iloc[0] == 4.0


def test_a_text_column_takes_numbers_and_becomes_one_when_all_are():
    frame = set_block(table(), 0, 2, [["1"], ["2"], ["3"]])
    assert frame["text"].tolist() == [1.0, 2.0, 3.0]


def test_a_block_goes_in_where_it_is_put():
    frame = set_block(table(), 1, 0, [["10", "20"], ["30", "40"]])
    assert frame["whole"].tolist() == [1, 10, 30]
    assert frame["real"].tolist() == [0.5, 20.0, 40.0]


def test_what_sticks_out_below_adds_rows_and_to_the_right_is_left_out():
    frame = set_block(table()[["whole", "real"]], 2, 1, [["1", "x"], ["2", "y"]])
    assert frame.shape == (4, 2)
    assert frame["real"].tolist()[2:] == [1.0, 2.0]
    assert math.isnan(frame["whole"].iloc[3])


def test_a_ragged_block_leaves_the_other_cells():
    frame = set_block(table(), 0, 0, [["10"], ["20", "5"]])
    assert frame["whole"].tolist() == [10, 20, 3]
    assert frame["real"].tolist() == [0.5, 5.0, 2.5]


@pytest.mark.parametrize("values", [[1, 2], [1.5, 2.5], ["a", "b"], [True, False], [1.5, math.nan]])
@pytest.mark.parametrize("text", ["7", "7.5", "", "red"])
def test_a_frame_is_never_changed_by_an_edit(values, text):
    frame = pd.DataFrame({"x": values})
    kept = frame.copy(deep=True)
    assert cell_text(set_block(frame, 1, 0, [[text]])["x"].iloc[1]) == text
    pd.testing.assert_frame_equal(frame, kept)


def test_an_empty_block_changes_nothing():
    pd.testing.assert_frame_equal(set_block(table(), 0, 0, []), table())


@pytest.mark.parametrize("at", [0, 1, 3])
def test_rows_put_in_are_empty_and_the_others_keep_their_cells(at):
    frame = with_rows(table(), at, 2)
    shown = texts(frame)
    assert shown[at : at + 2] == [[""] * 5] * 2
    kept = [[cell.removesuffix(".0") for cell in line] for line in shown[:at] + shown[at + 2 :]]
    assert kept == texts(table())


def test_a_table_without_rows_can_get_some():
    frame = with_rows(table().iloc[:0], 0, 2)
    assert frame.shape == (2, 5)
    assert set_block(frame, 0, 0, [["3"]])["whole"].iloc[0] == 3.0


def test_putting_in_no_rows_keeps_the_types():
    pd.testing.assert_frame_equal(with_rows(table(), 1, 0), table())


def test_rows_taken_out_close_the_gap():
    frame = without(table(), [0, 2])
    assert texts(frame) == [texts(table())[1]]
    assert frame.index.tolist() == [0]
    assert len(without(table(), [0, 1, 2])) == 0
    pd.testing.assert_frame_equal(without(table(), []), table())


@pytest.mark.parametrize("dtype", ["Int64", "Float64", "float32", "uint8"])
def test_other_kinds_of_numbers_can_be_edited_too(dtype):
    frame = pd.DataFrame({"x": pd.Series([1, 2, 3], dtype=dtype)})
    edited = set_block(frame, 1, 0, [["7.5"], [""]])["x"]
    assert edited.iloc[:2].tolist() == [1.0, 7.5]
    assert math.isnan(edited.iloc[2])


def test_a_hole_in_a_nullable_column_stays_a_hole():
    frame = pd.DataFrame({"x": pd.Series([1, None, 3], dtype="Int64")})
    edited = set_block(frame, 0, 0, [["5"]])["x"]
    assert edited.isna().tolist() == [False, True, False]
    assert edited.iloc[0] == 5


def test_true_and_false_stay_what_they_are():
    assert set_block(table(), 0, 3, [["false"]])["flag"].tolist() == [False, False, True]
    assert set_block(table(), 0, 3, [["false"]])["flag"].dtype == bool
    assert set_block(table(), 0, 3, [["2"]])["flag"].tolist() == [2, False, True]
    assert set_block(table(), 0, 3, [["maybe"]])["flag"].tolist() == ["maybe", False, True]
    assert set_block(table(), 0, 3, [[""]])["flag"].tolist() == [None, False, True]


cells = st.sampled_from(["", "1", "2.5", "−3", "red", "1e5", "12 500"])
blocks = st.lists(st.lists(cells, max_size=6), max_size=5)


@settings(max_examples=100, deadline=None)
@given(row=st.integers(0, 3), column=st.integers(0, 4), block=blocks)
def test_an_edit_leaves_the_original_and_every_other_cell_untouched(row, column, block):
    frame = table().drop(columns="day")
    edited = set_block(frame, row, column, block)
    pd.testing.assert_frame_equal(frame, table().drop(columns="day"))
    touched = {(row + i, column + j) for i, line in enumerate(block) for j in range(len(line))}
    for i, line in enumerate(texts(frame)):
        for j, text in enumerate(line):
            name = frame.columns[j]
            if (i, j) not in touched:
                assert parse_cell(cell_text(edited[name].iloc[i])) == parse_cell(text)
    for i, line in enumerate(block):
        for j, text in enumerate(line):
            if column + j < frame.shape[1]:
                assert parse_cell(cell_text(edited.iat[row + i, column + j])) == parse_cell(text)


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 3), count=st.integers(0, 4))
def test_rows_put_in_and_taken_out_again_leave_the_same_table(at, count):
    frame = table()
    back = without(with_rows(frame, at, count), range(at, at + count))
    assert [[cell.removesuffix(".0") for cell in line] for line in texts(back)] == texts(frame)
    pd.testing.assert_frame_equal(frame, table())
