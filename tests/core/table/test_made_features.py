"""The features of rows that took no part in the fit."""

from __future__ import annotations

import numpy as np
import pandas as pd

from linreg_gui import core
from linreg_gui.core.table.made_features import features_in
from linreg_gui.core.table.prediction_input import feature_row, prediction_form

FRAME = pd.DataFrame(
    {
        "town": ["Ulm", "Bonn", "Ulm", "Köln", "Köln", "Bonn"],
        "when": pd.date_range("2020-01-01", periods=6),
        "id": [10**17 + k for k in (5, 1, 4, 2, 8, 9)],
        "area": [1.0, 2.0, 3.5, 4.0, 5.0, 6.0],
        "rooms": [1, 2, 3, 1, 2, 3],
        "y": np.arange(6.0),
    }
)
TERMS = ["town", "when", "id", "area:town", "I(area^2)", "C(rooms):area", "poly(id, 2)", "log(area / rooms)"]


def test_the_rows_of_the_fit_have_the_same_features_again() -> None:
    data, ledger = core.to_dataset(FRAME, "y", terms=TERMS)
    np.testing.assert_array_equal(features_in(ledger.sources, ledger.categories, FRAME), data.X)
    few = FRAME.iloc[[4, 1]]
    np.testing.assert_array_equal(features_in(ledger.sources, ledger.categories, few), data.X[[4, 1]])


def test_a_row_that_is_given_by_its_values_has_the_same_features_again() -> None:
    data, ledger = core.to_dataset(FRAME, "y", terms=TERMS)
    form = prediction_form(ledger.sources, data.X.mean(axis=0), ledger.categories, variables=ledger.variables)
    assert [asked.column for asked in form.asked] == [
        "town",
        "when",
        "id − 100000000000000000",
        "area",
        "rooms",
    ]
    assert form.typical[3:] == (3.58333, 2.0)
    given = {"town": "Köln", "when": 18265.0, "id − 100000000000000000": 2.0, "area": 4.0, "rooms": 1.0}
    np.testing.assert_allclose(feature_row(ledger.sources, given), data.X[3], rtol=1e-13)
    assert np.isnan(feature_row(ledger.sources, {**given, "rooms": 7.0})).any()


def test_an_empty_text_is_no_reference_level() -> None:
    data, ledger = core.to_dataset(FRAME, "y", ["town", "area"])
    new = pd.DataFrame({"town": [None, "Bonn"], "area": [1.0, 1.0]})
    X = features_in(ledger.sources, ledger.categories, new)
    assert np.isnan(X[0, :-1]).all()
    assert np.isfinite(X[1]).all()
    assert data.n_features == 3


def test_features_that_cannot_change_alone_are_known() -> None:
    data, ledger = core.to_dataset(FRAME, "y", terms=["area", "rooms", "town", "I(area^2)", "id"])
    assert {data.feature_names[j] for j in ledger.entwined_features} == {"area", "area^2"}
    others = core.to_dataset(FRAME, "y", terms=["I(area^2)", "town"])[1]
    assert others.entwined_features == frozenset()
