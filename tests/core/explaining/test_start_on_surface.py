"""A point of the loss surface as a start."""

from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core.explaining.start_on_surface import SurfacePoint, start_at
from linreg_gui.core.explaining.surface_window import surface_window, window_loss
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.linear_model import half_mse
from linreg_gui.core.model.moments import moments
from linreg_gui.core.solvers.analytic.loss_surface import LossSurface
from linreg_gui.core.solvers.analytic.solver import solve_analytic
from linreg_gui.core.solvers.sgd.scaling import beginning
from linreg_gui.core.solvers.sgd.solver import SgdConfig
from linreg_gui.core.solvers.sgd.start import ChosenStart


@pytest.fixture
def surface() -> LossSurface:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(40, 3)) * [1.0, 5.0, 0.2] + [3.0, 40.0, -7.0]
    data = Dataset(X, X @ [2.0, -1.0, 3.0] + rng.normal(size=40))
    m = moments(data)
    return LossSurface(data, solve_analytic(data, known=m), known=m)


def begins(surface: LossSurface):
    return beginning(SgdConfig(start=ChosenStart((1.0, 2.0, 3.0), 4.0)), surface.moments)


def test_two_parameters_are_those_of_the_point_and_the_others_stay(surface) -> None:
    weights, bias = start_at(surface, begins(surface), SurfacePoint((2, 0), False, 0.5, -9.0))
    np.testing.assert_allclose([*weights, bias], [-9.0, 2.0, 0.5, 4.0], rtol=1e-12)
    weights, bias = start_at(surface, begins(surface), SurfacePoint((3, 1), False, 70.0, -1.0))
    np.testing.assert_allclose([*weights, bias], [1.0, -1.0, 3.0, 70.0], rtol=1e-12)


def test_standardised_the_others_stay_in_standardised_coordinates(surface) -> None:
    before, m = begins(surface), surface.moments
    weights, bias = start_at(surface, before, SurfacePoint((0, 3), True, 6.0, 11.0))
    np.testing.assert_allclose(weights, [6.0 / m.feature_stds[0], *before.weights[1:]], rtol=1e-12)
    assert bias + weights @ m.feature_means == pytest.approx(11.0, rel=1e-12)
    weights, bias = start_at(surface, before, SurfacePoint((0, 1), True, 6.0, 11.0))
    level = before.bias + before.weights @ m.feature_means
    assert bias + weights @ m.feature_means == pytest.approx(level, rel=1e-12)


@pytest.mark.parametrize("standardised", [False, True])
def test_a_run_begins_with_the_loss_that_was_read_at_the_point(surface, standardised) -> None:
    rng = np.random.default_rng(1)
    X = rng.normal(size=(40, 3))
    data = Dataset(X, rng.normal(size=40))
    m = moments(data)
    surface = LossSurface(data, solve_analytic(data, known=m), known=m)
    before = begins(surface)
    window = surface_window(surface, (0, 2), standardised=standardised, others=before)
    read = window_loss(surface, window).value(1.5, -2.5)
    weights, bias = start_at(surface, before, SurfacePoint((0, 2), standardised, 1.5, -2.5))
    begun = beginning(SgdConfig(start=ChosenStart(tuple(weights.tolist()), bias)), m)
    assert half_mse(data, begun.weights, begun.bias) == pytest.approx(read, rel=1e-12)
