"""Any noise over the residuals: its likelihood is the one that adds up row by row, and goes with the loss."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from linreg_gui.core.explaining.noise_lab import NoiseLab, noise_lab
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, Loss, PoissonLoss, SquaredLoss
from linreg_gui.core.model.noise import summarise_noise

RESIDUALS = np.random.default_rng(0).standard_t(4.0, 60)
LOSSES = (SquaredLoss(), AbsoluteLoss(), HuberLoss(0.8))
places = st.floats(-3.0, 3.0)
scales = st.floats(0.05, 20.0)


def lab_of(loss: Loss, residuals: np.ndarray = RESIDUALS) -> NoiseLab:
    found = noise_lab(loss, summarise_noise(residuals), (0.1, 1.2), residuals)
    assert isinstance(found, NoiseLab)
    return found


@given(place=places, scale=st.floats(0.5, 20.0))
@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.name)
def test_the_likelihood_is_the_product_over_the_rows(loss: Loss, place: float, scale: float) -> None:
    lab = lab_of(loss)
    rows = -np.log(lab.density(RESIDUALS, place, scale)).sum()
    assert lab.negative_log_likelihood(place, scale) == pytest.approx(rows, rel=1e-9)


@given(place=places, scale=scales)
def test_normal_and_laplace_noise_are_those_of_scipy(place: float, scale: float) -> None:
    for loss, oracle in ((SquaredLoss(), stats.norm), (AbsoluteLoss(), stats.laplace)):
        found = lab_of(loss).negative_log_likelihood(place, scale)
        assert found == pytest.approx(-oracle(place, scale).logpdf(RESIDUALS).sum(), rel=1e-9)


@given(place=places, other=places, scale=scales)
@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.name)
def test_at_any_scale_both_rise_together(loss: Loss, place: float, other: float, scale: float) -> None:
    """The proof: their differences are in one proportion, n/τ."""
    lab = lab_of(loss)
    likelihoods = [lab.negative_log_likelihood(at, scale) for at in (place, other)]
    losses = [lab.mean_loss(at) for at in (place, other)]
    factor = lab.n_rows / lab.unit(scale)
    assert np.diff(likelihoods)[0] == pytest.approx(factor * np.diff(losses)[0], rel=1e-7, abs=1e-6)


def test_a_place_is_what_the_bias_is_raised_by() -> None:
    y, output = RESIDUALS + 3.0, np.full(60, 3.0)
    for loss in LOSSES:
        assert lab_of(loss).mean_loss(0.7) == pytest.approx(loss.values(output + 0.7, y).mean())


def test_the_numbers_of_the_proof_add_up() -> None:
    for loss in LOSSES:
        lab = lab_of(loss)
        symbols, numbers, words = lab.proof(0.3, 1.5).lines
        whole, _, parts = numbers.replace("−", "-").partition(" = ")
        first, _, second = parts.partition(" + ")
        factor, _, mean = second.partition(" · ")
        assert float(whole) == pytest.approx(float(first) + float(factor) * float(mean), rel=1e-4)
        assert symbols.startswith("−log L = n · log")
        assert words.endswith("is, both are least at once.")


def test_of_a_sample_it_is_said() -> None:
    summary = summarise_noise(RESIDUALS, n_rows=5000)
    lab = noise_lab(AbsoluteLoss(), summary, (0.0, 1.0), RESIDUALS)
    assert isinstance(lab, NoiseLab)
    assert lab.proof(0.0, 1.0).lines[1].endswith("(loss of 60 of the 5,000 rows)")
    normal = noise_lab(SquaredLoss(), summary, (0.0, 1.0), RESIDUALS)
    assert isinstance(normal, NoiseLab)
    assert normal.rows_used == 5000


@pytest.mark.parametrize("best", [(0.0, 0.0), (math.nan, 1.0), (0.0, math.inf)])
def test_without_noise_there_is_a_sentence(best: tuple[float, float]) -> None:
    found = noise_lab(SquaredLoss(), summarise_noise(RESIDUALS), best, RESIDUALS)
    assert found == "The residuals do not vary, so there is no noise."


def test_counts_have_no_one_curve() -> None:
    found = noise_lab(PoissonLoss(), summarise_noise(RESIDUALS), (0.0, 1.0), RESIDUALS)
    assert isinstance(found, str)
    assert "another noise in each row" in found


def test_very_narrow_and_very_wide_noise_has_numbers() -> None:
    for loss in LOSSES:
        for scale in (1e-100, 1e100):
            assert not math.isnan(lab_of(loss).negative_log_likelihood(1e50, scale))
