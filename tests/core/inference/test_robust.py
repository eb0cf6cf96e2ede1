"""Robust errors, joint tests and PRESS against statsmodels, and one checked fit for all that judge it."""

from __future__ import annotations

import math

import numpy as np
import pytest
import statsmodels.api as sm
from statsmodels.stats.outliers_influence import variance_inflation_factor

from linreg_gui.core import (
    Dataset,
    ProblemError,
    collinearity,
    fit,
    infer,
    influence,
    robust_covariance,
    sequential_anova,
)
from linreg_gui.core.inference.checked_fit import checked_fit
from linreg_gui.core.inference.collinearity import variance_inflation
from linreg_gui.core.inference.robust import error_root, joint_test, press

KINDS = ["HC0", "HC1", "HC2", "HC3"]
NAMES = ["diabetes", "engel", "motor_trend_cars", "longley", "norris", "pontius"]


def reference(data: Dataset):
    """The same model of standardised features, of which statsmodels loses no digits."""
    z = (data.X - data.X.mean(axis=0)) / data.X.std(axis=0)
    return sm.OLS(data.y, sm.add_constant(z)).fit(method="qr")


@pytest.fixture
def problem(columns, nist):
    """A sample or a NIST problem by name."""

    def load(name: str) -> Dataset:
        return nist(name).data if name in ("longley", "norris", "pontius", "wampler1") else columns(name)

    return load


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_robust_errors_and_all_that_follows_agree_with_statsmodels(problem, name, kind):
    data = problem(name)
    ours = infer(data, errors=kind, level=0.9)
    theirs = reference(data).get_robustcov_results(kind, use_t=True)
    wide = data.X.std(axis=0)
    of_weights = ours.table.standard_error[1:] * wide
    assert np.allclose(of_weights, theirs.bse[1:], rtol=1e-9, atol=0.0)
    assert np.allclose(ours.table.t[1:], theirs.tvalues[1:], rtol=1e-9, atol=0.0)
    assert np.allclose(ours.table.p[1:], theirs.pvalues[1:], rtol=1e-7, atol=0.0)
    ends = np.column_stack([ours.table.low[1:], ours.table.high[1:]]) * wide[:, None]
    assert np.allclose(ends, theirs.conf_int(0.1)[1:], rtol=1e-8, atol=1e-9 * np.abs(ends).max())
    assert ours.f == pytest.approx(float(theirs.fvalue), rel=1e-8)
    assert ours.errors == kind
    plain = infer(data)
    assert (ours.aic, ours.r_squared, ours.sigma) == (plain.aic, plain.r_squared, plain.sigma)


@pytest.mark.parametrize("kind", ["plain", *KINDS])
@pytest.mark.parametrize("name", ["diabetes", "motor_trend_cars", "longley"])
def test_a_joint_test_of_some_weights_agrees_with_statsmodels(problem, name, kind):
    data = problem(name)
    checked = checked_fit(data, None, None, None)
    estimate = np.append(checked.fit.bias, checked.fit.weights)
    theirs = reference(data)
    if kind != "plain":
        theirs = theirs.get_robustcov_results(kind, use_t=True)
    for places in ([1], [2, 3], [1, 3, 4], list(range(1, data.n_features + 1))):
        ours = joint_test(error_root(checked, kind), estimate, places, checked.freedom)
        test = theirs.f_test(np.eye(data.n_features + 1)[places])
        assert ours.f == pytest.approx(float(test.fvalue), rel=1e-9)
        assert ours.p == pytest.approx(float(test.pvalue), rel=1e-7)
        assert (ours.count, ours.degrees_of_freedom) == (test.df_num, test.df_denom)


def test_a_joint_test_of_all_weights_is_the_f_test_of_the_model(problem):
    data = problem("diabetes")
    checked = checked_fit(data, None, None, None)
    estimate = np.append(checked.fit.bias, checked.fit.weights)
    ours = joint_test(error_root(checked, "plain"), estimate, range(1, 11), checked.freedom)
    assert ours.f == pytest.approx(infer(data).f, rel=1e-10)


