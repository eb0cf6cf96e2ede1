"""A moment in numbers: the equation, the distance, the weights and a prediction, against NumPy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.drawing.exact_line import sums_of
from linreg_gui.core.drawing.moving_data import MovingData
from linreg_gui.core.explaining.run_numbers import PredictionWish
from linreg_gui.core.explaining.scene import (
    Scene,
    distance_of,
    equation_of,
    prediction_of,
    progress_of,
    weight_numbers_of,
)
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.shown_equation import EquationForm
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.core.table.recipe import LabelScale, Recipe
from linreg_gui.core.table.roles import Role

RNG = np.random.default_rng(0)
A, B = RNG.normal(3.0, 1.0, 60), RNG.normal(-1.0, 2.0, 60)
Y = np.exp(0.3 * A - 0.1 * B + RNG.normal(0.0, 0.1, 60))
UNITS = {"a": "m", "y": "€"}


def scene_of(*features: str, scale: LabelScale = LabelScale.PLAIN, steps: int = 5) -> Scene:
    frame = pd.DataFrame({"a": A, "b": B, "y": Y})
    roles = {name: Role.FEATURE if name in features else Role.IGNORED for name in frame} | {"y": Role.LABEL}
    analysis = analyse(frame, roles, None, Recipe(label_scale=scale))
    run = Sgd(analysis.data, replace(analysis.suggested, batch_size=8))
    run.advance(steps)
    return Scene(Objective.of(analysis, run.config), run.snapshot(), run.replay(), units=UNITS)


def least_squares(*columns: np.ndarray, y: np.ndarray = Y) -> np.ndarray:
    return np.linalg.lstsq(np.column_stack([*columns, np.ones(60)]), y, rcond=None)[0]


def test_the_equation_has_units_and_both_models_and_is_written_anew_only_in_another_form() -> None:
    scene = scene_of("a", "b")
    found = equation_of(scene, EquationForm.PLAIN)
    assert (found.names, found.label) == (("a (m)", "b"), "y (€)")
    np.testing.assert_allclose([*found.exact.weights, found.exact.bias], least_squares(A, B), rtol=1e-9)
    assert found.sgd.weights is scene.state.weights
    assert found.constant is None
    later = equation_of(replace(scene, state=scene.state), EquationForm.PLAIN)
    centred = equation_of(scene, EquationForm.CENTRED)
    assert later.is_written_as(found)
    assert not centred.is_written_as(found)
    at = centred.shown.centres
    expected = least_squares(A, B) @ [*at, 1.0]
    assert centred.constant == pytest.approx(expected, rel=1e-9)


def test_the_distance_is_that_of_the_predictions_and_there_is_none_before_the_first_update() -> None:
    scene = scene_of("a", "b")
    X = np.column_stack([A, B, np.ones(60)])
    moved = X @ [*scene.state.weights, scene.state.bias] - X @ least_squares(A, B)
    expected = np.sqrt(np.mean(moved**2)) / Y.std()
    assert distance_of(scene).distance == pytest.approx(expected, rel=1e-9)
    assert distance_of(scene_of("a", "b", steps=0)).distance is None
    assert weight_numbers_of(scene_of("a", "b", steps=0)).is_start


def test_rows_that_a_hand_moves_have_the_exact_numbers_of_where_they_are() -> None:
    scene = scene_of("a")
    y = Y + 2.0 * A
    moving = MovingData(sums_of(A, y, (A.mean(), y.mean())), A, y)
    slope, intercept = least_squares(A, y=y)
    scene = replace(scene, moving=moving)
    for found in (equation_of(scene, EquationForm.AUTOMATIC), weight_numbers_of(scene)):
        assert (found.exact.weights[0], found.exact.bias) == pytest.approx((slope, intercept), rel=1e-9)
    predicted = prediction_of(scene, PredictionWish(np.array([2.0])))
    assert predicted.exact == pytest.approx(2.0 * slope + intercept, rel=1e-9)
    line = scene.state.weights[0] * A + scene.state.bias
    expected = np.sqrt(np.mean((line - slope * A - intercept) ** 2)) / y.std()
    assert distance_of(scene).distance == pytest.approx(expected, rel=1e-9)


def test_a_prediction_of_a_logarithm_is_a_median_or_a_mean_in_its_own_units() -> None:
    scene, at = scene_of("a", "b", scale=LabelScale.LOG), np.array([3.0, -1.0])
    exact = least_squares(A, B, y=np.log(Y)) @ [*at, 1.0]
    plain = prediction_of(scene, PredictionWish(at))
    own = prediction_of(scene, PredictionWish(at, own_units=True))
    mean = prediction_of(scene, PredictionWish(at, own_units=True, mean_factor=1.25))
    assert (plain.name, own.name, mean.name) == ("log y", "median y", "mean y")
    assert plain.exact == pytest.approx(exact, rel=1e-9)
    assert own.exact == pytest.approx(np.exp(exact), rel=1e-9)
    assert mean.exact == pytest.approx(1.25 * np.exp(exact), rel=1e-9)
    state = scene.state
    assert own.sgd == pytest.approx(np.exp(at @ state.weights + state.bias), rel=1e-9)
    assert own.step == pytest.approx(plain.step * own.exact)
    for values in (None, np.array([1.0])):  # no number, or those of another model
        nothing = prediction_of(scene, PredictionWish(values))
        assert (nothing.sgd, nothing.exact) == (None, None)


def test_progress_counts_epochs_of_the_settings_of_the_moment() -> None:
    scene = scene_of("a")
    found = progress_of(replace(scene, examples_per_second=12.5))
    assert (found.step, found.epochs, found.examples_per_second) == (5, scene.config.epochs, 12.5)
    assert found.epoch == pytest.approx(5 * 8 / 60)
