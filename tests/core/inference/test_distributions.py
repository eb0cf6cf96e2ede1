"""Distributions from special functions against scipy.stats."""

from __future__ import annotations

from decimal import Decimal, getcontext

import numpy as np
import pytest
from scipy import stats

from linreg_gui.core.inference.distributions import distributions

OURS = distributions()
P = np.array([1e-12, 1e-3, 0.025, 0.5, 0.9, 0.975, 0.99995])
X = np.array([0.0, 1e-8, 0.3, 1.0, 2.5, 30.0, 1e3, np.inf])


@pytest.mark.parametrize("freedom", [1, 2, 7, 431, 999_989])
def test_they_are_those_of_scipy_stats(freedom):
    close = {"rtol": 1e-11, "atol": 0.0}
    assert np.allclose(OURS.t.sf(X, freedom), stats.t.sf(X, freedom), **close)
    assert np.allclose(OURS.t.sf(-X, freedom), stats.t.sf(-X, freedom), **close)
    assert np.allclose(OURS.t.ppf(P, freedom), stats.t.ppf(P, freedom), rtol=1e-9, atol=1e-12)
    assert np.allclose(OURS.chi2.sf(X, freedom), stats.chi2.sf(X, freedom), **close)
    assert np.allclose(OURS.chi2.ppf(P, freedom), stats.chi2.ppf(P, freedom), **close)
    assert np.allclose(OURS.f.sf(X, 3, freedom), stats.f.sf(X, 3, freedom), **close)
    assert np.allclose(OURS.norm.sf(X - 1.0), stats.norm.sf(X - 1.0), **close)
    assert np.allclose(OURS.norm.ppf(P), stats.norm.ppf(P), **close)


def exact_f(f: float, count: int, freedom: int) -> Decimal:
    """The tail of F for an even count: a finite sum of positive numbers, with fifty digits."""
    getcontext().prec = 50
    a, odds = Decimal(freedom) / 2, Decimal(count) * Decimal(f) / Decimal(freedom)
    rest = 1 / (1 + odds)
    total, term = Decimal(0), Decimal(1)
    for j in range(count // 2):
        total += term
        term *= (a + j) / (j + 1) * odds * rest
    return total * (a * rest.ln()).exp()


@pytest.mark.parametrize(
    ("f", "count", "freedom"),
    [
        (40.0, 4, 95),  # 1e-19
        (75.0, 6, 90),  # 1e-33
        (95.0, 4, 436),  # 1e-58
        (2e4, 10, 60),  # 1e-100
        (18.726655101839324, 78, 1_183_234),  # SciPy: 0; R: 1e-149
        (40.94151331891335, 40, 7_424),  # SciPy: 0
        (70.38719564933147, 26, 3_388),  # SciPy: a sixth off
        (267.5, 4, 15_861_438),
    ],
)
def test_a_tail_of_f_has_all_digits_however_far_out(f, count, freedom):
    assert OURS.f.sf(f, count, freedom) == pytest.approx(float(exact_f(f, count, freedom)), rel=2e-11)
    # In an array those that are far out are no different, and the others are untouched.
    both = OURS.f.sf(np.array([f, 1.5]), count, freedom)
    assert both.tolist() == [OURS.f.sf(f, count, freedom), OURS.f.sf(1.5, count, freedom)]


def test_a_tail_of_t_is_not_0_where_only_its_square_is_no_number():
    assert OURS.t.sf(1e200, 1) == pytest.approx(1e-200 / np.pi, rel=1e-12)
    assert OURS.t.sf(np.array([1e200, 1e3]), 1) == pytest.approx([1e-200 / np.pi, 1e-3 / np.pi], rel=1e-6)
    assert OURS.t.sf(1e200, 5) == 0.0


def test_what_is_unknown_stays_unknown():
    assert np.isnan(OURS.f.sf(np.nan, 2, 5))
    assert np.isnan(OURS.t.sf(np.nan, 5))
    assert OURS.f.sf(np.inf, 2, 5) == 0.0


def test_whatever_else_is_asked_for_is_that_of_scipy_stats():
    assert OURS.f.isf(0.05, 2, 9) == stats.f.isf(0.05, 2, 9)
    assert OURS.beta is stats.beta
