"""The smoothed loss is a plain mean of a tenth of the updates; places on the axes can be read back."""

from __future__ import annotations

import math

import numpy as np
import pytest

from linreg_gui.core.model.loss_curve import LossAxis, above, heights, smoothed, step_at, step_places


def test_the_smoothed_loss_is_the_mean_over_the_minibatches_of_the_last_tenth() -> None:
    rng = np.random.default_rng(3)
    updates = rng.integers(1, 9, 300).astype(float)
    steps, single = np.cumsum(updates), rng.exponential(size=int(updates.sum()))
    ends = np.cumsum(updates).astype(int)
    means = np.array([single[b - int(n) : b].mean() for b, n in zip(ends, updates, strict=True)])
    curve = smoothed(steps, means, updates)
    for i in (0, 3, 50, 299):
        first = min(int(np.searchsorted(steps, 0.9 * steps[i], side="right")), max(0, i - 4))
        since = 0 if first == 0 else ends[first - 1]
        assert curve[i] == pytest.approx(single[since : ends[i]].mean(), rel=1e-12)


def test_a_loss_that_falls_to_almost_nothing_is_smoothed_with_all_digits() -> None:
    losses = np.geomspace(1e8, 1e-30, 2000)
    steps = np.arange(1.0, 2001.0)
    curve = smoothed(steps, losses, np.ones(2000))
    assert curve[-1] == pytest.approx(math.fsum(losses[1800:]) / 200, rel=1e-12)


def test_points_without_a_minibatch_are_not_smoothed_and_overflow_is_survived() -> None:
    curve = smoothed(np.array([0.0, 1.0, 2.0]), np.array([np.nan, 1e308, 1e308]), np.array([0.0, 1.0, 9.0]))
    assert np.isnan(curve[0])
    assert curve[1] == 1e308
    assert np.isinf(curve[2])
    assert smoothed(np.empty(0), np.empty(0), np.empty(0)).size == 0


def test_what_rounding_hides_is_not_above_the_least_loss() -> None:
    losses = np.array([3.0, 1.0 + 1e-12, 1.0 + 4e-16, 1.0, 0.9, np.nan, np.inf])
    gap = above(losses, 1.0)
    assert gap[0] == 2.0
    assert gap[1] == pytest.approx(1e-12, rel=1e-3)
    assert np.isnan(gap[2:]).all()
    assert above(np.array([1e-40]), 0.0) == 1e-40


def test_heights_are_those_of_the_axis() -> None:
    losses = np.array([np.inf, 100.0, 1.0, 0.0])
    np.testing.assert_array_equal(heights(losses, LossAxis.LINEAR, 1.0), [np.nan, 100.0, 1.0, 0.0])
    np.testing.assert_array_equal(heights(losses, LossAxis.LOGARITHMIC, 1.0), [np.nan, 2.0, 0.0, np.nan])
    np.testing.assert_array_equal(
        heights(losses, LossAxis.ABOVE_OPTIMUM, 1.0), [np.nan, math.log10(99.0), np.nan, np.nan]
    )
    np.testing.assert_array_equal(heights(losses, LossAxis.ABOVE_OPTIMUM, None)[1:3], [2.0, 0.0])


@pytest.mark.parametrize("logarithmic", [False, True])
def test_steps_have_places_in_order_that_lead_back_to_them(logarithmic: bool) -> None:
    steps = np.array([0.0, 0.5, 1.0, 2.0, 10.0, 1e9])
    places = step_places(steps, logarithmic=logarithmic)
    assert (np.diff(places) > 0.0).all()
    back = [step_at(float(place), logarithmic=logarithmic) for place in places]
    np.testing.assert_allclose(back, steps)
    assert math.isfinite(step_at(1e6, logarithmic=logarithmic))
