from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core.fitting.train import train
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.losses import PoissonLoss
from linreg_gui.core.model.synthetic import LINKS, NOISES, OUTLIER_FACTOR, SPREADS, make_synthetic
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.solvers.analytic.solver import solve_analytic
from linreg_gui.core.solvers.sgd.solver import SgdConfig


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


@pytest.mark.parametrize("noise", [noise for noise in NOISES if noise not in LINKS])
def test_every_noise_has_mean_0_and_the_standard_deviation_asked_for(noise):
    data = make_synthetic([0.0], noise_std=2.0, n_rows=200_000, noise=noise)
    assert data.y.mean() == pytest.approx(0.0, abs=0.03)
    assert data.y.std() == pytest.approx(2.0, rel=0.1 if noise == "student t" else 0.01)


@pytest.mark.parametrize(
    ("noise", "kurtosis", "skewness"),
    [("normal", 3.0, 0.0), ("laplace", 6.0, 0.0), ("uniform", 1.8, 0.0), ("exponential", 9.0, 2.0)],
)
def test_every_noise_has_the_shape_of_its_family(noise, kurtosis, skewness):
    y = make_synthetic([0.0], noise_std=1.0, n_rows=500_000, noise=noise).y
    assert np.mean(y**4) == pytest.approx(kurtosis, rel=0.05)
    assert np.mean(y**3) == pytest.approx(skewness, abs=0.05)


def test_student_noise_has_heavy_tails():
    y = make_synthetic([0.0], noise_std=1.0, n_rows=100_000, noise="student t").y
    assert np.abs(y).max() > 10.0


def test_outliers_are_as_many_and_as_large_as_said():
    plain = make_synthetic([1.0], noise_std=0.5, n_rows=20_000, seed=3)
    spoiled = make_synthetic([1.0], noise_std=0.5, n_rows=20_000, seed=3, outlier_share=0.05)
    ratio = (spoiled.y - spoiled.X[:, 0]) / (plain.y - plain.X[:, 0])
    odd = ~np.isclose(ratio, 1.0)
    assert odd.mean() == pytest.approx(0.05, abs=0.01)
    np.testing.assert_allclose(ratio[odd], OUTLIER_FACTOR, rtol=1e-6)


@pytest.mark.parametrize("features", SPREADS)
@pytest.mark.parametrize("correlation", [0.0, 0.6, 1.0])
def test_features_are_spread_and_correlated_as_said(features, correlation):
    X = make_synthetic([1.0, 1.0, 1.0], n_rows=100_000, features=features, correlation=correlation).X
    np.testing.assert_allclose(X.mean(axis=0), 0.0, atol=0.02)
    np.testing.assert_allclose(X.std(axis=0), 1.0, rtol=0.02)
    found = np.corrcoef(X.T)[np.triu_indices(3, 1)]
    np.testing.assert_allclose(found, correlation, atol=0.02)
    if correlation == 1.0:
        np.testing.assert_array_equal(X[:, 0], X[:, 2])


def test_the_plain_data_of_a_seed_do_not_depend_on_the_options_left_out():
    one = make_synthetic([2.0, 1.0], n_rows=30, seed=4)
    two = make_synthetic([2.0, 1.0], n_rows=30, seed=4, noise="normal", features="normal", correlation=0.0)
    np.testing.assert_array_equal(one.X, two.X)
    np.testing.assert_array_equal(one.y, two.y)


@pytest.mark.parametrize(
    "options",
    [
        {"noise": "white"},
        {"features": "gamma"},
        {"outlier_share": 1.5},
        {"outlier_share": "some"},
        {"correlation": -0.1},
        {"correlation": float("nan")},
    ],
)
def test_options_out_of_range_are_refused(options):
    with pytest.raises(ValueError, match=r"must (be|lie)|is one of"):
        make_synthetic([1.0], **options)


