"""Columns renamed, added, copied, taken out and moved."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.cells.names import unused_name
from linreg_gui.core.editing.column_edits import (
    add_column,
    delete_columns,
    duplicate_column,
    move_column,
    rename_column,
)
from linreg_gui.core.problem import ProblemError


def table() -> pd.DataFrame:
    return pd.DataFrame({"a": [1, 2], "b": ["x", None], "y": [0.5, 1.5]})


def shares(one: pd.Series, other: pd.Series) -> bool:
    return np.shares_memory(one.to_numpy(), other.to_numpy())


def test_a_renamed_column_stays_in_its_place_with_its_values():
    frame = table()
    renamed = rename_column(frame, "a", "  area ")
    assert list(renamed.columns) == ["area", "b", "y"]
    assert shares(renamed["area"], frame["a"])
    assert list(frame.columns) == ["a", "b", "y"]


def test_a_column_renamed_to_its_own_name_is_the_same_frame():
    frame = table()
    assert rename_column(frame, "a", "a") is frame


@pytest.mark.parametrize("name", ["", "  ", "b", " b "])
def test_a_name_that_is_empty_or_taken_is_refused(name):
    for edit in (lambda: rename_column(table(), "a", name), lambda: add_column(table(), name, 0)):
        with pytest.raises(ProblemError, match=r"needs a name|named “b” already"):
            edit()


def test_a_new_column_is_an_empty_one_of_numbers_where_it_is_put():
    wider = add_column(table(), "new", 1)
    assert list(wider.columns) == ["a", "new", "b", "y"]
    assert wider["new"].dtype == np.float64
    assert wider["new"].isna().all()


def test_a_copy_stands_beside_its_column_under_a_name_of_its_own():
    frame = table()
    once, name = duplicate_column(frame, "a")
    twice, other = duplicate_column(once, "a")
    assert (name, other) == ("a copy", "a copy 2")
    assert list(twice.columns) == ["a", "a copy 2", "a copy", "b", "y"]
    assert twice["a copy"].tolist() == [1, 2]
    assert shares(once["a copy"], frame["a"])


def test_deleted_columns_are_gone_but_one_stays():
    assert list(delete_columns(table(), ["a", "y"]).columns) == ["b"]
    with pytest.raises(ProblemError, match="at least one column"):
        delete_columns(table(), ["a", "b", "y"])


@given(st.sampled_from(["a", "b", "y"]), st.integers(-2, 5))
def test_a_moved_column_is_where_it_was_put_and_the_others_keep_their_order(name, to):
    moved = move_column(table(), name, to)
    assert list(moved.columns).index(name) == min(max(to, 0), 2)
    others = [other for other in table().columns if other != name]
    assert [other for other in moved.columns if other != name] == others
    pd.testing.assert_frame_equal(moved[["a", "b", "y"]], table())


@given(st.lists(st.sampled_from(["x", "x 2", "x 3", "x 4"]), unique=True))
def test_an_unused_name_is_new(names):
    assert unused_name("x", names) not in names
