from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.linear_model import half_mse, residual
from linreg_gui.core.model.loss_surface import LossSurface
from linreg_gui.core.model.moments import moments
from linreg_gui.core.solvers.analytic.solver import solve_analytic


def surface_of(data):
    m = moments(data)
    exact = solve_analytic(data, known=m)
    return LossSurface(m, exact), exact


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), n=st.integers(1, 30), d=st.integers(1, 6))
def test_the_loss_anywhere_equals_the_one_over_the_rows(seed, n, d):
    rng = np.random.default_rng(seed)
    data = Dataset(rng.normal(3.0, 2.0, size=(n, d)), rng.normal(size=n))
    surface, _ = surface_of(data)
    w, b = rng.normal(size=d), float(rng.normal())
    assert surface.half_mse(w, b) == pytest.approx(half_mse(data, w, b), rel=1e-9)


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


def test_the_spread_survives_a_label_far_from_zero():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(100, 1))
    data = Dataset(x, 1e9 + x[:, 0] + 0.1 * rng.normal(size=100))
    surface, _ = surface_of(data)
    assert surface.residual_std(np.zeros(1)) == pytest.approx(data.y.std(), rel=1e-6)


def test_the_distance_is_zero_at_the_solution_and_one_at_zero_weights(random_data):
    surface, exact = surface_of(random_data())
    assert surface.distance(exact.weights) == 0.0
    assert surface.distance(np.zeros(4)) == pytest.approx(1.0)
    assert surface.distance(1.01 * exact.weights) == pytest.approx(0.01)


def test_the_distance_does_not_depend_on_units(random_data):
    data = random_data()
    units = np.array([1e-3, 1.0, 7.0, 1e6])
    surface, _ = surface_of(data)
    other, _ = surface_of(Dataset(data.X * units + 5.0, 100.0 * data.y))
    w = np.array([1.0, -2.0, 0.5, 3.0])
    assert other.distance(100.0 * w / units) == pytest.approx(surface.distance(w), rel=1e-6)


def test_weights_that_predict_the_same_are_at_no_distance():
    x = np.random.default_rng(0).normal(size=(40, 1))
    surface, exact = surface_of(Dataset(np.c_[x, x, np.ones(40)], 2.0 * x[:, 0]))
    np.testing.assert_allclose(exact.weights, [1.0, 1.0, 0.0], atol=1e-12)
    assert surface.distance(np.array([2.0, 0.0, 5.0])) == pytest.approx(0.0, abs=1e-12)
    assert surface.distance(np.array([2.0, 1.0, 0.0])) == pytest.approx(0.5)


def test_a_constant_label_is_met_by_rounding_alone_but_not_by_weights():
    x = np.random.default_rng(0).normal(size=(40, 1))
    surface, _ = surface_of(Dataset(x, np.full(40, 3.3)))
    assert surface.distance(np.zeros(1)) == 0.0
    assert surface.distance(np.array([1e-16])) == 0.0
    assert surface.distance(np.array([0.1])) == np.inf


def test_one_row_has_a_surface_too():
    surface, exact = surface_of(Dataset([[1.0, 2.0]], [3.0]))
    assert surface.distance(exact.weights) == 0.0
    assert surface.half_mse(np.zeros(2), 1.0) == pytest.approx(2.0)
