"""What the cells of a column are worth."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.cells.values import date_values, numeric_values


@pytest.mark.parametrize(
    ("column", "numbers"),
    [
        (pd.Series([1, 2]), [1.0, 2.0]),
        (pd.Series([1.5, np.inf, -np.inf]), [1.5, np.nan, np.nan]),
        (pd.Series([1, 2.5, "x", None], dtype=object), [1.0, 2.5, np.nan, np.nan]),
        # What “3” or “2,5” means was decided when it was read; a text that is left is no number.
        (pd.Series([1, "3", "2,5"], dtype=object), [1.0, np.nan, np.nan]),
        (pd.Series(["2.5", "two", None]), [np.nan, np.nan, np.nan]),
        (pd.Series([1, None], dtype="Int64"), [1.0, np.nan]),
        (pd.Series([True, False]), [1.0, 0.0]),
        (pd.Series(pd.to_datetime(["2020-01-01"])), [np.nan]),
    ],
)
def test_a_cell_that_is_not_a_finite_number_is_nan(column, numbers) -> None:
    values = numeric_values(column)
    assert values.dtype == np.float64
    assert np.array_equal(values, numbers, equal_nan=True)


@pytest.mark.parametrize(
    ("column", "days"),
    [
        (pd.Series(pd.to_datetime(["1970-01-02 12:00", None])), [1.5, np.nan]),
        (pd.Series(pd.to_datetime(["1969-12-31"]), dtype="datetime64[s]"), [-1.0]),
        (pd.Series(pd.to_datetime(["2020-01-01"])).dt.tz_localize("Europe/Berlin"), [18262.0 - 1.0 / 24.0]),
        (pd.Series([dt.date(2020, 1, 1), None], dtype=object), [18262.0, np.nan]),
    ],
)
def test_dates_are_days_since_1970(column, days) -> None:
    assert np.array_equal(date_values(column), days, equal_nan=True)
