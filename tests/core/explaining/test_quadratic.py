"""A quadratic function has the values, slopes and contours that it is told by."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.explaining.quadratic import Quadratic, contour_levels, quadratic_of
from linreg_gui.core.number_text import plain_number


def made(seed: int, rank: int = 2) -> tuple[Quadratic, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    moves = rng.normal(size=(7, rank)) @ rng.normal(size=(rank, 2)) * [1e-3, 1e2]
    apart, origin = rng.normal(size=7), rng.normal(size=2)
    return quadratic_of(moves, apart, origin, 0.25), moves, apart, origin


@given(seed=st.integers(0, 10_000), rank=st.sampled_from([0, 1, 2]))
def test_it_is_the_sum_of_squares_it_was_made_of(seed: int, rank: int) -> None:
    found, moves, apart, origin = made(seed, rank)
    for step in np.random.default_rng(seed + 1).normal(size=(5, 2)) * [1e3, 1e-2]:
        rest = apart + moves @ step
        expected = 0.25 + 0.5 * rest @ rest
        assert found.value(*(origin + step)) == pytest.approx(expected, rel=1e-8)
        np.testing.assert_allclose(found.gradient(*(origin + step)), moves.T @ rest, rtol=1e-6, atol=1e-8)
    assert found.value(*found.centre) == pytest.approx(found.least)
    np.testing.assert_allclose(found.hessian, moves.T @ moves, rtol=1e-6, atol=1e-12)


def test_a_grid_has_x_along_its_rows() -> None:
    found, *_ = made(3)
    x, y = np.array([0.0, 100.0, 250.0]), np.array([-1.0, 2.0])
    grid = found.grid(x, y)
    assert grid.shape == (3, 2)
    assert grid[2, 1] == pytest.approx(found.value(250.0, 2.0))


@given(seed=st.integers(0, 10_000))
def test_the_whole_outline_of_an_ellipse_lies_at_its_level(seed: int) -> None:
    found, *_ = made(seed)
    x, y = found.centre
    unit = [2900.0, 0.06]
    ellipses = found.ellipses((x - 900.0, x + 2000.0), (y - 0.05, y + 0.01))
    assert ellipses
    everything = (x - 1e15, x + 1e15), (y - 1e11, y + 1e11)
    for ellipse in ellipses:
        outline, axes = ellipse.outline(everything, 50), ellipse.half_axes / unit
        np.testing.assert_allclose(outline[0], outline[-1])
        # At right angles where the window is a square.
        assert abs(axes[0] @ axes[1]) <= 1e-9 * np.linalg.norm(axes[0]) * np.linalg.norm(axes[1])
        if np.linalg.norm(axes, axis=1).max() < 500.0:
            values = [found.value(*point) for point in outline]
            np.testing.assert_allclose(values, ellipse.level.loss, rtol=1e-7)


@given(seed=st.integers(0, 10_000), zoom=st.floats(1e-4, 1.0), rank=st.sampled_from([1, 2]))
def test_in_a_window_a_contour_is_smooth_and_whole_however_far_it_is_zoomed(seed, zoom, rank) -> None:
    found, *_ = made(seed, rank)
    x, y = found.centre + np.random.default_rng(seed).uniform(-1.0, 1.0, 2) * [2000.0, 0.04]
    window = (x - 900.0 * zoom, x + 600.0 * zoom), (y - 0.03 * zoom, y + 0.02 * zoom)
    outlines = [(ellipse, ellipse.outline(window)) for ellipse in found.ellipses(*window)]
    for ellipse, outline in [pair for pair in outlines if len(pair[1])]:
        ends = np.isnan(outline).all(axis=1)
        points = outline[~ends]
        values = [found.value(*point) for point in points]
        np.testing.assert_allclose(values, ellipse.level.loss, rtol=1e-6)
        share = (points - [window[0][0], window[1][0]]) / (np.diff(window)[:, 0])
        assert ((share > -1e-6) & (share < 1.0 + 1e-6)).all()
        # Each part begins and ends at an edge, or closes.
        for part in np.split(outline, np.flatnonzero(ends)):
            part = part[~np.isnan(part).any(axis=1)]
            edges = np.abs(part[[0, -1]] - np.array(window).T[:, None]) / np.diff(window)[:, 0]
            assert np.allclose(part[0], part[-1]) or (edges.min(axis=(0, 2)) < 1e-6).all()


@given(seed=st.integers(0, 10_000), zoom=st.floats(1e-4, 1e-2))
def test_on_a_slope_contours_lie_at_round_heights_that_are_in_sight(seed: int, zoom: float) -> None:
    found, *_ = made(seed)
    x, y = found.centre + np.random.default_rng(seed).uniform(0.5, 1.0, 2) * [2000.0, 0.04]
    window = (x, x + 1000.0 * zoom), (y, y + 0.02 * zoom)
    ellipses = found.ellipses(*window)
    heights = found.grid(np.linspace(*window[0], 9), np.linspace(*window[1], 9))
    seen = [ellipse for ellipse in ellipses if heights.min() < ellipse.level.loss < heights.max()]
    assert len(seen) >= 3
    assert len({ellipse.level.text for ellipse in ellipses}) == len(ellipses) <= 10
    for ellipse in seen:
        assert len(ellipse.outline(window))
        assert float(plain_number(ellipse.level.text)) == pytest.approx(ellipse.level.loss, rel=1e-12)


def test_a_contour_outside_of_a_window_has_no_outline_in_it() -> None:
    found = quadratic_of(np.eye(2), np.zeros(2), np.zeros(2))
    ellipse = found.ellipses((-1.0, 1.0), (-1.0, 1.0))[-1]
    assert ellipse.outline(((5.0, 6.0), (-1.0, 1.0))).shape == (0, 2)
    assert ellipse.outline(((-0.1, 0.1), (-0.1, 0.1))).shape == (0, 2)
    whole = ellipse.outline(((-9.0, 9.0), (-9.0, 9.0)), 7)
    np.testing.assert_allclose(np.linalg.norm(whole, axis=1), math.sqrt(2.0 * ellipse.level.loss))
    np.testing.assert_allclose(whole[0], whole[-1], atol=1e-12)


def test_only_a_bowl_has_a_bottom() -> None:
    assert made(0, 2)[0].has_bottom
    assert not made(0, 1)[0].has_bottom
    assert not quadratic_of(np.zeros((3, 2)), np.ones(3), np.zeros(2)).has_bottom


def test_a_trough_has_parallel_lines_for_contours() -> None:
    found = quadratic_of(np.array([[1.0, 1.0]]), np.zeros(1), np.zeros(2))
    ellipse = found.ellipses((-1.1, 1.1), (-1.1, 1.1))[-1]
    assert ellipse.level.loss == 2.0
    outline = ellipse.outline(((-1.1, 1.1), (-1.1, 1.1)))
    gaps = np.isnan(outline).all(axis=1)
    assert gaps.sum() == 1
    np.testing.assert_allclose(np.abs(outline[~gaps].sum(axis=1)), 2.0, rtol=1e-4)


def test_a_level_function_has_no_contours() -> None:
    found = quadratic_of(np.zeros((3, 2)), np.ones(3), np.zeros(2))
    assert found.least == 1.5
    assert found.ellipses((0.0, 1.0), (0.0, 1.0)) == ()


@given(least=st.floats(0.0, 1e12), reach=st.floats(1e-6, 1e12))
def test_levels_are_nice_steps_above_the_least(least: float, reach: float) -> None:
    levels = contour_levels(least, least + reach)
    losses = [level.loss for level in levels]
    assert losses == sorted(set(losses))
    assert len({level.text for level in levels}) == len(levels) <= 10
    for loss in losses:
        assert least < loss <= (least + reach) * (1.0 + 1e-12)
    if levels and reach > 1e-6 * least:
        above = (losses[-1] - least) / (least + reach - least)
        assert above > 0.39


def test_levels_stand_in_ratios_of_one_two_and_five() -> None:
    levels = contour_levels(3.0, 103.5, most=5)
    assert [level.loss for level in levels] == [8.0, 13.0, 23.0, 53.0, 103.0]
    assert [level.text for level in levels] == ["8.0", "13", "23", "53", "103"]


@pytest.mark.parametrize("highest", [1.0, 0.5, math.inf, math.nan])
def test_there_are_no_levels_where_nothing_is_higher(highest: float) -> None:
    assert contour_levels(1.0, highest) == ()


def test_large_heights_are_written_short_and_can_be_told_apart() -> None:
    texts = [level.text for level in contour_levels(3.48e9, 9e9)]
    assert texts == [
        *("3.485×10⁹", "3.49×10⁹", "3.5×10⁹", "3.53×10⁹", "3.58×10⁹"),
        *("3.68×10⁹", "3.98×10⁹", "4.5×10⁹", "5.5×10⁹", "8.5×10⁹"),
    ]
    for least, highest in ((0.0, 7e5), (123_456.0, 987_654.0), (5e11, 6e11), (1e15, 3e15)):
        levels = contour_levels(least, highest)
        assert max(len(level.text) for level in levels) <= 11
        assert len({level.text for level in levels}) == len(levels)
        for level in levels:
            assert float(plain_number(level.text)) == pytest.approx(level.loss, rel=0.1)
    assert [level.text for level in contour_levels(0.0, 6000.0)][-3:] == ["1000", "2000", "5000"]
    assert [level.text for level in contour_levels(0.0, 7e5)][-4:] == ["50000", "1×10⁵", "2×10⁵", "5×10⁵"]


def test_heights_on_a_slope_far_from_the_least_are_written_short() -> None:
    slope = Quadratic(np.zeros(2), np.diag([1e6, 1e6]), 0.0)
    texts = [ellipse.level.text for ellipse in slope.ellipses((1000.0, 1000.1), (1000.0, 1000.1))]
    assert len(texts) >= 3
    assert max(map(len, texts)) <= 12
    assert len({*texts}) == len(texts)
