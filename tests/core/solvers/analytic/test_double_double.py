from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.solvers.analytic.double_double import add, product_sum, total, two_product, two_sum

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
