"""Columns come into a frame all at once; those that were there are shared."""

from __future__ import annotations

import numpy as np
import pandas as pd
from growth import is_linear

from linreg_gui.core.cells.frames import with_new_columns


def test_new_columns_stand_on_the_right_and_the_others_are_shared() -> None:
    frame = pd.DataFrame({"a": [1.0, 2.0], "b": ["x", "y"]})
    new = with_new_columns(frame, {"c": pd.Series([3, 4])})
    assert new.columns.tolist() == ["a", "b", "c"]
    assert new["c"].tolist() == [3, 4]
    assert np.shares_memory(new["a"].to_numpy(), frame["a"].to_numpy())
    assert frame.columns.tolist() == ["a", "b"]


def test_many_columns_take_a_time_that_grows_with_them() -> None:
    def make(n: int) -> dict[str, pd.Series]:
        return {f"c{k}": pd.Series([1.0]) for k in range(n)}

    frame = pd.DataFrame({"a": [1.0]})
    assert is_linear(make, lambda columns: with_new_columns(frame, columns), 500)
