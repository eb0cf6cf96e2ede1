"""Holes in columns of numbers: filled as pandas fills them, indicated, and counted."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui import core
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.table.to_dataset import to_dataset

nan = np.nan


def table() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "area": [50.0, nan, 70.0, 120.0, nan, 1000.0, 60.0],
            "age": pd.Series([1, 2, None, "?", 5, 6, 7], dtype=object),
            "price": [1.0, 2.0, 3.0, 4.0, 5.0, nan, 7.0],
        }
    )


@pytest.mark.parametrize("policy", ["mean", "median"])
def test_holes_are_filled_from_the_other_rows_that_are_used(policy) -> None:
    excluded = np.arange(7) == 6
    data, ledger = to_dataset(table(), "price", ["area", "age"], missing=policy, excluded=excluded)
    used = table().iloc[[0, 1, 2, 4]].astype(float)
    expected = used.fillna(used.agg(policy))
    np.testing.assert_array_equal(data.X, expected[["area", "age"]])
    np.testing.assert_array_equal(data.y, expected["price"])
    assert ledger.sentence == (
        "7 read → 4 used (1 excluded, 1 not a number in age, 1 missing price), "
        f"3 missing cells filled with the {policy} (2 in area, 1 in age)"
    )
    assert ledger.missing == policy


def test_indicated_holes_hold_the_mean_and_are_marked_next_to_it() -> None:
    data, ledger = to_dataset(table(), "price", ["area", "age"], missing="indicate")
    assert data.feature_names == ("area", "area missing", "age", "age missing")
    filled, _ = to_dataset(table(), "price", ["area", "age"], missing="mean")
    np.testing.assert_array_equal(data.X[:, [0, 2]], filled.X)
    np.testing.assert_array_equal(data.X[:, 1], [0, 1, 0, 1, 0])
    np.testing.assert_array_equal(data.X[:, 3], [0, 0, 1, 0, 0])
    assert [(source.column, source.kind) for source in ledger.sources] == [
        ("area", "number"),
        ("area", "missing"),
        ("age", "number"),
        ("age", "missing"),
    ]


def test_a_column_without_holes_has_no_indicator() -> None:
    frame = table().drop(columns="age").drop(index=[1, 4])
    data, ledger = to_dataset(frame, "price", missing="indicate")
    assert data.feature_names == ("area",)
    assert ledger.sentence == "5 read → 4 used (1 missing price)"


def test_a_column_of_holes_cannot_be_filled() -> None:
    frame = pd.DataFrame({"a": [nan, nan, 3.0], "y": [1.0, 2.0, nan]})
    with pytest.raises(ProblemError, match="“a” has no number in any used row, so there is no median"):
        to_dataset(frame, "y", ["a"], missing="median")
    with pytest.raises(ProblemError, match="there is no mean to fill it with"):
        to_dataset(frame, "y", ["a"], missing="indicate")


@pytest.mark.parametrize("policy", ["mean", "median"])
def test_the_middle_of_huge_numbers_is_finite_and_of_equal_ones_is_theirs(policy) -> None:
    huge = pd.DataFrame({"a": [1.7e308, nan, 1.7e308], "y": [1.0, 2.0, 3.0]})
    assert to_dataset(huge, "y", missing=policy)[0].X[1, 0] == 1.7e308
    same = pd.DataFrame({"a": [0.1, nan, 0.1, 0.1], "y": [1.0, 2.0, 3.0, 4.0]})
    assert set(to_dataset(same, "y", missing=policy)[0].X[:, 0]) == {0.1}


def test_the_truth_of_made_data_stays_while_holes_are_filled_but_not_indicated() -> None:
    truth = core.Truth(np.array([2.0]), 1.0, 0.1, ("a",), "y")
    frame = pd.DataFrame({"a": [1.0, nan, 3.0], "y": [1.0, 2.0, 3.0]})
    assert to_dataset(frame, "y", truth=truth, missing="mean")[0].truth is truth
    assert to_dataset(frame, "y", truth=truth, missing="indicate")[0].truth is None


def test_the_labels_are_a_copy_of_their_own() -> None:
    frame = pd.DataFrame({"a": [1.0, 2.0], "y": [1.0, 3.0]})
    data, _ = to_dataset(frame, "y")
    assert not np.shares_memory(data.y, frame["y"].to_numpy())


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.one_of(st.just(nan), st.floats(-1e6, 1e6)), min_size=2, max_size=20),
    st.sampled_from(["mean", "median"]),
)
def test_any_holes_are_filled_as_pandas_fills_them(cells, policy) -> None:
    frame = pd.DataFrame({"a": cells, "y": np.arange(float(len(cells)))})
    if frame["a"].notna().any():
        data, _ = to_dataset(frame, "y", ["a"], missing=policy)
        np.testing.assert_allclose(
            data.X[:, 0], frame["a"].fillna(frame["a"].agg(policy)), rtol=1e-9, atol=1e-9
        )
