"""Columns that make a few groups of rows, and which rows are in each."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.table.groups import MOST_GROUPS, Group, few_groups, groups_of, rows_of

MADE = {
    "texts": (["b", "a", "c"] * 5, ("a", "b", "c")),
    "a category": (pd.Categorical(["x", "y"] * 6, ["y", "x", "unused"]), ("y", "x")),
    "truth values": ([True, False] * 6, ("False", "True")),
    "codes of a hole": ([1.0, 2.0, np.nan] * 4, ("1", "2")),
    "numbers by size": ([4, 10, 8] * 4, ("4", "8", "10")),
    "texts with holes": (["a", None, "b", " "] * 4, ("a", "b")),
}
NOT_MADE = {
    "one value": ["a"] * 20,
    "nothing": [None] * 20,
    "names": [f"name {k}" for k in range(40)],
    "too few rows": ["a", "b", "a"],
    "measurements": np.repeat([0.5, 1.25, 2.0], 10),
    "counts": np.arange(60) % 7,
    "dates": pd.date_range("2024-01-01", periods=2).repeat(10),
}


@pytest.mark.parametrize("name", MADE)
def test_a_few_values_make_groups_in_order(name: str) -> None:
    values, levels = MADE[name]
    assert few_groups(pd.Series(values)) == levels


@pytest.mark.parametrize("name", NOT_MADE)
def test_other_columns_make_none(name: str) -> None:
    assert few_groups(pd.Series(NOT_MADE[name])) == ()


@given(st.lists(st.sampled_from(["I", "II", "III", "", None]), min_size=6, max_size=60))
def test_each_row_is_in_the_group_of_its_value(values: list[str | None]) -> None:
    column = pd.Series(values, dtype=object)
    found = groups_of(column)
    for level in found.texts:
        assert rows_of(column, level).tolist() == [value == level for value in values]
    assert (found.codes == -1).tolist() == [not value for value in values]
    assert not rows_of(column, "IV").any()
    assert len(few_groups(column)) <= MOST_GROUPS


def test_a_group_is_called_by_its_column_and_value() -> None:
    assert str(Group("set", "III")) == "set = III"


def test_values_that_a_first_glance_misses_are_counted_all_the_same() -> None:
    values = np.full(30_000, "often", dtype=object)
    values[1] = "once"
    assert few_groups(pd.Series(values)) == ("often", "once")
    values[:600] = [f"name {k}" for k in range(600)]
    assert few_groups(pd.Series(values)) == ()
