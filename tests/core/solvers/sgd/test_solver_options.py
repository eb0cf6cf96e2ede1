from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize
from statsmodels.discrete.discrete_model import Poisson
from statsmodels.regression.quantile_regression import QuantReg

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss, SquaredLoss
from linreg_gui.core.solvers.analytic.solver import solve_analytic
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig


@pytest.mark.parametrize("loss", [HuberLoss(1e9), SquaredLoss()], ids=["huber", "squared"])
def test_weight_decay_leads_to_the_ridge_solution(columns, loss):
    data = columns("norris")
    sgd = Sgd(data, SgdConfig(0.5, data.n_rows, 2000, weight_decay=500.0, loss=loss))
    sgd.advance(sgd.steps_left)
    exact = solve_analytic(data, ridge=500.0)
    np.testing.assert_allclose(sgd.snapshot().weights, exact.weights, rtol=1e-9)
    assert sgd.snapshot().bias == pytest.approx(exact.bias, rel=1e-9)


def test_momentum_gets_there_in_fewer_updates(random_data):
    data = random_data()
    distances = []
    for momentum in (0.0, 0.9):
        sgd = Sgd(data, SgdConfig(0.02, data.n_rows, 200, momentum=momentum))
        sgd.advance(sgd.steps_left)
        distances.append(np.abs(sgd.snapshot().weights / solve_analytic(data).weights - 1.0).max())
    assert distances[1] < 0.1 * distances[0]


def test_averaging_lets_the_absolute_loss_settle(columns):
    data = columns("engel")
    best = QuantReg(data.y, np.column_stack([np.ones(data.n_rows), data.X])).fit(q=0.5, p_tol=1e-10)
    least = AbsoluteLoss().mean(data, best.params[1:], best.params[0])
    excess = []
    for average_after in (None, 100):
        config = SgdConfig(20.0, 25, 200, loss=AbsoluteLoss(), average_after=average_after)
        sgd = Sgd(data, config)
        sgd.advance(sgd.steps_left)
        state = sgd.snapshot()
        excess.append(AbsoluteLoss().mean(data, state.weights, state.bias) / least - 1.0)
    assert excess[1] < 5e-4
    assert excess[0] > 5 * excess[1]


def test_poisson_counts_come_to_the_maximum_of_their_likelihood():
    rng = np.random.default_rng(5)
    X = rng.normal(1.0, 2.0, size=(400, 2))
    data = Dataset(X, rng.poisson(np.exp(X @ [0.3, -0.2] + 0.5)))
    best = Poisson(data.y, np.column_stack([np.ones(400), X])).fit(disp=False, tol=1e-12)
    sgd = Sgd(data, SgdConfig(0.1, 400, 3000, loss=PoissonLoss()))
    sgd.advance(sgd.steps_left)
    state = sgd.snapshot()
    np.testing.assert_allclose([state.bias, *state.weights], best.params, rtol=1e-6)


def test_huber_comes_to_its_minimum_among_outliers():
    rng = np.random.default_rng(6)
    X = rng.normal(size=(300, 2))
    y = X @ [2.0, -3.4] + 4.2 + 0.1 * rng.normal(size=300)
    y[::10] += 50.0
    data, loss = Dataset(X, y), HuberLoss(0.3)
    sgd = Sgd(data, SgdConfig(0.5, 300, 3000, loss=loss))
    sgd.advance(sgd.steps_left)
    state = sgd.snapshot()
    found = minimize(
        lambda theta: loss.mean(data, theta[1:], theta[0]),
        np.zeros(3),
        method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-14, "maxiter": 5000},
    )
    np.testing.assert_allclose([state.bias, *state.weights], found.x, rtol=1e-5)
    np.testing.assert_allclose(state.weights, [2.0, -3.4], rtol=0.03)
