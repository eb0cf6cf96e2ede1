"""Columns renamed, added, copied, taken out, moved and retyped: all that is known of one goes with it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.cells.column_types import ColumnType
from linreg_gui.core.editing.column_edits import (
    add_column,
    delete_columns,
    duplicate_column,
    move_column,
    rename_column,
    set_type,
)
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table


def small() -> Table:
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", None], "y": [0.5, 1.5]})
    return Table(frame, dict.fromkeys(frame.columns, Role.FEATURE), "small", numeric=frozenset("ay"))


def names(table: Table) -> list[str]:
    assert list(table.roles) == list(table.frame.columns)
    return list(table.frame.columns)


def shares(one: pd.Series, other: pd.Series) -> bool:
    return np.shares_memory(one.to_numpy(), other.to_numpy())


def test_a_renamed_column_stays_in_its_place_with_its_values():
    table = small()
    renamed = rename_column(table, "a", "  area ").frame
    assert list(renamed.columns) == ["area", "b", "y"]
    assert shares(renamed["area"], table.frame["a"])
    assert list(table.frame.columns) == ["a", "b", "y"]


@pytest.mark.parametrize("name", ["", "  ", "b", " b "])
def test_a_name_that_is_empty_or_taken_is_refused(name):
    for edit in (lambda: rename_column(small(), "a", name), lambda: add_column(small(), name, 0)):
        with pytest.raises(ProblemError, match=r"needs a name|named “b” already"):
            edit()


def test_a_new_column_is_an_empty_one_of_numbers_where_it_is_put():
    wider = add_column(small(), "new", 1).frame
    assert list(wider.columns) == ["a", "new", "b", "y"]
    assert wider["new"].dtype == np.float64
    assert wider["new"].isna().all()


def test_a_copy_stands_beside_its_column_under_a_name_of_its_own():
    table = small()
    once = duplicate_column(table, "a")
    twice = duplicate_column(once, "a").frame
    assert list(twice.columns) == ["a", "a copy 2", "a copy", "b", "y"]
    assert twice["a copy"].tolist() == [1, 2]
    assert shares(once.frame["a copy"], table.frame["a"])


def test_deleted_columns_are_gone_but_one_stays():
    assert names(delete_columns(small(), ["a", "y"])) == ["b"]
    with pytest.raises(ProblemError, match="at least one column"):
        delete_columns(small(), ["a", "b", "y"])


@given(st.sampled_from(["a", "b", "y"]), st.integers(-2, 5))
def test_a_moved_column_is_where_it_was_put_and_the_others_keep_their_order(name, to):
    moved = move_column(small(), name, to)
    assert names(moved).index(name) == min(max(to, 0), 2)
    others = [other for other in "aby" if other != name]
    assert [other for other in names(moved) if other != name] == others
    pd.testing.assert_frame_equal(moved.frame[["a", "b", "y"]], small().frame)


def test_a_new_name_stands_everywhere(table):
    renamed = rename_column(rename_column(table, "a", "area"), "colour", "hue")
    assert names(renamed) == ["area", "b", "hue", "y", "sum"]
    assert renamed.roles["area"] is Role.FEATURE
    assert renamed.numeric == {"area", "b", "y", "sum"}
    assert renamed.recipe.references == {"hue": "red"}
    assert renamed.formulas == {"sum": "area + b"}
    assert renamed.truth is not None
    assert renamed.truth.names(("area", "b"), "y")
    assert renamed.edited


def test_a_computed_column_takes_its_formula_along(table):
    assert rename_column(table, "sum", "total").formulas == {"total": "a + b"}


def test_the_same_name_again_is_no_edit(table):
    assert rename_column(table, "a", "a") is table


def test_a_new_column_is_ignored_and_where_it_was_asked_for(table):
    added = add_column(table, "new", 1)
    assert names(added) == ["a", "new", "b", "colour", "y", "sum"]
    assert added.roles["new"] is Role.IGNORED
    assert added.truth is not None


def test_a_copy_takes_no_part_and_is_no_computed_column(table):
    copied = duplicate_column(duplicate_column(table, "sum"), "colour")
    assert names(copied) == ["a", "b", "colour", "colour copy", "y", "sum", "sum copy"]
    assert copied.roles["sum copy"] is Role.IGNORED
    assert copied.formulas == {"sum": "a + b"}
    assert copied.numeric == {"a", "b", "y", "sum", "sum copy"}
    assert copied.recipe.references == {"colour": "red", "colour copy": "red"}


def test_a_deleted_column_leaves_nothing_behind(table):
    left = delete_columns(table, ["sum", "colour", "a"])
    assert names(left) == ["b", "y"]
    assert left.numeric == {"b", "y"}
    assert left.recipe.references == {}
    assert left.formulas == {}
    assert left.truth is None
    assert left.recipe.excluded.tolist() == [False, True, False]


def test_a_column_that_others_are_computed_from_is_not_deleted(table):
    with pytest.raises(ProblemError, match="“sum” is computed from “a”"):
        delete_columns(table, ["a"])


def test_moved_features_take_their_true_weights_along(table):
    moved = move_column(table, "a", 1)
    assert names(moved) == ["b", "a", "colour", "y", "sum"]
    assert moved.truth is not None
    assert moved.truth.feature_names == ("b", "a")
    assert moved.truth.weights.tolist() == [-1.0, 2.0]
    assert move_column(table, "a", 0) is table


def test_a_type_that_costs_cells_is_refused_until_that_is_wanted(table):
    frame = table.frame.assign(b=pd.Series(["1", "2", "many"], dtype="str"))
    worded = replace(table, frame=frame, numeric=table.numeric - {"b"})
    with pytest.raises(ProblemError, match="1 cell is no number in “b”: “many” would be emptied") as refusal:
        set_type(worded, "b", ColumnType.NUMBER)
    assert refusal.value.problem.kind == ProblemKind.WOULD_EMPTY_CELLS
    numbers = set_type(worded, "b", ColumnType.NUMBER, may_empty_cells=True)
    assert numbers.frame["b"].isna().tolist() == [False, False, True]
    assert "b" in numbers.numeric
    words = set_type(table, "a", ColumnType.TEXT)
    assert words.frame["a"].tolist() == ["3", "1", "2"]
    assert "a" not in words.numeric
    assert set_type(table, "a", ColumnType.NUMBER) is table


def test_a_unit_goes_with_its_column():
    table = replace(small(), units={"a": "m", "y": "kg"})
    assert rename_column(table, "a", "area").units == {"area": "m", "y": "kg"}
    assert duplicate_column(table, "a").units == {"a": "m", "y": "kg", "a copy": "m"}
    assert delete_columns(table, ["y"]).units == {"a": "m"}
    assert move_column(table, "y", 0).units == table.units
    assert add_column(table, "new", 1).units == table.units


def test_a_column_of_weights_keeps_its_task_under_another_name_and_is_not_deleted():
    table = replace(small(), recipe=Recipe(weights="a"))
    renamed = rename_column(table, "a", "count")
    assert renamed.recipe.weights == "count"
    with pytest.raises(ProblemError, match="holds the weights of the rows"):
        delete_columns(renamed, ["count"])
    assert delete_columns(renamed, ["b"]).recipe.weights == "count"
