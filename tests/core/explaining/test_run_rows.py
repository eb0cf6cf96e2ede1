"""What a list tells of each run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from linreg_gui.core.explaining.run_rows import apart_by, near_step, run_row, run_settings_words
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.model.losses import HuberLoss
from linreg_gui.core.model.synthetic import make_synthetic
from linreg_gui.core.project.project import Run
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.core.table.roles import suggest_roles

CONFIG = SgdConfig()


def run(*changes: tuple[int, SgdConfig], step: int = 600, **more) -> Run:
    curve = np.array([[0.0, 0.0, np.nan, 0.0, 8.0, np.nan], [600.0, 3.0, 1.0, 600.0, 0.125, np.nan]])
    return Run(changes or ((0, CONFIG),), step, False, np.zeros(1), 0.0, curve, **more)


def test_the_first_step_near_the_exact_answer_is_that_of_the_distance_itself() -> None:
    data = make_synthetic([2.0, -3.4], 4.2, 0.5, 300, 1)
    frame = pd.DataFrame({"a": data.X[:, 0], "b": data.X[:, 1], "y": data.y})
    known = analyse(frame, suggest_roles(frame))
    sgd = Sgd(known.data, replace(known.suggested, batch_size=50, learning_rate=0.1, epochs=20))
    steps, losses, distances = [], [], []
    while True:
        state = sgd.snapshot()
        steps.append(state.step)
        losses.append(known.surface.half_mse(state.weights, state.bias, state.bias_rest))
        distances.append(known.surface.distance(state.weights, state.bias, bias_rest=state.bias_rest))
        if not sgd.advance(1):
            break
    least, spread = known.exact.half_mse, known.label_spread
    found = near_step(np.array(steps), np.array(losses), least, spread)
    assert found == next(step for step, distance in zip(steps, distances, strict=True) if distance <= 0.01)
    assert found > 5
    assert (
        near_step(np.array(steps[:3]), np.array(losses[:3]), known.exact.half_mse, known.label_spread) is None
    )


def test_only_settings_that_tell_runs_apart_are_listed() -> None:
    one, other = run((0, CONFIG)), run((0, replace(CONFIG, momentum=0.9, loss=HuberLoss(2.0))))
    apart = apart_by([one, other])
    assert apart == {"momentum", "loss"}
    assert run_settings_words(one, apart) == "half squared error, momentum 0"
    assert run_settings_words(other, apart) == "Huber loss 2, momentum 0.9"
    assert run_settings_words(other).startswith("η 0.03, batch 32, 3 epochs, Huber loss 2")


def test_settings_that_changed_on_the_way_are_told_with_their_step_but_not_those_after_the_end() -> None:
    faster = replace(CONFIG, learning_rate=0.5, batch_size=1)
    text = run_settings_words(run((0, CONFIG), (300, faster), (600, CONFIG)))
    assert text == "η 0.03, batch 32, 3 epochs, from step 300 η 0.5, batch 1"


def test_every_setting_has_words() -> None:
    changed = replace(
        CONFIG, decay="cosine", seed=1234, standardise=False, with_replacement=True, precision="float32"
    )
    text = run_settings_words(run((0, changed)))
    for words in ("cosine decay", "seed 1,234", "raw features", "with replacement", "float32"):
        assert words in text


def test_a_row_says_all_there_is_to_say() -> None:
    row = run_row(run(look=2, shown=True), 7, "Run 1", 212)
    assert (row.near, row.loss, row.steps, row.shown) == ("212", "0.125", "600 steps", True)
    assert row.sentence == (
        "Run 1: η 0.03, batch 32, 3 epochs; 600 steps, within 1 % from step 212, loss 0.125, pinned, shown."
    )


def test_a_run_on_other_data_is_not_drawn_and_says_why() -> None:
    row = run_row(run(look=2, shown=True), 7, "Run 1", None, same_data=False)
    assert not row.shown
    assert "other data" in row.sentence
    assert row.near == "–"


def test_a_run_begins_with_what_made_it_only() -> None:
    whole = run((0, CONFIG), data="ab")
    part = replace(
        whole, step=200, curve=whole.curve[:1], changes=((0, CONFIG), (200, replace(CONFIG, epochs=9)))
    )
    assert whole.begins_with(part)
    assert not part.begins_with(whole)
    assert not whole.begins_with(replace(part, data="cd"))
    assert not whole.begins_with(run((0, replace(CONFIG, seed=1)), step=200 + 400, data="ab"))
    branch = run((0, CONFIG), (100, replace(CONFIG, learning_rate=1.0)), data="ab")
    assert not whole.begins_with(branch)
    assert whole.begins_with(replace(branch, step=100, curve=branch.curve[:1]))
