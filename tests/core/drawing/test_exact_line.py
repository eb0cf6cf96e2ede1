"""The running line is that of the points that are there, whatever came and went before."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.drawing.exact_line import PointSums, sums_of
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.linear_model import Line
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


@given(
    st.lists(COORDINATES, min_size=1, max_size=30),
    st.tuples(st.floats(-1e3, 1e3), st.floats(-1e6, 1e6)),
    st.sampled_from([0.0, 1e6, -1e9]),
)
def test_loss_and_residuals_of_a_line_are_those_of_the_points(
    points: list[tuple[float, float]], numbers: tuple[float, float], offset: float
) -> None:
    x, y = np.array(points).T
    x, y = x + offset, y - offset
    slope = round(numbers[0], 6)
    line = Line(slope, numbers[1] - offset * (1.0 + slope))
    sums = sums_of(x, y, (float(x.mean()), float(y.mean())))
    steep, intercept = map(Fraction, line)
    residuals = [Fraction(v) - steep * Fraction(u) - intercept for u, v in zip(x, y, strict=True)]
    n, size = len(residuals), float(max(map(abs, residuals)))
    mean = sum(residuals) / n
    assert sums.residual_mean(line) == pytest.approx(float(mean), rel=1e-12, abs=1e-12 * size)
    assert sums.half_mse(line) == pytest.approx(float(sum(r * r for r in residuals) / (2 * n)), rel=1e-12)
    spread = math.sqrt(sum((r - mean) ** 2 for r in residuals) / n)
    assert sums.residual_std(line) == pytest.approx(spread, rel=1e-9, abs=1e-12 * size)
    np.testing.assert_allclose(
        sums.residuals(line, x, y), [float(r) for r in residuals], rtol=1e-9, atol=1e-9 * (size + 1.0)
    )


@given(st.lists(COORDINATES, min_size=3, max_size=30), st.floats(-100, 100), st.floats(-1e5, 1e5))
def test_the_distance_of_a_line_is_that_of_its_predictions(
    points: list[tuple[float, float]], slope: float, intercept: float
) -> None:
    x, y = np.array(points).T
    sums = sums_of(x, y, (float(x[0]), float(y[0])))
    exact, line = Line(2.0, -1.0), Line(slope, intercept)
    differences = (slope - 2.0) * x + (intercept + 1.0)
    distance = sums.distance(line, exact)
    if np.ptp(y) > 1e-3:
        assert distance == pytest.approx(math.sqrt(np.mean(differences**2)) / y.std(), rel=1e-6, abs=1e-9)
    assert sums.distance(exact, exact) == 0.0


def test_labels_that_are_all_alike_are_measured_by_their_size() -> None:
    sums = sums_of(np.arange(3.0), np.full(3, 7.0), (1.0, 7.0))
    assert sums.distance(Line(0.0, 7.0), Line(0.0, 7.0)) == 0.0
    assert sums.distance(Line(0.0, 7.5), Line(0.0, 7.0)) == pytest.approx(0.5 / 7.0)
    nothing = sums_of(np.arange(3.0), np.zeros(3), (1.0, 0.0))
    assert nothing.distance(Line(0.0, 0.0), Line(0.0, 0.0)) == 0.0
    assert nothing.distance(Line(0.0, 0.5), Line(0.0, 0.0)) == math.inf


def test_numbers_beyond_a_float_are_infinite_and_small_ones_are_kept() -> None:
    sums = sums_of(np.array([0.0, 1.0]), np.array([0.0, 1e-200]), (0.0, 0.0))
    assert sums.residual_std(Line(0.0, 0.0)) == pytest.approx(5e-201)
    assert sums.half_mse(Line(1e300, 0.0)) == math.inf
