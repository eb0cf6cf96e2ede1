"""Inference against statsmodels."""

from __future__ import annotations

import math

import numpy as np
import pytest
import statsmodels.api as sm

from linreg_gui.core import Dataset, ProblemError, fit, infer, prediction_intervals


def reference(data: Dataset):
    return sm.OLS(data.y, sm.add_constant(data.X)).fit(method="qr")


@pytest.mark.parametrize("name", ["diabetes", "engel", "motor_trend_cars"])
def test_every_number_agrees_with_statsmodels(columns, name) -> None:
    data = columns(name)
    ours, theirs = infer(data, level=0.9), reference(data)
    close = {"rtol": 1e-9, "atol": 0.0}
    assert np.allclose(ours.table.estimate, theirs.params, **close)
    assert np.allclose(ours.table.standard_error, theirs.bse, **close)
    assert np.allclose(ours.table.t, theirs.tvalues, **close)
    assert np.allclose(ours.table.p, theirs.pvalues, rtol=1e-8, atol=0.0)
    assert np.allclose(np.column_stack([ours.table.low, ours.table.high]), theirs.conf_int(0.1), **close)
    assert ours.r_squared == pytest.approx(theirs.rsquared, rel=1e-9)
    assert ours.adjusted_r_squared == pytest.approx(theirs.rsquared_adj, rel=1e-9)
    assert ours.sigma == pytest.approx(math.sqrt(theirs.mse_resid), rel=1e-9)
    assert ours.f == pytest.approx(theirs.fvalue, rel=1e-9)
    assert ours.f_p == pytest.approx(theirs.f_pvalue, rel=1e-7)
    assert ours.log_likelihood == pytest.approx(theirs.llf, rel=1e-9)
    assert ours.aic == pytest.approx(theirs.aic, rel=1e-9)
    assert ours.bic == pytest.approx(theirs.bic, rel=1e-9)
    assert ours.table.names == ("bias", *data.feature_names)


@pytest.mark.parametrize("name", ["diabetes", "engel", "motor_trend_cars"])
def test_intervals_at_new_rows_agree_with_statsmodels(columns, name) -> None:
    data = columns(name)
    new = data.X[:7] * 1.1 + 1.0
    ours = prediction_intervals(data, new, level=0.8)
    theirs = reference(data).get_prediction(sm.add_constant(new, has_constant="add")).summary_frame(0.2)
    for name_ours, name_theirs in {
        "prediction": "mean",
        "standard_error": "mean_se",
        "mean_low": "mean_ci_lower",
        "mean_high": "mean_ci_upper",
        "low": "obs_ci_lower",
        "high": "obs_ci_upper",
    }.items():
        assert np.allclose(getattr(ours, name_ours), theirs[name_theirs], rtol=1e-9, atol=1e-9)


def test_a_fit_at_hand_is_used() -> None:
    rng = np.random.default_rng(0)
    data = Dataset(rng.normal(size=(30, 2)), rng.normal(size=30))
    assert np.array_equal(infer(data, fit(data)).table.p, infer(data).table.p)


def test_residuals_that_are_all_zero_give_certainty_and_no_warning() -> None:
    data = Dataset(np.arange(10.0)[:, None], 2.0 * np.arange(10.0))
    ours = infer(data)
    assert ours.sigma == 0.0
    assert ours.table.p[1] == 0.0
    assert ours.f_p == 0.0
    assert ours.table.low[1] == ours.table.high[1] == 2.0


def test_a_constant_label_is_not_explained_by_anything() -> None:
    data = Dataset(np.arange(10.0)[:, None], np.full(10, 3.0))
    ours = infer(data)
    assert math.isnan(ours.r_squared)
    assert ours.table.t[1] == 0.0
    assert ours.table.p[1] == 1.0


@pytest.mark.parametrize(
    ("X", "part"),
    [
        (np.column_stack([np.arange(9.0), 2 * np.arange(9.0)]), "“x2” is a multiple of “x1”"),
        (np.column_stack([np.arange(9.0), np.ones(9)]), "“x2” is constant"),
        (np.random.default_rng(0).normal(size=(9, 8)), "9 rows are too few"),
        (np.ones((1, 1)), "1 row is too few"),
    ],
)
def test_what_cannot_be_judged_is_a_sentence(X, part) -> None:
    data = Dataset(X, np.arange(float(len(X))))
    with pytest.raises(ProblemError, match=part):
        infer(data)


def test_wrong_arguments_are_sentences() -> None:
    data = Dataset(np.arange(10.0)[:, None], np.arange(10.0) ** 2)
    with pytest.raises(ValueError, match="between 0 and 1"):
        infer(data, level=95)
    other = fit(Dataset(np.random.default_rng(0).normal(size=(9, 2)), np.arange(9.0)))
    with pytest.raises(ValueError, match="2 weights but the data have 1"):
        infer(data, other)
    with pytest.raises(ValueError, match="missing or infinite"):
        prediction_intervals(data, [[math.nan]])
    with pytest.raises(ValueError, match="features"):
        prediction_intervals(data, [[1.0, 2.0]])
