from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core.chapter.constant_model import (
    absolute_sum,
    constant_fit,
    left_and_right,
    squared_slope,
    squared_sum,
    weighted_median,
)
from linreg_gui.core.model.noise import normal_density


@pytest.mark.parametrize("n", [1, 2, 7, 40])
def test_the_mean_has_the_least_squares_and_the_median_the_least_sizes(n) -> None:
    x = np.random.default_rng(n).normal(3.0, 2.0, n)
    fit = constant_fit(x)
    grid = np.linspace(x.min() - 1.0, x.max() + 1.0, 2001)
    assert min(squared_sum(x, b) for b in grid) >= fit.squares - 1e-12
    assert min(absolute_sum(x, b) for b in grid) >= fit.sizes - 1e-12
    assert fit.mean == pytest.approx(np.mean(x))
    assert np.mean(fit.median) == pytest.approx(np.median(x))
    assert squared_slope(x, fit.mean) == pytest.approx(0.0, abs=1e-12)
    step = 1e-4
    slope = (squared_sum(x, 1.0 + step) - squared_sum(x, 1.0 - step)) / (2.0 * step)
    assert squared_slope(x, 1.0) == pytest.approx(slope, rel=1e-6)


def test_between_the_middle_two_of_an_even_number_every_constant_does() -> None:
    x = np.array([1.0, 9.0, 4.0, 2.0])
    low, high = constant_fit(x).median
    assert (low, high) == (2.0, 4.0)
    inside, outside = ([absolute_sum(x, b) for b in ends] for ends in ((2.0, 2.7, 4.0), (1.9, 4.1)))
    assert np.ptp(inside) < 1e-12
    assert min(outside) > inside[0]
    assert left_and_right(x, 3.0) == (2, 2)
    assert left_and_right(x, 4.0) == (2, 1)


def test_the_mean_is_the_most_likely_place_of_a_normal_distribution() -> None:
    x = np.random.default_rng(3).normal(5.0, 2.0, 30)
    fit = constant_fit(x)

    def likelihood(mean: float, std: float) -> float:
        return float(np.log(normal_density(x, mean, std)).sum())

    best = likelihood(fit.mean, fit.std)
    assert all(likelihood(fit.mean + off, fit.std) < best for off in (-0.1, 0.1))
    assert all(likelihood(fit.mean, fit.std * by) < best for by in (0.95, 1.05))
    assert fit.standard_error == pytest.approx(np.std(x, ddof=1) / np.sqrt(30))


def test_nothing_is_lost_far_from_zero() -> None:
    assert constant_fit(1e15 + np.array([0.0, 1.0, 2.0, 5.0])).squares == pytest.approx(14.0)


def test_the_line_through_zero_of_least_absolute_error_is_a_weighted_median() -> None:
    rng = np.random.default_rng(8)
    x, y = rng.normal(size=(2, 25))
    slope = weighted_median(y / x, np.abs(x))
    sizes = [np.abs(y - w * x).sum() for w in (slope, *(y / x))]
    assert sizes[0] == pytest.approx(min(sizes))


def test_what_is_no_set_of_numbers_is_refused() -> None:
    for values in ([], [1.0, np.nan], [[1.0]]):
        with pytest.raises(ValueError, match="numbers"):
            constant_fit(values)
    with pytest.raises(ValueError, match="one weight"):
        weighted_median([1.0, 2.0], [0.0, 0.0])
