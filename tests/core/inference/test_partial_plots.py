"""Added-variable and component-plus-residual plots against statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from linreg_gui.core import Dataset, infer, partial_rows
from linreg_gui.core.inference.checked_fit import checked_fit
from linreg_gui.core.inference.partial_plots import PartialKind, PartialPlane


@pytest.mark.parametrize("name", ["diabetes", "motor_trend_cars"])
def test_an_added_variable_plot_has_the_residuals_of_two_regressions(columns, name) -> None:
    data = columns(name)
    checked = checked_fit(data, None, None, None)
    for feature in (0, data.n_features - 1):
        others = sm.add_constant(np.delete(data.X, feature, axis=1))
        own = data.X[:, feature]
        x = sm.OLS(own, others).fit(method="qr").resid + own.mean()
        y = sm.OLS(data.y, others).fit(method="qr").resid + data.y.mean()
        ours = PartialPlane(checked, feature, PartialKind.ADDED_VARIABLE).places(data.X, data.y)
        np.testing.assert_allclose(ours[0], x, rtol=1e-9, atol=1e-9 * np.ptp(x))
        np.testing.assert_allclose(ours[1], y, rtol=1e-9, atol=1e-9 * np.ptp(y))


@pytest.mark.parametrize("kind", PartialKind)
def test_the_slope_through_the_rows_is_the_weight(columns, kind) -> None:
    data = columns("diabetes")
    checked = checked_fit(data, None, None, None)
    for feature in range(data.n_features):
        plane = PartialPlane(checked, feature, kind)
        x, y = plane.places(data.X, data.y)
        slope, constant = sm.OLS(y - y.mean(), sm.add_constant(x - x.mean())).fit().params[::-1]
        assert slope == pytest.approx(checked.fit.weights[feature], rel=1e-9)
        assert plane.slope == checked.fit.weights[feature]
        assert constant == pytest.approx(0.0, abs=1e-9 * np.ptp(y))
        assert plane.line(np.array([x.mean()]))[0] == pytest.approx(y.mean(), rel=1e-12)


def test_a_component_plot_is_that_of_statsmodels_about_the_mean(columns) -> None:
    data = columns("motor_trend_cars")
    checked = checked_fit(data, None, None, None)
    fitted = sm.OLS(data.y, sm.add_constant(data.X)).fit(method="qr")
    x, y = PartialPlane(checked, 2, PartialKind.COMPONENT).places(data.X, data.y)
    np.testing.assert_array_equal(x, data.X[:, 2])
    theirs = fitted.resid + fitted.params[3] * data.X[:, 2]  # as plot_ccpr draws it
    np.testing.assert_allclose(y - y.mean(), theirs - theirs.mean(), rtol=1e-9, atol=1e-9 * np.ptp(theirs))


def test_the_confidence_curve_crosses_the_mean_just_where_the_weight_is_significant() -> None:
    rng = np.random.default_rng(1)
    X = rng.normal(50.0, 3.0, size=(80, 6))
    y = X @ [2.0, 0.3, 0.12, 0.06, 0.0, -0.4] + rng.normal(size=80)
    data = Dataset(X, y)
    checked, table = checked_fit(data, None, None, None), infer(data).table
    from scipy.stats import t

    quantile = float(t.ppf(0.975, 80 - 7))
    far = np.array([-1e6, 1e6])
    answers = set()
    for feature in range(6):
        plane = PartialPlane(checked, feature, PartialKind.ADDED_VARIABLE)
        low, high = plane.band(far, table.standard_error[feature + 1], quantile)
        height = plane.middle[1]
        crosses = bool(((low - height) * (high - height) > 0.0).all())
        assert crosses == (table.p[feature + 1] < 0.05)
        answers.add(crosses)
        at_mean = plane.band(np.array([plane.middle[0]]), table.standard_error[feature + 1], quantile)
        assert (at_mean[1] - at_mean[0])[0] == pytest.approx(2 * quantile * infer(data).sigma / 80**0.5)
    assert answers == {True, False}


def test_the_band_is_that_of_the_regression_of_what_is_left(columns) -> None:
    data = columns("diabetes")
    checked, table = checked_fit(data, None, None, None), infer(data).table
    plane = PartialPlane(checked, 2, PartialKind.ADDED_VARIABLE)
    x, y = plane.places(data.X, data.y)
    fitted = sm.OLS(y, sm.add_constant(x)).fit()
    # Theirs has the freedom of two numbers, ours of all.
    wider = np.sqrt(fitted.df_resid / checked.freedom)
    theirs = fitted.get_prediction(sm.add_constant(x[:5])).se_mean * wider
    low, high = plane.band(x[:5], float(table.standard_error[3]), 1.0)
    np.testing.assert_allclose((high - low) / 2, theirs, rtol=1e-9)


def test_without_a_bias_nothing_is_shifted_and_row_weights_count() -> None:
    rng = np.random.default_rng(2)
    X, weights = rng.normal(4.0, 1.0, size=(25, 2)), rng.uniform(0.2, 3.0, size=25)
    y = X @ [1.0, 2.0] + rng.normal(size=25)
    data = Dataset(X, y)
    plane = PartialPlane(checked_fit(data, None, weights, False), 1, PartialKind.ADDED_VARIABLE)
    x, heights = plane.places(X, y)
    assert plane.middle == (0.0, 0.0)
    np.testing.assert_allclose(x, sm.WLS(X[:, 1], X[:, :1], weights=weights).fit().resid, rtol=1e-9)
    np.testing.assert_allclose(heights, sm.WLS(y, X[:, :1], weights=weights).fit().resid, rtol=1e-9)
    assert (np.diff(plane.band(np.zeros(1), 1.0, 2.0), axis=0) == 0.0).all()


def test_a_notebook_has_the_places_of_the_rows_by_the_name_of_a_feature(columns) -> None:
    data = columns("motor_trend_cars")
    plane = PartialPlane(checked_fit(data, None, None, None), 1, PartialKind.COMPONENT)
    name = data.feature_names[1]
    np.testing.assert_array_equal(
        partial_rows(data, name, kind="component plus residual"), plane.places(data.X, data.y)
    )
    with pytest.raises(ValueError, match="no feature"):
        partial_rows(data, "gone")
    with pytest.raises(ValueError, match="another"):
        partial_rows(data, name, kind="another")
