"""Sticks reach from the points to the line, and squares are squares on the screen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.explaining.residual_shapes import loss_in_squares, loss_in_sticks, residual_shapes
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss, SquaredLoss


@given(
    seed=st.integers(0, 1000),
    slope=st.floats(-5.0, 5.0),
    pixel=st.tuples(st.floats(1e-3, 1e3), st.floats(1e-3, 1e3)),
)
def test_their_areas_on_the_screen_are_as_the_squared_residuals(seed, slope, pixel) -> None:
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=20), rng.normal(size=20)
    on_line = slope * x + 0.3
    found = residual_shapes(x, y, on_line, slope, pixel)
    left, bottom, width, height = found.squares.T
    np.testing.assert_allclose(width / pixel[0], height / pixel[1])
    np.testing.assert_allclose(width / pixel[0] * height / pixel[1] * pixel[1] ** 2, (y - on_line) ** 2)
    np.testing.assert_allclose(found.sticks[:, 0], np.column_stack([x, y]))
    np.testing.assert_allclose(found.sticks[:, 1], np.column_stack([x, on_line]))
    # The stick is one side, from end to end.
    np.testing.assert_allclose(bottom, np.minimum(y, on_line))
    np.testing.assert_allclose(bottom + height, np.maximum(y, on_line))
    assert (np.isclose(left, x) | np.isclose(left + width, x)).all()


@pytest.mark.parametrize("slope", [2.0, -2.0, 0.0])
def test_squares_lie_where_the_line_goes_away(slope: float) -> None:
    x, y = np.array([0.0, 0.0]), np.array([1.0, -1.0])
    squares = residual_shapes(x, y, np.zeros(2), slope, (1.0, 1.0)).squares
    for (left, bottom, width, height), above in zip(squares, (True, False), strict=True):
        line = slope * (left + 0.5 * width)
        middle = bottom + 0.5 * height
        assert line <= middle if above else line >= middle
        assert line * (1.0 if above else -1.0) <= 0.0


def test_predicted_against_actual_has_the_diagonal_for_its_line() -> None:
    actual, predicted = np.array([1.0, 4.0]), np.array([2.0, 1.0])
    found = residual_shapes(actual, predicted, actual, 1.0, (1.0, 1.0))
    assert found.squares[:, 3].tolist() == [1.0, 3.0]
    assert found.sticks[1].tolist() == [[4.0, 1.0], [4.0, 4.0]]


def test_the_words_about_areas_and_lengths_are_true_of_each_loss() -> None:
    residuals = np.array([0.5, -2.0, 3.0, 0.25])
    area, length = (residuals**2).mean(), np.abs(residuals).mean()
    zero = np.zeros(4)
    assert 0.5 * area == pytest.approx(SquaredLoss().values(residuals, zero).mean())
    assert loss_in_squares(SquaredLoss()) == "half the mean area of all is the loss"
    assert length == pytest.approx(AbsoluteLoss().values(residuals, zero).mean())
    assert loss_in_sticks(AbsoluteLoss()) == "the mean length of all is the loss"
    huber = HuberLoss(1.0).values(residuals, zero)
    inside = np.abs(residuals) <= 1.0
    np.testing.assert_allclose(huber[inside], 0.5 * residuals[inside] ** 2)
    assert (huber[~inside] < 0.5 * residuals[~inside] ** 2).all()
    told = "half an area is the loss of a residual up to 1; beyond, the loss is less"
    assert loss_in_squares(HuberLoss(1.0)) == told
    for loss in (AbsoluteLoss(), PoissonLoss()):
        assert loss_in_squares(loss) == f"their area is not the loss, which is the {loss.name}"
    assert not any(map(loss_in_sticks, (SquaredLoss(), HuberLoss(1.0), PoissonLoss())))
