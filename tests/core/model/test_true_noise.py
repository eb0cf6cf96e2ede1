"""The density of generated noise is that of what is generated."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad

from linreg_gui.core.model.dataset import Truth
from linreg_gui.core.model.synthetic import NOISES, make_synthetic
from linreg_gui.core.model.true_noise import true_density

ADDED = [noise for noise in NOISES if noise != "poisson"]


def truth_of(noise: str, std: float = 2.0, share: float = 0.0) -> Truth:
    return Truth(np.array([1.0]), 0.0, std, ("x",), "y", "identity", noise, share)


@pytest.mark.parametrize("noise", ADDED)
def test_its_area_is_1_its_mean_0_and_its_standard_deviation_that_asked_for(noise: str) -> None:
    truth = truth_of(noise)

    def moment(power: int) -> float:
        def at(x: float) -> float:
            return float(x**power * true_density(truth, np.array([x]))[0])

        ends = [-2.0 * np.sqrt(3.0), -2.0, 0.0, 2.0 * np.sqrt(3.0)]  # where one has a jump or a kink
        parts = [(-np.inf, ends[0]), *pairwise(ends), (ends[-1], np.inf)]
        return sum(quad(at, *part, limit=200)[0] for part in parts)

    assert [moment(power) for power in range(3)] == pytest.approx([1.0, 0.0, 4.0], abs=1e-6)


@pytest.mark.parametrize("share", [0.0, 0.3])
@pytest.mark.parametrize("noise", ADDED)
def test_what_is_generated_has_it(noise: str, share: float) -> None:
    data = make_synthetic([2.0], 1.0, 0.5, 40_000, 3, noise=noise, outlier_share=share)
    truth, y = data.truth, data.y
    if noise == "log-normal":
        truth, y = truth.on_log_scale("log y"), np.log(y)
    residuals = y - data.X[:, 0] * truth.weights[0] - truth.bias
    edges = np.linspace(-2.0, 2.0, 41)
    seen = np.histogram(residuals, edges)[0] / residuals.size
    fine = np.linspace(-2.0, 2.0, 8001)
    middles = 0.5 * (fine[1:] + fine[:-1])
    wanted = (true_density(truth, middles) * np.diff(fine)).reshape(40, -1).sum(axis=1)
    np.testing.assert_allclose(seen, wanted, atol=0.01)


def test_where_nothing_is_known_there_is_none() -> None:
    x = np.array([0.0])
    known = truth_of("normal")
    for truth in (
        truth_of(""), truth_of("poisson"), truth_of("normal", 0.0), truth_of("normal", np.nan),
        truth_of("normal", share=2.0), replace(known, link="log mean"),
    ):  # fmt: skip
        assert true_density(truth, x) is None
    assert true_density(known, np.array([1e308]))[0] == 0.0
