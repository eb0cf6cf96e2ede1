"""Ridge against rational numbers, where the penalty alone tells columns apart; and the sums behind it."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rational import exact_fit, relative_error

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.solvers.analytic.design_matrix import Design
from linreg_gui.core.solvers.analytic.exact_sums import exact_sums
from linreg_gui.core.solvers.analytic.solver import solve_analytic

DEPENDENT = {
    "twice": lambda a, b: np.c_[a, b, a],
    "doubled": lambda a, b: np.c_[a, 2.0 * a, b],
    "tripled": lambda a, b: np.c_[a, b, 3.0 * a],
    "a sum": lambda a, b: np.c_[a, b, a + b],
    "two combinations": lambda a, b: np.c_[a, a - 2.0 * b, b, 3.0 * a + b],
    "a thousandth": lambda a, b: np.c_[a, a / 1000.0, b],
    "nearly": lambda a, b: np.c_[a, b, a + np.resize([0.0, 2.0**-40], len(a))],
}

NUMBERS = st.floats(-1e9, 1e9).filter(lambda x: x == 0.0 or abs(x) > 1e-60)


def made(kind: str, seed: int) -> Dataset:
    """Whole numbers, so that the columns depend on each other to the last digit."""
    rng = np.random.default_rng(seed)
    a, b = np.round(100.0 * rng.normal(size=(2, 9)))
    return Dataset(DEPENDENT[kind](a, b), a + 10.0 * rng.normal(size=9))


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(sorted(DEPENDENT)),
    seed=st.integers(0, 10_000),
    exponent=st.floats(-28.0, 6.0),
    fit_bias=st.booleans(),
    weighted=st.booleans(),
)
def test_no_penalty_is_lost_or_costs_a_digit(kind, seed, exponent, fit_bias, weighted):
    data = made(kind, seed)
    weights = np.random.default_rng(seed).uniform(0.1, 3.0, size=9) if weighted else None
    varying = data.X - data.X.mean(axis=0) * fit_bias
    ridge = 10.0**exponent * float((varying**2).mean())
    found = solve_analytic(data, ridge=ridge, fit_bias=fit_bias, row_weights=weights)
    exact = exact_fit(data, ridge=ridge, fit_bias=fit_bias, row_weights=weights)
    if "too small" in found.explanation:
        # The smallest singular value is far below that of the penalty beside a mean of squares.
        assert exponent < -26.0
        return
    numbers = [found.bias, *found.weights] if fit_bias else found.weights
    assert relative_error(numbers, exact.parameters) < 1e-14
    assert relative_error([found.half_mse], [exact.half_mse]) < 1e-13
    assert found.method == "qr"


@pytest.mark.parametrize("fit_bias", [True, False])
def test_the_same_dollars_twice_share_one_weight(fit_bias):
    gdp = np.array([1.2e13, 1.35e13, 1.61e13, 1.79e13, 2.05e13, 2.33e13])
    data = Dataset(np.c_[gdp, gdp], [3.0, 3.4, 4.1, 4.0, 5.2, 5.9])
    found = solve_analytic(data, ridge=0.1, fit_bias=fit_bias)
    exact = exact_fit(data, ridge=0.1, fit_bias=fit_bias)
    numbers = [found.bias, *found.weights] if fit_bias else found.weights
    assert relative_error(numbers, exact.parameters) < 1e-14


def test_a_penalty_below_all_rounding_is_said_to_be_left_out():
    data = made("twice", 0)
    found = solve_analytic(data, ridge=1e-40)
    assert found.method == "minimum-norm"
    assert found.explanation.endswith("this is the answer without it.")


@settings(max_examples=40, deadline=None)
@given(
    values=st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=2, max_size=30),
    fit_bias=st.booleans(),
    weighted=st.booleans(),
)
def test_sums_over_the_rows_are_not_rounded(values, fit_bias, weighted):
    table = np.array(values)
    weights = np.resize([0.1, 1.0, 0.7], len(table)) if weighted else None
    shift = table[0, :2] / 3.0 if fit_bias else np.zeros(2)
    sums = exact_sums(Design(Dataset(table[:, :2], table[:, 2]), np.arange(2), shift, weights, fit_bias))
    m = [Fraction(value) for value in shift.tolist()]
    rows = [
        [Fraction(1)] * fit_bias + [Fraction(v) - s for v, s in zip(row, m, strict=False)] for row in values
    ]
    shares = [Fraction(value) for value in (np.ones(len(table)) if weights is None else weights).tolist()]
    k = len(rows[0])
    for i in range(k):
        assert sums.label[i] == sum(
            w * r[i] * Fraction(y[2]) for w, r, y in zip(shares, rows, values, strict=True)
        )
        for j in range(k):
            assert sums.products[i, j] == sum(w * r[i] * r[j] for w, r in zip(shares, rows, strict=True))
    assert sums.total_weight == sum(shares)
