"""The lines of the weights are what the run recorded, and those that matter most are drawn."""

from __future__ import annotations

import numpy as np
import pytest
from sgd_runs import states

from linreg_gui.core.explaining.weights_path import WeightsPath, weights_path
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.moments import moments
from linreg_gui.core.solvers.analytic.solver import solve_analytic
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig


def path_of(data: Dataset, common_axis: bool, most: int = 8) -> tuple[WeightsPath, np.ndarray, np.ndarray]:
    found = states(Sgd(data, SgdConfig(0.1, 50, 10)))
    steps = np.array([state.step for state in found])
    weights, biases = np.array([state.weights for state in found]), np.array([state.bias for state in found])
    exact, m, names = solve_analytic(data), moments(data), data.feature_names
    path = weights_path(steps, weights, biases, exact, m, names, common_axis=common_axis, most=most)
    return path, weights, biases


def test_each_weight_is_drawn_in_its_own_units_beside_its_exact_value(random_data) -> None:
    data = random_data()
    exact = solve_analytic(data)
    path, weights, biases = path_of(data, common_axis=False)
    assert sorted(line.name for line in path.weights) == ["x1", "x2", "x3", "x4"]
    for line in path.weights:
        np.testing.assert_array_equal(line.values, weights[:, line.parameter])
        assert line.exact == exact.weights[line.parameter]
    np.testing.assert_array_equal(path.constant.values, biases)
    assert (path.constant.parameter, path.constant.name, path.constant.exact) == (4, "bias", exact.bias)
    assert (path.left_out, path.sentence) == (0, "")
    assert path.steps.tolist() == list(range(41))


def test_on_a_common_axis_they_are_in_label_units(random_data) -> None:
    data = random_data()
    exact, stds = solve_analytic(data), data.X.std(axis=0)
    path, weights, biases = path_of(data, common_axis=True)
    for line in path.weights:
        j = line.parameter
        np.testing.assert_allclose(line.values, weights[:, j] * stds[j])
        assert line.exact == pytest.approx(exact.weights[j] * stds[j])
    np.testing.assert_allclose(path.constant.values, (data.X @ weights.T + biases).mean(axis=0), atol=1e-9)
    assert path.constant.name == "constant"
    assert path.constant.exact == pytest.approx(data.y.mean())


def test_of_many_weights_those_that_matter_most_are_drawn_and_the_others_told() -> None:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(100, 5)) * [1.0, 100.0, 0.01, 1.0, 1.0]
    data = Dataset(X, X @ [1.0, 0.05, 300.0, 0.0, 0.1])
    path, *_ = path_of(data, common_axis=False, most=3)
    assert [line.name for line in path.weights] == ["x2", "x3", "x1"]
    assert path.sentence == "2 weights of less effect are not drawn."
    path, *_ = path_of(data, common_axis=False, most=4)
    assert path.sentence == "1 weight of less effect is not drawn."
