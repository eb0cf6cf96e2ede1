"""Rows put in, taken out, excluded and sorted, with pandas' own stable sort as the oracle."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui.core.cells.whole_numbers import numbers_of
from linreg_gui.core.editing.row_edits import (
    exclude_other_rows,
    exclude_rows,
    excluded_flags,
    include_rows,
    insert_rows,
    remove_rows,
    sort_rows,
    sorted_order,
    take_rows,
)
from linreg_gui.core.table.table import Table

COLUMNS = {
    "float": st.lists(st.floats(), max_size=30).map(lambda cells: pd.Series(cells, dtype=float)),
    "whole": st.lists(st.integers(-(2**63), 2**63 - 1), max_size=30).map(
        lambda cells: pd.Series(cells, dtype="int64")
    ),
    "few": st.lists(st.integers(0, 3), max_size=40).map(lambda cells: pd.Series(cells, dtype="uint8")),
    "nullable": st.lists(st.integers(0, 5) | st.none(), max_size=30).map(
        lambda cells: pd.Series(cells, dtype="Int64")
    ),
    "flag": st.lists(st.booleans(), max_size=30).map(lambda cells: pd.Series(cells, dtype=bool)),
    "text": st.lists(st.text(max_size=3) | st.none(), max_size=30).map(
        lambda cells: pd.Series(cells, dtype="str")
    ),
    "date": st.lists(st.integers(0, 9) | st.none(), max_size=30).map(
        lambda days: pd.Series(pd.to_datetime(pd.Series(days, dtype="float"), unit="D"))
    ),
    "levels": st.lists(st.sampled_from(["low", "high", "mid", None]), max_size=30).map(
        lambda cells: pd.Series(pd.Categorical(cells, ["low", "mid", "high"], ordered=True))
    ),
}


@pytest.mark.parametrize("kind", COLUMNS)
@pytest.mark.parametrize("descending", [False, True])
def test_sorting_is_the_stable_sort_of_pandas_with_missing_cells_last(kind, descending):
    @settings(max_examples=30, deadline=None)
    @given(COLUMNS[kind])
    def check(column):
        wanted = column.sort_values(kind="stable", ascending=not descending, na_position="last")
        assert sorted_order(column, descending=descending).tolist() == wanted.index.tolist()

    check()


def test_levels_without_an_order_are_sorted_as_texts():
    column = pd.Series(pd.Categorical(["red", "blue", None, "blue"], ["red", "green", "blue"]))
    assert sorted_order(column).tolist() == [1, 3, 0, 2]
    assert sorted_order(column, descending=True).tolist() == [0, 1, 3, 2]


mixed = st.lists(st.floats(-5, 5) | st.sampled_from(["b", "a", "B", ""]) | st.none(), max_size=30)


@settings(max_examples=100, deadline=None)
@given(mixed, st.booleans())
def test_numbers_come_before_texts_and_missing_cells_last(cells, descending):
    column = pd.Series(cells, dtype=object)
    filled = [row for row, cell in enumerate(cells) if cell is not None]
    wanted = sorted(
        filled,
        key=lambda row: (isinstance(cells[row], str), cells[row]),
        reverse=descending,
    )
    if descending:  # Python, too, keeps equal ones in their order when it sorts the other way round
        assert sorted(wanted) == filled
    order = sorted_order(column, descending=descending).tolist()
    assert order == wanted + [row for row, cell in enumerate(cells) if cell is None]


def frame(n: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "whole": np.arange(n),
            "real": [math.nan if i % 3 == 0 else i / 7 for i in range(n)],
            "text": pd.Series([None if i % 4 == 1 else f"t{i}" for i in range(n)], dtype="str"),
            "level": pd.Categorical([f"l{i % 3}" for i in range(n)]),
            "day": pd.to_datetime(np.arange(n), unit="D"),
            "mixed": pd.Series([i if i % 2 else f"m{i}" for i in range(n)], dtype=object),
            "flag": [i % 2 == 0 for i in range(n)],
        }
    )


def table_of(frame: pd.DataFrame) -> Table:
    return Table(frame, {}, "t")


frames = st.integers(0, 12).map(frame)


@settings(max_examples=50, deadline=None)
@given(frames, st.randoms(use_true_random=False))
def test_a_permutation_and_its_inverse_leave_the_same_table(frame, random):
    order = list(range(len(frame)))
    random.shuffle(order)
    order = np.array(order, dtype=np.int64)
    kept = frame.copy(deep=True)
    shuffled = take_rows(frame, order)
    pd.testing.assert_frame_equal(shuffled, frame.iloc[order].reset_index(drop=True))
    pd.testing.assert_frame_equal(take_rows(shuffled, np.argsort(order)), frame)
    pd.testing.assert_frame_equal(frame, kept)


@settings(max_examples=50, deadline=None)
@given(frames.filter(len), st.data())
def test_rows_put_in_anywhere_are_empty_in_every_type_of_column(frame, data):
    at = data.draw(st.integers(0, len(frame)))
    count = data.draw(st.integers(1, 3))
    kept = frame.copy(deep=True)
    wider = insert_rows(table_of(frame), at, count)
    assert wider.frame.iloc[at : at + count].isna().all(axis=None)
    narrow = remove_rows(wider, range(at, at + count)).frame
    pd.testing.assert_frame_equal(frame, kept)
    pd.testing.assert_frame_equal(narrow.astype(frame.dtypes), frame)
    same_type = ["real", "text", "level", "day", "mixed"]
    assert narrow[same_type].dtypes.equals(frame[same_type].dtypes)


def test_putting_in_no_rows_keeps_the_types():
    pd.testing.assert_frame_equal(insert_rows(table_of(frame(3)), 1, 0).frame, frame(3))


def test_rows_taken_out_close_the_gap():
    three = table_of(frame(3))
    left = remove_rows(three, [0, 2]).frame
    pd.testing.assert_frame_equal(left, frame(3).iloc[[1]].reset_index(drop=True))
    assert len(remove_rows(three, [0, 1, 2]).frame) == 0
    pd.testing.assert_frame_equal(remove_rows(three, []).frame, frame(3))


def excluded(table: Table) -> list[bool]:
    return excluded_flags(table).tolist()


def test_sorting_moves_whole_rows_with_their_marks(table):
    ordered = sort_rows(table, "a", descending=False)
    assert ordered.frame["a"].tolist() == [1.0, 2.0, 3.0]
    assert ordered.frame["colour"].tolist() == ["blue", "red", "red"]
    assert excluded(ordered) == [True, False, False]


def test_rows_are_excluded_included_and_kept(table):
    more = exclude_rows(table, [0, 1])
    assert excluded(more) == [True, True, False]
    assert excluded(include_rows(more, np.array([1]))) == [True, False, False]
    assert excluded(exclude_other_rows(table, [1])) == [True, False, True]
    assert include_rows(table, [1]).recipe.excluded is None
    assert more.frame is table.frame


def test_new_rows_are_not_excluded_and_old_marks_stay_with_their_rows(table):
    wider = insert_rows(table, 1, 2)
    assert excluded(wider) == [False, False, False, True, False]
    assert excluded(remove_rows(table, [0])) == [True, False]


def test_moments_with_a_zone_are_sorted_as_moments():
    column = pd.Series(pd.to_datetime(["2024-01-02", None, "2024-01-01"])).dt.tz_localize("UTC")
    assert sorted_order(column).tolist() == [2, 0, 1]
    assert sorted_order(column, descending=True).tolist() == [0, 2, 1]


@pytest.mark.parametrize(
    "cells", [[2**53 + 3, 2**53 + 1, 2**53 + 2], [2**64, 0.5, 2**64 + 1], [2**60 + 1, None, 2**60]]
)
def test_whole_numbers_are_sorted_to_their_last_digit(cells):
    column = numbers_of(cells)
    filled = sorted(row for row, cell in enumerate(cells) if cell is not None)
    by_value = sorted(filled, key=lambda row: cells[row])
    holes = [row for row, cell in enumerate(cells) if cell is None]
    assert sorted_order(column).tolist() == by_value + holes
    assert sorted_order(column, descending=True).tolist() == by_value[::-1] + holes
