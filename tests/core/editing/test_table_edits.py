"""Edits of a table: everything that is known of a column goes with it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.cells.conversion import ColumnType
from linreg_gui.core.editing import table_edits
from linreg_gui.core.model.dataset import Truth
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table


@pytest.fixture
def table() -> Table:
    frame = pd.DataFrame(
        {
            "a": [3.0, 1.0, 2.0],
            "b": [1.0, 2.0, 4.0],
            "colour": ["red", "blue", "red"],
            "y": [5.0, 6.0, 7.0],
            "sum": [4.0, 3.0, 6.0],
        }
    )
    roles = dict.fromkeys(frame.columns, Role.FEATURE) | {"y": Role.LABEL, "sum": Role.IGNORED}
    return Table(
        frame,
        roles,
        "small",
        truth=Truth(np.array([2.0, -1.0]), 0.5, 0.1, ("a", "b"), "y"),
        numeric=frozenset({"a", "b", "y", "sum"}),
        recipe=Recipe(references={"colour": "red"}, excluded=np.array([False, True, False])),
        formulas={"sum": "a + b"},
    )


def names(table: Table) -> list[str]:
    assert list(table.roles) == list(table.frame.columns)
    return list(table.frame.columns)


def excluded(table: Table) -> list[bool]:
    return table_edits.excluded_flags(table).tolist()


def test_a_new_name_stands_everywhere(table):
    renamed = table_edits.rename(table_edits.rename(table, "a", "area"), "colour", "hue")
    assert names(renamed) == ["area", "b", "hue", "y", "sum"]
    assert renamed.roles["area"] is Role.FEATURE
    assert renamed.numeric == {"area", "b", "y", "sum"}
    assert renamed.recipe.references == {"hue": "red"}
    assert renamed.formulas == {"sum": "area + b"}
    assert renamed.truth is not None
    assert renamed.truth.names(("area", "b"), "y")
    assert renamed.edited


def test_a_computed_column_takes_its_formula_along(table):
    assert table_edits.rename(table, "sum", "total").formulas == {"total": "a + b"}


def test_the_same_name_again_is_no_edit(table):
    assert table_edits.rename(table, "a", "a") is table


def test_a_new_column_is_ignored_and_where_it_was_asked_for(table):
    added = table_edits.add(table, "new", 1)
    assert names(added) == ["a", "new", "b", "colour", "y", "sum"]
    assert added.roles["new"] is Role.IGNORED
    assert added.truth is not None


def test_a_copy_takes_no_part_and_is_no_computed_column(table):
    copied = table_edits.duplicate(table_edits.duplicate(table, "sum"), "colour")
    assert names(copied) == ["a", "b", "colour", "colour copy", "y", "sum", "sum copy"]
    assert copied.roles["sum copy"] is Role.IGNORED
    assert copied.formulas == {"sum": "a + b"}
    assert copied.numeric == {"a", "b", "y", "sum", "sum copy"}
    assert copied.recipe.references == {"colour": "red", "colour copy": "red"}


def test_a_deleted_column_leaves_nothing_behind(table):
    left = table_edits.delete(table, ["sum", "colour", "a"])
    assert names(left) == ["b", "y"]
    assert left.numeric == {"b", "y"}
    assert left.recipe.references == {}
    assert left.formulas == {}
    assert left.truth is None
    assert excluded(left) == [False, True, False]


def test_a_column_that_others_are_computed_from_is_not_deleted(table):
    with pytest.raises(ProblemError, match="“sum” is computed from “a”"):
        table_edits.delete(table, ["a"])


def test_moved_features_take_their_true_weights_along(table):
    moved = table_edits.move(table, "a", 1)
    assert names(moved) == ["b", "a", "colour", "y", "sum"]
    assert moved.truth is not None
    assert moved.truth.feature_names == ("b", "a")
    assert moved.truth.weights.tolist() == [-1.0, 2.0]
    assert table_edits.move(table, "a", 0) is table


def test_sorting_moves_whole_rows_with_their_marks(table):
    ordered = table_edits.sort_rows(table, "a", descending=False)
    assert ordered.frame["a"].tolist() == [1.0, 2.0, 3.0]
    assert ordered.frame["colour"].tolist() == ["blue", "red", "red"]
    assert excluded(ordered) == [True, False, False]


def test_rows_are_excluded_included_and_kept(table):
    more = table_edits.exclude_rows(table, [0, 1], True)
    assert excluded(more) == [True, True, False]
    assert excluded(table_edits.exclude_rows(more, np.array([1]), False)) == [True, False, False]
    assert excluded(table_edits.exclude_others(table, [1])) == [True, False, True]
    assert table_edits.exclude_rows(table, [1], False).recipe.excluded is None
    assert more.frame is table.frame


def test_new_rows_are_not_excluded_and_old_marks_stay_with_their_rows(table):
    wider = table_edits.insert_rows(table, 1, 2)
    assert excluded(wider) == [False, False, False, True, False]
    longer = table_edits.paste(table, 2, 0, "7\t8\n9\t10\n")
    assert excluded(longer) == [False, True, False, False]
    assert excluded(table_edits.remove_rows(table, [0])) == [True, False]


def test_a_type_that_costs_cells_is_refused_until_that_is_wanted(table):
    frame = table.frame.assign(b=pd.Series(["1", "2", "many"], dtype="str"))
    worded = replace(table, frame=frame, numeric=table.numeric - {"b"})
    with pytest.raises(ProblemError, match="1 cell is no number in “b”: “many” would be emptied") as refusal:
        table_edits.set_type(worded, "b", ColumnType.NUMBER)
    assert refusal.value.problem.kind == table_edits.LOSSY
    numbers = table_edits.set_type(worded, "b", ColumnType.NUMBER, lossy=True)
    assert numbers.frame["b"].isna().tolist() == [False, False, True]
    assert "b" in numbers.numeric
    words = table_edits.set_type(table, "a", ColumnType.TEXT)
    assert words.frame["a"].tolist() == ["3", "1", "2"]
    assert "a" not in words.numeric
    assert table_edits.set_type(table, "a", ColumnType.NUMBER) is table
