from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rational import exact_half_mse, exact_solution
from statsmodels.api import OLS, add_constant

from linreg_gui.core.arrays import frozen
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.linear_model import half_mse, predict, residual
from linreg_gui.core.solvers.analytic.loss_surface import LossSurface
from linreg_gui.core.solvers.analytic.solver import solve_analytic
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig


def surface_of(data):
    exact = solve_analytic(data)
    return LossSurface(data, exact), exact


def spread(data):
    return float(np.std(data.y - data.y[0]))


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), n=st.integers(1, 30), d=st.integers(1, 6))
def test_the_loss_anywhere_equals_the_one_over_the_rows(seed, n, d):
    rng = np.random.default_rng(seed)
    data = Dataset(rng.normal(3.0, 2.0, size=(n, d)), rng.normal(size=n))
    surface, _ = surface_of(data)
    w, b = rng.normal(size=d), float(rng.normal())
    assert surface.half_mse(w, b) == pytest.approx(half_mse(data, w, b), rel=1e-9)


def test_the_mean_residual_that_is_kept_is_that_of_the_same_frozen_weights_and_bias():
    rng = np.random.default_rng(3)
    data = Dataset(rng.normal(size=(9, 2)), rng.normal(size=9))
    surface, _ = surface_of(data)
    for _ in range(2):
        w = frozen(rng.normal(size=2))
        for b in (0.5, 0.5, 2.0):
            assert surface.residual_mean(w, b) == pytest.approx(residual(data.X, data.y, w, b).mean())
    open_ones = np.ones(2)
    before = surface.residual_mean(open_ones, 0.0)
    open_ones[0] = 5.0
    assert surface.residual_mean(open_ones, 0.0) != before


def ill_conditioned(kind: str, size: float, n: int, rng: np.random.Generator) -> Dataset:
    """Features that come the nearer to dependence, the smaller ``size`` is."""
    if kind == "powers of years":
        x = rng.permutation(np.arange(1990.0, 1990.0 + n))
        X = np.column_stack([x**k for k in range(1, 2 + min(4, round(-math.log10(size) / 3)))])
        t = (x - x.mean()) / x.std()
        return Dataset(X, 2.0 + 3.0 * t - t**3 + 0.3 * rng.normal(size=n))
    a = rng.normal(size=(n, 3))
    X = np.c_[a[:, 0], a[:, 0] + size * a[:, 1], a[:, 2]]
    if kind == "pair far from zero":
        X = X + 1e3
    # The label shows either the clear direction, or the one that is hardly there.
    y = a[:, 1] if kind == "pair without noise" else 2.0 * a[:, 0] + a[:, 2] + rng.normal(size=n)
    return Dataset(X, y)


@settings(max_examples=20, deadline=None)
@given(
    kind=st.sampled_from(["powers of years", "pair", "pair far from zero", "pair without noise"]),
    exponent=st.floats(-12.7, 0.0),
    seed=st.integers(0, 10**6),
)
def test_loss_spread_and_distance_are_those_of_rational_numbers_however_ill_conditioned(kind, exponent, seed):
    rng = np.random.default_rng(seed)
    data = ill_conditioned(kind, 10.0**exponent, int(rng.integers(8, 16)), rng)
    surface, exact = surface_of(data)
    if exact.dependencies:
        return
    best = exact_half_mse(data, *exact_solution(data))
    stds, mean = data.X.std(axis=0), data.X.mean(axis=0)
    small = rng.normal(size=len(stds)) * data.y.std() / stds
    near = exact.weights + 0.3 * small
    for w in (np.zeros(len(stds)), small, near, exact.weights * (1.0 + 1e-7 * rng.normal(size=len(stds)))):
        b = float(data.y.mean() - mean @ w) + 0.1
        true = exact_half_mse(data, w, b)
        # What the exact weights lose by being rounded to floats.
        rounding = 1e-15 * float(np.abs(exact.weights) @ np.abs(data.X).max(axis=0))
        apart = math.sqrt(2.0 * float(true - best))
        assert surface.half_mse(w, b) == pytest.approx(float(true), rel=3e-8, abs=rounding * apart)
        assert surface.distance(w, b) * spread(data) == pytest.approx(apart, rel=3e-8, abs=3.0 * rounding)
        level = Fraction(b) + Fraction(surface.residual_mean(w, b))
        std = math.sqrt(2.0 * float(exact_half_mse(data, w, level)))
        assert surface.residual_std(w) == pytest.approx(std, rel=3e-8, abs=3.0 * rounding)


