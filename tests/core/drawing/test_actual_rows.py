"""Rows are found among their predictions, by any of several solutions."""

from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core.drawing.actual_rows import ActualRows, RowPart, Solution
from linreg_gui.core.drawing.area import Area
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.moments import moments
from linreg_gui.core.table.recipe import LabelScale

RNG = np.random.default_rng(5)
X, Y = RNG.normal(size=(50, 3)), RNG.normal(size=50)
ROWS = np.sort(RNG.choice(200, 50, replace=False))
MOMENTS = moments(Dataset(X, Y))
WEIGHTS = [(np.array([1.0, -2.0, 0.5]), 0.3), (np.zeros(3), 0.0)]
SOLUTIONS = [Solution(weights, float(X.mean(axis=0) @ weights) + bias) for weights, bias in WEIGHTS]


def parts(split: int) -> ActualRows:
    """The same rows, some of them apart, and those of the dataset picked out of more."""
    padded = np.repeat(X, 2, axis=0), np.repeat(Y, 2)
    first = RowPart(ROWS[:split], *padded, 2 * np.arange(split))
    return ActualRows((first, RowPart(ROWS[split:], X[split:], Y[split:])), MOMENTS)


@pytest.mark.parametrize("split", [0, 1, 20, 49, 50])
def test_rows_are_where_each_solution_predicts_them(split: int) -> None:
    chosen = np.sort(RNG.choice(50, 12, replace=False))
    x, y = parts(split).places(ROWS[chosen], SOLUTIONS)
    for at, (weights, bias) in enumerate(WEIGHTS):
        mine = slice(12 * at, 12 * at + 12)
        np.testing.assert_array_equal(x[mine], Y[chosen])
        np.testing.assert_allclose(y[mine], X[chosen] @ weights + bias)


def test_a_row_without_a_place_is_left_out() -> None:
    nobody = np.setdiff1d(np.arange(200), ROWS)[:5]
    assert parts(20).places(nobody, SOLUTIONS)[0].size == 0
    assert parts(20).places(ROWS[:3], [])[0].size == 0


@pytest.mark.parametrize("split", [0, 20, 50])
@pytest.mark.parametrize(
    "box", [((-9, 9), (-9, 9)), ((-1, 0.5), (-0.5, 1)), ((-1, 1), (-0.01, 0.01)), ((5, 6), (5, 6))]
)
def test_a_rectangle_finds_the_rows_that_one_of_the_solutions_puts_there(split: int, box) -> None:
    (left, right), (low, high) = box
    inside = np.zeros(50, dtype=bool)
    for weights, bias in WEIGHTS:
        predicted = X @ weights + bias
        inside |= (predicted >= low) & (predicted <= high)
    inside &= (left <= Y) & (right >= Y)
    assert parts(split).within(Area(*box), SOLUTIONS).rows().tolist() == ROWS[inside].tolist()


def test_in_units_of_the_label_both_are_exponentials() -> None:
    rows = ActualRows((RowPart(ROWS, X, Y),), MOMENTS, LabelScale.LOG)
    x, y = rows.places(ROWS[:4], SOLUTIONS[:1])
    np.testing.assert_allclose(x, np.exp(Y[:4]))
    np.testing.assert_allclose(y, np.exp(X[:4] @ WEIGHTS[0][0] + 0.3))


def test_weights_that_have_blown_up_find_nothing_and_break_nothing() -> None:
    assert len(parts(20).within(Area((-9, 9), (-9, 9)), [Solution(np.full(3, 1e308), np.inf)])) == 0


def test_far_from_zero_no_digits_are_lost() -> None:
    far = X + 1e12
    rows = ActualRows((RowPart(ROWS, far, Y),), moments(Dataset(far, Y)))
    weights = WEIGHTS[0][0]
    predicted = (far - far.mean(axis=0)) @ weights + 5.0
    np.testing.assert_allclose(rows.places(ROWS, [Solution(weights, 5.0)])[1], predicted, atol=1e-3)
