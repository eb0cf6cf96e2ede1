from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core.fitting.fit import fit
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.linear_model import half_mse
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.solvers.analytic.solver import solve_analytic
from linreg_gui.core.solvers.sgd.learning_rate import learning_rate_limits
from linreg_gui.core.solvers.sgd.solver import SgdConfig
from linreg_gui.core.solvers.sgd.suggestion import suggest_config


def test_the_analytic_solver_is_the_default(random_data):
    data = random_data()
    found, exact = fit(data), solve_analytic(data)
    np.testing.assert_array_equal(found.weights, exact.weights)
    assert (found.method, found.half_mse) == ("cholesky", exact.half_mse)


def test_ridge_reaches_the_analytic_solver(random_data):
    data = random_data()
    np.testing.assert_array_equal(fit(data, ridge=2.0).weights, solve_analytic(data, ridge=2.0).weights)


def test_sgd_with_the_suggested_settings_comes_close(random_data):
    data = random_data()
    exact = fit(data)
    found = fit(data, solver="sgd", config=suggest_config(data))
    np.testing.assert_allclose(found.weights, exact.weights, rtol=0.01)
    assert found.half_mse == pytest.approx(half_mse(data, found.weights, found.bias))
    assert found.r_squared == pytest.approx(exact.r_squared, abs=1e-4)
    assert (found.method, found.rank) == ("sgd", 4)


def test_it_says_how_long_it_trained(random_data):
    data = random_data(n=100)
    several = fit(data, solver="sgd", config=SgdConfig(batch_size=50, epochs=1000))
    once = fit(data, solver="sgd", config=SgdConfig(batch_size=100, epochs=1))
    assert several.explanation.startswith("Minibatch SGD: 2,000 updates in 1,000 epochs, then all epochs")
    assert once.explanation.startswith("Minibatch SGD: 1 update in 1 epoch, then")


def test_a_rate_that_diverges_is_a_problem_with_the_largest_stable_rate(random_data):
    data = random_data()
    limit = learning_rate_limits(data).stable_limit
    with pytest.raises(ProblemError, match=f"2/λmax = {limit:.3g}") as caught:
        fit(data, solver="sgd", config=SgdConfig(50.0))
    assert caught.value.problem.kind == "diverged"


@pytest.mark.parametrize("solver", ["analytic", "sgd"])
def test_numbers_too_large_to_be_squared_are_a_problem(solver):
    x = 1e200 * np.arange(1.0, 20.0)
    with pytest.raises(ProblemError, match="too large to be squared"):
        fit(Dataset(x.reshape(-1, 1), np.arange(19.0)), solver=solver)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"solver": "magic"}, "“analytic” or “sgd”, not “magic”"),
        ({"backend": "abacus"}, "backend “abacus” is not available"),
        ({"config": SgdConfig()}, "belong to the solver “sgd”"),
        ({"solver": "sgd", "ridge": 1.0}, "belongs to the solver “analytic”"),
    ],
)
def test_arguments_that_do_not_go_together_are_refused(random_data, settings, words):
    with pytest.raises(ValueError, match=words):
        fit(random_data(), **settings)
