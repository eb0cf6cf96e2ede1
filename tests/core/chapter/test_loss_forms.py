from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core.chapter.loss_forms import LossForm
from linreg_gui.core.model.synthetic import make_synthetic
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.solvers.sgd.learning_rate import learning_rate_limits
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig

DATA = make_synthetic([2.0], 1.0, 0.3, n_rows=24, seed=1)


@pytest.mark.parametrize(
    "form", [LossForm(half=False), LossForm(divided=False), LossForm(False, False, False)]
)
def test_another_form_is_the_same_run_at_another_rate(form) -> None:
    config = SgdConfig(learning_rate=0.01, batch_size=6, epochs=4, standardise=False)
    sgd = Sgd(DATA, form.applied(config, 24))
    sgd.advance(5)
    w, b = 0.0, 0.0
    again = Sgd(DATA, config)
    for _ in range(5):
        rows = again.next_update().rows
        again.advance(1)
        x, error = DATA.X[rows, 0], DATA.X[rows, 0] * w + b - DATA.y[rows]
        scale = (1.0 if form.half else 2.0) / (len(rows) if form.divided else 1.0)
        w, b = w - 0.01 * scale * float(x @ error), b - 0.01 * scale * float(error.sum())
    assert sgd.snapshot().weights[0] == pytest.approx(w, rel=1e-12)
    assert sgd.snapshot().bias == pytest.approx(b, rel=1e-12)


def test_without_dividing_all_rows_at_once_diverge_from_a_smaller_rate_on() -> None:
    config = SgdConfig(batch_size=24, epochs=20_000, standardise=False)
    limit = learning_rate_limits(DATA, config).stable_limit
    form = LossForm(divided=False)
    assert form.limit(limit, 24) == pytest.approx(limit / 24)
    for share, diverges in ((0.97, False), (1.03, True)):
        rate = share * form.limit(limit, 24)
        chosen = form.applied(SgdConfig(rate, 24, 40_000, standardise=False), 24)
        sgd = Sgd(DATA, chosen)
        sgd.advance(40_000)
        assert sgd.diverged is diverges


def test_the_loss_itself_is_doubled_and_summed() -> None:
    residuals = np.array([1.0, -2.0, 3.0])
    half_mse = 0.5 * float(np.mean(residuals**2))
    assert LossForm(half=False).loss(half_mse, 3) == pytest.approx(np.mean(residuals**2))
    assert LossForm(mean=False).loss(half_mse, 3) == pytest.approx(0.5 * np.sum(residuals**2))
    assert LossForm(mean=False, half=False).loss(half_mse, 3) == pytest.approx(np.sum(residuals**2))


def test_it_is_told_wherever_it_is_on_and_minibatches_of_two_sizes_are_refused() -> None:
    config = SgdConfig(learning_rate=0.1, batch_size=5)
    assert LossForm().is_usual
    assert LossForm().told(config) == ""
    assert "0.5" in LossForm(divided=False).told(config)
    assert "½" in LossForm(half=False).told(config)
    with pytest.raises(ProblemError, match="one size"):
        LossForm(divided=False).applied(config, 24)
    assert LossForm(half=False).applied(config, 24).learning_rate == 0.2
