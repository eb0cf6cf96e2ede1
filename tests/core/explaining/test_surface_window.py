"""The loss in a window is that of the model at each of its points."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sgd_runs import states

from linreg_gui.core.explaining.surface_window import (
    minibatch_loss,
    surface_window,
    window_loss,
    window_range,
)
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.linear_model import half_mse
from linreg_gui.core.solvers.analytic.loss_surface import LossSurface
from linreg_gui.core.solvers.analytic.solver import solve_analytic
from linreg_gui.core.solvers.sgd.config import Snapshot
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig


def surface_of(data: Dataset) -> LossSurface:
    return LossSurface(data, solve_analytic(data))


def state_of(data: Dataset, steps: int = 5) -> Snapshot:
    sgd = Sgd(data, SgdConfig(0.05, 7, 50))
    sgd.advance(steps)
    return sgd.snapshot()


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    d=st.integers(1, 5),
    pick=st.randoms(use_true_random=False),
    standardised=st.booleans(),
    at_best=st.booleans(),
    dependent=st.booleans(),
)
def test_the_loss_at_a_point_is_that_of_its_weights_and_bias(
    seed, d, pick, standardised, at_best, dependent
) -> None:
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(40, d)) * np.logspace(-1, 2, d) + 10.0 * rng.normal(size=d)
    if dependent and d > 1:
        X[:, -1] = 2.0 * X[:, 0]
    data = Dataset(X, X @ rng.normal(size=d) + rng.normal(size=40))
    surface = surface_of(data)
    parameters = tuple(pick.sample(range(d + 1), 2))
    state = state_of(data)
    window = surface_window(surface, parameters, standardised=standardised, others=None if at_best else state)
    loss, rows = window_loss(surface, window), rng.choice(40, 6, replace=False)
    of_minibatch = minibatch_loss(data, rows, window)
    few = Dataset(X[rows], data.y[rows])
    for point in window.origin + rng.normal(size=(5, 2)):
        weights, bias = window.at(*point)
        assert loss.value(*point) == pytest.approx(half_mse(data, weights, bias), rel=1e-7)
        assert of_minibatch.value(*point) == pytest.approx(half_mse(few, weights, bias), rel=1e-7)
        np.testing.assert_allclose(
            window.places(weights[None], np.array([bias]))[0], point, rtol=1e-8, atol=1e-8
        )
    assert loss.least >= surface.exact.half_mse * (1.0 - 1e-12)
    if at_best:
        assert loss.least == pytest.approx(surface.exact.half_mse)
    else:
        np.testing.assert_allclose(
            window.places(state.weights[None], np.array([state.bias]))[0], window.origin
        )
        assert loss.value(*window.origin) == pytest.approx(half_mse(data, state.weights, state.bias))


@pytest.mark.parametrize("standardised", [True, False])
@pytest.mark.parametrize("parameters", [(0, 2), (1, 4), (4, 3)])
def test_the_others_are_at_their_best_given_the_two(random_data, parameters, standardised: bool) -> None:
    data = random_data()
    surface = surface_of(data)
    window = surface_window(surface, parameters, standardised=standardised)
    point = window.origin * [1.1, 0.7] + [0.3, -0.2]
    least = window_loss(surface, window).value(*point)
    Z = (data.X - data.X.mean(axis=0)) / data.X.std(axis=0) if standardised else data.X
    design = np.column_stack([Z, np.ones(data.n_rows)])
    rest = np.delete(design, parameters, axis=1)
    label = data.y - design[:, parameters] @ point
    residual = label - rest @ np.linalg.lstsq(rest, label, rcond=None)[0]
    assert least == pytest.approx(0.5 * np.mean(residual**2), rel=1e-9)


def test_a_profile_along_a_dependent_feature_is_level() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(50, 1))
    data = Dataset(np.column_stack([x, x, rng.normal(size=50)]), x[:, 0] + rng.normal(size=50))
    surface = surface_of(data)
    loss = window_loss(surface, surface_window(surface, (0, 2), standardised=True))
    assert loss.value(100.0, loss.centre[1]) == pytest.approx(loss.least)
    assert loss.value(loss.centre[0], 100.0) > 1e3 * loss.least


def test_wide_data_can_be_looked_at() -> None:
    rng = np.random.default_rng(1)
    data = Dataset(rng.normal(size=(20, 400)), rng.normal(size=20))
    surface, state = surface_of(data), state_of(data)
    for others in (None, state):
        window = surface_window(surface, (5, 300), standardised=False, others=others)
        loss = window_loss(surface, window)
        point = window.origin + np.array([0.3, -0.1])
        assert loss.value(*point) == pytest.approx(half_mse(data, *window.at(*point)), rel=1e-7, abs=1e-12)


def test_far_from_zero_the_standardised_window_keeps_its_digits() -> None:
    rng = np.random.default_rng(2)
    x = rng.normal(size=60)
    near = Dataset(x[:, None], 2.0 * x + 1.0 + 0.5 * rng.normal(size=60))
    far = Dataset(x[:, None] + 2.0**30, near.y + 2.0**30)
    near_loss, far_loss = (
        window_loss(surface, surface_window(surface, (0, 1), standardised=True))
        for surface in map(surface_of, (near, far))
    )
    np.testing.assert_allclose(far_loss.hessian, near_loss.hessian, atol=1e-6)
    assert far_loss.least == pytest.approx(near_loss.least, rel=1e-5)


@pytest.mark.parametrize("parameters", [(0, 0), (0, 5), (-1, 0)])
def test_two_different_parameters_are_asked_for(random_data, parameters) -> None:
    with pytest.raises(ValueError, match="two different parameters"):
        surface_window(surface_of(random_data()), parameters, standardised=True)


def test_the_path_of_a_run_lies_in_the_window_that_is_chosen_for_it(random_data) -> None:
    data = random_data(d=1)
    surface, found = surface_of(data), states(Sgd(data, SgdConfig(0.1, 20, 4)))
    for standardised in (True, False):
        window = surface_window(surface, (0, 1), standardised=standardised)
        places = window.places(np.array([s.weights for s in found]), np.array([s.bias for s in found]))
        losses = [half_mse(data, s.weights, s.bias) for s in found]
        loss = window_loss(surface, window)
        np.testing.assert_allclose([loss.value(*place) for place in places], losses, rtol=1e-9)
        x_range, y_range = window_range(loss, places)
        for x, y in (*places, loss.centre):
            assert x_range[0] < x < x_range[1]
            assert y_range[0] < y < y_range[1]


def test_a_window_onto_one_point_shows_the_bowl_around_it(random_data) -> None:
    data = random_data()
    surface = surface_of(data)
    loss = window_loss(surface, surface_window(surface, (0, 1), standardised=True))
    x_range, y_range = window_range(loss, loss.centre[None])
    assert x_range[0] < loss.centre[0] < x_range[1]
    for x in x_range:
        assert 1.2 < loss.value(x, loss.centre[1]) / loss.least < 2.0
    assert y_range[1] > y_range[0]


@pytest.mark.parametrize("place", [[0.0, 0.0], [5.0, np.nan]])
def test_where_there_is_no_bowl_the_window_still_has_a_size(place) -> None:
    data = Dataset(np.ones((5, 1)), np.zeros(5))
    surface = surface_of(data)
    loss = window_loss(surface, surface_window(surface, (0, 1), standardised=False))
    for low, high in window_range(loss, np.array([place])):
        assert low < high
