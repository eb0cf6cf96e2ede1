"""What is asked for before a prediction, and the row of features it makes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from linreg_gui import core
from linreg_gui.core.table.feature_sources import Source, SourceKind
from linreg_gui.core.table.prediction_input import (
    Asked,
    asked_values,
    feature_row,
    following_columns,
    readable_means,
    typical_values,
    with_following,
)


@pytest.mark.parametrize("reference", ["Bonn", "Ulm"])
def test_the_row_of_given_values_is_that_of_a_row_with_them(reference) -> None:
    frame = pd.DataFrame(
        {
            "town": ["Ulm", "Bonn", "Ulm", None, "Köln", "Ulm"],
            "sold": pd.date_range("2020-01-01", periods=6),
            "area": [1.0, 2.0, np.nan, 4.0, 5.0, 6.0],
            "price": np.arange(6.0),
        }
    )
    features = ["town", "sold", "area"]
    data, ledger = core.to_dataset(
        frame, "price", features, missing="indicate", references={"town": reference}
    )
    asked = asked_values(ledger.sources, ledger.categories)
    assert asked == (
        Asked("town", "level", ("Bonn", "Köln", "Ulm")),
        Asked("sold", "date"),
        Asked("area", "number"),
    )
    for row in (0, 1, 4, 5):
        given = {"town": frame["town"][row], "sold": 18262.0 + row, "area": frame["area"][row]}
        np.testing.assert_array_equal(feature_row(ledger.sources, given), data.X[row])
    typical = typical_values(ledger.sources, ledger.categories, data.X.mean(axis=0))
    assert typical == ("Ulm", 18264.5, pytest.approx(3.6))


@pytest.mark.parametrize(
    ("kind", "mean", "std", "value"),
    [
        (SourceKind.NUMBER, 2459118.0123456, 3.0, 2459118.01235),
        (SourceKind.NUMBER, 1 / 3, 0.5, 0.333333),
        (SourceKind.NUMBER, 1e15 + 0.125, 1e-9, 1e15 + 0.125),
        (SourceKind.NUMBER, 5.0, 0.0, 5.0),
        (SourceKind.DATE, 18262.26, 300.0, 18262.0),
        (SourceKind.DATE, 18262.0 + 1.3 / 86400.0, 1.0, 18262.0 + 1.0 / 86400.0),
        (SourceKind.DATE, 18262.0 + 1.3 / 86400.0, 1e-5, 18262.0 + 1.3 / 86400.0),
    ],
)
def test_a_mean_has_no_more_digits_than_a_person_would_type(kind, mean, std, value) -> None:
    assert readable_means([Source("x", kind)], np.array([mean]), np.array([std])).tolist() == [value]


def test_a_column_with_one_level_is_not_asked_for() -> None:
    frame = pd.DataFrame({"town": ["Ulm"] * 3, "area": [1.0, 2.0, 3.0], "price": [1.0, 2.0, 4.0]})
    _, ledger = core.to_dataset(frame, "price", ["town", "area"])
    assert asked_values(ledger.sources, ledger.categories) == (Asked("area", "number"),)
    assert typical_values(ledger.sources, ledger.categories, np.array([2.0])) == (2.0,)


SOURCES = [Source(name) for name in ("x", "x^3", "x^2", "z", "log w", "level")]
FORMULAS = {"x^3": "`x^2` * x", "x^2": "x ^ 2", "log w": "log(w)", "level": "max(x, 1) - mean(x)"}


def test_columns_follow_from_those_that_are_asked_for_in_the_order_of_their_need() -> None:
    following = following_columns(SOURCES, FORMULAS)
    assert list(following) == ["x^2", "x^3"]
    asked = asked_values(SOURCES, (), following)
    # A logarithm of a column that is no feature, and a mean of all rows, have to be given.
    assert [value.column for value in asked] == ["x", "z", "log w", "level"]
    assert typical_values(SOURCES, (), np.arange(6.0), following) == (0.0, 3.0, 4.0, 5.0)
    given = with_following({"x": 3.0, "z": 1.0, "log w": 0.5, "level": 2.0}, following)
    assert feature_row(SOURCES, given).tolist() == [3.0, 27.0, 9.0, 1.0, 0.5, 2.0]


def test_what_follows_from_a_computed_column_that_is_asked_for_follows() -> None:
    sources = [Source("log w"), Source("square")]
    formulas = {"log w": "log(w)", "square": "`log w` ^ 2"}
    assert list(following_columns(sources, formulas)) == ["square"]


def test_what_cannot_be_computed_is_missing() -> None:
    following = following_columns([Source("x"), Source("log x")], {"log x": "log(x)"})
    assert np.isnan(with_following({"x": -1.0}, following)["log x"])


@pytest.mark.parametrize("formula", ["lag(x)", "standardise(x)", "x - sum(x)", "max(x)", "row() + x"])
def test_a_formula_that_looks_at_other_rows_tells_nothing_of_a_new_one(formula) -> None:
    assert following_columns([Source("x"), Source("f")], {"f": formula}) == {}


def test_a_feature_less_an_offset_is_asked_for_as_it_is_fitted():
    source = Source("t", offset=1_700_000_000_000_000_000)
    moment = Source("when", SourceKind.DATE, offset=86_400 * 10**9)
    assert [asked.column for asked in asked_values((source, moment), ())] == [
        "t − 1700000000000000000",
        "when − 1970-01-02",
    ]
    assert all(asked.kind is SourceKind.NUMBER for asked in asked_values((source, moment), ()))
    values = typical_values((source, moment), (), np.array([5.0, 0.25]))
    given = dict(zip((source.name, moment.name), values, strict=True))
    assert feature_row((source, moment), given).tolist() == [5.0, 0.25]


def test_a_column_does_not_follow_from_one_that_is_fitted_less_an_offset():
    sources = Source("t", offset=10**18), Source("u")
    assert following_columns(sources, {"u": "t * 2"}) == {}
