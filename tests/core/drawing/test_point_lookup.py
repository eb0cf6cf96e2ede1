"""Points are found by their place among all rows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.drawing.area import Area
from linreg_gui.core.drawing.point_lookup import PointLookup, lookup_of
from linreg_gui.core.table.row_set import RowSet


def some(n: int, seed: int = 0) -> PointLookup:
    rng = np.random.default_rng(seed)
    return lookup_of(rng.random(n), rng.random(n), np.arange(n) * 2, rng.random(n) < 0.1)


@given(st.floats(-0.2, 1.2), st.floats(-0.2, 1.2), st.integers(0, 5))
def test_the_nearest_point_within_reach_is_found(x: float, y: float, seed: int) -> None:
    points, reach = some(200, seed), (0.04, 0.1)
    distance = ((points.x - x) / reach[0]) ** 2 + ((points.y - y) / reach[1]) ** 2
    nearest = int(points.rows[distance.argmin()]) if distance.min() <= 1.0 else None
    assert points.nearest(x, y, reach) == nearest


def test_a_rectangle_takes_the_points_in_it() -> None:
    points = some(300)
    inside = (points.x >= 0.2) & (points.x <= 0.5) & (points.y >= 0.4) & (points.y <= 0.9)
    assert 0 < inside.sum() < 300
    assert points.within(Area((0.2, 0.5), (0.4, 0.9))) == RowSet.of_rows(points.rows[inside])


def test_points_keep_their_rows_and_marks_in_any_order() -> None:
    x, excluded = np.array([1.0, 2.0, 3.0]), np.array([False, False, True])
    points = lookup_of(x, 10.0 * x, np.array([8, 9, 7]), excluded)
    assert points.rows.tolist() == [7, 8, 9]
    assert points.excluded.tolist() == [True, False, False]
    np.testing.assert_array_equal(points.y, 10.0 * points.x)
    assert points.nearest(2.1, 21.0, (0.5, 5.0)) == 9
    assert points.positions(np.array([5, 7, 9, 11])).tolist() == [0, 2]


def test_no_points_are_no_trouble() -> None:
    nothing = lookup_of(np.empty(0), np.empty(0), np.empty(0, dtype=np.int64), np.empty(0, dtype=bool))
    assert nothing.nearest(0.0, 0.0, (1.0, 1.0)) is None
    assert len(nothing.within(Area((0.0, 1.0), (0.0, 1.0)))) == 0


def test_what_was_found_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        some(3).x[0] = 1.0