@pytest.mark.parametrize("name", NAMES)
def test_press_is_the_sum_of_what_statsmodels_misses_each_row_by(problem, name):
    data = problem(name)
    theirs = float(np.sum(reference(data).get_influence().resid_press ** 2))
    assert press(checked_fit(data, None, None, None)) == pytest.approx(theirs, rel=1e-9)


def test_press_is_what_fits_without_each_row_miss_it_by():
    rng = np.random.default_rng(0)
    data, weights = Dataset(rng.normal(size=(12, 2)), rng.normal(size=12)), rng.uniform(0.5, 9.0, 12)
    for bias in (True, False):
        total = 0.0
        for row in range(12):
            kept = np.arange(12) != row
            others = fit(Dataset(data.X[kept], data.y[kept]), row_weights=weights[kept], fit_bias=bias)
            total += (
                weights[row] * float(others.residual(data.X[row : row + 1], data.y[row : row + 1])[0]) ** 2
            )
        assert press(checked_fit(data, None, weights, bias)) == pytest.approx(total, rel=1e-10)


def test_there_is_no_press_where_a_row_decides_its_own_prediction():
    data = Dataset(np.r_[np.zeros(9), 1.0][:, None], np.arange(10.0) ** 2)
    with pytest.raises(ProblemError, match="decides its own prediction alone"):
        press(checked_fit(data, None, None, None))


@pytest.mark.parametrize("name", NAMES)
def test_variance_inflation_agrees_with_statsmodels(problem, name):
    data = problem(name)
    z = sm.add_constant((data.X - data.X.mean(axis=0)) / data.X.std(axis=0))
    theirs = [variance_inflation_factor(z, j + 1) for j in range(data.n_features)]
    ours = variance_inflation(checked_fit(data, None, None, None))
    assert np.allclose(ours, theirs, rtol=1e-8, atol=0.0)
    assert np.array_equal(ours, collinearity(data).variance_inflation)


def test_numbers_that_the_errors_do_not_tell_apart_have_no_joint_test():
    root = np.array([[1.0, 0.0], [2.0, 0.0]])
    assert math.isnan(joint_test(root, np.array([1.0, 3.0]), [0, 1], 5).f)
    assert joint_test(np.zeros((1, 1)), np.ones(1), [0], 5).p == 0.0


@pytest.mark.parametrize("weights", [None, "some"])
def test_one_checked_fit_serves_all_that_judge_it(problem, weights):
    data = problem("diabetes")
    given = None if weights is None else np.resize([1.0, 0.0, 5.0, 0.2], data.n_rows)
    exact = fit(data, row_weights=given)
    shared = checked_fit(data, exact, given, None, spare=0)
    assert np.array_equal(infer(data, shared).table.p, infer(data, exact, row_weights=given).table.p)
    assert infer(data, shared).aic == infer(data, exact, row_weights=given).aic
    assert np.array_equal(
        influence(data, shared).dffits, influence(data, exact, row_weights=given).dffits, equal_nan=True
    )
    assert np.array_equal(
        sequential_anova(data, shared).f, sequential_anova(data, exact, row_weights=given).f
    )
    assert np.array_equal(
        collinearity(data, shared).condition_indices, collinearity(data, row_weights=given).condition_indices
    )


def test_a_checked_fit_judges_its_own_data_alone(problem):
    data = problem("diabetes")
    shared = checked_fit(data, None, None, None)
    with pytest.raises(ValueError, match="other data"):
        infer(Dataset(data.X, data.y), shared)
    with pytest.raises(ValueError, match="of its own"):
        infer(data, shared, fit_bias=False)
    few = Dataset(np.arange(3.0)[:, None] ** [1, 2], np.arange(3.0))
    with pytest.raises(ProblemError, match="3 rows are too few"):
        infer(few, checked_fit(few, None, None, None, spare=0))


def test_unknown_errors_are_refused(problem):
    with pytest.raises(ValueError, match="HC4"):
        infer(problem("engel"), errors="HC4")


def test_robust_errors_are_the_roots_of_their_matrix(problem):
    data = problem("engel")
    of_matrix = np.sqrt(np.diag(robust_covariance(data, "HC3")))
    assert np.allclose(infer(data, errors="HC3").table.standard_error, of_matrix, rtol=1e-12)
