from __future__ import annotations

import json

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from project_paths import NIST
from rational import exact_half_mse, exact_solution

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.linear_model import half_mse, half_mse_gradient
from linreg_gui.core.model.moments import moments
from linreg_gui.core.solvers.analytic import solver as analytic
from linreg_gui.core.solvers.analytic.solver import solve_analytic

rng = np.random.default_rng(7)


def digits(value, certified):
    """Number of correct significant digits of the worst value."""
    value, certified = np.atleast_1d(value), np.atleast_1d(certified)
    error = np.max(np.abs(value - certified) / np.where(certified == 0.0, 1.0, np.abs(certified)))
    return 16.0 if error == 0.0 else -np.log10(error)


def in_blocks_of(n_rows):
    """A `Dataset.blocks` with blocks of that many rows, whatever it is asked for."""

    def blocks(self, _=None):
        for start in range(0, self.n_rows, n_rows):
            yield self.X[start : start + n_rows], self.y[start : start + n_rows]

    return blocks


def minimum_norm(data):
    """Weights of the centred problem by the pseudo-inverse, and the bias that goes with them."""
    X, y = data.X - data.X.mean(axis=0), data.y - data.y.mean()
    weights = np.linalg.pinv(X, rcond=1e-10) @ y
    return weights, data.y.mean() - data.X.mean(axis=0) @ weights


