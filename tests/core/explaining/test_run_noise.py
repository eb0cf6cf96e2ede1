"""The residuals of a moment, or of the exact solution, as they are drawn: against NumPy and SciPy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.drawing.exact_line import sums_of
from linreg_gui.core.drawing.moving_data import MovingData
from linreg_gui.core.explaining.noise_lab import NoiseLab
from linreg_gui.core.explaining.run_noise import NoiseWish, RunNoise
from linreg_gui.core.explaining.scene import Scene, noise_of
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.losses import AbsoluteLoss
from linreg_gui.core.model.noise import summarise_noise
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.roles import Role, suggest_roles
from linreg_gui.core.table.row_set import RowSet

X = np.arange(40.0)
Y = 2.0 * X + 1.0 + np.random.default_rng(0).normal(size=40)


@pytest.fixture(scope="module")
def scene() -> Scene:
    frame = pd.DataFrame({"x": X, "price": Y})
    analysis = analyse(frame, suggest_roles(frame))
    run = Sgd(analysis.data, analysis.suggested)
    run.advance(5)
    return Scene(Objective.of(analysis, run.config), run.snapshot(), run.replay(), units={"price": "€"})


def residuals(scene: Scene, model: object = None) -> np.ndarray:
    fit = model or scene.state
    return Y - X * fit.weights[0] - fit.bias


def shares(found: RunNoise, values: np.ndarray) -> np.ndarray:
    edges = found.noise.edges
    return np.histogram(np.clip(values, edges[0], edges[-1]), edges)[0] / 40 / np.diff(edges)


def test_the_residuals_of_the_moment_are_told_in_units_of_the_label(scene: Scene) -> None:
    found = noise_of(scene, NoiseWish())
    assert found.noise.mean == pytest.approx(residuals(scene).mean())
    np.testing.assert_allclose(found.noise.density, shares(found, residuals(scene)))
    assert (found.name, found.short_name) == ("residuals of the current fit", "residuals")
    assert found.label == "price (€)"
    assert (found.marked, found.truth, found.lab) == (None, None, None)
    start = noise_of(replace(scene, state=scene.run.snapshot()), NoiseWish())
    assert start.name == "before training: the labels, as all weights are 0"


def test_those_of_the_exact_solution_are_shown_on_request_or_why_there_are_none(scene: Scene) -> None:
    found = noise_of(scene, NoiseWish(exact=True))
    slope, intercept = np.polyfit(X, Y, 1)
    np.testing.assert_allclose(found.noise.density, shares(found, Y - slope * X - intercept))
    assert found.name == "residuals of the exact solution"
    unsolved = replace(scene, objective=replace(scene.objective, loss=AbsoluteLoss()))
    found = noise_of(unsolved, NoiseWish(exact=True))
    assert found.noise is None
    assert found.explanation == "The exact solution is being worked out."


def test_what_is_worked_out_already_is_not_worked_out_again(scene: Scene) -> None:
    stands = scene.objective.standing(scene.state)
    assert noise_of(replace(scene, stands=stands), NoiseWish()).noise is stands.noise


def test_selected_rows_are_marked_by_their_share_of_each_bar_and_one_row_can_be_seen(scene: Scene) -> None:
    found = noise_of(scene, NoiseWish(selected=RowSet.of_ranges([(0, 30)])))
    few = shares(found, residuals(scene)[:30])
    assert found.n_marked == 30
    least = 0.02 * found.noise.density.max()
    np.testing.assert_allclose(found.marked, np.where(few > 0.0, np.maximum(few, least), 0.0))


def test_of_rows_that_a_hand_moves_it_is_where_they_are_by_the_current_and_by_their_exact_line(
    scene: Scene,
) -> None:
    y = Y + np.where(X < 5.0, 10.0, 0.0)
    moved = replace(scene, moving=MovingData(sums_of(X, y, (20.0, 40.0)), X, y))
    wish = NoiseWish(selected=RowSet.of_ranges([(0, 5)]))
    found = noise_of(moved, wish)
    state = scene.state
    assert found.noise.mean == pytest.approx((y - X * state.weights[0] - state.bias).mean())
    assert found.marked is None  # whose residuals are those of before
    slope, intercept = np.polyfit(X, y, 1)
    exact = noise_of(moved, NoiseWish(exact=True))
    assert exact.noise.std == pytest.approx((y - slope * X - intercept).std())


def test_the_lab_is_prepared_where_it_is_open(scene: Scene) -> None:
    lab = noise_of(scene, NoiseWish(lab=True)).lab
    assert isinstance(lab, NoiseLab)
    noise = summarise_noise(residuals(scene))
    assert lab.best == pytest.approx((noise.mean, noise.std))
    other = replace(scene, objective=replace(scene.objective, loss=AbsoluteLoss()))
    lab = noise_of(other, NoiseWish(lab=True)).lab
    assert isinstance(lab, NoiseLab)
    middle = np.median(residuals(scene))
    assert lab.best == pytest.approx((middle, np.abs(residuals(scene) - middle).mean()))


def test_weights_of_rows_are_said_not_to_count_here(scene: Scene) -> None:
    frame = pd.DataFrame({"x": X, "price": Y, "w": 1.0 + X % 3.0})
    roles = {"x": Role.FEATURE, "price": Role.LABEL, "w": Role.IGNORED}
    objective = replace(scene.objective, analysis=analyse(frame, roles, recipe=Recipe(weights="w")))
    assert noise_of(replace(scene, objective=objective), NoiseWish()).name.endswith("each row counted once")
