"""Noise on the features: draws from the moments alone are as draws of the rows would be."""

from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core import Dataset, ProblemError, fit, moments
from linreg_gui.core.desk.noisy_features import noisy_features


def made(n_rows: int = 80) -> Dataset:
    rng = np.random.default_rng(4)
    X = rng.normal(3.0, 2.0, size=(n_rows, 3)) * [1.0, 10.0, 0.1]
    return Dataset(X, X @ [1.0, 0.3, -8.0] + rng.normal(size=n_rows))


def test_the_mean_of_the_products_is_what_theory_expects() -> None:
    data = made()
    found = noisy_features(moments(data), 0.5, None, draws=4000)
    Z = (data.X - data.X.mean(axis=0)) / data.X.std(axis=0)
    np.testing.assert_allclose(found.gram, Z.T @ Z, rtol=1e-10)
    np.testing.assert_allclose(found.expected_gram, Z.T @ Z + 79 * 0.25 * np.eye(3), rtol=1e-10)
    # Of a sum of squares of noise, the standard deviation over the draws is some 3.
    assert np.abs(found.mean_gram - found.expected_gram).max() < 4 * 12.0 / np.sqrt(4000)
    assert np.abs(np.diag(found.mean_gram) - np.diag(found.gram)).min() > 15.0


def test_weights_are_spread_as_those_of_rows_with_noise_are() -> None:
    data, rng = made(), np.random.default_rng(1)
    Z = (data.X - data.X.mean(axis=0)) / data.X.std(axis=0)
    noisy = Z + 0.4 * rng.normal(size=(2000, *Z.shape))
    noisy -= noisy.mean(axis=1, keepdims=True)
    grams, products = noisy.mT @ noisy, noisy.mT @ (data.y - data.y.mean())
    by_rows = np.linalg.solve(grams, products[..., None])[..., 0]
    found = noisy_features(moments(data), 0.4, None, draws=2000)
    error = np.std(by_rows, axis=0) / np.sqrt(1000)
    assert (np.abs(found.mean_weights - np.mean(by_rows, axis=0)) < 5 * error).all()
    np.testing.assert_allclose(found.spread_of_weights, np.std(by_rows, axis=0), rtol=0.1)


def test_ridge_is_that_of_the_solver_with_the_same_penalty() -> None:
    data = made()
    Z = (data.X - data.X.mean(axis=0)) / data.X.std(axis=0)
    found = noisy_features(moments(data), 0.3, fit(data).weights)
    # The solver has the mean of the squares where this has their sum.
    ridge = fit(Dataset(Z, data.y), ridge=found.penalty / 80)
    np.testing.assert_allclose(found.ridge, ridge.weights, rtol=1e-9)
    np.testing.assert_allclose(found.plain, fit(Dataset(Z, data.y)).weights, rtol=1e-9)


def test_without_noise_every_draw_is_the_exact_solution() -> None:
    data = made()
    found = noisy_features(moments(data), 0.0, fit(data).weights, draws=5)
    np.testing.assert_allclose(found.drawn, np.broadcast_to(found.plain, (5, 3)), rtol=1e-9)
    np.testing.assert_array_equal(found.ridge, found.plain)


def test_noise_gives_a_duplicate_column_single_answers_whose_sum_stays_put() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=200)
    data = Dataset(np.column_stack([x, x]), 3.0 * x + rng.normal(size=200))
    wide, narrow = (noisy_features(moments(data), sigma, None, draws=400) for sigma in (0.1, 0.01))
    for found in (wide, narrow):
        assert np.isfinite(found.drawn).all()
        sums = found.drawn.sum(axis=1)
        assert np.std(sums) < 0.1
        np.testing.assert_allclose(found.ridge[0], found.ridge[1], rtol=1e-6)
    # sd(w₁ − w₂) goes as 1/σ.
    apart = [np.std(np.diff(found.drawn, axis=1)) for found in (wide, narrow)]
    assert 7.0 < apart[1] / apart[0] < 13.0
    assert np.isnan(noisy_features(moments(data), 0.0, None, draws=3).drawn).all()
    assert noisy_features(moments(data), 0.0, None, draws=3).ridge is None


def test_fewer_rows_than_columns_are_drawn_as_rows_would_be() -> None:
    rng = np.random.default_rng(2)
    data = Dataset(rng.normal(size=(4, 5)), rng.normal(size=4))
    found = noisy_features(moments(data), 0.5, None, draws=3000)
    assert np.abs(found.mean_gram - found.expected_gram).max() < 0.5


def test_a_constant_column_is_left_out_and_nothing_that_varies_is_a_sentence() -> None:
    rng = np.random.default_rng(2)
    X = np.column_stack([np.ones(20), rng.normal(size=20)])
    found = noisy_features(moments(Dataset(X, rng.normal(size=20))), 0.1, None)
    assert found.kept.tolist() == [1]
    with pytest.raises(ProblemError, match="no feature varies"):
        noisy_features(moments(Dataset(np.ones((20, 1)), rng.normal(size=20))), 0.1, None)


def test_without_a_bias_nothing_is_centred_and_the_noise_adds_n_times_its_variance() -> None:
    data = made()
    found = noisy_features(moments(data, centred=False), 0.5, None, centred=False, draws=3000)
    Z = data.X / np.sqrt(np.mean(data.X**2, axis=0))
    np.testing.assert_allclose(found.expected_gram, Z.T @ Z + 80 * 0.25 * np.eye(3), rtol=1e-10)
    assert np.abs(found.mean_gram - found.expected_gram).max() < 4 * 12.0 / np.sqrt(3000)
    ridge = fit(Dataset(Z, data.y), ridge=0.25, fit_bias=False)
    np.testing.assert_allclose(found.ridge, ridge.weights, rtol=1e-9)
