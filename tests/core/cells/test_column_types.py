"""What a column is, and what a person can say that it is."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.cells.column_types import (
    TYPE_CHOICES,
    ColumnType,
    TypesAtSight,
    check_types,
    column_type,
    feature_type,
)


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        (pd.Series([1, 2]), "number"),
        (pd.Series([1.5, math.nan]), "number"),
        (pd.Series([1.5, "lots"], dtype=object), "number"),
        (pd.Series(["1", "2"], dtype="str"), "text"),
        (pd.Series(["a", "b"], dtype="category"), "category"),
        (pd.Series([True, False]), "category"),
        (pd.to_datetime(pd.Series(["2024-01-01"])), "date"),
    ],
)
def test_every_column_has_a_type(column, kind):
    assert column_type(column) is column_type(column, numeric=True) is ColumnType(kind)


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
def test_a_feature_is_numbers_dates_or_a_category(column, kind) -> None:
    assert feature_type(column) is ColumnType(kind)


def test_features_are_told_by_their_types_where_numbers_are_known() -> None:
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
    assert dict(TypesAtSight(frame, {"mixed", "area"})) == {
        "mixed": "number",
        "town": "category",
        "sold": "date",
        "new": "number",
        "size": "category",
        "area": "number",
    }


def test_of_hundreds_of_columns_each_is_told_as_if_it_were_alone() -> None:
    cells = {"number": [1.5], "category": ["Ulm"], "date": [pd.Timestamp("2020-01-01")]}
    kinds = {f"{kind} {j}": kind for j in range(150) for kind in cells}
    frame = pd.DataFrame({name: cells[kind] for name, kind in kinds.items()})
    numeric = [name for name, kind in kinds.items() if kind == "number"]
    assert dict(TypesAtSight(frame, numeric)) == kinds
    assert TypesAtSight(frame, numeric)["date 149"] is ColumnType.DATE


def test_choices_are_the_texts_that_files_and_callers_give():
    given = {str(number): str(choice) for number, choice in enumerate(TYPE_CHOICES)}
    assert list(check_types(given).values()) == list(given.values())
    assert list(given.values()) == [
        "number",
        "category",
        "date",
        "text",
        "ignore",
        "day-first date",
        "month-first date",
        "decimal-point number",
        "decimal-comma number",
        "numbers and limits",
        "hours and minutes",
        "minutes and seconds",
    ]


def test_a_choice_that_is_none_is_refused():
    with pytest.raises(ValueError, match="“a” can be read as number, category"):
        check_types({"a": "complex"})
