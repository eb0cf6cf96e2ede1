"""Rows drawn by hand join the others without changing them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.editing.drawn_rows import append_points, moved, put_numbers
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.table.table import Table


def frame() -> pd.DataFrame:
    return pd.DataFrame({"name": ["a", "b"], "x": [1, 2], "y": [0.5, np.nan], "mixed": [1.0, "n/a"]})


def appended(frame: pd.DataFrame, columns: dict[str, np.ndarray]) -> pd.DataFrame:
    return append_points(Table(frame, {}, "t"), columns).frame


def test_points_come_to_the_end_and_other_columns_stay_empty_there() -> None:
    old = frame()
    new = appended(old, {"x": np.array([2.5, 3.0]), "y": np.array([7.0, 8.0])})
    assert list(new.columns) == ["name", "x", "y", "mixed"]
    assert new["x"].tolist() == [1.0, 2.0, 2.5, 3.0]
    assert new["y"].tolist()[2:] == [7.0, 8.0]
    assert new["name"].isna().tolist() == [False, False, True, True]
    pd.testing.assert_frame_equal(old, frame())


def test_whole_numbers_stay_whole_while_they_can() -> None:
    assert appended(frame(), {"x": np.array([3.0]), "y": np.array([0.5])})["x"].dtype == np.int64
    assert appended(frame(), {"x": np.array([3.5]), "y": np.array([0.5])})["x"].dtype == np.float64


def test_an_empty_table_takes_points() -> None:
    empty = pd.DataFrame({"x": np.empty(0), "y": np.empty(0)})
    new = appended(empty, {"x": np.array([1.0, 2.5]), "y": np.array([3.0, 4.0])})
    assert new["x"].dtype == np.float64
    assert new["y"].tolist() == [3.0, 4.0]


def test_numbers_take_the_place_of_others_in_every_kind_of_column() -> None:
    old = frame()
    values = {name: np.array([9.5]) for name in ("x", "y", "mixed")}
    new = put_numbers(Table(old, {}, "t"), np.array([1]), values).frame
    assert new["x"].tolist() == [1.0, 9.5]
    assert new["y"].tolist() == [0.5, 9.5]
    assert new["mixed"].tolist() == [1.0, 9.5]
    assert new["name"].tolist() == ["a", "b"]
    pd.testing.assert_frame_equal(old, frame())


def test_digits_that_nobody_meant_go() -> None:
    np.testing.assert_array_equal(moved(np.array([0.1, -1.1, 2.8]), 0.2), [0.3, -0.9, 3.0])
    np.testing.assert_array_equal(moved(np.array([0.0, 1e300, 5e-324]), 1e299), [1e299, 1.1e300, 1e299])


def test_what_is_not_moved_keeps_its_last_digit() -> None:
    values = np.array([1 / 3, np.pi, 1e17 + 16])
    np.testing.assert_array_equal(moved(values, 0.0), values)


@given(st.decimals(-1000, 1000, places=3), st.decimals(-1000, 1000, places=3), st.integers(-12, 12))
def test_a_move_ends_where_the_decimals_say(place, by, power) -> None:
    place, by = place.scaleb(power), by.scaleb(power)
    assert moved(np.array([float(place)]), float(by))[0] == float(place + by)


def test_drawn_rows_are_not_excluded_and_computed_columns_not_drawn_into(table) -> None:
    longer = append_points(table, {"a": np.array([1.0]), "y": np.array([2.0])})
    assert longer.recipe.excluded.tolist() == [False, True, False, False]
    with pytest.raises(ProblemError, match="“sum”"):
        put_numbers(table, np.array([0]), {"sum": np.array([1.0])})
