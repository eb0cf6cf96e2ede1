"""What the cells of a column mean."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.cells.values import ColumnKind, date_values, kind_of, kinds_at_sight, numeric_values


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
    ("column", "kind"),
    [
        (pd.Series(["1", None]), "category"),
        (pd.Series(["a"], dtype="string"), "category"),
        (pd.Series(["a", None], dtype=object), "category"),
        (pd.Series([1.0, "?", "no"], dtype=object), "category"),
        (pd.Series([1, 2], dtype="category"), "category"),
        (pd.Series([1.0, 2.0, "?", "no"], dtype=object), "number"),
        (pd.Series([True, "?"], dtype=object), "number"),
        (pd.Series([None, np.nan], dtype=object), "number"),
        (pd.Series(["a", [1], b"b"], dtype=object), "number"),  # nothing can be made of it
        (pd.Series([True, False]), "number"),
        (pd.Series(pd.to_timedelta([1], unit="s")), "number"),
        (pd.Series(pd.to_datetime(["2020-01-01"])), "date"),
        (pd.Series([dt.date(2020, 1, 1), None], dtype=object), "date"),
        (pd.Series([dt.datetime(2020, 1, 1), None], dtype=object), "date"),
    ],
)
def test_a_column_is_numbers_dates_or_a_category(column, kind) -> None:
    assert kind_of(column) is ColumnKind(kind)


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


def test_kinds_are_told_by_types_where_numbers_are_known() -> None:
    frame = pd.DataFrame(
        {
            "mixed": pd.Series([1.0, "?", 3.0], dtype=object),
            "town": ["Ulm", "Bonn", None],
            "sold": pd.date_range("2020", periods=3),
            "new": [True, False, True],
            "size": pd.Categorical(["s", "m", "s"]),
            "area": [1, 2, 3],
        }
    )
    assert kinds_at_sight(frame, {"mixed", "area"}) == {
        "mixed": "number",
        "town": "category",
        "sold": "date",
        "new": "number",
        "size": "category",
        "area": "number",
    }
