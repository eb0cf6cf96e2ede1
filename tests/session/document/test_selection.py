"""The selected rows are shared, and forgotten when they can no longer be the same."""

from __future__ import annotations

import pandas as pd

from linreg_gui.core.table.row_set import NO_ROWS, RowSet
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
    selection.extend(rows((5, 6)))
    selection.toggle(rows((0, 1)))
    selection.toggle(rows((3, 4)))
    assert selection.rows == rows((0, 1), (2, 3), (4, 6))


def test_rows_of_a_table_with_another_length_are_other_rows(qtbot) -> None:
    selection = RowSelection()
    selection.follow(table(6))
    selection.select(rows((1, 3)))
    selection.follow(table(6))
    assert selection.rows == rows((1, 3))
    selection.follow(table(5))
    assert selection.rows == NO_ROWS
