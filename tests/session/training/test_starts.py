"""Where runs begin, as it is chosen in the window."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from training_analysis import analysis_of

from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.solvers.sgd.start import ChosenStart, NormalStart, ZeroStart
from linreg_gui.core.table.roles import Role
from linreg_gui.session.job_thread import Jobs
from linreg_gui.session.training.starts import Starts
from linreg_gui.session.training.training import Phase, Training

WEIGHTS = np.array([0.5, -2.0])


@pytest.fixture
def training(qtbot):
    jobs = Jobs()
    training = Training(jobs)
    training.set_analysis(analysis_of(), suggest=True)
    yield training
    training.suspend()
    jobs.close()


def step(qtbot, training: Training, count: int = 1) -> None:
    training.step(count)
    qtbot.waitUntil(lambda: training.phase is Phase.IDLE, timeout=60_000)


def weights(training: Training) -> np.ndarray:
    return training.picture.snapshot.weights


def test_a_run_that_has_not_begun_starts_at_the_chosen_point_at_once(qtbot, training) -> None:
    starts = Starts(training)
    with qtbot.waitSignal(starts.chosen):
        starts.choose(WEIGHTS, 3.0)
    np.testing.assert_allclose(weights(training), WEIGHTS, rtol=1e-14)
    assert training.history.points[0].mean_loss == pytest.approx(
        training.analysis.surface.half_mse(WEIGHTS, 3.0)
    )
    assert training.suggested
    assert starts.waiting is None
    with qtbot.waitSignal(starts.taken_back):
        starts.go_back()
    assert not weights(training).any()
    starts.go_back()
    assert training.config.start == ZeroStart()


def test_a_run_that_has_begun_goes_on_and_the_next_one_starts_there(qtbot, training) -> None:
    step(qtbot, training, 3)
    before = weights(training)
    Starts(training).choose(WEIGHTS, 3.0)
    assert np.array_equal(weights(training), before)
    np.testing.assert_allclose(Starts(training).waiting.weights, WEIGHTS, rtol=1e-14)
    np.testing.assert_allclose(Starts(training).next.weights, WEIGHTS, rtol=1e-14)
    step(qtbot, training)
    assert training.picture.snapshot.step == 4
    training.reset()
    np.testing.assert_allclose(weights(training), WEIGHTS, rtol=1e-14)
    assert training.picture.snapshot.bias == pytest.approx(3.0, rel=1e-13)


def test_a_random_start_is_taken_like_any_other_setting(qtbot, training) -> None:
    training.set_config(replace(training.config, start=NormalStart(2.0, 7)))
    drawn = weights(training)
    assert drawn.any()
    training.set_config(replace(training.config, start=NormalStart(2.0, 8)))
    assert not np.array_equal(weights(training), drawn)


@pytest.mark.parametrize("updates", [0, 3])
def test_a_start_that_waits_is_kept_with_the_run(qtbot, training, updates) -> None:
    training.set_config(replace(training.config, start=NormalStart(2.0, 7)))
    if updates:
        step(qtbot, training, updates)
    Starts(training).choose(WEIGHTS, 3.0)
    record = training.record()
    assert record.config == training.config
    training.set_config(replace(training.config, start=ZeroStart()))
    training.restore(record, suggested=True)
    qtbot.waitUntil(lambda: training.phase is Phase.IDLE, timeout=60_000)
    assert np.array_equal(weights(training), record.weights)
    training.reset()
    np.testing.assert_allclose(weights(training), WEIGHTS, rtol=1e-14)


def test_a_point_too_far_out_is_told_and_changes_nothing(qtbot, training) -> None:
    starts = Starts(training)
    with qtbot.waitSignal(starts.problem_found) as told:
        starts.choose(np.array([1e300, 0.0]), 0.0)
    assert "so far out" in told.args[0].sentence
    assert training.config.start == ZeroStart()


def test_other_rows_keep_a_chosen_start_and_other_features_do_not(qtbot, training) -> None:
    Starts(training).choose(WEIGHTS, 3.0)
    training.set_analysis(analysis_of(100, seed=3), suggest=False)
    np.testing.assert_allclose(weights(training), WEIGHTS, rtol=1e-14)
    data = analysis_of().data
    frame = pd.DataFrame({"x1": data.X[:, 0], "z": data.X[:, 1], "y": data.y})
    others = analyse(frame, {"x1": Role.FEATURE, "z": Role.FEATURE, "y": Role.LABEL})
    with qtbot.waitSignal(training.problem_found) as told:
        training.set_analysis(others, suggest=False)
    assert "other features" in told.args[0].sentence
    assert not weights(training).any()


def test_a_start_chosen_while_the_run_goes_on_waits(qtbot, training) -> None:
    training.set_config(replace(training.config, epochs=1_000_000))
    training.set_speed(200.0)
    training.run()
    qtbot.waitUntil(lambda: training.picture.snapshot.step > 2, timeout=60_000)
    Starts(training).choose(WEIGHTS, 3.0)
    before = training.picture.snapshot.step
    qtbot.waitUntil(lambda: training.picture.snapshot.step > before)
    training.pause()
    qtbot.waitUntil(lambda: training.phase is Phase.IDLE)
    assert training.config.start == ChosenStart((0.5, -2.0), 3.0)


def test_float32_that_does_not_suit_the_data_gives_way_to_float64_and_it_is_told(qtbot, training) -> None:
    frame = pd.DataFrame({"x": 1e9 + np.arange(40.0), "y": np.arange(40.0) % 7})
    training.set_analysis(analyse(frame, {"x": Role.FEATURE, "y": Role.LABEL}), suggest=True)
    rate = training.config.learning_rate
    training.set_config(replace(training.config, precision="float32", standardise=True, seed=3))
    assert training.config.precision == "float32"
    with qtbot.waitSignal(training.problem_found) as told:
        training.set_config(replace(training.config, standardise=False, learning_rate=rate))
    assert told.args[0].sentence.endswith("Training takes float64 instead.")
    assert (training.config.precision, training.config.standardise) == ("float64", False)
    assert training.config.seed == 3
