from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.model.double_double import (
    add,
    matrix_product,
    product_sum,
    total,
    two_product,
    two_sum,
)

numbers = st.floats(-1e100, 1e100, allow_subnormal=False).filter(lambda x: x == 0.0 or abs(x) > 1e-100)


def exact(pair):
    return Fraction(float(pair[0])) + Fraction(float(pair[1]))


@given(numbers, numbers)
def test_a_sum_and_its_error_are_the_exact_sum(a, b):
    assert exact(two_sum(np.float64(a), np.float64(b))) == Fraction(a) + Fraction(b)


@given(numbers, numbers)
def test_a_product_and_its_error_are_the_exact_product(a, b):
    assert exact(two_product(np.float64(a), np.float64(b))) == Fraction(a) * Fraction(b)


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e-12, 1e-12)), min_size=1, max_size=40))
def test_a_total_has_twice_the_digits(numbers_and_rests):
    hi, lo = two_sum(*np.array(numbers_and_rests).T)
    wanted = sum((exact(pair) for pair in zip(hi, lo, strict=True)), Fraction(0))
    bound = Fraction(1e-28) * Fraction(float(np.abs(hi).sum())) + Fraction(1e-300)
    assert abs(exact(total((hi, lo))) - wanted) <= bound


def test_what_cancels_in_ordinary_sums_is_kept():
    a, b = np.array([1e16, 1.0, -1e16]), np.ones(3)
    zeros = np.zeros(3)
    hi, lo = product_sum((a, zeros), (b, zeros))
    assert hi + lo == 1.0


def test_addition_carries_both_parts():
    hi, lo = add((np.array([1.0]), np.array([1e-20])), (np.array([-1.0]), np.array([1e-20])))
    assert hi[0] + lo[0] == pytest.approx(2e-20, rel=1e-12)


def test_the_total_of_nothing_is_zero():
    hi, lo = total((np.empty((0, 2)), np.empty((0, 2))))
    assert hi.tolist() == lo.tolist() == [0.0, 0.0]


@pytest.mark.parametrize("seed", range(5))
def test_a_matrix_product_keeps_what_cancels(seed):
    rng = np.random.default_rng(seed)
    A = rng.normal(size=(20, 4)) * 10.0 ** rng.uniform(-9, 9, size=4)
    # The last column of B all but takes away what the others give.
    B = rng.normal(size=(4, 3)) / np.abs(A).max(axis=0)[:, None]
    B[3] = -(A[0, :3] @ B[:3]) / A[0, 3]
    rest = 1e-17 * B * rng.normal(size=B.shape)
    found = matrix_product((A, 1e-17 * A), (B, rest))
    rows = [[exact((A[i, k], 1e-17 * A[i, k])) for k in range(4)] for i in range(20)]
    wanted = [
        [sum(row[k] * exact((B[k, j], rest[k, j])) for k in range(4)) for j in range(3)] for row in rows
    ]
    for i in range(20):
        for j in range(3):
            largest = max(abs(float(rows[i][k] * Fraction(float(B[k, j])))) for k in range(4))
            error = abs(Fraction(float(found[i, j])) - wanted[i][j])
            assert error <= 2.0**-53 * abs(wanted[i][j]) + Fraction(1e-25) * Fraction(largest)
