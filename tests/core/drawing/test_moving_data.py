"""Rows in the middle of a stroke: line, loss and residuals come from one value."""

from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core.drawing.exact_line import PointSums, sums_of
from linreg_gui.core.drawing.moving_data import MovingData
from linreg_gui.core.model.linear_model import Line

X = np.array([0.0, 1.0, 2.0, 5.0])
Y = np.array([1.0, 3.5, 4.0, 11.0])


def test_line_loss_and_residuals_belong_to_the_same_rows() -> None:
    data = MovingData(sums_of(X, Y, (2.0, 5.0)), X, Y)
    slope, intercept = np.polyfit(X, Y, 1)
    residuals = Y - slope * X - intercept
    assert data.line == pytest.approx((slope, intercept))
    assert data.least == pytest.approx(0.5 * np.mean(residuals**2))
    noise = data.noise(data.line)
    assert (noise.mean, noise.std) == pytest.approx((0.0, residuals.std()), abs=1e-12)
    assert noise.edges[[0, -1]] == pytest.approx([residuals.min(), residuals.max()])
    assert data.distance(data.line) == 0.0
    assert data.distance(Line(slope, intercept + Y.std())) == pytest.approx(1.0)


def test_without_points_there_is_nothing_to_tell() -> None:
    data = MovingData(PointSums((0.0, 0.0)), np.empty(0), np.empty(0))
    assert data.line is None
    assert data.least is None
    assert data.noise(Line(1.0, 0.0)) is None
    assert data.distance(Line(1.0, 0.0)) is None


@pytest.mark.parametrize("slope", [1e308, -1e308])
def test_residuals_without_numbers_are_not_shown(slope: float) -> None:
    data = MovingData(sums_of(100.0 * X, Y, (0.0, 0.0)), 100.0 * X, Y)
    assert data.noise(Line(slope, 0.0)) is None
