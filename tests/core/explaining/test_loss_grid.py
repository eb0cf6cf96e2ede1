"""The grid of a loss holds its means over the rows."""

from __future__ import annotations

import numpy as np
import pytest
from sgd_runs import counts

from linreg_gui.core.explaining.loss_grid import loss_grid
from linreg_gui.core.explaining.surface_window import surface_window, window_loss
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss, SquaredLoss
from linreg_gui.core.solvers.analytic.loss_surface import LossSurface
from linreg_gui.core.solvers.analytic.solver import solve_analytic
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig

X, Y = np.linspace(-1.0, 1.0, 5), np.linspace(-0.5, 2.0, 4)


@pytest.mark.parametrize("loss", [SquaredLoss(), AbsoluteLoss(), HuberLoss(0.7), PoissonLoss()])
@pytest.mark.parametrize("standardised", [True, False])
def test_each_value_is_the_mean_loss_at_its_point(loss, standardised: bool) -> None:
    data = counts()
    surface = LossSurface(data, solve_analytic(data))
    sgd = Sgd(data, SgdConfig(0.001, 8, loss=loss))
    sgd.advance(5)
    window = surface_window(surface, (1, 3), standardised=standardised, others=sgd.snapshot())
    grid = loss_grid(data, window, loss, X, Y)
    for i, x in enumerate(X):
        for j, y in enumerate(Y):
            assert grid.values[i, j] == pytest.approx(loss.mean(data, *window.at(x, y)), rel=1e-9)
    assert (grid.rows_used, grid.n_rows, grid.sentence) == (61, 61, "")
    if isinstance(loss, SquaredLoss):
        np.testing.assert_allclose(grid.values, window_loss(surface, window).grid(X, Y))


def test_a_sample_is_told() -> None:
    data = counts(500)
    surface = LossSurface(data, solve_analytic(data))
    window = surface_window(surface, (0, 1), standardised=True)
    grid = loss_grid(data, window, AbsoluteLoss(), X, Y, most_rows=100)
    assert grid.sentence == "Mean over a sample of 100 of 500 rows."
    whole = loss_grid(data, window, AbsoluteLoss(), X, Y).values
    assert 0.0 < np.abs(grid.values / whole - 1.0).max() < 0.3


def test_what_overflows_is_infinite() -> None:
    data = counts()
    surface = LossSurface(data, solve_analytic(data))
    window = surface_window(surface, (0, 1), standardised=True)
    grid = loss_grid(data, window, PoissonLoss(), np.array([0.0, 1e4]), np.array([0.0]))
    assert np.isfinite(grid.values[0, 0])
    assert np.isposinf(grid.values[1, 0])
