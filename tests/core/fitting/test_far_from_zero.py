"""What a run says of itself where features and labels lie far from zero, against rational arithmetic."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.fitting.train import train
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, SquaredLoss
from linreg_gui.core.solvers.sgd.config import SgdConfig, Snapshot
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.core.table.roles import Role

FAR = [0.0, 1e9, 1e12, -1e12, 1e15]


def data_at(offset: float, label_offset: float = 0.0) -> Dataset:
    """Rows whose numbers float64 holds at these offsets, with little noise."""
    rng = np.random.default_rng(0)
    k = rng.integers(0, 64, 60).astype(float)
    return Dataset((k + offset)[:, None], 2.0 * k + rng.integers(-2, 3, 60) + label_offset)


def exact_residuals(data: Dataset, state: Snapshot) -> list[Fraction]:
    """Of the model as the run has it, with nothing rounded."""
    constant = sum(map(Fraction, state.centred.constant))
    shift, weight = Fraction(state.centred.shift[0]), Fraction(state.weights[0])
    rows = zip(data.X[:, 0].tolist(), data.y.tolist(), strict=True)
    return [Fraction(y) - constant - (Fraction(x) - shift) * weight for x, y in rows]


@pytest.mark.parametrize("offset", FAR)
@pytest.mark.parametrize("loss", [SquaredLoss(), AbsoluteLoss(), HuberLoss(0.5)], ids=lambda loss: loss.name)
def test_every_loss_of_a_run_keeps_its_digits(offset, loss):
    run = train(data_at(offset), SgdConfig(loss=loss, epochs=20, learning_rate=0.3))
    r = exact_residuals(run.data, run.snapshot)
    each = loss.values(-np.array(r, dtype=float), np.zeros(len(r)))
    assert run.loss == pytest.approx(each.mean(), rel=1e-12)
    assert run.fit.half_mse == pytest.approx(float(sum(e * e for e in r) / len(r) / 2), rel=1e-12)


@pytest.mark.parametrize("offset", FAR)
@pytest.mark.parametrize("label_offset", [0.0, 1e12])
def test_the_window_shows_the_numbers_of_the_model_and_not_of_its_rounded_bias(offset, label_offset):
    given = data_at(offset, label_offset)
    frame = pd.DataFrame({"x": given.X[:, 0], "y": given.y})
    analysis = analyse(frame, {"x": Role.FEATURE, "y": Role.LABEL})
    data = analysis.data
    assert abs(analysis.exact_noise.mean) < 1e-12
    sgd = Sgd(data, SgdConfig(epochs=3, learning_rate=0.3), known=analysis.moments)
    sgd.advance(sgd.steps_to_epoch(2))
    state = sgd.snapshot()
    model = state.weights, state.bias, state.bias_rest
    r = exact_residuals(data, state)
    np.testing.assert_allclose(
        analysis.residuals(np.arange(60), *model), np.array(r, dtype=float), rtol=1e-12, atol=1e-10
    )
    mean = float(sum(r) / len(r))
    assert analysis.noise(*model).mean == pytest.approx(mean, rel=1e-12, abs=1e-10)
    half_mse = float(sum(e * e for e in r) / len(r) / 2)
    assert analysis.surface.half_mse(*model) == pytest.approx(half_mse, rel=1e-10)


def test_the_exact_solution_is_at_no_distance_from_itself_wherever_the_rows_are():
    for offset in FAR:
        data = data_at(offset)
        frame = pd.DataFrame({"x": data.X[:, 0], "y": data.y})
        analysis = analyse(frame, {"x": Role.FEATURE, "y": Role.LABEL})
        exact = analysis.exact
        assert analysis.surface.distance(exact.weights, exact.bias, bias_rest=exact.bias_rest) == 0.0
