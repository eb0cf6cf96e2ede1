"""The smooth curve beside that of statsmodels, which is Cleveland's own."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.nonparametric.smoothers_lowess import lowess as reference

from linreg_gui.core.inference.smoothing import lowess


def cloud(n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Points about a bent line, some far from it."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=n)
    return x, np.sin(1.5 * x) + 0.4 * rng.standard_t(3, size=n)


@pytest.mark.parametrize(("share", "rounds"), [(2 / 3, 3), (0.3, 0), (0.5, 1), (1.0, 3)])
def test_of_few_points_it_is_that_of_cleveland_to_nine_digits(share, rounds) -> None:
    x, y = cloud(150)
    found = lowess(x, y, share=share, rounds=rounds)
    expected = reference(y, x, frac=share, it=rounds, delta=0.0)
    np.testing.assert_allclose(found.x, expected[:, 0], rtol=1e-12)
    np.testing.assert_allclose(found.y, expected[:, 1], rtol=0, atol=1e-9)


@pytest.mark.parametrize(("n", "off"), [(2_000, 3e-3), (20_000, 3e-3)])
def test_of_many_points_it_is_within_the_width_of_a_drawn_line(n, off) -> None:
    x, y = cloud(n)
    found = lowess(x, y, share=0.4)
    expected = reference(y, x, frac=0.4, it=3, delta=0.002)
    inner = np.abs(found.x) < 2.5
    expected_there = np.interp(found.x[inner], expected[:, 0], expected[:, 1])
    assert np.abs(found.y[inner] - expected_there).max() < off * np.ptp(y)


def test_outliers_pull_it_no_more_than_a_little() -> None:
    x = np.linspace(0.0, 1.0, 20_000)
    y = 2.0 * x + 0.01 * np.random.default_rng(0).normal(size=x.size)
    y[::10] += 1e6
    assert np.abs(lowess(x, y).y - 2.0 * lowess(x, y).x).max() < 0.01
    assert np.abs(lowess(x, y, rounds=0).y).max() > 1e4


@pytest.mark.parametrize("n", [400, 30_000])
def test_of_two_values_it_is_the_mean_at_each(n) -> None:
    rng = np.random.default_rng(1)
    x = rng.integers(0, 2, n).astype(float)
    y = x + 0.1 * rng.normal(size=n)
    found = lowess(x, y, rounds=0)
    assert found.x == pytest.approx([0.0, 1.0], abs=1e-12)
    np.testing.assert_allclose(found.y, [y[x == 0.0].mean(), y[x == 1.0].mean()], rtol=1e-12)


@pytest.mark.parametrize("n", [300, 30_000])
def test_it_goes_along_with_units(n) -> None:
    x, y = cloud(n)
    found, scaled = lowess(x, y), lowess(1e6 * x + 1e9, y)
    np.testing.assert_allclose(scaled.y, found.y, atol=1e-6)
    np.testing.assert_allclose(scaled.x, 1e6 * found.x + 1e9, rtol=1e-12)


def test_nearly_all_points_may_lie_within_a_step() -> None:
    rng = np.random.default_rng(2)
    x = rng.normal(size=50_000)
    x[0] = 1e9
    found = lowess(x, x**2, rounds=0)
    assert np.count_nonzero(np.abs(found.x) < 2.0) > 50


def test_all_x_may_be_alike_and_there_may_be_none() -> None:
    assert lowess(np.full(5, 2.0), np.arange(5.0)).y.tolist() == [2.0]
    assert lowess(np.full(5_000, 2.0), np.arange(5_000.0)).x == pytest.approx([2.0])
    assert not lowess(np.empty(0), np.empty(0)).x.size


@pytest.mark.parametrize(
    ("x", "y", "options"),
    [
        ([1.0], [1.0, 2.0], {}),
        ([np.nan], [1.0], {}),
        ([1.0], [1.0], {"share": 0.0}),
        ([1.0], [1.0], {"share": 1.5}),
        ([1.0], [1.0], {"rounds": -1}),
    ],
)
def test_what_is_no_cloud_is_refused(x, y, options) -> None:
    with pytest.raises(ValueError, match=r"\."):
        lowess(x, y, **options)
