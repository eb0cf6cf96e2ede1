from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.linear_model import (
    half_mse,
    half_mse_gradient,
    partial_line,
    predict,
    r_squared,
    residual,
)
from linreg_gui.core.model.moments import moments


def test_a_prediction_is_the_weighted_sum_plus_the_bias():
    X = np.array([[1.0, 2.0], [3.0, 4.0]])
    np.testing.assert_allclose(predict(X, [2.0, -1.0], 0.5), [0.5, 2.5])
    np.testing.assert_allclose(predict([3, 4], [2, -1], 0.5), [2.5])


@pytest.mark.parametrize(
    ("X", "weights", "bias", "words"),
    [
        ([[1.0, 2.0]], [1.0], 0.0, "2 features but 1 weight came"),
        ([[np.nan]], [1.0], 0.0, "missing or infinite"),
        ([[1.0]], [np.inf], 0.0, "missing or infinite"),
        ([[1.0]], [1.0], np.nan, "bias must be a finite number"),
        ([["a"]], [1.0], 0.0, "numbers only"),
        (3.0, [1.0], 0.0, "must be a table"),
    ],
)
def test_a_prediction_from_anything_else_is_refused_in_a_sentence(X, weights, bias, words):
    with pytest.raises(ValueError, match=words):
        predict(X, weights, bias)


def test_a_residual_is_label_minus_prediction(random_data):
    data = random_data()
    w, b = np.ones(4), 2.0
    np.testing.assert_allclose(residual(data.X, data.y, w, b), data.y - predict(data.X, w, b))


def test_the_loss_is_half_the_mean_of_the_squared_residuals(random_data):
    data = random_data(n=70_000)
    w, b = np.array([1.0, -2.0, 0.5, 0.0]), 2.0
    assert half_mse(data, w, b) == pytest.approx(0.5 * np.mean(residual(data.X, data.y, w, b) ** 2))


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), n=st.integers(1, 30), d=st.integers(1, 5))
def test_the_gradient_is_the_slope_of_the_loss(seed, n, d):
    rng = np.random.default_rng(seed)
    data = Dataset(rng.normal(size=(n, d)), rng.normal(size=n))
    theta = rng.normal(size=d + 1)
    gradient = np.append(*half_mse_gradient(data.X, data.y, theta[:-1], theta[-1]))
    for j in range(d + 1):
        h = np.zeros(d + 1)
        h[j] = 1e-4
        up, down = theta + h, theta - h
        slope = (half_mse(data, up[:-1], up[-1]) - half_mse(data, down[:-1], down[-1])) / 2e-4
        assert gradient[j] == pytest.approx(slope, rel=1e-6, abs=1e-8)


def test_r_squared_is_one_for_a_perfect_fit_and_zero_for_the_mean(random_data):
    data = random_data()
    m = moments(data)
    assert r_squared(0.0, m) == 1.0
    assert r_squared(half_mse(data, np.zeros(4), float(data.y.mean())), m) == pytest.approx(0.0, abs=1e-12)


def test_r_squared_of_a_constant_label_is_no_number():
    assert np.isnan(r_squared(0.0, moments(Dataset([[1.0], [2.0]], [3.0, 3.0]))))


def test_the_partial_line_runs_through_the_means(random_data):
    data = random_data()
    w, b = np.array([1.0, -2.0, 0.5, 4.0]), 3.0
    means = data.X.mean(axis=0)
    line = partial_line(w, b, means, 2)
    assert line.slope == 0.5
    x = means.copy()
    x[2] = 17.0
    assert line.slope * 17.0 + line.intercept == pytest.approx(predict(x, w, b)[0])
