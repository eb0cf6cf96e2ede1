"""Row weights and fits without a bias, by every method of the analytic solver."""

from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core.fitting.fit import fit
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.moments import moments
from linreg_gui.core.solvers.analytic import factorisations
from linreg_gui.core.solvers.analytic import solver as analytic
from linreg_gui.core.solvers.analytic.solver import solve_analytic

rng = np.random.default_rng(3)
METHODS = ["cholesky", "many values", "qr", "minimum-norm", "ridge"]


@pytest.fixture(params=METHODS)
def case(request, monkeypatch, random_data):
    """Data, a ridge penalty and the method expected, for each of them."""
    data, ridge, method = random_data(n=120), 0.0, "cholesky"
    if request.param == "many values":
        monkeypatch.setattr(factorisations, "_REFINED_VALUES", 0)
    elif request.param == "qr":
        monkeypatch.setattr(analytic, "_CHOLESKY_LIMIT", 0.0)
        method = "qr"
    elif request.param == "minimum-norm":
        data = Dataset(np.c_[data.X, data.X[:, 0] - 2.0 * data.X[:, 1]], data.y)
        method = "minimum-norm"
    elif request.param == "ridge":
        ridge, method = 0.3, "qr"
    return data, ridge, method


def reference(data, ridge, weights, fit_bias):
    """Weights, bias and half weighted mean square by the pseudo-inverse of the weighted rows."""
    share = weights / weights.sum()
    means = np.r_[share @ data.X, share @ data.y] * fit_bias
    X, y = data.X - means[:-1], data.y - means[-1]
    root = np.sqrt(share)[:, None]
    d = data.n_features
    stacked = np.vstack([root * X, np.sqrt(ridge) * np.eye(d)])
    w = np.linalg.pinv(stacked, rcond=1e-10) @ np.r_[root[:, 0] * y, np.zeros(d)]
    return w, means[-1] - means[:-1] @ w, 0.5 * share @ (y - X @ w) ** 2


@pytest.mark.parametrize("fit_bias", [True, False])
@pytest.mark.parametrize("weighted", [True, False])
def test_every_method_takes_row_weights_and_goes_without_a_bias(case, weighted, fit_bias):
    data, ridge, method = case
    weights = rng.uniform(0.5, 3.0, size=data.n_rows)
    found = solve_analytic(data, ridge=ridge, row_weights=weights if weighted else None, fit_bias=fit_bias)
    w, bias, loss = reference(data, ridge, weights if weighted else np.ones(data.n_rows), fit_bias)
    np.testing.assert_allclose(found.weights, w, rtol=1e-8)
    assert found.bias == pytest.approx(bias, rel=1e-8)
    assert found.half_mse == pytest.approx(loss, rel=1e-9)
    assert (found.method, found.bias_fitted, found.rank) == (method, fit_bias, 4)


def test_whole_numbers_as_row_weights_are_repeated_rows(case):
    data, ridge, _ = case
    times = rng.integers(0, 4, size=data.n_rows)
    repeated = Dataset(np.repeat(data.X, times, axis=0), np.repeat(data.y, times))
    weighted = solve_analytic(data, ridge=ridge, row_weights=times)
    plain = solve_analytic(repeated, ridge=ridge)
    np.testing.assert_allclose(weighted.weights, plain.weights, rtol=1e-9)
    assert weighted.bias == pytest.approx(plain.bias, rel=1e-9)
    assert weighted.half_mse == pytest.approx(plain.half_mse, rel=1e-12)
    assert weighted.r_squared == pytest.approx(plain.r_squared, rel=1e-12)
    assert weighted.condition_number == pytest.approx(plain.condition_number, rel=1e-6)


@pytest.mark.parametrize("factor", [1e-300, 1e-9, 1e9, 1e300])
def test_only_the_ratios_of_row_weights_matter(random_data, factor):
    data = random_data()
    weights = rng.uniform(0.5, 2.0, size=data.n_rows)
    plain = solve_analytic(data, row_weights=weights, ridge=0.1)
    scaled = solve_analytic(data, row_weights=factor * weights, ridge=0.1)
    np.testing.assert_allclose(scaled.weights, plain.weights, rtol=1e-12)
    assert scaled.half_mse == pytest.approx(plain.half_mse, rel=1e-12)


def test_weighted_moments_of_many_blocks_are_the_weighted_means(random_data):
    data = random_data(n=60_000, d=5)
    weights = rng.uniform(0.01, 2.0, size=60_000)
    m = moments(data, weights)
    table = np.column_stack([data.X, data.y])
    np.testing.assert_allclose(m.mean, np.average(table, axis=0, weights=weights), rtol=1e-12)
    expected = np.cov(table.T, aweights=weights, ddof=0) * 60_000
    np.testing.assert_allclose(m.gram, expected, rtol=1e-9, atol=1e-9 * np.abs(expected).max())


