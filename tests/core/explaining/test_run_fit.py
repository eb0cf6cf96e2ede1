"""What a moment draws on the points of the fit plot: lines, predictions and the minibatch, against NumPy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.drawing.exact_line import sums_of
from linreg_gui.core.drawing.fit_view import FitView
from linreg_gui.core.drawing.moving_data import MovingData
from linreg_gui.core.explaining.fit_points import FitPoints, fit_points
from linreg_gui.core.explaining.run_fit import MomentLines, NoFit, RunFit
from linreg_gui.core.explaining.scene import Scene, fit_of
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.dataset import Truth
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.core.table.groups import Group
from linreg_gui.core.table.label_scale import LabelScale
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table

RNG = np.random.default_rng(0)
A, B = RNG.normal(3.0, 1.0, 60), RNG.normal(-1.0, 2.0, 60)
Y = np.exp(0.3 * A - 0.1 * B + RNG.normal(0.0, 0.1, 60))
TRUTH = Truth(np.array([0.5, 0.25]), 1.0, 0.1, ("a", "b"), "y", "identity", "normal")


def table_of(*features: str, scale: LabelScale = LabelScale.PLAIN, truth: Truth | None = None) -> Table:
    frame = pd.DataFrame({"a": A, "b": B, "kind": ["m", "n", "m"] * 20, "y": Y})
    roles = {name: Role.FEATURE if name in features else Role.IGNORED for name in frame} | {"y": Role.LABEL}
    recipe, numeric = Recipe(label_scale=scale), frozenset({"a", "b", "y"})
    return Table(frame, roles, "t", numeric=numeric, recipe=recipe, truth=truth, units={"a": "m", "y": "€"})


def scene_of(table: Table, view: FitView) -> tuple[Scene, FitPoints]:
    analysis = analyse(table.frame, table.roles, table.truth, table.recipe)
    run = Sgd(analysis.data, replace(analysis.suggested, batch_size=8))
    run.advance(5)
    objective = Objective.of(analysis, run.config)
    points = fit_points(objective, table, view)
    return Scene(objective, run.snapshot(), run.replay(), points=points), points


def drawn(scene: Scene) -> RunFit:
    found = fit_of(scene)
    assert isinstance(found, RunFit)
    return found


def lines_of(scene: Scene) -> MomentLines:
    lines = drawn(scene).shown
    assert isinstance(lines, MomentLines)
    return lines


def test_the_lines_of_a_feature_are_those_with_the_others_at_their_means() -> None:
    scene, points = scene_of(table_of("a", "b", truth=TRUTH), FitView(1))
    lines, exact = lines_of(scene), scene.objective.exact
    models = ((lines.fit, scene.state), (lines.exact, exact), (lines.truth, TRUTH))
    for line, model in models:
        assert line == pytest.approx((model.weights[1], model.bias + model.weights[0] * A.mean()), rel=1e-9)
    rows, (x, y) = scene.state.minibatch_rows, drawn(scene).minibatch
    assert rows.size == 8
    np.testing.assert_array_equal((x, y), (B[rows], Y[rows]))
    assert (points.names.features, points.names.label) == (("a (m)", "b"), "y (€)")
    assert (drawn(scene).step, drawn(scene).is_a_fit) == (5, True)


def test_predictions_are_those_of_the_rows_that_are_drawn_and_so_is_the_minibatch() -> None:
    scene, points = scene_of(table_of("a", "b"), FitView(None, shown=Group("kind", "m")))
    state, shown = scene.state, np.flatnonzero(np.arange(60) % 3 != 1)
    predicted = A * state.weights[0] + B * state.weights[1] + state.bias
    np.testing.assert_array_equal(points.scatter.rows, shown)
    np.testing.assert_allclose(drawn(scene).shown, predicted[shown])
    rows = state.minibatch_rows[np.isin(state.minibatch_rows, shown)]
    np.testing.assert_allclose(drawn(scene).minibatch, (Y[rows], predicted[rows]))
    start = replace(scene, state=scene.run.snapshot())
    assert not drawn(start).is_a_fit


def test_in_its_own_units_the_label_and_what_is_predicted_for_it_are_no_logarithms() -> None:
    table = table_of("a", "b", scale=LabelScale.LOG)
    scene, points = scene_of(table, FitView(None, own_units=True))
    state = scene.state
    outputs = A * state.weights[0] + B * state.weights[1] + state.bias
    np.testing.assert_allclose(drawn(scene).shown, np.exp(outputs))
    rows = state.minibatch_rows
    np.testing.assert_allclose(drawn(scene).minibatch, (Y[rows], np.exp(outputs[rows])))
    assert points.curved
    assert points.names.label == "y (€)"
    _, scaled = scene_of(table, FitView(0))
    assert not scaled.curved
    assert scaled.names.label != "y (€)"


def test_rows_that_a_hand_moves_take_the_exact_line_and_those_of_their_groups_along() -> None:
    scene, points = scene_of(table_of("a"), FitView(0, colour="kind"))
    assert lines_of(scene).groups is points.lines
    y = Y + np.where(A > 3.0, 2.0, 0.0)
    kinds = [np.arange(60) % 3 != 1, np.arange(60) % 3 == 1]
    groups = tuple(sums_of(A[kind], y[kind], (3.0, 3.0)) for kind in kinds)
    lines = lines_of(replace(scene, moving=MovingData(sums_of(A, y, (3.0, 3.0)), A, y, groups)))
    assert lines.exact == pytest.approx(np.polyfit(A, y, 1), rel=1e-9)
    assert lines.fit == lines_of(scene).fit
    for group, kind in zip(lines.groups, kinds, strict=True):
        assert group.line == pytest.approx(np.polyfit(A[kind], y[kind], 1), rel=1e-9)


def test_until_the_points_are_there_nothing_is_drawn_anew() -> None:
    scene, _ = scene_of(table_of("a"), FitView(0))
    assert fit_of(replace(scene, points=None)) == NoFit()
