"""The running line is that of the points that are there, whatever came and went before."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.drawing.exact_line import PointSums, sums_of
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.solvers.analytic.solver import solve_analytic

COORDINATES = st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))


def exact_line(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    fit = solve_analytic(Dataset(x[:, None], y))
    return float(fit.weights[0]), fit.bias


def one(x: float, y: float, centre: tuple[float, float]) -> PointSums:
    return sums_of(np.array([x]), np.array([y]), centre)


def test_after_a_hundred_thousand_updates_the_line_is_that_of_the_points_left() -> None:
    rng = np.random.default_rng(0)
    x, y = rng.normal(1e4, 3.0, 500), rng.normal(-2e5, 7.0, 500)
    centre = (float(x.mean()), float(y.mean()))
    sums = sums_of(x, y, centre)
    for _ in range(2_000):
        # 20 points come, 20 go, and 15 move: 55 updates a time.
        new_x, new_y = rng.normal(1e4, 3.0, 20), rng.normal(-2e5, 7.0, 20)
        sums += sums_of(new_x, new_y, centre)
        x, y = np.append(x, new_x), np.append(y, new_y)
        gone, moved = np.split(rng.choice(x.size, 35, replace=False), [20])
        sums = sums - sums_of(x[gone], y[gone], centre) - sums_of(x[moved], y[moved], centre)
        x[moved], y[moved] = rng.normal(1e4, 3.0, 15), rng.normal(-2e5, 7.0, 15)
        sums += sums_of(x[moved], y[moved], centre)
        x, y = np.delete(x, gone), np.delete(y, gone)
    assert sums.n_rows == x.size == 500
    assert sums.line() == pytest.approx(exact_line(x, y), rel=1e-9)


@given(st.lists(COORDINATES, min_size=3, max_size=30), st.floats(1e9, 1e14), st.floats(-1e14, 1e14))
def test_an_outlier_that_was_taken_out_again_leaves_no_trace(
    points: list[tuple[float, float]], x_far: float, y_far: float
) -> None:
    x, y = np.array(points).T
    sums = sums_of(x, y, (0.5, -0.5))
    far = one(x_far, y_far, (0.5, -0.5))
    assert sums + far - far == sums


@given(st.lists(COORDINATES, min_size=2, max_size=40, unique_by=lambda p: round(p[0])))
def test_the_line_is_the_exact_solution(points: list[tuple[float, float]]) -> None:
    x, y = np.round(np.array(points).T)
    slope, intercept = exact_line(x, y)
    line = sums_of(x, y, (float(x[0]), float(y[0]))).line()
    size = np.abs(y).max() + 1.0
    assert line.slope == pytest.approx(slope, rel=1e-9, abs=1e-9 * size / np.ptp(x))
    reach = 1.0 + np.abs(x).max() / np.ptp(x)
    assert line.intercept == pytest.approx(intercept, rel=1e-9, abs=1e-9 * size * reach)


@given(
    st.lists(COORDINATES, min_size=4, max_size=20, unique_by=lambda p: round(p[0])),
    st.floats(-1e3, 1e3),
    st.floats(-1e3, 1e3),
)
def test_some_of_the_points_moved_together(points: list[tuple[float, float]], dx: float, dy: float) -> None:
    x, y = np.round(np.array(points).T)
    centre = (float(x.mean()), float(y.mean()))
    some, rest = sums_of(x[:2], y[:2], centre), sums_of(x[2:], y[2:], centre)
    there, back = some.moved(dx, dy), some.moved(dx, dy).moved(-dx, -dy)
    assert back == some
    placed = sums_of(x[:2] + dx, y[:2] + dy, centre)
    assert float(there.x) == pytest.approx(float(placed.x), rel=1e-9, abs=1e-6)
    assert float(there.xx) == pytest.approx(float(placed.xx), rel=1e-9, abs=1e-3)
    assert float(there.xy) == pytest.approx(float(placed.xy), rel=1e-9, abs=1e-3)
    assert (rest + there).n_rows == x.size


def test_one_point_or_points_above_each_other_give_a_level_line_and_none_gives_no_line() -> None:
    assert sums_of(np.array([3.0]), np.array([5.0]), (0.0, 0.0)).line() == (0.0, 5.0)
    assert sums_of(np.array([3.0, 3.0]), np.array([4.0, 6.0]), (0.0, 0.0)).line() == (0.0, 5.0)
    assert PointSums((0.0, 0.0)).line() is None


def test_many_points_are_summed_in_blocks() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=200_001)
    y = 2.0 * x + rng.normal(size=x.size)
    assert sums_of(x, y, (0.0, 0.0)).line() == pytest.approx(exact_line(x, y), rel=1e-12)


def test_a_slope_beyond_all_numbers_is_no_line() -> None:
    assert sums_of(np.array([0.0, 5e-324]), np.array([0.0, 1e100]), (0.0, 0.0)).line() in (None, (0.0, 5e99))
