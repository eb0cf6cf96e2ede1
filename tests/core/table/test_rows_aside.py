"""Rows beside the dataset have the features that they would have in it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.table.rows_aside import features_aside, labels_aside
from linreg_gui.core.table.to_dataset import to_dataset

RNG = np.random.default_rng(3)
FRAME = pd.DataFrame(
    {
        "size": RNG.normal(5.0, 2.0, 40).round(2),
        "town": RNG.choice(["Köln", "Bonn", "Ulm"], 40),
        "sold": pd.date_range("2024-01-01", periods=40),
        "new": RNG.choice([True, False], 40),
        "price": RNG.uniform(1.0, 9.0, 40).round(2),
    }
)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("scale", list(LabelScale))
def test_excluded_rows_have_the_features_and_labels_of_the_dataset_with_them(seed, scale) -> None:
    rows = np.sort(np.random.default_rng(seed).choice(40, 8, replace=False))
    excluded = np.isin(np.arange(40), rows)
    features = ["size", "town", "sold", "new"]
    _, ledger = to_dataset(FRAME, "price", features, excluded=excluded, label_scale=scale)
    references = {category.column: category.reference for category in ledger.categories}
    whole, _ = to_dataset(FRAME, "price", features, references=references, label_scale=scale)
    X = features_aside(FRAME, rows, ledger.sources, ledger.categories)
    np.testing.assert_array_equal(X, whole.X[rows])
    np.testing.assert_array_equal(labels_aside(FRAME, rows, "price", scale), whole.y[rows])


def test_what_the_model_does_not_know_has_no_number() -> None:
    frame = FRAME.copy()
    frame.loc[0, "town"], frame.loc[1, "size"], frame.loc[2, "price"] = "Aachen", np.nan, -1.0
    excluded = np.arange(40) < 3
    _, ledger = to_dataset(frame, "price", ["size", "town"], excluded=excluded)
    X = features_aside(frame, np.arange(4), ledger.sources, ledger.categories)
    assert np.isnan(X).any(axis=1).tolist() == [True, True, False, False]
    assert np.isnan(labels_aside(frame, np.arange(4), "price", LabelScale.LOG)).tolist() == [
        False,
        False,
        True,
        False,
    ]


def test_indicated_holes_are_indicated_there_too() -> None:
    frame = FRAME.copy()
    frame.loc[[0, 5], "town"] = None
    frame.loc[[0, 6], "size"] = np.nan
    _, ledger = to_dataset(frame, "price", ["size", "town"], missing="indicate", excluded=np.arange(40) < 2)
    names = [source.name for source in ledger.sources]
    X = features_aside(frame, np.arange(2), ledger.sources, ledger.categories)
    assert X[:, names.index("size missing")].tolist() == [1.0, 0.0]
    assert X[:, names.index("town missing")].tolist() == [1.0, 0.0]


@pytest.mark.parametrize("name", ["wide", "stamp", "label"])
def test_numbers_that_are_fitted_less_an_offset_have_it_taken_off_here_too(name: str) -> None:
    wide = 2**60 + np.arange(40) * 7
    frame = FRAME.assign(
        wide=wide, stamp=pd.to_datetime(1_700_000_000_000_000_000 + wide % 991), label=wide[::-1]
    )
    label, features = ("label", ["size"]) if name == "label" else ("price", [name, "size"])
    excluded = np.arange(40) % 9 == 0
    rows = np.flatnonzero(excluded)
    whole, _ = to_dataset(frame, label, features)
    _, ledger = to_dataset(frame, label, features, excluded=excluded)
    X = features_aside(frame, rows, ledger.sources, ledger.categories)
    np.testing.assert_array_equal(X, whole.X[rows])
    np.testing.assert_array_equal(labels_aside(frame, rows, label, LabelScale.PLAIN), whole.y[rows])
