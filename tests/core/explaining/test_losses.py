"""What the loss plot draws: the curve of a run beside the least loss, and the runs with a look."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.drawing.exact_line import sums_of
from linreg_gui.core.drawing.moving_data import MovingData
from linreg_gui.core.explaining.losses import ListedRun, Losses, loss_scene_of
from linreg_gui.core.explaining.run_rows import RunRow
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.loss_curve import LossCurve
from linreg_gui.core.model.losses import AbsoluteLoss, SquaredLoss
from linreg_gui.core.model.synthetic import make_synthetic
from linreg_gui.core.table.roles import suggest_roles

STEPS = np.array([0.0, 10.0])
CURVE = LossCurve(*[STEPS] * 6)
ROW = RunRow(4, "Run 4", "η 0.1", "10", "0.2", "10 updates", look=2, shown=True, all_settings="η 0.1")


@pytest.fixture(scope="module")
def objective() -> Objective:
    data = make_synthetic([2.0], 4.2, 0.5, 40, 1)
    frame = pd.DataFrame({"x": data.X[:, 0], "y": data.y})
    analysis = analyse(frame, suggest_roles(frame))
    return Objective.of(analysis, analysis.suggested)


def test_the_curve_stands_beside_the_least_loss_under_the_name_of_the_loss(objective: Objective) -> None:
    scene = loss_scene_of(Losses(objective, CURVE, 7))
    assert scene.curve is CURVE
    assert (scene.name, scene.short_name) == ("half mean squared error", "½ MSE")
    assert scene.least == objective.analysis.exact.half_mse
    assert (scene.n_rows, scene.moment, scene.runs) == (40, 7, ())
    other = loss_scene_of(Losses(replace(objective, loss=AbsoluteLoss()), CURVE))
    assert (other.name, other.least) == ("mean absolute error", None)


def test_while_a_hand_moves_rows_the_least_loss_is_that_of_where_they_are(objective: Objective) -> None:
    x, y = np.arange(4.0), np.array([0.0, 2.0, 1.0, 5.0])
    moving = MovingData(sums_of(x, y, (0.0, 0.0)), x, y)
    slope, intercept = np.polyfit(x, y, 1)
    least = 0.5 * np.mean((y - slope * x - intercept) ** 2)
    assert loss_scene_of(Losses(objective, CURVE, moving=moving)).least == pytest.approx(least, rel=1e-12)


def test_runs_without_a_look_have_no_curve_and_one_of_another_loss_says_why_it_is_not_drawn(
    objective: Objective,
) -> None:
    rows = [ROW, replace(ROW, key=5, look=None, shown=False), replace(ROW, key=6, look=1)]
    losses = (SquaredLoss(), SquaredLoss(), AbsoluteLoss())
    runs = tuple(ListedRun(row, loss, CURVE) for row, loss in zip(rows, losses, strict=True))
    like, unlike = loss_scene_of(Losses(objective, CURVE, beside=runs)).runs
    assert (like.key, like.look, like.shown, like.sentence) == (4, 2, True, ROW.sentence)
    assert (unlike.key, unlike.look, unlike.shown) == (6, 1, False)
    assert unlike.sentence.endswith("so that its curve has no place on this axis.")


def test_two_scenes_have_the_same_lines_where_only_the_moment_or_the_words_are_others(objective) -> None:
    def scene(moment: int | None = None, curve: LossCurve = CURVE, **row):
        beside = (ListedRun(replace(ROW, **row), SquaredLoss(), CURVE),)
        return loss_scene_of(Losses(objective, curve, moment, beside))

    known = scene()
    assert known.has_the_lines_of(scene(moment=3))
    assert known.has_the_lines_of(scene(near="20"))
    assert not known.has_the_lines_of(scene(curve=LossCurve(*CURVE)))
    assert not known.has_the_lines_of(scene(shown=False))
    assert not known.has_the_lines_of(scene(look=0))
    assert not known.has_the_lines_of(replace(known, least=0.0))
