"""Computed columns and the edits of the rows and columns around them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.editing.computed_edits import (
    add_computed,
    brought_up_to_date,
    sort_with_computed,
    sorting_sentence,
)
from linreg_gui.core.editing.row_edits import exclude_rows, include_all_rows
from linreg_gui.core.formulas.transforms import NewColumn
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table


def test_sorting_leaves_computed_cells_with_their_rows_but_for_those_that_look_at_other_rows():
    frame = pd.DataFrame({"a": [3.0, 1.0, 2.0]})
    plain = Table(frame, {"a": Role.FEATURE}, "t", numeric=frozenset("a"))
    table, _ = add_computed(plain, [NewColumn("d", "diff(a)"), NewColumn("s", "a - mean(a)")])
    table, _ = add_computed(table, [NewColumn("t", "d + s")])
    new = sort_with_computed(table, "a", False)
    assert new.frame["d"].fillna(-9.0).tolist() == [-9.0, 1.0, 1.0]
    assert new.frame["s"].tolist() == [-1.0, 0.0, 1.0]
    assert new.frame["t"].fillna(-9.0).tolist() == [-9.0, 1.0, 2.0]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"lag a": "lag(a)"}, "“lag a” follows the new order."),
        ({"i": "row()", "d": "diff(b) * 2"}, "“i” and “d” follow the new order."),
        ({"i": "row() + 0 * b", "then": "i * 2"}, "“i” and “then” follow the new order."),
        ({"half": "a / 2", "total": "sum(a)"}, ""),
        ({"same": "lag(a - a, 0)"}, ""),
        (dict.fromkeys("pqrstu", "row()"), "“p”, “q”, “r” and 3 more columns follow the new order."),
    ],
)
def test_columns_that_follow_the_order_of_the_rows_are_told_by_name_after_a_sort(columns, expected):
    frame = pd.DataFrame({"a": [3.0, 1.0, 2.0], "b": [1.0, 5.0, 2.0]})
    table = Table(frame, dict.fromkeys("ab", Role.FEATURE), "t", numeric=frozenset("ab"))
    for column in columns.items():
        table, _ = add_computed(table, [NewColumn(*column)])
    once = sort_with_computed(table, "a", False)
    told = sorting_sentence(table, once)
    assert sorted(told.split()) == sorted(expected.split())
    assert sorting_sentence(once, sort_with_computed(once, "a", False)) == ""
    assert sorting_sentence(once, sort_with_computed(once, "a", True)).split()[-4:] == expected.split()[-4:]


def test_columns_that_follow_from_a_mean_follow_when_rows_are_excluded_and_taken_in_again() -> None:
    frame = pd.DataFrame({"x": [1.0, 2.0, 3.0, 100.0], "y": [0.0, 1.0, 2.0, 3.0]})
    table = Table(frame, dict.fromkeys(frame.columns, Role.IGNORED), "t", numeric=frozenset("xy"))
    table, _ = add_computed(table, [NewColumn("apart", "x - mean(x)"), NewColumn("twice", "2 * x")])
    assert table.frame["apart"].tolist() == [-25.5, -24.5, -23.5, 73.5]
    without = brought_up_to_date(table, exclude_rows(table, [3]))
    assert without.frame["apart"].tolist() == [-1.0, 0.0, 1.0, 98.0]
    assert without.frame["twice"] is not None
    assert np.shares_memory(without.frame["twice"].to_numpy(), table.frame["twice"].to_numpy())
    again = brought_up_to_date(without, include_all_rows(without))
    assert again.frame["apart"].tolist() == table.frame["apart"].tolist()
    added, _ = add_computed(without, [NewColumn("m", "mean(x)")])
    assert added.frame["m"].tolist() == [2.0] * 4
