"""Losses that are not quadratic over a window: heights are means over the rows, contours lie at them."""

from __future__ import annotations

import numpy as np
import pytest
from sgd_runs import counts

from linreg_gui.core.explaining.sampled_loss import contour_pieces, sampled_loss
from linreg_gui.core.explaining.surface_window import surface_window, window_loss
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss, SquaredLoss
from linreg_gui.core.solvers.analytic.loss_surface import LossSurface
from linreg_gui.core.solvers.analytic.solver import solve_analytic
from linreg_gui.core.solvers.reference.solver import solve_reference

LOSSES = [AbsoluteLoss(), HuberLoss(0.7), PoissonLoss()]


def found_at_exact(loss, decay: float = 0.0, n: int = 61, standardised: bool = False):
    data = counts(n)
    surface = LossSurface(data, solve_analytic(data))
    exact = solve_reference(data, loss, decay)
    window = surface_window(surface, (1, 3), standardised=standardised, others=exact.fit)
    (centre,) = window.places(exact.fit.weights[None], np.array([exact.fit.bias]))
    return data, window, sampled_loss(data, window, loss, decay, centre, exact.penalised_loss)


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
@pytest.mark.parametrize("decay", [0.0, 0.3])
@pytest.mark.parametrize("standardised", [True, False])
def test_each_height_is_what_is_minimised_at_its_point_and_the_exact_solution_has_the_least(
    loss, decay: float, standardised: bool
) -> None:
    data, window, found = found_at_exact(loss, decay, standardised=standardised)
    for x, y in ((-0.7, 0.2), (0.3, 1.9), (1.0, -0.4)):
        weights, bias = window.at(x, y)
        wanted = loss.mean(data, weights, bias) + 0.5 * decay * weights @ weights
        assert found.value(x, y) == pytest.approx(wanted, rel=1e-9)
    assert found.value(*found.centre) == pytest.approx(found.least, rel=1e-9)
    around = found.centre + 1e-3 * np.array([[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, 1]])
    assert min(found.value(*point) for point in around) >= found.least * (1 - 1e-9)
    assert found.sentence == ""


@pytest.mark.parametrize("loss", LOSSES, ids=repr)
def test_contours_lie_where_the_loss_has_their_height(loss) -> None:
    _, _, found = found_at_exact(loss)
    ranges = tuple((c - 0.6, c + 0.6) for c in found.centre)
    contours = found.ellipses(*ranges)
    assert len(contours) >= 3
    for contour in contours:
        points = contour.outline(ranges)[::3]
        span = found.value(*points[0]) - found.least
        heights = np.array([found.value(*point) for point in points[::7]])
        np.testing.assert_allclose(heights, contour.level.loss, atol=0.06 * max(span, 0.05))


def test_a_sample_is_told() -> None:
    assert "a sample of 20,000 of the 20,100 rows" in found_at_exact(AbsoluteLoss(), n=20_100)[2].sentence


def test_the_pieces_of_a_circle_make_a_circle_and_what_is_infinite_is_higher() -> None:
    x = np.linspace(-2.0, 2.0, 81)
    heights = x[:, None] ** 2 + x**2
    heights[heights > 3.0] = np.inf
    pieces = contour_pieces(x, x, heights, 1.0)
    ends = pieces.reshape(-1, 3, 2)
    assert np.isnan(ends[:, 2]).all()
    np.testing.assert_allclose(np.hypot(*ends[:, :2].reshape(-1, 2).T), 1.0, atol=1e-3)
    length = np.hypot(*(ends[:, 1] - ends[:, 0]).T).sum()
    assert length == pytest.approx(2.0 * np.pi, rel=1e-3)
    assert contour_pieces(x, x, heights, 9.0).shape[0] > 0
    assert contour_pieces(x, x, heights, -1.0).size == 0


@pytest.mark.parametrize("standardised", [True, False])
def test_weight_decay_bends_the_squared_loss_to_the_ridge_solution(standardised: bool) -> None:
    data, decay = counts(), 0.4
    surface = LossSurface(data, solve_analytic(data))
    ridge = solve_reference(data, SquaredLoss(), decay)
    window = surface_window(surface, (0, 2), standardised=standardised, weight_decay=decay, best=ridge.fit)
    loss = window_loss(surface, window, decay)
    (best,) = window.places(ridge.fit.weights[None], np.array([ridge.fit.bias]))
    np.testing.assert_allclose(loss.centre, best, rtol=1e-8)
    assert loss.least == pytest.approx(ridge.penalised_loss, rel=1e-10)
    weights, bias = window.at(0.3, -0.2)
    wanted = SquaredLoss().mean(data, weights, bias) + 0.5 * decay * weights @ weights
    assert loss.value(0.3, -0.2) == pytest.approx(wanted, rel=1e-9)
