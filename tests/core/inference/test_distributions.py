"""Distributions from special functions against scipy.stats."""

from __future__ import annotations

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


def test_what_is_unknown_stays_unknown():
    assert np.isnan(OURS.f.sf(np.nan, 2, 5))
    assert np.isnan(OURS.t.sf(np.nan, 5))
    assert OURS.f.sf(np.inf, 2, 5) == 0.0


def test_whatever_else_is_asked_for_is_that_of_scipy_stats():
    assert OURS.f.isf(0.05, 2, 9) == stats.f.isf(0.05, 2, 9)
    assert OURS.beta is stats.beta
