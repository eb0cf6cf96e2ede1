"""Points are found by their place among all rows."""

from __future__ import annotations

from dataclasses import replace

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


@pytest.fixture(scope="module")
def many() -> list[PointLookup]:
    """Scattered with an outlier far away, on a lattice with many at each place, and all in one column."""
    rng = np.random.default_rng(2)
    n = 120_000
    rows, out = np.arange(n)[::-1], np.zeros(n, dtype=bool)
    x, y = rng.normal(size=(2, n))
    x[0], y[0] = 1e9, -1e12
    lattice = rng.integers(-3, 4, (2, n)) / 2.0
    return [
        lookup_of(x, y, rows, out),
        lookup_of(*lattice, rows, out),
        lookup_of(np.zeros(n), y, rows, out),
    ]


@given(
    st.integers(0, 2),
    st.floats(-4.0, 4.0),
    st.floats(-4.0, 4.0),
    st.sampled_from([(1e-3, 1e-3), (0.02, 0.3), (0.5, 0.01), (2.0, 3.0), (1e10, 1e13)]),
)
def test_of_very_many_points_the_nearest_is_the_same_as_by_looking_at_all(
    many, which: int, x: float, y: float, reach: tuple[float, float]
) -> None:
    points = many[which]
    distance = ((points.x - x) / reach[0]) ** 2 + ((points.y - y) / reach[1]) ** 2
    found = points.nearest(x, y, reach)
    if distance.min() > 1.0:
        assert found is None
    else:
        place = points.positions(np.array([found]))[0]
        assert distance[place] == pytest.approx(distance.min(), rel=1e-9)


def test_of_very_many_points_few_are_looked_at(many) -> None:
    points = many[0]
    looked: list[int] = []
    x = Counted(points.x, looked)
    counting = replace(points, x=x)
    assert counting.nearest(0.3, -0.2, (0.05, 0.05)) == points.nearest(0.3, -0.2, (0.05, 0.05))
    assert 0 < sum(looked) < 200


class Counted(np.ndarray):
    """Notes of how many places it is asked for."""

    def __new__(cls, values: np.ndarray, looked: list[int]) -> Counted:
        array = values.view(cls)
        array.looked = looked
        return array

    def __getitem__(self, places):
        found = np.asarray(super().__getitem__(places))
        self.looked.append(found.size)
        return found


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
