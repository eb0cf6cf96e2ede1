"""Two columns are told apart by where their values lie."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.editing.column_memory import memory_of

COLUMNS = {
    "float": pd.Series([1.0, np.nan, 3.0]),
    "int": pd.Series([1, 2, 3]),
    "flag": pd.Series([True, False, True]),
    "text": pd.Series(["a", None, "c"], dtype="str"),
    "object": pd.Series([1, "b", None], dtype=object),
    "category": pd.Series(["a", "b", "a"], dtype="category"),
    "date": pd.Series(pd.to_datetime(["2026-01-01", None, "2026-01-03"])),
    "nullable int": pd.Series([1, None, 3], dtype="Int64"),
    "nullable flag": pd.Series([True, None, False], dtype="boolean"),
}


@pytest.mark.parametrize("kind", COLUMNS)
def test_a_frame_that_shares_a_column_has_it_in_the_same_place(kind):
    frame = pd.DataFrame({"x": COLUMNS[kind], "y": [1.0, 2.0, 3.0]})
    shared = frame.copy(deep=False)
    shared["y"] = [4.0, 5.0, 6.0]
    one, other = frame["x"].array, shared["x"].array
    assert memory_of(one) == memory_of(other)


@pytest.mark.parametrize("kind", COLUMNS)
def test_rows_in_another_order_lie_elsewhere(kind):
    column = COLUMNS[kind]
    other = column.take([0, 2, 1]).reset_index(drop=True)
    assert memory_of(column.array) != memory_of(other.array)
