"""The mean of a label whose logarithm was fitted."""

from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core import Dataset, lognormal_mean, prediction_intervals


@pytest.mark.parametrize("sigma", [0.1, 0.5, 1.0, 2.0])
@pytest.mark.parametrize(("n", "d"), [(4, 1), (10, 1), (40, 3)])
def test_the_interval_of_the_mean_holds_it_and_that_of_the_median_does_not(n, d, sigma) -> None:
    rng = np.random.default_rng(4)
    X = rng.normal(size=(n, d))
    weights, row = np.linspace(0.5, 1.0, d), X[:1]
    mean = float(np.exp(row[0] @ weights + 0.3 + 0.5 * sigma**2))
    held = held_by_median = 0
    for _ in range(300):
        log_y = X @ weights + 0.3 + sigma * rng.normal(size=n)
        found = prediction_intervals(Dataset(X, log_y), row, level=0.9)
        means = lognormal_mean(found)
        held += bool(means.low[0] <= mean <= means.high[0])
        held_by_median += bool(np.exp(found.mean_low[0]) <= mean <= np.exp(found.mean_high[0]))
    assert 0.85 < held / 300 <= 0.97
    if n == 40 and sigma >= 1.0:
        assert held_by_median < held - 60


def test_the_mean_lies_above_the_median_by_half_the_variance() -> None:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(50, 2))
    found = prediction_intervals(Dataset(X, X @ [1.0, 2.0] + rng.normal(size=50)), X[:5])
    means = lognormal_mean(found)
    np.testing.assert_allclose(
        means.mean, np.exp(found.prediction) * np.exp(0.5 * found.sigma**2), rtol=1e-12
    )
    assert (means.low < means.mean).all()
    assert (means.mean < means.high).all()


def test_without_noise_mean_median_and_ends_are_one() -> None:
    x = np.arange(6.0)
    found = prediction_intervals(Dataset(x[:, None], 2.0 * x), [[1.0]])
    means = lognormal_mean(found)
    np.testing.assert_allclose([means.mean[0], means.low[0], means.high[0]], np.exp(2.0), rtol=1e-12)


def test_a_mean_too_large_for_a_number_is_infinite() -> None:
    found = prediction_intervals(Dataset([[1.0], [2.0], [3.0], [4.0]], [900.0, 100.0, 700.0, 300.0]), [[2.0]])
    assert np.isinf(lognormal_mean(found).high[0])