@pytest.mark.parametrize("degree", [1, 2, 3, 4, 5])
def test_the_loss_of_a_run_on_powers_of_years_is_that_of_its_rows(degree):
    years = np.arange(1990.0, 2020.0)
    t = (years - 2004.5) / 8.6
    y = 2.0 + 3.0 * t - t**3 + 0.3 * np.random.default_rng(0).normal(size=30)
    data = Dataset(np.column_stack([years**k for k in range(1, degree + 1)]), y)
    surface, _ = surface_of(data)
    sgd = Sgd(data, SgdConfig(0.05, 30, 3000))
    sgd.advance(3000)
    state = sgd.snapshot()
    true = float(exact_half_mse(data, state.weights, state.bias))
    assert surface.half_mse(state.weights, state.bias) == pytest.approx(true, rel=1e-9)


@pytest.mark.parametrize("offset", [1e6, -1e9, 1e12, 1e15])
@pytest.mark.parametrize("where", ["label", "feature", "both"])
def test_nothing_is_lost_far_from_zero(where, offset):
    rng = np.random.default_rng(3)
    x = rng.normal(size=60) + (0.0 if where == "label" else offset)
    y = 2.0 * (x - x.mean()) + rng.normal(size=60) + (0.0 if where == "feature" else offset)
    data = Dataset(x[:, None], y)
    surface, exact = surface_of(data)
    for slope in (0.0, 1.0, float(exact.weights[0])):
        bias = float(y.mean() - slope * x.mean())
        true = float(exact_half_mse(data, [slope], bias))
        assert surface.half_mse([slope], bias) == pytest.approx(true, rel=1e-12)
        gaps = predict(x[:, None] - x.mean(), [slope], bias + slope * x.mean() - y.mean()) - (y - y.mean())
        assert surface.residual_std([slope]) == pytest.approx(gaps.std(), rel=1e-9)


def test_the_loss_at_the_exact_solution_is_the_exact_one(random_data):
    surface, exact = surface_of(random_data())
    assert surface.half_mse(exact.weights, exact.bias) == pytest.approx(exact.half_mse, rel=1e-12)


def test_mean_and_spread_of_the_residuals_equal_those_over_the_rows(random_data):
    data = random_data()
    surface, _ = surface_of(data)
    w, b = np.array([1.0, -2.0, 0.5, 0.0]), 2.0
    r = residual(data.X, data.y, w, b)
    assert surface.residual_mean(w, b) == pytest.approx(r.mean(), rel=1e-9)
    assert surface.residual_std(w) == pytest.approx(r.std(), rel=1e-9)


def test_the_distance_is_that_of_the_predictions_in_spreads_of_the_label(random_data):
    data = random_data()
    surface, exact = surface_of(data)
    w, b = 1.01 * exact.weights, exact.bias + 0.02
    gaps = predict(data.X, w, b) - predict(data.X, exact.weights, exact.bias)
    assert surface.distance(w, b) == pytest.approx(math.sqrt(np.mean(gaps**2)) / data.y.std(), rel=1e-9)
    assert surface.distance(exact.weights, exact.bias) == 0.0
    assert surface.distance(exact.weights, exact.bias + data.y.std()) == pytest.approx(1.0)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), place=st.integers(0, 3), offset=st.sampled_from([0.0, 1e3, 1e9]))
def test_the_distance_is_zero_only_where_everything_is_equal(seed, place, offset):
    rng = np.random.default_rng(seed)
    data = Dataset(rng.normal(offset, 2.0, size=(20, 3)), rng.normal(offset, 1.0, size=20))
    surface, exact = surface_of(data)
    parameters = np.append(exact.weights, exact.bias)
    assert surface.distance(parameters[:-1], parameters[-1]) == 0.0
    parameters[place] = np.nextafter(parameters[place], np.inf)
    assert surface.distance(parameters[:-1], parameters[-1]) > 0.0


def test_the_distance_does_not_depend_on_units(random_data):
    data = random_data()
    units = np.array([1e-3, 1.0, 7.0, 1e6])
    surface, _ = surface_of(data)
    other, _ = surface_of(Dataset(data.X * units + 5.0, 100.0 * data.y))
    w = np.array([1.0, -2.0, 0.5, 3.0])
    moved = 100.0 * w / units
    found = other.distance(moved, 100.0 * 2.0 - float(moved.sum() * 5.0))
    assert found == pytest.approx(surface.distance(w, 2.0), rel=1e-6)


