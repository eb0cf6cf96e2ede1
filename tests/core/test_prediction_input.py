"""What is asked for before a prediction, and the row of features it makes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from linreg_gui import core
from linreg_gui.core.prediction_input import Asked, asked_values, feature_row, typical_values


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


def test_a_column_with_one_level_is_not_asked_for() -> None:
    frame = pd.DataFrame({"town": ["Ulm"] * 3, "area": [1.0, 2.0, 3.0], "price": [1.0, 2.0, 4.0]})
    _, ledger = core.to_dataset(frame, "price", ["town", "area"])
    assert asked_values(ledger.sources, ledger.categories) == (Asked("area", "number"),)
    assert typical_values(ledger.sources, ledger.categories, np.array([2.0])) == (2.0,)
