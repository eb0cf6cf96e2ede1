"""The selected rows are shared, go along with edits, and are forgotten when they cannot be the same."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.editing.row_edits import insert_rows, remove_rows, sort_rows
from linreg_gui.core.table.row_set import NO_ROWS, RowSet, SelectMode
from linreg_gui.core.table.table import Table
from linreg_gui.session.document.selection import RowSelection


def rows(*ranges: tuple[int, int]) -> RowSet:
    return RowSet.of_ranges(ranges)


def table(n_rows: int) -> Table:
    return Table(pd.DataFrame({"x": range(n_rows)}), {}, "t")


def test_it_tells_of_other_rows_and_of_nothing_else(qtbot) -> None:
    selection = RowSelection()
    told: list[RowSet] = []
    selection.changed.connect(told.append)
    selection.select(rows((2, 5)))
    selection.select(rows((2, 4), (4, 5)))
    assert told == [rows((2, 5))]
    selection.change(rows((5, 6)), SelectMode.ADD)
    selection.pick(rows((0, 1)), SelectMode.ADD)
    selection.pick(rows((3, 4)), SelectMode.ADD)
    assert selection.rows == rows((0, 1), (2, 3), (4, 6))


def test_rows_that_are_meant_are_told_with_those_before(qtbot) -> None:
    selection = RowSelection()
    told: list[tuple[RowSet, RowSet]] = []
    selection.chosen.connect(lambda *both: told.append(both))
    selection.select(rows((2, 5)))
    selection.choose(rows((2, 5)))
    selection.choose(rows((0, 1)))
    selection.pick(rows((3, 4)), SelectMode.ADD)
    assert told == [(rows((2, 5)), rows((0, 1))), (rows((0, 1)), rows((0, 1), (3, 4)))]


def test_rows_of_a_table_with_another_length_are_other_rows(qtbot) -> None:
    selection = RowSelection()
    selection.follow(table(6))
    selection.select(rows((1, 3)))
    selection.follow(table(6))
    assert selection.rows == rows((1, 3))
    selection.follow(table(5))
    assert selection.rows == NO_ROWS


@given(st.sets(st.integers(0, 7)), st.lists(st.sampled_from(["up", "down", "insert", "remove"]), max_size=4))
def test_selected_rows_go_along_with_every_edit_until_new_ones_come(chosen, edits) -> None:
    made = Table(pd.DataFrame({"x": [3, 1, 4, 1, 5, 9, 2, 6], "name": list("abcdefgh")}), {}, "t")
    selection = RowSelection()
    selection.follow(made)
    selection.select(RowSet.of_rows(np.array(sorted(chosen), dtype=np.int64)))
    names = {"abcdefgh"[row] for row in chosen}
    for edit in edits:
        match edit:
            case "insert":
                made, names = insert_rows(made, 2, 2), set()
            case "remove":
                names -= set(made.frame["name"][:2].dropna())
                made = remove_rows(made, [0, 1])
            case _:
                made = sort_rows(made, "x", edit == "down")
        selection.follow(made)
        assert set(made.frame["name"].iloc[selection.rows.rows()]) == names
