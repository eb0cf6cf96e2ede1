from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core.drawing.scatter import scatter_of
from linreg_gui.core.model.linear_model import Line

rng = np.random.default_rng(0)


def test_few_points_are_drawn_one_by_one():
    x, y = rng.normal(size=100), rng.normal(size=100)
    rows = np.array([3, 50, 99])
    scatter = scatter_of(x, y, rows)
    assert scatter.density is None
    assert scatter.n_rows == 100
    np.testing.assert_array_equal(scatter.x, x[rows])
    np.testing.assert_array_equal(scatter.y, y[rows])


def test_the_ranges_are_those_of_all_points_not_of_the_sample():
    x, y = np.array([5.0, -1.0, 2.0]), np.array([0.0, 7.0, -3.0])
    scatter = scatter_of(x, y, np.array([2]))
    assert (scatter.x_range, scatter.y_range) == ((-1.0, 5.0), (-3.0, 7.0))


def test_every_point_is_in_the_density_image():
    x, y = rng.normal(size=5000), rng.exponential(size=5000)
    scatter = scatter_of(x, y, np.arange(10), density_above=1000, cells=50)
    assert scatter.density is not None
    assert scatter.density.shape == (50, 50)
    assert scatter.density.sum() == 5000
    expected, _, _ = np.histogram2d(x, y, bins=50)
    assert np.abs(scatter.density - expected).sum() <= 4


def test_a_cell_counts_the_points_where_they_lie():
    x, y = np.array([0.0, 0.1, 1.0]), np.array([0.0, 0.1, 1.0])
    scatter = scatter_of(x, y, np.arange(3), density_above=2, cells=2)
    assert scatter.density is not None
    assert scatter.density.tolist() == [[2.0, 0.0], [0.0, 1.0]]


@pytest.mark.parametrize("constant", ["x", "y"])
def test_points_on_a_straight_edge_have_no_density(constant):
    values, same = rng.normal(size=100), np.full(100, 2.0)
    x, y = (same, values) if constant == "x" else (values, same)
    assert scatter_of(x, y, np.arange(5), density_above=10).density is None


def test_a_line_is_its_slope_and_intercept():
    assert Line(2.0, 1.0) == (2.0, 1.0)