@pytest.mark.parametrize("name", ["norris", "longley", "pontius", *(f"wampler{i}" for i in range(1, 6))])
def test_every_reference_problem_has_at_least_nine_correct_digits(nist, name):
    problem = nist(name)
    fit = solve_analytic(problem.data)
    assert digits(fit.weights, problem.weights) >= 9.0
    assert digits(fit.bias, problem.bias) >= 9.0
    assert digits(fit.r_squared, problem.r_squared) >= 9.0
    freedom = problem.data.n_rows - problem.data.n_features - 1
    sigma = np.sqrt(2.0 * fit.half_mse * problem.data.n_rows / freedom)
    assert sigma == pytest.approx(problem.sigma, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_it_agrees_with_statsmodels(random_data, seed):
    data = random_data(n=300, d=6, seed=seed)
    fit = solve_analytic(data)
    theirs = sm.OLS(data.y, sm.add_constant(data.X)).fit()
    np.testing.assert_allclose(np.r_[fit.bias, fit.weights], theirs.params, rtol=1e-9)
    assert fit.r_squared == pytest.approx(theirs.rsquared, rel=1e-12)
    assert fit.half_mse == pytest.approx(0.5 * theirs.ssr / data.n_rows, rel=1e-12)
    assert (fit.method, fit.rank, fit.dependencies) == ("cholesky", 6, ())


def test_the_gradient_vanishes_at_the_solution(random_data):
    data = random_data()
    fit = solve_analytic(data)
    at_zero = np.append(*half_mse_gradient(data.X, data.y, np.zeros(4), 0.0))
    at_fit = np.append(*half_mse_gradient(data.X, data.y, fit.weights, fit.bias))
    assert np.abs(at_fit).max() < 1e-10 * np.abs(at_zero).max()


@pytest.mark.parametrize("d", [2, 40])
def test_many_rows_are_solved_as_exactly_as_few(random_data, d):
    data = random_data(n=20_000, d=d)
    fit = solve_analytic(data)
    design = np.column_stack([np.ones(data.n_rows), data.X - data.X.mean(axis=0)])
    theirs = np.linalg.lstsq(design, data.y, rcond=None)[0]
    np.testing.assert_allclose(fit.weights, theirs[1:], rtol=1e-9)
    assert fit.half_mse == pytest.approx(half_mse(data, fit.weights, fit.bias), rel=1e-12)


@pytest.mark.parametrize("name", ["longley", "norris", "wampler5"])
def test_a_qr_of_many_blocks_keeps_the_digits(nist, monkeypatch, name):
    problem = nist(name)
    monkeypatch.setattr(analytic, "_CHOLESKY_LIMIT", 0.5)
    monkeypatch.setattr(Dataset, "blocks", in_blocks_of(5))
    fit = solve_analytic(problem.data)
    assert fit.method == "qr"
    assert digits(fit.weights, problem.weights) >= 9.0


def test_known_moments_change_nothing(random_data):
    data = random_data()
    plain, given = solve_analytic(data), solve_analytic(data, known=moments(data))
    np.testing.assert_array_equal(plain.weights, given.weights)
    assert plain.bias == given.bias


def test_the_answer_cannot_be_written_to(random_data):
    assert not solve_analytic(random_data()).weights.flags.writeable


def test_duplicate_columns_get_the_shortest_weights_and_a_sentence_that_names_them():
    x = rng.normal(size=(50, 2))
    data = Dataset(np.c_[x, x[:, 0]], x @ [2.0, -1.0] + rng.normal(size=50), ["area", "age", "size"], "price")
    fit = solve_analytic(data)
    weights, bias = minimum_norm(data)
    np.testing.assert_allclose(fit.weights, weights, rtol=1e-9)
    assert fit.bias == pytest.approx(bias, rel=1e-9)
    assert (fit.method, fit.rank, fit.condition_number) == ("minimum-norm", 2, np.inf)
    assert "“size” is a multiple of “area”" in fit.explanation


def test_a_combination_of_columns_is_named_in_full():
    x = rng.normal(size=(60, 3)) * [1.0, 100.0, 1e-3]
    total = x[:, 0] + 2.0 * x[:, 1] + 40.0
    data = Dataset(np.c_[x, total], rng.normal(size=60), ["a", "b", "c", "total"])
    fit = solve_analytic(data)
    assert [str(entry) for entry in fit.dependencies] == ["“total” is a combination of “a”, “b”"]
    np.testing.assert_allclose(fit.weights, minimum_norm(data)[0], rtol=1e-6)


def test_a_dependence_is_found_behind_a_large_offset():
    year = 1e6 + rng.normal(size=80)
    x = rng.normal(size=80)
    data = Dataset(np.c_[year, x, 2.0 * year + x], rng.normal(size=80), ["year", "x", "mix"])
    fit = solve_analytic(data)
    assert fit.rank == 2
    assert "“mix” is a combination of “year”, “x”" in fit.explanation


def test_nearly_dependent_columns_are_not_mistaken_for_dependent_ones():
    x = rng.normal(size=(100, 1))
    data = Dataset(np.c_[x, x + 1e-7 * rng.normal(size=(100, 1))], rng.normal(size=100))
    fit = solve_analytic(data)
    assert (fit.rank, fit.method) == (2, "qr")
    assert 1e6 < fit.condition_number < 1e9


def test_a_constant_column_gets_weight_zero_and_is_named():
    x = rng.normal(size=(40, 1))
    data = Dataset(np.c_[x, np.full(40, 0.1)], 3.0 * x[:, 0] + 1.0, ["x", "always"])
    fit = solve_analytic(data)
    np.testing.assert_allclose(fit.weights, [3.0, 0.0], atol=1e-12)
    assert fit.bias == pytest.approx(1.0)
    assert "“always” is constant" in fit.explanation


def test_only_constant_columns_leave_the_mean_of_the_label():
    data = Dataset(np.ones((10, 2)), np.arange(10.0))
    fit = solve_analytic(data)
    assert (fit.weights.tolist(), fit.bias, fit.rank) == ([0.0, 0.0], 4.5, 0)
    assert fit.r_squared == 0.0


@pytest.mark.parametrize(("n", "d"), [(5, 8), (2, 2), (3, 3), (4, 30)])
def test_fewer_rows_than_unknowns_get_the_shortest_weights(n, d):
    data = Dataset(rng.normal(size=(n, d)), rng.normal(size=n))
    fit = solve_analytic(data)
    weights, bias = minimum_norm(data)
    np.testing.assert_allclose(fit.weights, weights, rtol=1e-8, atol=1e-12)
    assert fit.bias == pytest.approx(bias, rel=1e-8)
    assert f"only {n} rows for {d + 1} unknowns" in fit.explanation
    assert fit.half_mse == pytest.approx(0.0, abs=1e-25)


def test_one_row_is_its_own_mean():
    fit = solve_analytic(Dataset([[1.0, 2.0]], [3.0]))
    assert (fit.weights.tolist(), fit.bias, fit.half_mse) == ([0.0, 0.0], 3.0, 0.0)
    assert "There is only 1 row for 3 unknowns" in fit.explanation


def test_a_constant_label_needs_no_weights():
    fit = solve_analytic(Dataset(rng.normal(size=(30, 2)), np.full(30, 3.3)))
    assert (fit.weights.tolist(), fit.bias, fit.half_mse) == ([0.0, 0.0], 3.3, 0.0)
    assert np.isnan(fit.r_squared)


def test_ridge_is_the_penalised_minimum(random_data):
    data = random_data(d=3)
    fit = solve_analytic(data, ridge=0.7)
    X, y = data.X - data.X.mean(axis=0), data.y - data.y.mean()
    weights = np.linalg.solve(X.T @ X + 0.7 * data.n_rows * np.eye(3), X.T @ y)
    np.testing.assert_allclose(fit.weights, weights, rtol=1e-9)
    assert fit.bias == pytest.approx(data.y.mean() - data.X.mean(axis=0) @ weights)
    assert fit.half_mse == pytest.approx(half_mse(data, fit.weights, fit.bias), rel=1e-9)


@pytest.mark.parametrize("ridge", [-1.0, float("nan"), float("inf"), "much", None, 10**400])
def test_a_ridge_that_is_no_penalty_is_refused(random_data, ridge):
    with pytest.raises(ValueError, match="The ridge penalty must"):
        solve_analytic(random_data(), ridge=ridge)


def reference(X, y, row_weights, fit_bias):
    """The same fit by statsmodels."""
    design = sm.add_constant(X) if fit_bias else X
    return sm.WLS(y, design, 1.0 if row_weights is None else row_weights).fit()


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("fit_bias", [False, True])
def test_row_weights_and_a_missing_bias_agree_with_statsmodels(weighted, fit_bias):
    rng = np.random.default_rng(0)
    X = rng.normal(3.0, 2.0, size=(200, 3))
    y = X @ [1.0, -2.0, 3.0] + 4.0 + rng.normal(size=200)
    row_weights = rng.uniform(0.1, 5.0, size=200) if weighted else None
    ours = solve_analytic(Dataset(X, y), row_weights=row_weights, fit_bias=fit_bias)
    theirs = reference(X, y, row_weights, fit_bias)
    numbers = np.r_[ours.bias, ours.weights] if fit_bias else ours.weights
    assert np.allclose(numbers, theirs.params, rtol=1e-12, atol=0.0)
    assert ours.r_squared == pytest.approx(theirs.rsquared, rel=1e-10)
    if not fit_bias:
        assert ours.bias == 0.0


@pytest.mark.parametrize("name", ["noint1", "noint2"])
def test_certified_lines_through_the_origin_have_nine_correct_digits(nist, name):
    certified = json.loads((NIST / f"{name}.json").read_text())
    table = np.loadtxt(NIST / f"{name}.csv", delimiter=",", skiprows=1)
    fit = solve_analytic(Dataset(table[:, 1:], table[:, 0]), fit_bias=False)
    assert digits(fit.weights, np.array(certified["beta"][1:], dtype=float)) >= 9.0
    assert fit.r_squared == pytest.approx(certified["r2"], rel=1e-9)


def test_a_ridge_too_large_to_compute_with_is_refused(random_data):
    with pytest.raises(ValueError, match="too large to be computed with"):
        solve_analytic(random_data(), ridge=1e300)


def test_a_ridge_lost_in_rounding_leaves_the_shortest_weights(random_data):
    data = random_data(d=2)
    double = Dataset(np.c_[data.X, data.X[:, 0]], data.y)
    found = solve_analytic(double, ridge=1e-40)
    assert found.method == "minimum-norm"
    np.testing.assert_allclose(found.weights, minimum_norm(double)[0], rtol=1e-9)


@settings(max_examples=40, deadline=None)
@given(
    label=st.sampled_from([0.0, 9e15, -1.7e18, 1e12, 0.1]),
    feature=st.sampled_from([1e16, 9e15, -3e17, 1e12, 7.7]),
    seed=st.integers(0, 10**6),
    n=st.integers(4, 40),
)
def test_columns_a_few_digits_wide_are_solved_as_the_numbers_they_are(label, feature, seed, n):
    random = np.random.default_rng(seed)
    k = random.integers(-20, 20, size=(n, 2))
    x = feature + k[:, 0] * np.spacing(feature)
    y = label + (k.sum(axis=1) + random.integers(-3, 3, size=n)) * max(np.spacing(label), 1e-3)
    data = Dataset(np.c_[x, k[:, 1]], y)
    if (x == x[0]).all() or abs(np.corrcoef((x - x[0]) / np.spacing(feature), k[:, 1])[0, 1]) > 0.99:
        return
    fit = solve_analytic(data)
    weights, bias = exact_solution(data)
    loss = float(exact_half_mse(data, weights, bias))
    assert not fit.dependencies
    size = data.y.std() / np.array([np.std(x - x[0]), np.std(k[:, 1])])
    np.testing.assert_allclose(fit.weights, list(map(float, weights)), rtol=1e-14, atol=1e-13 * size.min())
    assert fit.bias == pytest.approx(float(bias), rel=1e-15)
    assert fit.half_mse == pytest.approx(loss, rel=1e-12, abs=1e-28 * np.var(y - y[0]))


def test_a_narrow_feature_beside_ill_conditioned_ones_is_neither_constant_nor_a_combination():
    k, u = np.arange(6.0), np.array([1.0, 5.0, 2.0, 8.0, 3.0, 3.0])
    narrow, hilly = 1e16 + 2.0 * k, 1e5 + 2e-3 * u + 1e-7 * k**2
    fit = solve_analytic(Dataset(np.c_[narrow, 1e5 + 1e-3 * u, hilly], k))
    assert (fit.rank, fit.dependencies) == (3, ())
    assert fit.weights[0] == pytest.approx(0.5, rel=1e-9)


@pytest.mark.parametrize("kind", ["filip", "years to the 4", "nearly dependent", "far from zero", "plain"])
def test_the_digits_that_stay_when_data_are_rounded_are_counted(nist, kind):
    rng = np.random.default_rng(0)
    x, years = rng.normal(size=(30, 3)), np.arange(1990.0, 2020.0)[:, None]
    X = {
        "years to the 4": years ** np.arange(1, 5),
        "nearly dependent": np.c_[x[:, 0], x[:, 0] + 1e-8 * x[:, 1]],
        "far from zero": x + 1e9,
        "plain": x,
    }
    data = nist("filip").data if kind == "filip" else Dataset(X[kind], rng.normal(size=30))
    found, worst = solve_analytic(data), 0.0
    for _ in range(5):
        rounded = data.X * (1.0 + rng.uniform(-1.0, 1.0, data.X.shape) * 2.0**-53)
        other = solve_analytic(Dataset(rounded, data.y)).weights
        worst = max(worst, float(np.max(np.abs(other / found.weights - 1.0))))
    assert -np.log10(worst) - 2.5 <= found.digits <= -np.log10(worst) + 0.5
    told = "rounding those in their 16th digit can change" in found.explanation
    assert told == (kind != "plain")
