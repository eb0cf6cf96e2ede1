from __future__ import annotations

import numpy as np
import pytest
from scipy.special import gammaln
from scipy.stats import poisson

from linreg_gui.core.chapter.poisson_forms import (
    loss_in_log_rate,
    loss_in_rate,
    running_mean,
    slope_in_log_rate,
    slope_in_rate,
    walled_surface,
)
from linreg_gui.core.model.dataset import Dataset

COUNTS = np.array([0.0, 1.0, 4.0, 30.0])


@pytest.mark.parametrize("rate", [0.2, 1.0, 4.0, 25.0])
def test_both_forms_are_the_negative_log_likelihood_without_the_factorial(rate) -> None:
    theirs = -poisson.logpmf(COUNTS, rate) - gammaln(COUNTS + 1.0)
    assert loss_in_rate(rate, COUNTS) == pytest.approx(theirs)
    assert loss_in_log_rate(np.log(rate), COUNTS) == pytest.approx(theirs)
    h = 1e-6 * rate
    slope = (loss_in_rate(rate + h, COUNTS) - loss_in_rate(rate - h, COUNTS)) / (2 * h)
    assert slope_in_rate(rate, COUNTS) == pytest.approx(slope, rel=1e-5, abs=1e-6)
    # (3.1.10) with ŷ = eᵘ, which is the slope by λ times dλ/du = λ
    assert slope_in_log_rate(np.log(rate), COUNTS) == pytest.approx(rate * slope_in_rate(rate, COUNTS))


def test_the_least_loss_in_the_rate_is_at_the_count_and_a_wall_stands_at_zero() -> None:
    rates = np.linspace(0.01, 40.0, 4000)
    for k in COUNTS[1:]:
        assert rates[np.argmin(loss_in_rate(rates, k))] == pytest.approx(k, abs=0.01)
    assert np.isinf(loss_in_rate([-1.0, -1e-9, 0.0], 3.0)).all()
    assert loss_in_rate(0.0, 0.0) == 0.0
    assert np.isnan(slope_in_rate(-1.0, 3.0))
    assert np.isfinite(loss_in_log_rate(np.linspace(-50.0, 50.0, 101), 3.0)).all()
    assert (np.diff(loss_in_log_rate(np.linspace(-5.0, 5.0, 101), 3.0), 2) > 0.0).all()


def test_the_surface_has_a_wall_where_a_row_would_have_a_rate_of_zero() -> None:
    data = Dataset(np.array([[1.0], [2.0], [-3.0]]), np.array([2.0, 3.0, 1.0]))
    weights, biases = np.linspace(-1.0, 1.0, 9), np.linspace(0.5, 4.0, 8)
    surface = walled_surface(data, weights, biases)
    for i, w in enumerate(weights):
        for j, b in enumerate(biases):
            rates = data.X[:, 0] * w + b
            wall = bool((rates <= 0.0).any())
            assert np.isinf(surface[i, j]) == wall
            if not wall:
                assert surface[i, j] == pytest.approx(np.mean(rates - data.y * np.log(rates)))
    assert np.isinf(surface).any()
    with pytest.raises(ValueError, match="one feature"):
        walled_surface(Dataset(np.ones((3, 2)), data.y), weights, biases)


def test_the_running_mean_of_counts_comes_to_the_rate() -> None:
    counts, means = running_mean(3.5, 4000, seed=2)
    assert means[-1] == pytest.approx(np.mean(counts))
    assert abs(means[-1] - 3.5) < 4.0 * np.sqrt(3.5 / 4000)
    assert means[9] == pytest.approx(counts[:10].mean())
    with pytest.raises(ValueError, match="rate"):
        running_mean(-1.0, 10)
