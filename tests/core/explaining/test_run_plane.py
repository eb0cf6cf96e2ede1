"""What is seen of two features: the rows, both planes, and a sentence where there is no plane."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.explaining.run_plane import NoPlane, PlaneWish, RunPlane
from linreg_gui.core.explaining.scene import Scene, plane_of
from linreg_gui.core.fitting.analysis import POINTS_DRAWN, analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.losses import PoissonLoss
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.row_set import RowSet


def scene_of(n_rows: int = 60, features: int = 2, step: int = 7, **settings) -> Scene:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n_rows, features)) * np.arange(1, features + 1)
    frame = pd.DataFrame({**{f"f{j}": X[:, j] for j in range(features)}, "y": rng.poisson(3.0, n_rows) * 1.0})
    frame.loc[4, "f0"] = np.nan  # so that rows of the table and of the dataset are not the same
    analysis = analyse(frame, {name: Role.LABEL if name == "y" else Role.FEATURE for name in frame})
    sgd = Sgd(analysis.data, SgdConfig(0.05, 10, 100, **settings))
    sgd.advance(step)
    return Scene(Objective.of(analysis, sgd.config), sgd.snapshot(), sgd.replay())


def test_every_row_is_a_point_beside_both_planes() -> None:
    scene = scene_of()
    data, state = scene.analysis.data, scene.state
    found = plane_of(scene, PlaneWish())
    assert isinstance(found, RunPlane)
    order = np.argsort(found.table_rows)
    np.testing.assert_array_equal(found.points[order], np.column_stack([data.X, data.y]))
    assert 4 not in found.table_rows
    assert found.fitted is state
    assert found.exact is scene.analysis.exact
    rows = state.minibatch_rows
    np.testing.assert_array_equal(found.minibatch, np.column_stack([data.X[rows], data.y[rows]]))
    residuals = data.y - data.X @ state.weights - state.bias
    assert found.loss == pytest.approx(0.5 * np.mean(residuals**2))
    assert found.least == scene.analysis.exact.half_mse
    np.testing.assert_allclose([r[0] for r in found.box.ranges], found.points.min(axis=0))
    assert found.rows_text == "59 rows"
    assert found.sentence.startswith("y over f0 and f1, 59 rows: after step 7 the plane changes by ")


def test_selected_rows_of_the_table_are_found() -> None:
    scene = scene_of()
    found = plane_of(scene, PlaneWish(selected=RowSet.of_rows(np.array([2, 4, 9]))))
    X, y = scene.analysis.data.X, scene.analysis.data.y
    np.testing.assert_array_equal(found.selected, np.column_stack([X[[2, 8]], y[[2, 8]]]))


def test_of_many_rows_a_sample_is_drawn_and_said_to_be_one() -> None:
    found = plane_of(scene_of(POINTS_DRAWN + 3_001), PlaneWish())
    assert len(found.points) == POINTS_DRAWN
    assert found.rows_text == "5,000 of 8,000 rows"


@pytest.mark.parametrize(("features", "told"), [(1, "fit plot"), (3, "this model has 3")])
def test_with_other_features_it_is_said_what_to_do(features, told) -> None:
    found = plane_of(scene_of(features=features), PlaneWish())
    assert isinstance(found, NoPlane)
    assert told in found.sentence
    assert "Choose two columns as features" in found.sentence


def test_what_is_no_plane_is_not_drawn_as_one() -> None:
    found = plane_of(scene_of(loss=PoissonLoss()), PlaneWish())
    assert isinstance(found, NoPlane)
    assert "Poisson" in found.sentence