def test_sorted_rows_cost_the_moments_no_digits():
    x = np.r_[np.zeros(50_000), 1e6 + rng.normal(size=50_000), 2e6 + rng.normal(size=50_000)]
    m = moments(Dataset(x.reshape(-1, 1), x))
    assert m.gram[0, 0] == pytest.approx(float(np.sum((x - x.mean()) ** 2)), rel=1e-13)


def test_known_moments_serve_a_fit_without_a_bias(random_data):
    data = random_data()
    plain = solve_analytic(data, fit_bias=False)
    given = solve_analytic(data, fit_bias=False, known=moments(data))
    np.testing.assert_array_equal(plain.weights, given.weights)


def test_a_constant_feature_can_stand_in_for_the_bias(random_data):
    data = random_data(d=2)
    inside = solve_analytic(Dataset(np.c_[data.X, np.ones(data.n_rows)], data.y), fit_bias=False)
    outside = solve_analytic(data)
    np.testing.assert_allclose(inside.weights, [*outside.weights, outside.bias], rtol=1e-12)
    assert (inside.bias, inside.rank) == (0.0, 3)


def test_without_a_bias_only_a_feature_of_zeros_and_true_multiples_are_left_out():
    x = rng.normal(size=30)
    X = np.c_[x, np.zeros(30), 2.0 * x, x + 1.0]
    found = solve_analytic(Dataset(X, x, ["a", "none", "twice", "more"]), fit_bias=False)
    assert found.rank == 2
    assert "“none” is 0 in every row" in found.explanation
    assert "“twice” is a multiple of “a”." in found.explanation


def test_rows_that_count_for_nothing_do_not_count_as_rows():
    data = Dataset(rng.normal(size=(9, 4)), rng.normal(size=9))
    found = solve_analytic(data, row_weights=[1, 1, 1, 0, 0, 0, 0, 0, 0])
    assert found.half_mse == pytest.approx(0.0, abs=1e-25)
    assert "only 3 rows for 5 unknowns" in found.explanation


def test_labels_that_are_all_zero_need_no_weights_and_no_bias():
    found = solve_analytic(Dataset(rng.normal(size=(9, 2)), np.zeros(9)), fit_bias=False)
    assert (found.weights.tolist(), found.bias, found.half_mse) == ([0.0, 0.0], 0.0, 0.0)
    assert np.isnan(found.r_squared)


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ([1.0], "2 rows but 1 row weight came"),
        ([1.0, -1.0], "must not be negative"),
        ([0.0, 0.0], "At least one row weight"),
        ([1.0, np.nan], "row_weights holds missing or infinite"),
        (["a", "b"], "row_weights must hold numbers only"),
        ([[1.0, 1.0]], "row_weights must be a single column"),
    ],
)
def test_row_weights_that_make_no_sense_are_refused(weights, words):
    with pytest.raises(ValueError, match=words):
        solve_analytic(Dataset([[1.0], [2.0]], [1.0, 2.0]), row_weights=weights)


def test_fit_passes_both_on(random_data):
    data = random_data()
    weights = rng.uniform(1.0, 2.0, size=data.n_rows)
    found = fit(data, row_weights=weights, fit_bias=False)
    expected = solve_analytic(data, row_weights=weights, fit_bias=False)
    np.testing.assert_array_equal(found.weights, expected.weights)
    for settings in ({"row_weights": weights}, {"fit_bias": False}):
        with pytest.raises(ValueError, match="from the dataset"):
            fit(data, solver="sgd", **settings)


def test_tiny_weights_of_equal_labels_are_no_noise():
    data = Dataset([[0.0], [0.0], [0.0]], [267.0, 267.0, 267.0])
    found = solve_analytic(data, row_weights=[1e-3, 3.0, 1e-12])
    assert (found.bias, found.half_mse) == (267.0, 0.0)


@pytest.mark.parametrize("exponent", [-5, -20, -25, -40, -99, -101, -150, -300])
@pytest.mark.parametrize("light", [1, 3])
def test_rows_too_light_to_count_are_told_where_that_matters(exponent, light):
    X = np.array([[1.0, 2.0], [2.0, 1.0], [4.0, 3.0], [5.0, 5.0], [2.0, 7.0]])
    weights = np.ones(5)
    weights[-light:] = 10.0**exponent
    fit = solve_analytic(Dataset(X, [1.0, 3.0, 2.0, 5.0, 4.0]), row_weights=weights)
    rows = "1 row weighs" if light == 1 else "3 rows weigh"
    left_out, needed = exponent <= -100, light == 3
    told = f"{rows} less than 10⁻¹⁰⁰ of the heaviest one and {'is' if light == 1 else 'are'} left out."
    assert fit.explanation.startswith(told) == left_out
    unseen = f"{rows} less than 10⁻²⁶ of the heaviest one, too little to be seen. Many answers"
    assert fit.explanation.startswith(unseen) == (needed and not left_out and fit.rank < 2)
    assert (fit.rank < 2) == (needed and exponent <= -40)
    assert ("only 2 rows for 3 unknowns" in fit.explanation) == (needed and left_out)
