"""Computed columns and the edits of the rows and columns around them."""

from __future__ import annotations

import pandas as pd

from linreg_gui.core.editing.computed_edits import add_computed, sort_with_computed
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
