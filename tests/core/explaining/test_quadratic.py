"""A quadratic function has the values, slopes and contours that it is told by."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.explaining.quadratic import Quadratic, contour_levels, quadratic_of


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
    for ellipse in ellipses:
        outline, axes = ellipse.outline(50), ellipse.half_axes / unit
        np.testing.assert_allclose(outline[0], outline[-1])
        # At right angles where the window is a square.
        assert abs(axes[0] @ axes[1]) <= 1e-9 * np.linalg.norm(axes[0]) * np.linalg.norm(axes[1])
        if np.linalg.norm(axes, axis=1).max() < 500.0:
            values = [found.value(*point) for point in outline]
            np.testing.assert_allclose(values, ellipse.level.loss, rtol=1e-7)


def test_a_trough_has_parallel_lines_for_contours() -> None:
    found = quadratic_of(np.array([[1.0, 1.0]]), np.zeros(1), np.zeros(2))
    ellipse = found.ellipses((-1.1, 1.1), (-1.1, 1.1))[-1]
    assert ellipse.level.loss == 2.0
    outline = ellipse.outline()
    seen = np.flatnonzero((np.abs(outline) < 200.0).all(axis=1))
    assert seen.size > 3
    for point in outline[seen]:
        assert found.value(*point) == pytest.approx(2.0, rel=0.02)
    for start, end in pairwise(outline):
        # Where the curve crosses the window.
        share = np.linspace(0.0, 1.0, 2001)[:, None]
        points = start + share * (end - start)
        for point in points[(np.abs(points) < 1.1).all(axis=1)]:
            assert found.value(*point) == pytest.approx(2.0, rel=1e-4)


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
