"""The noise on the line is that of the loss, as likely as possible, in the units of the view."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from linreg_gui.core.explaining.standing_noise import noise_of, noise_words, standing_noise
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.loss_noise import LossNoise
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, Loss, PoissonLoss, SquaredLoss
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.table.roles import suggest_roles

NORMAL = LossNoise(SquaredLoss(), "normal", 2.0, 0.0)
RNG = np.random.default_rng(0)
X = RNG.normal(size=60)
COUNTS = RNG.poisson(np.exp(0.5 * X + 1.0)).astype(float)


def objective_of(loss: Loss, y: np.ndarray = COUNTS) -> Objective:
    frame = pd.DataFrame({"x": X, "y": y})
    return Objective.of(analyse(frame, suggest_roles(frame)), SgdConfig(loss=loss)).solved()


def test_its_scale_is_the_most_likely_one_about_the_line() -> None:
    for loss, scale in (
        (SquaredLoss(), lambda r: np.sqrt(np.mean(r**2))),
        (AbsoluteLoss(), lambda r: np.abs(r).mean()),
    ):
        objective = objective_of(loss)
        exact = objective.exact
        assert exact is not None
        noise = noise_of(objective, exact)
        assert noise is not None
        residuals = COUNTS - X * exact.weights[0] - exact.bias
        assert noise.scale == pytest.approx(scale(residuals), rel=1e-6)
    assert noise_words(noise) == f"Laplace noise, b = {noise.scale:.4g}"
    assert noise_words(NORMAL) == "normal noise, σ = 2"


def test_the_density_is_that_of_the_label_given_the_line() -> None:
    found = standing_noise(NORMAL, 3.0, 10.0, (0.0, 20.0))
    assert found is not None
    assert found.x == 3.0
    np.testing.assert_allclose(found.density, stats.norm(10.0, 2.0).pdf(found.labels))
    assert found.labels[found.density.argmax()] == 10.0
    assert found.labels[[0, -1]].tolist() == [0.0, 20.0]


def test_of_a_logarithm_it_is_the_density_of_the_label_itself() -> None:
    noise = LossNoise(SquaredLoss(), "normal", 0.5, 0.0)
    found = standing_noise(noise, 0.0, 1.0, (-5.0, 30.0), of_logarithm=True)
    assert found is not None
    assert found.labels.min() > 0.0
    wanted = stats.lognorm(0.5, scale=np.exp(1.0)).pdf(found.labels)
    np.testing.assert_allclose(found.density, wanted)


def test_counts_have_the_noise_of_their_mean() -> None:
    objective = objective_of(PoissonLoss())
    exact = objective.exact
    assert exact is not None
    noise = noise_of(objective, exact)
    assert noise is not None
    assert noise_words(noise) == "Poisson noise"
    found = standing_noise(noise, 0.0, np.log(4.0), (0.0, 20.0))
    assert found is not None
    whole = np.isin(found.labels, np.arange(1, 20))
    wanted = stats.poisson(4.0).pmf(np.round(found.labels[whole]))
    np.testing.assert_allclose(found.density[whole], wanted)


@pytest.mark.parametrize("loss", [SquaredLoss(), AbsoluteLoss(), HuberLoss(1.0)], ids=lambda loss: loss.name)
def test_labels_on_a_line_have_no_noise(loss: Loss) -> None:
    objective = objective_of(loss, 2.0 * X)
    exact = objective.exact
    assert exact is None or noise_of(objective, exact) is None or noise_of(objective, exact).scale < 1e-6


@pytest.mark.parametrize("output", [np.nan, np.inf, -np.inf, 1e308, -1e308, 1e5])
@pytest.mark.parametrize("of_logarithm", [False, True])
def test_out_of_sight_there_is_nothing_to_be_drawn(output: float, of_logarithm: bool) -> None:
    assert standing_noise(NORMAL, 0.0, output, (0.0, 20.0), of_logarithm=of_logarithm) is None
