"""Gradient descent does along each direction what is told of it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui.core.explaining.directions import Directions, directions
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.solvers.analytic.loss_surface import LossSurface
from linreg_gui.core.solvers.analytic.solver import solve_analytic
from linreg_gui.core.solvers.sgd.learning_rate import learning_rate_limits
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig


def surface_of(data: Dataset) -> LossSurface:
    return LossSurface(data, solve_analytic(data))


def along(sgd: Sgd, surface: LossSurface) -> Directions:
    return directions(surface, sgd.config, sgd.data.feature_names, sgd.snapshot())


def duplicated(n: int = 50) -> Dataset:
    rng = np.random.default_rng(4)
    x = rng.normal(size=n)
    return Dataset(np.column_stack([x, rng.normal(size=n), x]), x + rng.normal(size=n), ["a", "b", "copy"])


@pytest.mark.parametrize("standardise", [True, False])
def test_an_update_on_all_rows_shrinks_each_distance_by_its_factor(random_data, standardise: bool) -> None:
    data = random_data()
    surface, n = surface_of(data), data.n_rows
    rate = 0.6 * learning_rate_limits(data, SgdConfig(standardise=standardise)).stable_limit
    sgd = Sgd(data, SgdConfig(rate, n, 100, standardise=standardise))
    before = along(sgd, surface)
    np.testing.assert_allclose(before.distances, before.start_distances)
    for step in range(1, 20):
        sgd.advance(1)
        after = along(sgd, surface)
        np.testing.assert_allclose(
            after.distances, before.distances * before.factors, rtol=1e-6, atol=1e-10 * before.distances.max()
        )
        np.testing.assert_allclose(after.left, after.factors**step, rtol=1e-5, atol=1e-9)
        before = after


@pytest.mark.parametrize("standardise", [True, False])
def test_they_are_the_eigenvectors_of_the_hessian(random_data, standardise: bool) -> None:
    data = random_data()
    Z = (data.X - data.X.mean(axis=0)) / data.X.std(axis=0) if standardise else data.X
    design = np.column_stack([Z, np.ones(data.n_rows)])
    hessian = design.T @ design / data.n_rows
    config = SgdConfig(0.01, standardise=standardise)
    found = directions(surface_of(data), config, data.feature_names, solve_analytic(data))
    np.testing.assert_allclose(found.eigenvalues, np.linalg.eigvalsh(hessian)[::-1], rtol=1e-7)
    for value, vector in zip(found.eigenvalues, found.vectors, strict=True):
        np.testing.assert_allclose(hessian @ vector, value * vector, atol=1e-9 * found.eigenvalues[0])
        assert np.linalg.norm(vector) == pytest.approx(1.0)
        assert vector[np.abs(vector).argmax()] > 0.0
    np.testing.assert_allclose(found.factors, np.abs(1.0 - 0.01 * found.eigenvalues))
    limits = learning_rate_limits(data, config)
    assert found.updates.max() == pytest.approx(limits.updates_per_factor_of_ten)
    np.testing.assert_allclose(found.distances, 0.0, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), n=st.integers(2, 30), d=st.integers(1, 8), standardise=st.booleans())
def test_the_squares_of_the_distances_add_up_to_the_loss_above_the_least(seed, n, d, standardise) -> None:
    rng = np.random.default_rng(seed)
    data = Dataset(rng.normal(size=(n, d)) + rng.normal(size=d), rng.normal(size=n))
    surface = surface_of(data)
    sgd = Sgd(data, SgdConfig(0.01, 3, standardise=standardise))
    sgd.advance(2)
    state = sgd.snapshot()
    found = along(sgd, surface)
    for distances, weights, bias in (
        (found.distances, state.weights, state.bias),
        (found.start_distances, np.zeros(d), 0.0),
    ):
        above = surface.half_mse(weights, bias) - surface.exact.half_mse
        assert np.sum(distances**2) == pytest.approx(above, rel=1e-6, abs=1e-9)


def test_momentum_counts_as_it_does_for_the_limits(random_data) -> None:
    data = random_data()
    config = SgdConfig(0.05, momentum=0.9)
    found = directions(surface_of(data), config, data.feature_names, solve_analytic(data))
    limits = learning_rate_limits(data, config)
    assert found.updates.max() == pytest.approx(limits.updates_per_factor_of_ten)


@pytest.mark.parametrize("standardise", [True, False])
def test_a_direction_that_changes_no_prediction_is_never_moved(standardise: bool) -> None:
    data = duplicated()
    surface, sgd = surface_of(data), Sgd(data, SgdConfig(0.1, 50, 40, standardise=standardise))
    sgd.advance(7)
    found = along(sgd, surface)
    assert found.never_moved == 1
    assert (found.eigenvalues[-1], found.factors[-1], found.updates[-1]) == (0.0, 1.0, math.inf)
    assert found.name(3) in ("a − copy", "copy − a")
    assert math.isnan(found.left[-1])
    assert found.sentence.endswith(f"1 direction ({found.name(3)}) is never moved.")
    assert found.slowest != 3
    # Nor is it: the weights of the two copies stay alike.
    assert sgd.snapshot().weights[0] == pytest.approx(sgd.snapshot().weights[2])


def test_wide_data_have_more_directions_that_are_never_moved_than_are_listed() -> None:
    rng = np.random.default_rng(2)
    data = Dataset(rng.normal(size=(20, 400)), rng.normal(size=20))
    sgd = Sgd(data, SgdConfig(1e-3, 20, 50))
    surface = surface_of(data)
    before = along(sgd, surface)
    sgd.advance(1)
    after = along(sgd, surface)
    assert before.never_moved == 401 - 20
    assert np.count_nonzero(before.eigenvalues) == 20
    moving = before.eigenvalues > 0.0
    np.testing.assert_allclose(after.left[moving], before.factors[moving], rtol=1e-6)
    assert "381 directions" in before.sentence


def test_a_constant_feature_is_never_moved() -> None:
    rng = np.random.default_rng(0)
    data = Dataset(
        np.column_stack([rng.normal(size=30), np.full(30, 5.0)]), rng.normal(size=30), ["x", "five"]
    )
    found = along(Sgd(data, SgdConfig()), surface_of(data))
    assert (found.never_moved, found.name(2)) == (1, "five")


def test_the_sentence_names_the_slowest_direction() -> None:
    rng = np.random.default_rng(3)
    x = rng.normal(size=(200, 1))
    X = x + 0.1 * rng.normal(size=(200, 2))
    data = Dataset(X, X @ [1.0, 2.0], ["c1", "c2"])
    sgd = Sgd(data, SgdConfig(0.5, 200))
    found = along(sgd, surface_of(data))
    assert found.name(found.slowest) in ("c1 − c2", "c2 − c1")
    factor = 1.0 - 0.5 * found.eigenvalues.min()
    updates = math.log(0.1) / math.log(factor)
    start = f"The slowest direction is {found.name(found.slowest)}: {updates:,.0f} updates per factor of ten"
    assert found.sentence == f"{start}."
    minibatches = directions(surface_of(data), SgdConfig(0.5, 32), data.feature_names, sgd.snapshot())
    assert minibatches.sentence == f"{start} on average."
    assert found.loadings(found.slowest)[0][1] == pytest.approx(math.sqrt(0.5), abs=1e-6)


def test_a_rate_that_is_too_large_is_told_with_its_factor(random_data) -> None:
    data = random_data()
    limits = learning_rate_limits(data)
    config = SgdConfig(2.0 * limits.stable_limit)
    found = directions(surface_of(data), config, data.feature_names, solve_analytic(data))
    assert found.factors.max() == pytest.approx(3.0)
    assert found.slowest == 0
    assert found.sentence.endswith("does not shrink: every update multiplies it by 3.")


def test_the_start_may_be_another_one(random_data) -> None:
    data = random_data()
    sgd = Sgd(data, SgdConfig(0.1, 200, 50))
    sgd.advance(5)
    middle = sgd.snapshot()
    sgd.advance(5)
    surface = surface_of(data)
    found = directions(surface, sgd.config, data.feature_names, sgd.snapshot(), middle)
    np.testing.assert_allclose(found.left, found.factors**5, rtol=1e-6, atol=1e-9)


def test_many_parameters_that_matter_are_counted() -> None:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(300, 1)) + 1e-3 * rng.normal(size=(300, 7))
    data = Dataset(X, X.sum(axis=1))
    found = along(Sgd(data, SgdConfig()), surface_of(data))
    assert len(found.loadings(0)) == 7
    assert found.name(0).endswith("and 3 more")