def test_counts_are_poisson_with_the_mean_the_weights_say():
    data = make_synthetic([0.5, -0.3], bias=1.0, n_rows=200_000, noise="poisson", seed=2)
    assert (data.y == np.floor(data.y)).all()
    mean = np.exp(data.X @ [0.5, -0.3] + 1.0)
    standardised = (data.y - mean) / np.sqrt(mean)
    assert standardised.mean() == pytest.approx(0.0, abs=0.01)
    assert standardised.std() == pytest.approx(1.0, abs=0.01)
    zeros = (data.y == 0).mean()
    assert zeros == pytest.approx(np.exp(-mean).mean(), abs=0.003)


def test_training_with_poisson_loss_finds_the_true_weights_of_counts():
    data = make_synthetic([0.5, -0.3], bias=1.0, n_rows=20_000, noise="poisson", seed=2)
    config = SgdConfig(0.05, 64, 10, loss=PoissonLoss(), decay="cosine")
    found = train(data, config).fit
    assert data.truth is not None
    np.testing.assert_allclose(found.weights, data.truth.weights, atol=0.02)
    assert found.bias == pytest.approx(data.truth.bias, abs=0.02)


def test_the_logarithms_of_prices_lie_on_the_plane_up_to_the_noise():
    data = make_synthetic([0.4, -0.6], bias=12.0, noise_std=0.2, n_rows=20_000, noise="log-normal")
    error = np.log(data.y) - (data.X @ [0.4, -0.6] + 12.0)
    assert error.mean() == pytest.approx(0.0, abs=0.01)
    assert error.std() == pytest.approx(0.2, rel=0.02)


def test_a_count_that_is_an_outlier_is_twenty_times_as_large():
    plain = make_synthetic([0.1], bias=3.0, n_rows=5_000, noise="poisson", seed=1)
    spoiled = make_synthetic([0.1], bias=3.0, n_rows=5_000, noise="poisson", seed=1, outlier_share=0.1)
    ratio = spoiled.y / plain.y
    assert set(ratio) == {1.0, OUTLIER_FACTOR}
    assert (ratio > 1.0).mean() == pytest.approx(0.1, abs=0.02)


def test_the_truth_says_where_it_is_no_line():
    straight = make_synthetic([1.0], n_rows=5)
    prices = make_synthetic([1.0], bias=2.0, noise_std=0.5, n_rows=5, noise="log-normal")
    counts = make_synthetic([1.0], bias=2.0, noise_std=0.5, n_rows=5, noise="poisson")
    links = [data.truth.link for data in (straight, prices, counts)]
    assert links == ["identity", "log", "log mean"]
    assert straight.linear_truth is straight.truth
    assert prices.linear_truth is None
    assert counts.linear_truth is None
    assert straight.truth.sentence == ""
    assert "log y" in prices.truth.sentence
    assert "mean of y" in counts.truth.sentence
    assert counts.truth.noise_std == 1.0


def test_on_the_logarithmic_scale_the_truth_of_prices_is_exact_and_others_have_none():
    data = make_synthetic([0.4, -0.6], 12.0, 0.0, 50, noise="log-normal")
    truth = data.truth.on_log_scale("log y")
    on_scale = Dataset(data.X, np.log(data.y), data.feature_names, "log y", truth)
    assert on_scale.linear_truth is truth
    assert truth.names(on_scale.feature_names, on_scale.label_name)
    fit = solve_analytic(on_scale)
    np.testing.assert_allclose(fit.weights, truth.weights, rtol=1e-10)
    assert fit.bias == pytest.approx(truth.bias, rel=1e-12)
    assert make_synthetic([1.0], n_rows=5).truth.on_log_scale("log y") is None
    assert make_synthetic([1.0], n_rows=5, noise="poisson").truth.on_log_scale("log y") is None


@pytest.mark.parametrize(
    ("noise", "bias", "words"),
    [
        ("poisson", 40.0, "counts would be too large"),
        ("poisson", 1e300, "counts would be too large"),
        ("log-normal", 800.0, "labels"),
        ("log-normal", -800.0, "too small"),
    ],
)
def test_labels_that_are_no_numbers_are_a_sentence(noise, bias, words):
    with pytest.raises(ProblemError, match=words):
        make_synthetic([1.0], bias=bias, n_rows=20, noise=noise)
