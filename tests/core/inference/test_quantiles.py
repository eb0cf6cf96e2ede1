"""Q–Q points and their band."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.diagnostic import lilliefors

from linreg_gui.core import ProblemError, quantile_points
from linreg_gui.core.inference.quantiles import normal_quantiles


def test_points_are_the_standardised_values_against_normal_quantiles() -> None:
    values = np.random.default_rng(0).normal(3.0, 2.0, size=50)
    points = quantile_points(values)
    assert np.allclose(points.observed, np.sort((values - values.mean()) / values.std()))
    assert np.allclose(points.theoretical, stats.norm.ppf((np.arange(1, 51) - 0.5) / 50))
    assert (points.low < points.theoretical).all()
    assert (points.theoretical < points.high).all()


@pytest.mark.parametrize("name", ["diabetes", "engel", "motor_trend_cars"])
def test_points_of_real_residuals_are_those_of_statsmodels(columns, name) -> None:
    data = columns(name)
    residuals = sm.OLS(data.y, sm.add_constant(data.X)).fit(method="qr").resid
    ours, theirs = quantile_points(residuals), sm.ProbPlot(residuals, a=0.5)
    shown = np.searchsorted(theirs.theoretical_quantiles, ours.theoretical - 1e-9)
    assert np.allclose(ours.theoretical, theirs.theoretical_quantiles[shown], rtol=1e-9, atol=1e-15)
    observed = theirs.sample_quantiles[shown] / residuals.std()
    assert np.allclose(ours.observed, observed, rtol=1e-9, atol=1e-12)
    assert len(shown) == min(data.n_rows, 400)


@pytest.mark.parametrize(
    "draw",
    [
        np.random.default_rng(3).normal,
        lambda size: np.random.default_rng(3).standard_cauchy(size) ** 3,
        lambda size: np.round(np.random.default_rng(3).normal(size=size), 1),
        lambda size: np.r_[1.0, np.zeros(size - 1)],
        lambda size: np.r_[np.random.default_rng(3).normal(size=size // 10), np.ones(9 * size // 10)],
    ],
)
def test_of_very_many_values_the_points_are_those_of_sorting_all(draw) -> None:
    values = np.asarray(draw(size=60_000))
    points, order = quantile_points(values), np.argsort(values, kind="stable")
    assert np.array_equal(points.places, order[points.ranks - 1])
    assert np.allclose(points.observed, (values[points.places] - values.mean()) / values.std())
    assert np.array_equal(normal_quantiles(values)[points.places], points.theoretical)


def share_within(draw, n: int, level: float = 0.95, count: int = 1500) -> float:
    """How many samples lie within the band as a whole."""
    points = quantile_points(draw(n), level=level)
    ranks = np.round(stats.norm.cdf(points.theoretical) * n + 0.5).astype(int)
    samples = np.sort([draw(n) for _ in range(count)], axis=1)
    samples = (samples - samples.mean(axis=1, keepdims=True)) / samples.std(axis=1, keepdims=True)
    shown = samples[:, ranks - 1]
    return float(((shown >= points.low) & (shown <= points.high)).all(axis=1).mean())


@pytest.mark.parametrize(
    ("n", "level"),
    [
        (3, 0.95),
        (5, 0.9),
        (10, 0.95),
        (30, 0.95),
        (30, 0.99),
        (100, 0.95),
        (200, 0.8),
        (500, 0.95),
        (2000, 0.95),
    ],
)
def test_a_normal_sample_stays_within_the_band_as_often_as_promised(n, level) -> None:
    rng = np.random.default_rng(1)
    assert share_within(lambda n: rng.normal(4.0, 3.0, size=n), n, level) == pytest.approx(level, abs=0.022)


@pytest.mark.parametrize(
    ("shape", "n"), [("exponential", 15), ("uniform", 60), ("lognormal", 12), ("standard_cauchy", 15)]
)
def test_other_noise_leaves_the_band_more_often_than_lilliefors_test_finds_it(shape, n) -> None:
    draw = getattr(np.random.default_rng(2), shape)
    outside = 1.0 - share_within(lambda n: draw(size=n), n)
    found = np.mean([lilliefors(draw(size=n), pvalmethod="table")[1] < 0.05 for _ in range(400)])
    assert outside > found - 0.04
    assert outside > 0.4


def test_heavy_tails_leave_the_band() -> None:
    points = quantile_points(np.random.default_rng(0).standard_t(2, size=500))
    assert (points.observed < points.low).any() or (points.observed > points.high).any()


def test_of_a_million_values_a_few_hundred_are_shown_and_the_extremes_among_them() -> None:
    values = np.random.default_rng(0).normal(size=1_000_000)
    points = quantile_points(values)
    assert len(points.observed) <= 400
    assert points.observed[-1] == (values.max() - values.mean()) / values.std()


@pytest.mark.parametrize("values", [[1.0, 2.0], [3.0, 3.0, 3.0], []])
def test_too_little_to_sort_is_a_sentence(values) -> None:
    with pytest.raises(ProblemError, match="three values"):
        quantile_points(values)


def test_wrong_arguments_are_sentences() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        quantile_points([1.0, 2.0, 3.0], level=1.0)
    with pytest.raises(ValueError, match="missing or infinite"):
        quantile_points([1.0, np.nan, 3.0])


@pytest.mark.parametrize("scale", [1e-308, 1e-200, 1e200, 1e307])
def test_the_unit_does_not_matter_however_large(scale):
    values = np.array([0.3, -1.2, 0.7, 2.2, -0.4])
    plain, scaled = quantile_points(values), quantile_points(values * scale)
    np.testing.assert_allclose(scaled.observed, plain.observed, rtol=1e-9)


@pytest.mark.parametrize(
    "options", [{"level": "a"}, {"level": 1.0}, {"seed": -1}, {"seed": "a"}, {"seed": None}]
)
def test_options_out_of_range_are_refused(options):
    with pytest.raises(ValueError, match=r"must (be|lie)"):
        quantile_points(np.arange(5.0), **options)
