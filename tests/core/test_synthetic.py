from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core.solvers.analytic import solve_analytic
from linreg_gui.core.synthetic import make_synthetic


def test_the_example_of_the_chapter_is_recovered():
    data = make_synthetic([2.0, -3.4], bias=4.2, noise_std=0.01, n_rows=1000, seed=0)
    fit = solve_analytic(data)
    np.testing.assert_allclose(fit.weights, [2.0, -3.4], atol=0.002)
    assert fit.bias == pytest.approx(4.2, abs=0.002)
    assert np.sqrt(2.0 * fit.half_mse) == pytest.approx(0.01, rel=0.1)


def test_the_same_seed_gives_the_same_data():
    one, two, other = (make_synthetic([1.0], n_rows=50, seed=seed) for seed in (5, 5, 6))
    np.testing.assert_array_equal(one.X, two.X)
    np.testing.assert_array_equal(one.y, two.y)
    assert not np.array_equal(one.X, other.X)


def test_the_truth_comes_with_the_data():
    data = make_synthetic([2.0, -3.4], bias=4.2, noise_std=0.5, n_rows=10)
    truth = data.truth
    assert truth is not None
    assert (truth.weights.tolist(), truth.bias, truth.noise_std) == ([2.0, -3.4], 4.2, 0.5)
    assert truth.names(data.feature_names, data.label_name)
    assert not truth.names(("x2", "x1"), "y")
    assert not truth.names(data.feature_names, "z")


def test_without_noise_the_labels_lie_on_the_plane():
    data = make_synthetic([2.0], bias=1.0, noise_std=0.0, n_rows=20)
    np.testing.assert_allclose(data.y, 2.0 * data.X[:, 0] + 1.0)


def test_the_weights_given_stay_the_callers_own():
    weights = np.array([1.0, 2.0])
    data = make_synthetic(weights, n_rows=5)
    weights[0] = 9.0
    assert data.truth is not None
    assert data.truth.weights.tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    "settings",
    [
        {"weights": []},
        {"weights": [np.nan]},
        {"weights": [1.0], "n_rows": 0},
        {"weights": [1.0], "noise_std": -1.0},
        {"weights": [1.0], "bias": np.inf},
    ],
)
def test_impossible_settings_are_refused(settings):
    with pytest.raises(ValueError, match=r"weight|rows|noise|bias"):
        make_synthetic(**settings)
