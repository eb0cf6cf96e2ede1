"""A run on the loss surface: where it has been, where it goes next, and the loss around it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.explaining.run_on_surface import RunOnSurface, SurfaceWish
from linreg_gui.core.explaining.scene import Scene, surface_of
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.linear_model import half_mse
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.core.table.roles import Role

CONFIG = SgdConfig(0.05, 10, 20)


def scene_of(columns: dict[str, np.ndarray], step: int, config: SgdConfig = CONFIG) -> Scene:
    roles = {name: Role.LABEL if name == "y" else Role.FEATURE for name in columns}
    analysis = analyse(pd.DataFrame(columns), roles)
    sgd = Sgd(analysis.data, config)
    sgd.advance(step)
    return Scene(Objective.of(analysis, sgd.config), sgd.snapshot(), sgd.replay())


def three(n: int = 45) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    a, b, c = rng.normal(size=(3, n)) * [[1.0], [5.0], [0.2]] + [[3.0], [40.0], [0.0]]
    return {"a": a, "b": b, "c": c, "y": 2.0 * a - b + 3.0 * c + rng.normal(size=n)}


def one() -> dict[str, np.ndarray]:
    columns = three()
    return {"a": columns["a"], "y": columns["y"]}


def of_all(scene: Scene, state) -> float:
    return half_mse(scene.analysis.data, state.weights, state.bias)


def after(scene: Scene, steps: int):
    run = scene.run.replay()
    run.seek(scene.state.step + steps)
    return run.snapshot()


def test_the_first_two_weights_are_seen_or_the_only_one_and_the_bias() -> None:
    assert surface_of(scene_of(three(), 4), SurfaceWish()).axes == ("weight of a", "weight of b")
    assert surface_of(scene_of(one(), 4), SurfaceWish()).axes == ("weight of a", "bias")


def test_any_two_can_be_wished_for_and_what_is_gone_is_made_up_for() -> None:
    scene = scene_of(three(), 4)
    found = surface_of(scene, SurfaceWish((None, "c")))
    assert (found.parameters, found.axes) == ((3, 2), ("bias", "weight of c"))
    assert found.optimum.tolist() == [scene.analysis.exact.bias, scene.analysis.exact.weights[2]]
    assert surface_of(scene, SurfaceWish(("d", "c"))).parameters == (0, 1)
    assert surface_of(scene_of(one(), 4), SurfaceWish(("c", None))).parameters == (0, 1)


@pytest.mark.parametrize("standardised", [False, True])
def test_the_state_lies_at_its_own_loss_and_the_path_leads_there(standardised: bool) -> None:
    scene = scene_of(three(), 12)
    found = surface_of(scene, SurfaceWish(standardised=standardised))
    assert found.now == pytest.approx(of_all(scene, scene.state))
    assert found.loss.value(*found.path[-1]) == pytest.approx(found.now)
    assert found.least == scene.analysis.exact.half_mse
    assert found.path.shape == (13, 2)
    np.testing.assert_allclose(found.path[0], 0.0, atol=1e-12)
    unit = scene.analysis.moments.feature_stds[:2] if standardised else 1.0
    np.testing.assert_allclose(found.path[-1], scene.state.weights[:2] * unit)


def test_the_next_move_is_the_one_that_comes() -> None:
    scene = scene_of(three(), 12)
    found = surface_of(scene, SurfaceWish())
    np.testing.assert_allclose(found.path[-1] + found.move, after(scene, 1).weights[:2])
    last = scene_of(three(), 100)
    assert last.state.step == 100
    assert surface_of(last, SurfaceWish()).move.tolist() == [0.0, 0.0]


def test_at_their_best_the_others_make_the_exact_solution_the_lowest_point() -> None:
    scene = scene_of(three(), 12)
    found = surface_of(scene, SurfaceWish(others_at_best=True))
    assert found.loss.least == pytest.approx(scene.analysis.exact.half_mse)
    np.testing.assert_allclose(found.loss.centre, found.optimum)
    assert found.loss.value(*found.path[-1]) < found.now
    assert surface_of(scene, SurfaceWish()).loss.least > 1.01 * scene.analysis.exact.half_mse


def test_the_next_minibatch_is_that_of_the_next_update_and_drives_it() -> None:
    scene = scene_of(one(), 7, SgdConfig(0.05, 10, 20, standardise=False))
    found = surface_of(scene, SurfaceWish(minibatch=True))
    rows = after(scene, 1).minibatch_rows
    data = scene.analysis.data
    few = Dataset(data.X[rows], data.y[rows])
    assert found.minibatch is not None
    expected = half_mse(few, scene.state.weights, scene.state.bias)
    assert found.minibatch.value(*found.path[-1]) == pytest.approx(expected)
    np.testing.assert_allclose(found.move, -0.05 * found.minibatch.gradient(*found.path[-1]))
    assert surface_of(scene, SurfaceWish()).minibatch is None
    assert surface_of(scene_of(one(), 100), SurfaceWish(minibatch=True)).minibatch is None


def test_what_is_in_sight_has_start_path_and_both_minima() -> None:
    found = surface_of(scene_of(three(), 12), SurfaceWish())
    (left, right), (bottom, top) = found.ranges
    points = np.vstack([found.path, found.optimum, found.loss.centre])
    assert ((points > [left, bottom]) & (points < [right, top])).all()


@pytest.mark.parametrize("wish", [SurfaceWish(), SurfaceWish(others_at_best=True), SurfaceWish(("a", None))])
@pytest.mark.parametrize("standardised", [False, True])
def test_where_nothing_is_lowest_a_sentence_says_so(wish: SurfaceWish, standardised: bool) -> None:
    columns = three()
    twin = {"a": columns["a"], "b": 3.0 * columns["a"], "y": columns["y"]}
    constant = {"a": np.full(45, 7.0), "b": columns["b"], "y": columns["y"]}
    wish = SurfaceWish(wish.parameters, standardised, wish.others_at_best)

    def problem(of: dict[str, np.ndarray]) -> str:
        found = surface_of(scene_of(of, 5), wish)
        assert found.problem in found.sentence
        return found.problem

    assert problem(columns) == ""
    # Beside the other one as it is, each of the twins matters.
    assert ("no prediction changes" in problem(twin)) is (wish.parameters is None)
    # A constant times a weight adds to the bias, but in standardised units it is nothing.
    matters = wish.parameters is None and not wish.others_at_best and not standardised
    assert ("no prediction changes" in problem(constant)) is not matters


def test_the_sentence_tells_where_it_stands() -> None:
    found: RunOnSurface = surface_of(scene_of(three(), 12), SurfaceWish())
    assert found.sentence.startswith(
        "Half mean squared error over weight of a and weight of b, the others as at step 12; SGD at "
    )
    assert found.sentence.endswith(f"after step 12, least {found.least:.4g}.")
    best = surface_of(scene_of(three(), 12), SurfaceWish(standardised=True, others_at_best=True))
    assert "over weight of a, standardised and weight of b, standardised, the others at" in best.sentence
    assert "others" not in surface_of(scene_of(one(), 12), SurfaceWish()).sentence


@pytest.mark.parametrize("loss", [AbsoluteLoss(), HuberLoss(0.7), PoissonLoss()], ids=repr)
@pytest.mark.parametrize("decay", [0.0, 0.2])
def test_of_every_loss_the_next_minibatch_has_its_exact_mean_at_each_point(loss, decay: float) -> None:
    columns = three()
    columns["y"] = np.round(np.abs(columns["y"] - columns["y"].mean()))
    scene = scene_of(columns, 3, SgdConfig(0.001, 10, 20, loss=loss, weight_decay=decay))
    scene = replace(scene, objective=scene.objective.solved())
    found = surface_of(scene, SurfaceWish(("a", None), minibatch=True))
    rows = after(scene, 1).minibatch_rows
    assert len(rows) == 10
    data, state = scene.analysis.data, scene.state
    of_batch = Dataset(data.X[rows], data.y[rows], data.feature_names, data.label_name)
    for x, y in (found.path[-1], found.path[-1] + [0.3, -0.2]):
        weights = np.array([x, *state.weights[1:]])
        wanted = loss.mean(of_batch, weights, y) + 0.5 * decay * weights @ weights
        assert found.minibatch.value(x, y) == pytest.approx(wanted, rel=1e-9)
    ranges = tuple((at - 0.5, at + 0.5) for at in found.path[-1])
    contours = found.minibatch.ellipses(*ranges, 4)
    assert contours
    for contour in contours:
        points = contour.outline(ranges)[::3]
        heights = [found.minibatch.value(*point) for point in points]
        assert np.abs(np.array(heights) - contour.level.loss).max() < 0.1 * max(contour.level.loss, 0.1)
    assert found.minibatch.key != surface_of(replace(scene, state=after(scene, -1)), found.wish).minibatch.key


def test_of_a_large_minibatch_it_is_said_how_many_rows_are_drawn() -> None:
    columns = three(900)
    scene = scene_of(columns, 1, SgdConfig(0.001, 500, 3, loss=AbsoluteLoss()))
    scene = replace(scene, objective=scene.objective.solved())
    found = surface_of(scene, SurfaceWish(minibatch=True))
    assert found.sentence.endswith("Of the minibatch: contours are means over a sample of 200 rows.")
    assert "Contours are means over a sample of 225 rows." in found.sentence


def test_a_surface_waits_for_no_compiled_loop(monkeypatch) -> None:
    scene = scene_of(three(), 0)
    monkeypatch.setattr("linreg_gui.core.solvers.sgd.loops.choice.compiled_loop", _must_not_be_asked)
    found = surface_of(scene, SurfaceWish(minibatch=True))
    monkeypatch.undo()
    np.testing.assert_allclose(found.path[-1] + found.move, after(scene, 1).weights[:2])


def _must_not_be_asked(precision: str) -> None:
    raise AssertionError(precision)