def test_weights_that_predict_the_same_are_at_no_distance():
    x = np.random.default_rng(0).normal(size=(40, 1))
    data = Dataset(np.c_[x, x, np.ones(40)], 2.0 * x[:, 0])
    surface, exact = surface_of(data)
    np.testing.assert_allclose(exact.weights, [1.0, 1.0, 0.0], atol=1e-12)
    assert surface.distance(np.array([2.0, 0.0, 5.0]), -5.0) == pytest.approx(0.0, abs=1e-12)
    assert surface.distance(np.array([2.0, 1.0, 0.0]), exact.bias) == pytest.approx(
        0.5 * math.sqrt(np.mean(x**2)) / x.std()
    )


@pytest.mark.parametrize("ridge", [1e-3, 10.0])
def test_another_solution_can_be_measured_from(random_data, ridge):
    data = random_data()
    surface, exact = surface_of(data)
    other = solve_analytic(data, ridge=ridge)
    gaps = predict(data.X, exact.weights, exact.bias) - predict(data.X, other.weights, other.bias)
    wanted = math.sqrt(np.mean(gaps**2)) / data.y.std()
    assert surface.distance(exact.weights, exact.bias, other) == pytest.approx(wanted, rel=1e-6)
    assert surface.distance(other.weights, other.bias, other) == 0.0


def test_a_constant_label_is_measured_by_its_size():
    x = np.random.default_rng(0).normal(size=(40, 1))
    surface, _ = surface_of(Dataset(x, np.full(40, 3.3)))
    assert surface.distance(np.zeros(1), 3.3) == 0.0
    assert surface.distance(np.zeros(1), 3.3 + 3.3e-9) == pytest.approx(1e-9)
    assert surface.distance(np.array([1e-16]), 3.3) > 0.0
    nothing, _ = surface_of(Dataset(x, np.zeros(40)))
    assert nothing.distance(np.zeros(1), 0.0) == 0.0
    assert nothing.distance(np.array([0.1]), 0.0) == math.inf


def test_one_row_has_a_surface_too():
    surface, exact = surface_of(Dataset([[1.0, 2.0]], [3.0]))
    assert surface.distance(exact.weights, exact.bias) == 0.0
    assert surface.half_mse(np.zeros(2), 1.0) == pytest.approx(2.0)
    assert surface.standard_errors is None
    assert math.isnan(surface.standard_errors_off(np.zeros(2), 1.0))


@pytest.mark.parametrize("size", [1.0, 1e-2, 1e-5])
def test_standard_errors_are_those_of_statsmodels(size):
    data = ill_conditioned("pair", size, 50, np.random.default_rng(5))
    surface, exact = surface_of(data)
    fit = OLS(data.y, add_constant(data.X)).fit()
    weights, bias = surface.standard_errors
    np.testing.assert_allclose(np.append(bias, weights), fit.bse, rtol=1e-9 / size)
    moved = exact.weights + np.array([0.0, 2.0, 0.0]) * weights
    assert surface.standard_errors_off(moved, exact.bias - bias) == pytest.approx(2.0, rel=1e-6)
    assert surface.standard_errors_off(exact.weights, exact.bias) == 0.0


def test_dependent_features_have_no_standard_errors_and_noiseless_data_none_to_speak_of():
    x = np.arange(12.0)
    surface, exact = surface_of(Dataset(np.c_[x, 2.0 * x], x + np.cos(x)))
    assert math.isnan(surface.standard_errors_off(exact.weights, exact.bias))
    clean, exact = surface_of(Dataset(x[:, None], np.full(12, 2.0)))
    assert clean.standard_errors_off(exact.weights, exact.bias) == 0.0
    assert clean.standard_errors_off(exact.weights + 1.0, exact.bias) == math.inf


@pytest.mark.parametrize("standardised", [True, False])
@pytest.mark.parametrize("shape", [(60, 3), (20, 300)], ids=["long", "wide"])
def test_its_root_tells_how_the_loss_rises_along_any_change(shape, standardised):
    rng = np.random.default_rng(5)
    n, d = shape
    X = rng.normal(2.0, 3.0, size=(n, d))
    X[:, 1] = 4.0
    data = Dataset(X, rng.normal(size=n))
    exact = solve_analytic(data)
    surface = LossSurface(data, exact)
    root = surface.root(standardised)
    for change in rng.normal(size=(5, d + 1)):
        weights, bias = change[:-1], change[-1]
        if standardised:
            weights = np.divide(weights, X.std(axis=0), out=np.zeros(d), where=X.std(axis=0) > 0.0)
            bias -= weights @ X.mean(axis=0)
        rise = half_mse(data, exact.weights + weights, exact.bias + bias) - exact.half_mse
        assert 0.5 * np.sum((root @ change) ** 2) == pytest.approx(rise, rel=1e-9)
        moved = surface.moved(weights, float(X.mean(axis=0) @ weights + bias))
        np.testing.assert_allclose(moved, root @ change, rtol=1e-9, atol=1e-9)
