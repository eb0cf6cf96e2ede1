from __future__ import annotations

import array_api_strict
import numpy as np
import pytest
from sgd_runs import BareRun

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.solvers.sgd.loops.affine_scan import scan_updates, states_after
from linreg_gui.core.solvers.sgd.minibatch_order import minibatch_rows
from linreg_gui.core.solvers.sgd.scaling import Scaling
from linreg_gui.core.solvers.sgd.solver import SgdConfig

NAMESPACES = [np, array_api_strict]


def one_by_one(run: BareRun) -> tuple[np.ndarray, np.ndarray]:
    """States and losses of all epochs, update by update."""
    states, losses = [], []
    while run.place.epoch < run.rule.epochs:
        losses.append(run.step().loss_sum)
        states.append(run.numbers[0].copy())
    return np.array(states), np.array(losses)


def batches(data: Dataset, config: SgdConfig, scaling: Scaling) -> tuple[np.ndarray, ...]:
    """Z, y and shares of the minibatches of two epochs."""
    Zs, ys, shares = [], [], []
    for epoch in range(2):
        for start in range(0, data.n_rows, config.batch_size):
            rows = minibatch_rows(
                data.n_rows, config.seed, epoch, start, min(start + config.batch_size, data.n_rows)
            )
            Z, y = np.zeros((config.batch_size, data.n_features + 1)), np.zeros(config.batch_size)
            Z[: len(rows), :-1] = (data.X[rows] - scaling.shift) * scaling.inverse_scale
            Z[: len(rows), -1] = 1.0
            y[: len(rows)] = data.y[rows]
            Zs.append(Z)
            ys.append(y)
            shares.append(1.0 / len(rows))
    return np.array(Zs), np.array(ys), np.array(shares)


@pytest.mark.parametrize("xp", NAMESPACES, ids=lambda xp: xp.__name__)
@pytest.mark.parametrize("batch_size", [1, 7, 64, 200])
@pytest.mark.parametrize("weight_decay", [0.0, 0.3])
def test_the_scan_is_the_same_sequence_of_updates(random_data, xp, batch_size, weight_decay):
    data = random_data(n=200, d=4)
    config = SgdConfig(0.05, batch_size, 2, seed=3, weight_decay=weight_decay)
    run = BareRun(data, config)
    states, losses = one_by_one(run)
    Z, y, shares = map(xp.asarray, batches(data, config, run.scaling))
    penalty = run.penalty
    rates = xp.asarray(np.full(len(states), config.learning_rate))
    done = scan_updates(xp, Z, y, shares, rates, xp.asarray(np.diag(penalty)), xp.zeros(5, dtype=xp.float64))
    np.testing.assert_allclose(np.asarray(done.theta), states[-1], rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(np.asarray(done.losses), losses, rtol=1e-11, atol=1e-12)
    before = states[-2] if len(states) > 1 else np.zeros(5)
    np.testing.assert_allclose(np.asarray(done.before), before, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(np.asarray(done.largest), np.abs(states).max(axis=0), rtol=1e-12)
    step = (before - states[-1]) / config.learning_rate
    np.testing.assert_allclose(np.asarray(done.gradient) + penalty * before, step, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("xp", NAMESPACES, ids=lambda xp: xp.__name__)
@pytest.mark.parametrize("m", [1, 2, 3, 8, 31, 100])
def test_every_state_in_between_is_there(xp, m):
    rng = np.random.default_rng(m)
    D, c, start = rng.uniform(-0.3, 0.3, (m, 3, 3)), rng.normal(size=(m, 3)), rng.normal(size=3)
    state, expected = start, []
    for k in range(m):
        state = state - D[k] @ state + c[k]
        expected.append(state)
    found = states_after(xp, xp.asarray(D), xp.asarray(c), xp.asarray(start))
    np.testing.assert_allclose(np.asarray(found), expected, rtol=1e-11, atol=1e-11)


def test_tiny_rates_keep_their_digits_in_float32():
    rng = np.random.default_rng(0)
    Z = rng.normal(size=(4096, 8, 3))
    y = Z @ np.array([1.0, -2.0, 3.0])
    shares, rates = np.full(4096, 1 / 8), np.full(4096, 1e-6)
    exact = scan_updates(np, Z, y, shares, rates, np.zeros((3, 3)), np.zeros(3)).theta
    small = (array.astype(np.float32) for array in (Z, y, shares, rates, np.zeros((3, 3)), np.zeros(3)))
    np.testing.assert_allclose(scan_updates(np, *small).theta, exact, rtol=1e-5)
