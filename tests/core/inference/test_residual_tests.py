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
    statistic, _, skewness, kurtosis = jarque_bera(fitted.resid)
    found = (ours.jarque_bera, ours.skewness, ours.kurtosis)
    assert found == pytest.approx((statistic, skewness, kurtosis), rel=1e-9, abs=1e-12)
    lm, p, *_ = het_breuschpagan(fitted.resid, fitted.model.exog)
    assert (ours.breusch_pagan, ours.breusch_pagan_p) == pytest.approx((lm, p), rel=1e-9)


@pytest.mark.parametrize("name", ["diabetes", "engel", "motor_trend_cars"])
def test_real_data_agree_with_statsmodels(columns, name) -> None:
    assert_agrees(columns(name))


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), n=st.integers(10, 60), d=st.integers(1, 3))
def test_any_ordinary_data_agree_with_statsmodels(seed: int, n: int, d: int) -> None:
    rng = np.random.default_rng(seed)
    X = rng.normal(3.0, 2.0, size=(n, d))
    assert_agrees(Dataset(X, X @ rng.normal(size=d) + rng.normal(size=n)))


@pytest.mark.parametrize(("n", "d"), [(6, 2), (10, 1), (20, 4), (50, 1)])
def test_normal_noise_is_rejected_as_often_as_the_level_says(n: int, d: int) -> None:
    rng = np.random.default_rng(3)
    X = rng.exponential(size=(n, d))
    p = np.array([residual_tests(Dataset(X, rng.normal(size=n))).jarque_bera_p for _ in range(300)])
    assert (p < 0.05).mean() == pytest.approx(0.05, abs=0.03)
    assert (p < 0.5).mean() == pytest.approx(0.5, abs=0.09)


def test_with_one_degree_of_freedom_nothing_speaks_against_normal_noise() -> None:
    data = Dataset(np.array([[1.0], [2.0], [4.0]]), np.array([1.0, 5.0, 2.0]))
    assert residual_tests(data).jarque_bera_p == 1.0


def test_from_many_rows_on_the_p_value_is_that_of_statsmodels() -> None:
    rng = np.random.default_rng(0)
    data = Dataset(rng.normal(size=(600, 2)), rng.standard_t(20, size=600))
    fitted = sm.OLS(data.y, sm.add_constant(data.X)).fit()
    assert residual_tests(data).jarque_bera_p == pytest.approx(jarque_bera(fitted.resid)[1], rel=1e-7)


def test_the_seed_of_the_simulation_gives_the_same_p_again() -> None:
    rng = np.random.default_rng(0)
    data = Dataset(rng.normal(size=(30, 1)), rng.exponential(size=30))
    first, again, other = (residual_tests(data, seed=seed).jarque_bera_p for seed in (1, 1, 2))
    assert first == again != other


def test_noise_that_grows_with_a_feature_is_noticed() -> None:
    rng = np.random.default_rng(0)
    x = np.linspace(1.0, 10.0, 400)
    even = residual_tests(Dataset(x[:, None], x + rng.normal(size=400)))
    growing = residual_tests(Dataset(x[:, None], x + x * rng.normal(size=400)))
    assert growing.breusch_pagan_p < 1e-6 < 0.01 < even.breusch_pagan_p


def test_residuals_that_do_not_vary_are_a_sentence() -> None:
    with pytest.raises(ProblemError, match="no noise to test"):
        residual_tests(Dataset(np.arange(9.0)[:, None], np.full(9, 2.0)))
