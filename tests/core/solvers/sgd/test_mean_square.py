"""Up to which rate minibatches contract: against the chapter of textbooks, and by running to both sides."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.moments import moments
from linreg_gui.core.solvers.sgd.learning_rate import learning_rate_limits
from linreg_gui.core.solvers.sgd.mean_square import fourth_moments, mean_square_limit
from linreg_gui.core.solvers.sgd.scaling import Scaling
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.core.solvers.sgd.start import ChosenStart


def data_of(n: int = 60, d: int = 2, seed: int = 0) -> Dataset:
    """Labels that are met exactly, by weights of 0: what is left of a distance is the distance."""
    rng = np.random.default_rng(seed)
    X = rng.standard_t(6, size=(n, d)) * np.linspace(1.0, 2.0, d)
    return Dataset(X, np.zeros(n))


def design(data: Dataset, standardise: bool) -> np.ndarray:
    X = (data.X - data.X.mean(axis=0)) / data.X.std(axis=0) if standardise else data.X
    return np.column_stack([X, np.ones(data.n_rows)])


@pytest.mark.parametrize("batch_size", [1, 4, 16, 64])
def test_one_normal_feature_without_a_bias_has_the_limit_of_the_lesson(batch_size: int) -> None:
    z = np.random.default_rng(0).normal(size=1_000_000)
    z /= z.std()
    hessian, fourth = np.array([[np.mean(z**2)]]), np.array([[np.mean(z**4)]])
    limit = mean_square_limit(hessian, fourth, 1.0, None, batch_size)
    assert limit == pytest.approx(2.0 / (1.0 + 2.0 / batch_size), rel=0.01)


@pytest.mark.parametrize("standardise", [True, False])
def test_fourth_moments_are_those_of_the_rows(standardise: bool) -> None:
    data = data_of()
    Z = design(data, standardise)
    lengths = np.sum(Z * Z, axis=1)
    found = fourth_moments(data, Scaling.of(moments(data), standardise), float(lengths.max()))
    expected = (Z * lengths[:, None]).T @ Z / len(Z)
    np.testing.assert_allclose(found * lengths.max(), expected, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize(("standardise", "weight_decay"), [(True, 0.0), (False, 0.0), (True, 0.3)])
def test_in_the_worst_direction_the_mean_over_all_single_rows_shrinks_just_below_and_grows_just_above(
    standardise: bool, weight_decay: float
) -> None:
    data = data_of()
    config = SgdConfig(batch_size=1, standardise=standardise, weight_decay=weight_decay)
    limit = learning_rate_limits(data, config).mean_square_limit
    Z, k = design(data, standardise), data.n_features + 1
    scale = data.X.std(axis=0) if standardise else np.ones(data.n_features)
    penalty = np.diag(np.append(weight_decay / scale**2, 0.0))
    for rate, grows in ((0.99 * limit, False), (1.01 * limit, True)):
        moves = [np.eye(k) - rate * (np.outer(z, z) + penalty) for z in Z]
        growth = np.linalg.eigvalsh(np.mean([move.T @ move for move in moves], axis=0))[-1]
        assert bool(growth > 1.0) is grows


@pytest.mark.parametrize("batch_size", [1, 8])
def test_runs_come_nearer_on_the_average_below_the_limit_and_go_away_above(batch_size: int) -> None:
    X = np.random.default_rng(0).uniform(-1.0, 1.0, size=(60, 2))  # without rows that hardly ever come
    data = Dataset(X, np.zeros(60))
    config = SgdConfig(batch_size=batch_size, epochs=50, with_replacement=True)
    limit = learning_rate_limits(data, config).mean_square_limit
    scale, mean = data.X.std(axis=0), data.X.mean(axis=0)
    Z = design(data, True)
    for share, grows in ((0.8, False), (1.25, True)):
        rate = share * limit
        moments_of_a_step = np.mean([np.outer(z, z) * (z @ z) for z in Z], axis=0)
        H = Z.T @ Z / len(Z)
        growth = np.eye(3) - 2 * rate * H + rate**2 * (H @ H + (moments_of_a_step - H @ H) / batch_size)
        worst = np.linalg.eigh(growth)[1][:, -1]
        weights = worst[:-1] / scale
        start = ChosenStart(tuple(weights.tolist()), float(worst[-1] - weights @ mean))
        sizes = []
        for seed in range(400):
            sgd = Sgd(data, replace(config, learning_rate=rate, seed=seed, start=start))
            sgd.advance(1)
            state = sgd.snapshot(with_rows=False)
            theta = np.append(state.weights * scale, state.bias + state.weights @ mean)
            sizes.append(float(theta @ theta))
        error = np.std(sizes) / np.sqrt(len(sizes))
        assert bool(np.mean(sizes) > 1.0) is grows
        assert abs(np.mean(sizes) - 1.0) > error


def test_it_lies_between_what_is_sure_and_the_limit_of_all_rows() -> None:
    data = data_of(n=200, d=3)
    for standardise in (True, False):
        for size in (1, 10, 100, 200):
            limits = learning_rate_limits(data, SgdConfig(batch_size=size, standardise=standardise))
            assert 2.0 * limits.safe_rate <= limits.mean_square_limit * (1.0 + 1e-9)
            assert limits.mean_square_limit <= limits.stable_limit * (1.0 + 1e-9)
        assert limits.mean_square_limit == limits.stable_limit


def test_where_it_is_not_known_twice_the_safe_rate_stands_for_it() -> None:
    x = np.linspace(-1.0, 1.0, 40)
    twins = Dataset(np.column_stack([x, x + 1e-7 * x**2]), x)
    limits = learning_rate_limits(twins, SgdConfig(batch_size=4))
    assert limits.mean_square_limit == 2.0 * limits.safe_rate
    large = Dataset(np.random.default_rng(0).normal(size=(30, 2)) * 1e120, np.zeros(30))
    assert learning_rate_limits(large, SgdConfig(batch_size=4, standardise=False)).mean_square_limit > 0.0
