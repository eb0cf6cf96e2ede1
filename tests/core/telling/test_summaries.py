"""The sentences say what the numbers say."""

from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core.model.loss_curve import LossCurve
from linreg_gui.core.model.noise import NoiseSummary, summarise_noise
from linreg_gui.core.telling.summaries import (
    Standing,
    distance_words,
    fit_sentence,
    loss_sentence,
    noise_sentence,
    shape_words,
    times_sentence,
)

RANDOM = np.random.default_rng(7)
NORMAL = RANDOM.normal(size=20_000)


def noise(residuals: np.ndarray) -> NoiseSummary:
    return summarise_noise(residuals)


@pytest.mark.parametrize(
    ("residuals", "words"),
    [
        (NORMAL, "even"),
        (RANDOM.gamma(16.0, size=20_000) - 16.0, "even, slight right tail"),
        (2.0 - RANDOM.gamma(2.0, size=20_000), "even, left tail"),
        (RANDOM.exponential(size=20_000) ** 2 - 2.0, "even, long right tail"),
        (RANDOM.laplace(size=20_000), "even, long tails on both sides"),
        (NORMAL + 1.0, "mostly above 0"),
        (NORMAL - 1.0, "mostly below 0"),
        (np.zeros(5), "all 0"),
        (np.full(5, 2.0), "all the same"),
    ],
)
def test_the_shape_of_residuals_is_told(residuals: np.ndarray, words: str) -> None:
    assert shape_words(noise(residuals)) == words


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        (0.0, "exact"),
        (1e-9, "less than 0.005 % from exact"),
        (0.0005, "0.05 % from exact"),
        (0.034, "3.4 % from exact"),
        (12.0, "1,200 % from exact"),
        (np.nan, "the distance from exact unknown"),
    ],
)
def test_the_distance_is_told_in_per_cent(distance: float, words: str) -> None:
    assert distance_words(distance) == words


def test_the_fit_is_one_sentence() -> None:
    standing = Standing(600, 0.0005, noise(NORMAL))
    sentence = fit_sentence("Line through", 235, standing)
    assert sentence == "Line through 235 rows, 0.05 % from exact; residuals even."
    assert fit_sentence("Line through", 1, None) == "Line through 1 row."


def curve(training: list[float], validation: float = np.nan) -> LossCurve:
    count = len(training)
    nothing = np.full(count, np.nan)
    steps = 100.0 * np.arange(count)
    return LossCurve(steps, steps, nothing, np.array(training), np.full(count, validation), nothing)


def test_the_loss_is_told_from_the_start_to_the_end() -> None:
    assert loss_sentence(curve([8.0]), 2.0) == (
        "The loss is 8 before the first update; the exact solution has 2."
    )
    assert loss_sentence(curve([8.0, 4.0, 2.5]), 2.0) == (
        "After 200 updates the loss has fallen from 8 to 2.5, 25 % above the exact solution."
    )
    assert loss_sentence(curve([8.0, 2.0]), 2.0).endswith("to 2, as little as the exact solution.")
    assert loss_sentence(curve([8.0, 9.0], 11.0), None) == (
        "After 100 updates the loss has risen from 8 to 9; 11 on held-out rows."
    )
    assert loss_sentence(curve([]), 2.0) == "No loss yet."
    assert loss_sentence(curve([8.0, 9.0]), 0.0).endswith("9, where the exact solution has 0.")


def test_the_noise_and_the_times_are_told() -> None:
    assert noise_sentence(noise(np.array([-1.0, 1.0])), "residuals of the current fit") == (
        "Histogram of 2 rows, residuals of the current fit: mean 0, standard deviation 1; even."
    )
    assert times_sentence((), 0, "") == "No time has been measured yet."
    assert times_sentence(("NumPy", "Numba"), 10_000, "Numba") == (
        "Times of NumPy, Numba against n, up to 10,000, where Numba is the fastest."
    )
