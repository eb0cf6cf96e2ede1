"""The three tests of the residuals against statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.diagnostic import het_breuschpagan
from statsmodels.stats.stattools import durbin_watson, jarque_bera

from linreg_gui.core import Dataset, ProblemError, residual_tests


def assert_agrees(data: Dataset) -> None:
    fitted = sm.OLS(data.y, sm.add_constant(data.X)).fit(method="qr")
    ours = residual_tests(data)
    assert ours.durbin_watson == pytest.approx(durbin_watson(fitted.resid), rel=1e-9)
    theirs = jarque_bera(fitted.resid)
    found = (ours.jarque_bera, ours.jarque_bera_p, ours.skewness, ours.kurtosis)
    assert found == pytest.approx(theirs, rel=1e-7, abs=1e-12)
    lm, p, *_ = het_breuschpagan(fitted.resid, fitted.model.exog)
    assert (ours.breusch_pagan, ours.breusch_pagan_p) == pytest.approx((lm, p), rel=1e-7)


@pytest.mark.parametrize("name", ["diabetes", "engel", "motor_trend_cars"])
def test_real_data_agree_with_statsmodels(columns, name) -> None:
    assert_agrees(columns(name))


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), n=st.integers(10, 60), d=st.integers(1, 3))
def test_any_ordinary_data_agree_with_statsmodels(seed: int, n: int, d: int) -> None:
    rng = np.random.default_rng(seed)
    X = rng.normal(3.0, 2.0, size=(n, d))
    assert_agrees(Dataset(X, X @ rng.normal(size=d) + rng.normal(size=n)))


def test_noise_that_grows_with_a_feature_is_noticed() -> None:
    rng = np.random.default_rng(0)
    x = np.linspace(1.0, 10.0, 400)
    even = residual_tests(Dataset(x[:, None], x + rng.normal(size=400)))
    growing = residual_tests(Dataset(x[:, None], x + x * rng.normal(size=400)))
    assert growing.breusch_pagan_p < 1e-6 < 0.01 < even.breusch_pagan_p


def test_residuals_that_do_not_vary_are_a_sentence() -> None:
    with pytest.raises(ProblemError, match="no noise to test"):
        residual_tests(Dataset(np.arange(9.0)[:, None], np.full(9, 2.0)))
