"""The lines of the weights are what the run recorded, and those that matter most are drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sgd_runs import states

from linreg_gui.core.explaining.run_path import even_path
from linreg_gui.core.explaining.weights_path import WeightsPath, WeightsWish, weights_path
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.moments import moments
from linreg_gui.core.solvers.analytic.solver import solve_analytic
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig


def path_of(data: Dataset, wish: WeightsWish, at: int = 20) -> WeightsPath:
    sgd = Sgd(data, SgdConfig(0.1, 50, 10))
    sgd.advance(40)
    path = even_path(sgd.replay(), 40, at)
    return weights_path(path, at, solve_analytic(data), moments(data), data, wish)


def test_each_weight_is_in_its_own_units_beside_its_exact_value(random_data) -> None:
    data = random_data()
    exact, found = solve_analytic(data), states(Sgd(data, SgdConfig(0.1, 50, 10)))
    path = path_of(data, WeightsWish(common_axis=False))
    assert path.steps.tolist() == list(range(41))
    np.testing.assert_array_equal(path.values[:, :-1], [state.weights for state in found[:41]])
    np.testing.assert_array_equal(path.values[:, -1], [state.bias for state in found[:41]])
    np.testing.assert_array_equal(path.exact, [*exact.weights, exact.bias])
    assert path.names == ("x1", "x2", "x3", "x4", "bias")
    assert sorted(path.drawn) == [0, 1, 2, 3, 4]
    assert path.drawn[-1] == path.order[-1] == 4
    assert (path.at, path.step) == (20, 20)


def test_on_a_common_axis_they_are_in_label_units(random_data) -> None:
    data = random_data()
    exact, stds = solve_analytic(data), data.X.std(axis=0)
    raw = path_of(data, WeightsWish(common_axis=False))
    path = path_of(data, WeightsWish())
    np.testing.assert_allclose(path.values[:, :-1], raw.values[:, :-1] * stds)
    np.testing.assert_allclose(path.exact[:-1], exact.weights * stds)
    predictions = data.X @ raw.values[:, :-1].T + raw.values[:, -1]
    np.testing.assert_allclose(path.values[:, -1], predictions.mean(axis=0), atol=1e-9)
    assert path.names[-1] == "constant"
    assert path.exact[-1] == pytest.approx(data.y.mean())
    assert path.drawn == path.order[:-1]  # the constant, far from 0, leaves the others their room


def many_features(effects: list[float]) -> Dataset:
    rng = np.random.default_rng(0)
    scales = rng.permutation(np.geomspace(0.01, 100.0, len(effects)))
    X = rng.normal(size=(200, len(effects))) * scales
    return Dataset(X, X @ (np.array(effects) / scales))


def test_of_many_weights_those_of_most_effect_are_drawn() -> None:
    effects = [1.0, 9.0, 3.0, 0.0, -8.0, 5.0, 4.0, 2.0, 7.0, -6.0, 0.5]
    path = path_of(many_features(effects), WeightsWish())
    assert path.order == (1, 4, 8, 9, 5, 6, 2, 7, 0, 10, 3, 11)
    assert path.drawn == path.order[:8]
    wish = WeightsWish(common_axis=False, drawn=("x4", None, "gone", "x2"))
    assert path_of(many_features(effects), wish).drawn == (1, 3, 11)
    assert path_of(many_features(effects), replace(wish, drawn=())).drawn == ()
    assert path_of(many_features(effects), replace(wish, drawn=("gone",))).drawn == (*path.order[:8], 11)


def test_a_single_weight_is_drawn_with_the_bias() -> None:
    path = path_of(many_features([2.0]), WeightsWish())
    assert path.drawn == (0, 1)


def test_what_is_farthest_from_exact_is_told(random_data) -> None:
    path = path_of(random_data(), WeightsWish())
    away = np.abs(path.values[20] - path.exact)[:-1]
    assert path.sentence.startswith("After step 20 of 40: of 4 lines, ")
    assert f", {path.names[away.argmax()]} is at" in path.sentence
    assert "no weight is drawn" in path_of(random_data(), WeightsWish(drawn=())).sentence
    wild = replace(path, values=np.where(path.values == path.values[20, 0], np.inf, path.values))
    assert "beyond" in wild.sentence


def test_the_nearest_recorded_step_is_found(random_data) -> None:
    path = replace(path_of(random_data(), WeightsWish()), steps=np.array([0, 10, 30]))
    wanted = {-5.0: 0, 0.0: 0, 4.9: 0, 5.1: 1, 19.0: 1, 21.0: 2, 30.0: 2, 1e300: 2}
    assert {step: path.nearest(step) for step in wanted} == wanted
    assert replace(path, steps=np.array([0])).nearest(7.0) == 0
