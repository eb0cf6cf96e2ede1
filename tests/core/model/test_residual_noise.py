"""The noise of each loss, fitted to the residuals of any state: against scipy, and as shares of the bins."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.optimize import minimize_scalar

from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss, SquaredLoss
from linreg_gui.core.model.noise import summarise_noise
from linreg_gui.core.model.residual_noise import drawable, noise_curve


def of(loss, residuals, predictions=None):
    predictions = np.zeros_like(residuals) if predictions is None else predictions
    return noise_curve(loss, summarise_noise(residuals), residuals, predictions)


def area(curve) -> float:
    return float(np.trapezoid(curve.density, curve.x))


def test_laplace_noise_is_the_most_likely_one() -> None:
    residuals = np.random.default_rng(0).laplace(3.0, 2.0, size=401)
    curve = of(AbsoluteLoss(), residuals)
    location, scale = stats.laplace.fit(residuals)
    assert (curve.family, curve.location) == ("Laplace", pytest.approx(location))
    assert curve.scale == pytest.approx(scale)
    np.testing.assert_allclose(curve.density, stats.laplace.pdf(curve.x, location, scale), rtol=1e-9)
    assert curve.negative_log_likelihood == pytest.approx(
        -stats.laplace.logpdf(residuals, location, scale).sum()
    )
    assert area(curve) == pytest.approx(1.0, abs=0.01)


def test_huber_noise_stands_where_its_loss_is_least_and_has_the_area_one() -> None:
    residuals = np.random.default_rng(1).standard_t(2, size=500) * 3.0 + 10.0
    loss = HuberLoss(2.0)
    curve = of(loss, residuals)
    best = minimize_scalar(
        lambda m: loss.values(residuals - m, np.zeros(500)).mean(), bracket=(9, 11), tol=1e-12
    )
    assert curve.location == pytest.approx(best.x, rel=1e-6)
    assert area(curve) == pytest.approx(1.0, abs=0.02)
    assert curve.density.argmax() == pytest.approx(len(curve.x) // 2, abs=1)


def test_of_counts_the_curve_is_the_share_to_be_expected_in_each_bin() -> None:
    rng = np.random.default_rng(2)
    means = rng.uniform(0.5, 9.0, size=4000)
    counts = rng.poisson(means).astype(float)
    residuals = counts - means
    summary = summarise_noise(residuals, bins=25)
    curve = noise_curve(PoissonLoss(), summary, residuals, means)
    assert curve.family == "Poisson"
    np.testing.assert_allclose(
        curve.density, summary.density, atol=4.0 * np.sqrt(summary.density.max() / 4000)
    )
    assert float((curve.density * np.diff(summary.edges)).sum()) == pytest.approx(1.0, abs=0.02)
    assert curve.negative_log_likelihood == pytest.approx(-stats.poisson.logpmf(counts, means).sum())


def test_normal_noise_is_that_of_the_summary_and_what_does_not_vary_has_none() -> None:
    residuals = np.random.default_rng(3).normal(1.0, 2.0, size=300)
    curve = of(SquaredLoss(), residuals)
    np.testing.assert_allclose(curve.density, stats.norm.pdf(curve.x, residuals.mean(), residuals.std()))
    assert curve.negative_log_likelihood == pytest.approx(
        -stats.norm.logpdf(residuals, residuals.mean(), residuals.std()).sum()
    )
    for loss in (SquaredLoss(), AbsoluteLoss(), HuberLoss(1.0)):
        assert of(loss, np.full(9, 4.0)) is None


def test_residuals_beyond_all_numbers_can_be_drawn() -> None:
    residuals = drawable(np.array([1.0, -np.inf, np.nan, 2.0]))
    assert np.isfinite(residuals).all()
    assert np.isfinite(summarise_noise(residuals).std)
    assert of(PoissonLoss(), residuals, np.full(4, 1e100)) is None
