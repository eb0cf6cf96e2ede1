"""Fitting the logarithm of the label, and the way back."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from linreg_gui import core
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.table.label_scale import unscaled
from linreg_gui.core.table.recipe import LabelScale, Recipe
from linreg_gui.core.table.roles import suggest_roles


def prices() -> pd.DataFrame:
    area = np.array([50.0, 60.0, 70.0, 80.0, 90.0, 100.0])
    return pd.DataFrame({"area": area, "price": np.exp(0.02 * area + 11.0)})


def test_the_model_is_that_of_the_logarithm() -> None:
    data, ledger = core.to_dataset(prices(), "price", label_scale="log")
    np.testing.assert_array_equal(data.y, np.log(prices()["price"]))
    fit = core.fit(data)
    assert (fit.weights[0], fit.bias) == (pytest.approx(0.02), pytest.approx(11.0))
    assert (data.label_name, ledger.sentence) == ("log price", "6 read → 6 used")


def test_rows_whose_label_has_no_logarithm_are_dropped_and_counted() -> None:
    frame = prices()
    frame.loc[[0, 2], "price"] = [0.0, -5.0]
    frame.loc[4, "price"] = np.nan
    _, ledger = core.to_dataset(frame, "price", label_scale=LabelScale.LOG)
    assert ledger.sentence == "6 read → 3 used (1 missing price, 2 price not above 0)"
    assert core.to_dataset(frame, "price")[1].rows_used == 5


def test_a_label_below_zero_everywhere_is_one_sentence() -> None:
    frame = prices()
    frame["price"] *= -1.0
    with pytest.raises(core.ProblemError, match="6 price not above 0"):
        core.to_dataset(frame, "price", label_scale="log")


def test_a_feature_may_have_the_name_of_the_logarithm() -> None:
    frame = prices().rename(columns={"area": "log price"})
    assert core.to_dataset(frame, "price", label_scale="log")[0].label_name == "log of price"


@pytest.mark.parametrize("scale", ["LOG", "exp", None, 1])
def test_another_scale_is_refused(scale) -> None:
    with pytest.raises(ValueError, match="'plain' or 'log'"):
        core.to_dataset(prices(), "price", label_scale=scale)


def test_labels_come_back_in_their_own_units() -> None:
    price = prices()["price"].to_numpy()
    np.testing.assert_allclose(unscaled(np.log(price), LabelScale.LOG), price)
    assert unscaled(price, LabelScale.PLAIN) is price
    assert unscaled(np.array([1e4]), LabelScale.LOG)[0] == np.inf


def test_the_analysis_says_what_was_done_to_which_column() -> None:
    frame = prices()
    found = analyse(frame, suggest_roles(frame), recipe=Recipe(label_scale=LabelScale.LOG))
    assert (found.label, found.label_scale, found.data.label_name) == ("price", LabelScale.LOG, "log price")
    assert found.exact.weights[0] == pytest.approx(0.02)


@pytest.mark.parametrize("noise", ["log-normal", "normal"])
def test_the_truth_of_data_made_on_that_scale_belongs_to_the_fit_and_no_other(noise) -> None:
    made = core.make_synthetic([0.3, -0.2], 2.0, 0.1, 50, noise=noise)
    frame = pd.DataFrame({"x1": made.X[:, 0], "x2": made.X[:, 1], "y": made.y})
    data, _ = core.to_dataset(frame, "y", label_scale="log", truth=made.truth)
    truth = data.linear_truth
    if noise == "normal":
        assert truth is None
    else:
        assert (truth.weights.tolist(), truth.bias, truth.label_name) == ([0.3, -0.2], 2.0, "log y")
