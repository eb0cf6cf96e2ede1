from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.loss_noise import loss_noise
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss, SquaredLoss
from linreg_gui.core.problem import ProblemError, ProblemKind

at = np.linspace(-6.0, 6.0, 25)


def data_of(residuals):
    """Rows for which weight 2 and bias 1 leave these residuals."""
    x = np.linspace(-1.0, 1.0, len(residuals))
    return Dataset(x[:, None], 2.0 * x + 1.0 + residuals)


def noise_of(loss, residuals):
    return loss_noise(loss, data_of(residuals), [2.0], 1.0)


def some_residuals(n=200, seed=0):
    return np.random.default_rng(seed).standard_t(3, size=n)


def test_the_squared_error_stands_for_normal_noise():
    r = some_residuals()
    noise = noise_of(SquaredLoss(), r)
    normal = stats.norm(0.0, np.sqrt(np.mean(r**2)))
    assert (noise.family, noise.scale) == ("normal", pytest.approx(normal.std()))
    np.testing.assert_allclose(noise.density(at), normal.pdf(at), rtol=1e-12)
    assert noise.negative_log_likelihood == pytest.approx(-normal.logpdf(r).mean(), rel=1e-12)


def test_the_absolute_error_stands_for_laplace_noise():
    r = some_residuals()
    noise = noise_of(AbsoluteLoss(), r)
    laplace = stats.laplace(0.0, np.mean(np.abs(r)))
    assert (noise.family, noise.scale) == ("Laplace", pytest.approx(np.mean(np.abs(r))))
    np.testing.assert_allclose(noise.density(at), laplace.pdf(at), rtol=1e-12)
    assert noise.negative_log_likelihood == pytest.approx(-laplace.logpdf(r).mean(), rel=1e-12)


@pytest.mark.parametrize("threshold", [0.1, 0.7, 2.0, 50.0])
def test_huber_noise_is_the_most_likely_of_its_kind(threshold):
    """Normal up to the threshold, exponential beyond: scipy’s Crystal Ball has no such two tails."""
    r, loss = some_residuals(), HuberLoss(threshold)
    noise = noise_of(loss, r)
    assert noise.family == "Huber"
    mean = loss.values(r, np.zeros(len(r))).mean()

    def negative_log_likelihood(scale):
        density = lambda v: np.exp(-loss.values(np.array([v]), np.zeros(1))[0] / scale**2)  # noqa: E731
        area = 2.0 * (
            integrate.quad(density, 0.0, threshold, epsabs=0.0)[0]
            + integrate.quad(density, threshold, np.inf, epsabs=1e-300)[0]
        )
        return mean / scale**2 + np.log(area)

    best = negative_log_likelihood(noise.scale)
    assert noise.negative_log_likelihood == pytest.approx(best, rel=1e-7)
    for factor in (0.98, 1.02):
        assert negative_log_likelihood(factor * noise.scale) > best
    assert noise.negative_log_likelihood == pytest.approx(-np.log(noise.density(r)).mean(), rel=1e-12)


def test_huber_noise_with_a_wide_threshold_is_normal():
    r = some_residuals()
    wide, normal = noise_of(HuberLoss(1e3), r), noise_of(SquaredLoss(), r)
    np.testing.assert_allclose(wide.density(at), normal.density(at), rtol=1e-12)
    assert wide.negative_log_likelihood == pytest.approx(normal.negative_log_likelihood, rel=1e-12)


def test_huber_noise_with_a_narrow_threshold_is_laplace():
    r = some_residuals()
    narrow, laplace = noise_of(HuberLoss(1e-6), r), noise_of(AbsoluteLoss(), r)
    np.testing.assert_allclose(narrow.density(at), laplace.density(at), rtol=1e-5)


@pytest.mark.parametrize("loss", [SquaredLoss(), AbsoluteLoss(), HuberLoss(0.5), HuberLoss(3.0)], ids=repr)
@given(scale=st.floats(0.1, 10.0), output=st.floats(-10.0, 10.0))
def test_the_area_under_every_density_is_one(loss, scale, output):
    noise = noise_of(loss, scale * some_residuals(50))

    def area(low, high):
        return integrate.quad(lambda v: float(noise.density(output + v, output)), low, high)[0]

    bend = loss.parameter or noise.scale
    assert 2.0 * (area(0.0, bend) + area(bend, np.inf)) == pytest.approx(1.0, abs=1e-7)


def test_counts_have_the_probabilities_of_poisson():
    rng = np.random.default_rng(0)
    x = rng.normal(size=100)
    data = Dataset(x[:, None], rng.poisson(np.exp(0.5 * x + 1.0)))
    noise = loss_noise(PoissonLoss(), data, [0.5], 1.0)
    counts = np.arange(0.0, 30.0)
    np.testing.assert_allclose(noise.density(counts, 1.2), stats.poisson.pmf(counts, np.exp(1.2)), rtol=1e-12)
    assert noise.density(np.arange(200.0), 3.0).sum() == pytest.approx(1.0)
    assert noise.density([-1.0, -0.5]).tolist() == [0.0, 0.0]
    expected = -stats.poisson.logpmf(data.y, np.exp(0.5 * x + 1.0)).mean()
    assert noise.negative_log_likelihood == pytest.approx(expected, rel=1e-12)
    assert noise.family == "Poisson"


@pytest.mark.parametrize("loss", [SquaredLoss(), AbsoluteLoss(), HuberLoss(1.0)], ids=repr)
def test_a_model_without_residuals_has_no_noise(loss):
    data = Dataset([[1.0], [2.0]], [3.0, 5.0])
    with pytest.raises(ProblemError) as caught:
        loss_noise(loss, data, [2.0], 1.0)
    assert caught.value.problem.kind is ProblemKind.NO_NOISE


def test_a_loss_too_large_to_be_a_number_tells_of_no_noise():
    with pytest.raises(ProblemError) as caught:
        loss_noise(SquaredLoss(), Dataset([[1e200], [2.0]], [3.0, 5.0]), [2.0], 1.0)
    assert caught.value.problem.kind is ProblemKind.OVERFLOW
