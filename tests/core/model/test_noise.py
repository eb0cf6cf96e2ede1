from __future__ import annotations

import math

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from linreg_gui.core.model.linear_model import residual
from linreg_gui.core.model.noise import (
    freedman_diaconis,
    negative_log_likelihood,
    normal_density,
    summarise_noise,
)
from linreg_gui.core.solvers.analytic.solver import solve_analytic

residuals = np.random.default_rng(0).normal(0.5, 2.0, size=500)


def area(summary):
    return float(np.sum(summary.density * np.diff(summary.edges)))


def test_the_mean_and_spread_are_those_of_the_residuals():
    summary = summarise_noise(residuals)
    assert summary.mean == pytest.approx(residuals.mean())
    assert summary.std == pytest.approx(residuals.std())
    assert summary.n_rows == 500


def test_the_likelihood_is_the_sum_of_the_log_densities():
    summary = summarise_noise(residuals)
    expected = -stats.norm.logpdf(residuals, residuals.mean(), residuals.std()).sum()
    assert summary.negative_log_likelihood == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("name", ["diabetes", "engel", "motor_trend_cars"])
def test_the_noise_of_real_data_is_as_likely_as_statsmodels_says(columns, name):
    data = columns(name)
    fit = solve_analytic(data)
    theirs = sm.OLS(data.y, sm.add_constant(data.X)).fit(method="qr")
    summary = summarise_noise(residual(data.X, data.y, fit.weights, fit.bias))
    assert summary.negative_log_likelihood == pytest.approx(-theirs.llf, rel=1e-9)
    assert summary.std == pytest.approx(math.sqrt(theirs.ssr / data.n_rows), rel=1e-9)
    assert summary.mean == pytest.approx(0.0, abs=1e-9 * summary.std)


def test_residuals_that_do_not_vary_are_infinitely_likely():
    assert negative_log_likelihood(10, 0.0) == -math.inf
    assert summarise_noise(np.full(10, 3.0)).negative_log_likelihood == -math.inf


@given(
    center=st.sampled_from([0.0, 1.0, -1e9, 1e-12, 1e12]),
    spread=st.sampled_from([0.0, 1e-20, 1e-9, 1.0, 1e6]),
    n=st.integers(1, 100),
    bins=st.integers(1, 60),
)
def test_the_area_of_the_histogram_is_one(center, spread, n, bins):
    values = center + spread * np.random.default_rng(n).normal(size=n)
    summary = summarise_noise(values, bins=bins)
    assert summary.density.shape == (bins,)
    assert np.all(np.diff(summary.edges) > 0.0)
    assert area(summary) == pytest.approx(1.0)
    assert summary.edges[0] <= values.min()
    assert values.max() <= summary.edges[-1]


@pytest.mark.parametrize("n", [30, 200, 5_000])
@pytest.mark.parametrize("draw", ["normal", "uniform", "exponential", "laplace", "logistic"])
def test_the_bins_are_as_wide_as_freedman_and_diaconis_want_them(draw, n):
    values = getattr(np.random.default_rng(n), draw)(size=n)
    expected = min(np.histogram_bin_edges(values, "fd").size - 1, int(2 * math.sqrt(n)))
    assert summarise_noise(values).density.size == expected


@given(
    values=st.lists(st.floats(-1e300, 1e300) | st.sampled_from([0.0, 1.0]), min_size=1, max_size=80),
)
def test_there_are_never_more_bins_than_twice_the_root_of_the_rows(values):
    bins = summarise_noise(values, mean=0.0, std=1.0).density.size
    assert 1 <= bins <= max(1, 2 * math.sqrt(len(values)))


@given(values=st.lists(st.integers(-1000, 1000), min_size=1, max_size=80), power=st.integers(-60, 60))
def test_the_number_of_bins_depends_on_neither_order_nor_unit(values, power):
    residuals = np.asarray(values, dtype=float)
    count = freedman_diaconis(residuals)
    assert freedman_diaconis(residuals[::-1] * 2.0**power) == count
    assert summarise_noise(residuals).density.size == count


def test_bins_where_half_of_the_residuals_are_alike_are_those_of_sturges():
    assert freedman_diaconis(np.r_[np.zeros(90), np.arange(10.0)]) == math.ceil(1 + math.log2(100))


def test_a_sample_makes_the_histogram_and_all_rows_make_the_numbers():
    summary = summarise_noise(residuals[:50], mean=0.25, std=3.0, n_rows=1000)
    assert (summary.mean, summary.std, summary.n_rows) == (0.25, 3.0, 1000)
    assert summary.negative_log_likelihood == pytest.approx(negative_log_likelihood(1000, 3.0))
    assert area(summary) == pytest.approx(1.0)


def test_sigma_has_the_degrees_of_freedom_that_the_parameters_leave():
    residuals = np.array([1.0, -1.0, 2.0, -2.0, 0.0])
    noise = summarise_noise(residuals, n_parameters=2)
    assert noise.degrees_of_freedom == 3
    assert noise.standard_error == pytest.approx(math.sqrt(10.0 / 3.0))
    assert noise.std == pytest.approx(math.sqrt(10.0 / 5.0))
    assert summarise_noise(residuals + 1.0, n_parameters=2).standard_error == pytest.approx(math.sqrt(5.0))
    assert math.isnan(summarise_noise(residuals, n_parameters=5).standard_error)


def test_the_normal_density_is_the_one_of_the_chapter():
    x = np.linspace(-5.0, 5.0, 11)
    np.testing.assert_allclose(normal_density(x, 0.5, 2.0), stats.norm.pdf(x, 0.5, 2.0), rtol=1e-13)
