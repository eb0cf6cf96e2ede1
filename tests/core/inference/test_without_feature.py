"""One feature taken out of a fit, against fits that never had it."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from statsmodels.stats.outliers_influence import variance_inflation_factor

from linreg_gui.core import Dataset, infer, without_feature
from linreg_gui.core.inference.checked_fit import checked_fit


@pytest.mark.parametrize("name", ["diabetes", "motor_trend_cars"])
def test_the_others_are_those_of_a_fit_without_the_feature(columns, name) -> None:
    data = columns(name)
    checked = checked_fit(data, None, None, None)
    for feature in range(data.n_features):
        left = np.delete(np.arange(data.n_features), feature)
        X = sm.add_constant(data.X[:, left])
        theirs = sm.OLS(data.y, X).fit(method="qr")
        ours = without_feature(data, data.feature_names[feature], checked)
        np.testing.assert_allclose(ours.standard_errors[left], theirs.bse[1:], rtol=1e-9)
        np.testing.assert_allclose(ours.weights[left], theirs.params[1:], rtol=1e-8)
        assert ours.bias == pytest.approx(theirs.params[0], rel=1e-8)
        assert ours.sigma == pytest.approx(np.sqrt(theirs.scale), rel=1e-9)
        assert ours.r_squared == pytest.approx(theirs.rsquared, rel=1e-9)
        inflation = [variance_inflation_factor(X, j + 1) for j in range(len(left))]
        np.testing.assert_allclose(ours.variance_inflation[left], inflation, rtol=1e-8)
        for numbers in (ours.standard_errors, ours.weights, ours.variance_inflation):
            assert np.isnan(numbers[feature])


def test_of_longley_it_has_the_digits_that_a_fit_of_its_own_has(columns) -> None:
    data = columns("longley")  # where statsmodels keeps eight
    checked = checked_fit(data, None, None, None)
    for feature in range(data.n_features):
        left = np.delete(np.arange(data.n_features), feature)
        own = infer(Dataset(data.X[:, left], data.y))
        ours = without_feature(data, data.feature_names[feature], checked)
        np.testing.assert_allclose(ours.standard_errors[left], own.table.standard_error[1:], rtol=1e-9)
        np.testing.assert_allclose(ours.weights[left], own.table.estimate[1:], rtol=1e-9)


@pytest.mark.parametrize("bias", [True, False])
def test_it_holds_with_row_weights_and_without_a_bias(bias) -> None:
    rng = np.random.default_rng(5)
    X, weights = rng.normal(1.0, 1.0, size=(40, 3)), rng.uniform(0.1, 4.0, size=40)
    X[:, 2] = X[:, 1] + 1e-3 * rng.normal(size=40)
    y = 1.0 + X @ [1.0, 2.0, 3.0] + rng.normal(size=40)
    ours = without_feature(Dataset(X, y), "x3", row_weights=weights, fit_bias=bias)
    design = sm.add_constant(X[:, :2]) if bias else X[:, :2]
    theirs = sm.WLS(y, design, weights=weights).fit(method="qr")
    np.testing.assert_allclose(ours.standard_errors[:2], theirs.bse[-2:], rtol=1e-9)
    np.testing.assert_allclose(ours.weights[:2], theirs.params[-2:], rtol=1e-9)
    assert ours.r_squared == pytest.approx(theirs.rsquared, rel=1e-9)
    assert ours.sigma == pytest.approx(np.sqrt(theirs.scale), rel=1e-9)


def test_the_only_feature_leaves_the_mean() -> None:
    X, y = np.arange(6.0)[:, None], np.array([1.0, 3.0, 2.0, 5.0, 4.0, 6.0])
    ours = without_feature(Dataset(X, y), "x1")
    assert ours.bias == pytest.approx(y.mean())
    assert ours.r_squared == pytest.approx(0.0, abs=1e-12)


def test_a_feature_that_is_not_there_is_refused_in_a_sentence() -> None:
    with pytest.raises(ValueError, match="no feature “gone”"):
        without_feature(Dataset(np.arange(6.0)[:, None], np.arange(6.0) ** 2), "gone")
