"""Predictions with intervals at new rows against statsmodels: plain and robust errors, and counts."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from linreg_gui.core import Dataset, PoissonLoss, ProblemError, prediction_intervals, predictor
from linreg_gui.core.inference.predictor import count_predictor
from linreg_gui.core.solvers.reference.solver import solve_reference

FRAME = {
    "prediction": "mean",
    "standard_error": "mean_se",
    "mean_low": "mean_ci_lower",
    "mean_high": "mean_ci_upper",
    "low": "obs_ci_lower",
    "high": "obs_ci_upper",
}


def with_ones(X: np.ndarray) -> np.ndarray:
    return sm.add_constant(X, has_constant="add")


@pytest.fixture
def data() -> Dataset:
    rng = np.random.default_rng(3)
    X = rng.normal(size=(60, 3)) * [1.0, 10.0, 0.1] + [0.0, 500.0, 3.0]
    return Dataset(X, X @ [1.0, -0.2, 5.0] + rng.normal(size=60) * (1.0 + np.abs(X[:, 0])))


def agrees(ours, theirs) -> bool:
    pairs = ((getattr(ours, name), theirs[other]) for name, other in FRAME.items())
    return all(np.allclose(one, other, rtol=1e-9, atol=0.0) for one, other in pairs)


@pytest.mark.parametrize("kind", ["HC0", "HC1", "HC2", "HC3"])
def test_intervals_with_robust_errors_agree_with_statsmodels(data, kind) -> None:
    new = data.X[:7] * 1.1
    results = sm.OLS(data.y, with_ones(data.X)).fit().get_robustcov_results(kind)
    theirs = results.get_prediction(with_ones(new)).summary_frame(0.1)
    ours = predictor(data, errors=kind).at(new, 0.9)
    assert agrees(ours, theirs)
    assert not agrees(predictor(data).at(new, 0.9), theirs)


def test_intervals_with_row_weights_agree_with_statsmodels(data) -> None:
    weights = np.random.default_rng(4).uniform(0.5, 20.0, data.n_rows)
    new = data.X[:7] * 1.1
    theirs = (
        sm.WLS(data.y, with_ones(data.X), weights).fit().get_prediction(with_ones(new)).summary_frame(0.2)
    )
    assert agrees(predictor(data, row_weights=weights).at(new, 0.8), theirs)


def test_intervals_without_a_bias_agree_with_statsmodels(data) -> None:
    theirs = sm.OLS(data.y, data.X).fit().get_prediction(data.X[:5]).summary_frame(0.05)
    assert agrees(predictor(data, fit_bias=False).at(data.X[:5]), theirs)


def test_what_is_made_ready_once_says_the_same_as_asking_row_by_row(data) -> None:
    ready = predictor(data)
    for row in data.X[:3]:
        once = prediction_intervals(data, [row])
        assert (ready.at([row]).low, ready.at([row]).mean_high) == (once.low, once.mean_high)


def test_the_leverage_of_a_row_is_that_of_the_hat_matrix(data) -> None:
    ready = predictor(data)
    hat = sm.OLS(data.y, with_ones(data.X)).fit().get_influence().hat_matrix_diag
    assert np.allclose(ready.leverage(data.X), hat, rtol=1e-9)
    assert ready.largest_leverage == pytest.approx(hat.max(), rel=1e-9)


def test_row_weights_in_another_unit_leave_it_what_lies_outside_the_data(data) -> None:
    weights = np.random.default_rng(4).uniform(0.5, 20.0, data.n_rows)
    far = data.X.mean(axis=0) * 1.4
    shares = [
        float(found.leverage([far])[0]) / found.largest_leverage
        for found in (predictor(data, row_weights=weights * unit) for unit in (1.0, 1e6))
    ]
    assert shares[0] == pytest.approx(shares[1], rel=1e-12)


@pytest.fixture
def counts() -> Dataset:
    rng = np.random.default_rng(5)
    X = rng.normal(size=(80, 2)) * [1.0, 20.0] + [2.0, 300.0]
    rate = np.exp(0.4 * X[:, 0] + 0.02 * (X[:, 1] - 300.0))
    return Dataset(X, rng.poisson(rate).astype(float))


def test_means_of_counts_and_their_intervals_agree_with_statsmodels(counts) -> None:
    found = count_predictor(counts, solve_reference(counts, PoissonLoss()).fit)
    new = counts.X[:6] * 1.05
    model = sm.GLM(counts.y, with_ones(counts.X - counts.X.mean(axis=0)), family=sm.families.Poisson())
    results = model.fit(tol=1e-14, maxiter=200)
    theirs = results.get_prediction(with_ones(new - counts.X.mean(axis=0))).summary_frame(0.1)
    mean, low, high = found.at(new, 0.9)
    assert np.allclose(mean, theirs["mean"], rtol=1e-9)
    assert np.allclose(low, theirs["mean_ci_lower"], rtol=1e-9)
    assert np.allclose(high, theirs["mean_ci_upper"], rtol=1e-9)


def test_means_of_counts_are_told_nothing_of_where_features_depend_on_each_other(counts) -> None:
    double = Dataset(np.column_stack([counts.X, counts.X[:, 0]]), counts.y)
    with pytest.raises(ProblemError, match="not determined"):
        count_predictor(double, solve_reference(double, PoissonLoss()).fit)


def test_a_level_that_is_none_and_a_row_of_another_width_are_refused(data) -> None:
    ready = predictor(data)
    with pytest.raises(ValueError, match="between 0 and 1"):
        ready.at(data.X[:1], 1.0)
    with pytest.raises(ValueError, match="feature"):
        ready.at([[1.0, 2.0]])
