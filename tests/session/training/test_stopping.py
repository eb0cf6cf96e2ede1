"""Rules that end a run before its last epoch, as the window has them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from training_analysis import analysis_of

from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.fitting.train import train
from linreg_gui.core.solvers.sgd.stopping import StopRules
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.roles import suggest_roles
from linreg_gui.session.job_thread import Jobs
from linreg_gui.session.training.training import Phase, Training


@pytest.fixture
def training(qtbot):
    jobs = Jobs()
    training = Training(jobs)
    training.set_analysis(analysis_of(), suggest=True)
    training.set_config(replace(training.config, learning_rate=0.02, decay="constant", epochs=5_000))
    training.set_speed(None)
    yield training
    training.suspend()
    jobs.close()


def stopped(qtbot, training: Training) -> str:
    with qtbot.waitSignal(training.stopped, timeout=60_000) as told:
        training.run()
    assert training.phase is Phase.IDLE
    assert training.ruled
    assert not training.finished
    return told.args[0]


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        (StopRules(target_loss=0.5), "the training loss came down to the 0.5 wanted"),
        (StopRules(distance=0.01), "the predictions came as near to the exact ones as wanted"),
    ],
)
def test_a_run_ends_after_the_epoch_in_which_train_would_end_it(qtbot, training, rules, words) -> None:
    training.set_rules(rules)
    sentence = stopped(qtbot, training)
    expected = train(training.analysis.data, training.config, stop=rules)
    state = training.picture.snapshot
    assert state.step == expected.snapshot.step
    assert np.array_equal(state.weights, expected.snapshot.weights)
    assert sentence == f"Training stopped after step {state.step:,}: {words}."
    assert training.history.points[-1].step == state.step


def noisy():
    """Few rows to train on, and many features: the validation loss grows again."""
    rng = np.random.default_rng(0)
    columns = {f"x{j}": rng.normal(size=60) for j in range(20)}
    frame = pd.DataFrame({**columns, "y": columns["x0"] + rng.normal(size=60)})
    return analyse(frame, suggest_roles(frame), recipe=Recipe(holdout=0.5))


def test_patience_goes_back_to_the_best_state_as_train_does(qtbot, training) -> None:
    analysis = noisy()
    training.set_analysis(analysis, suggest=True)
    training.set_config(replace(training.config, learning_rate=0.01, decay="constant", epochs=5_000))
    training.set_rules(StopRules(patience=5))
    sentence = stopped(qtbot, training)
    expected = train(analysis.data, training.config, stop=StopRules(patience=5), validation=analysis.held_out)
    assert expected.ended_by == "patience"
    state = training.picture.snapshot
    assert state.step == expected.snapshot.step
    assert np.array_equal(state.weights, expected.snapshot.weights)
    assert "had not improved for 5 epochs" in sentence
    assert training.history.points[-1].step <= state.step


@pytest.mark.parametrize("by_hand", [False, True])
def test_patience_counts_on_over_a_pause(qtbot, training, by_hand) -> None:
    analysis = noisy()
    rules, held_out = StopRules(patience=400), analysis.held_out
    training.set_analysis(analysis, suggest=True)
    training.set_config(
        replace(training.config, learning_rate=0.01, decay="constant", epochs=5_000, batch_size=9)
    )
    straight = train(analysis.data, training.config, stop=rules, validation=held_out)
    best, per_epoch = straight.snapshot, -(-analysis.data.n_rows // 9)
    assert best.step > 0
    training.set_rules(rules)
    past = best.step + 100 * per_epoch
    if by_hand:
        training.step(past)
    else:
        training.set_speed(500.0)
        training.run()
        qtbot.waitUntil(lambda: training.picture.snapshot.step > past, timeout=60_000)
        training.pause()
        training.set_speed(None)
    qtbot.waitUntil(lambda: training.phase is Phase.IDLE, timeout=60_000)
    assert not training.ruled
    stopped(qtbot, training)
    state = training.picture.snapshot
    if by_hand:  # the best state that is recorded, perhaps in the midst of an epoch
        losses = [analysis.validation_loss(at.weights, at.bias) for at in (state, best)]
        assert losses[0] <= 1.05 * losses[1]  # which states are recorded depends on how fast the machine is
        assert state.step < past
    else:
        assert state.step == best.step


def test_patience_without_rows_held_out_ends_nothing(qtbot, training) -> None:
    training.set_config(replace(training.config, epochs=20))
    training.set_rules(StopRules(patience=1))
    training.run()
    qtbot.waitUntil(lambda: training.finished, timeout=60_000)


def test_seconds_end_a_run_and_running_on_goes_on(qtbot, training) -> None:
    training.set_config(replace(training.config, epochs=1_000_000))
    training.set_rules(StopRules(seconds=0.05))
    assert stopped(qtbot, training).endswith("the 0.05 s allowed were over.")
    step = training.picture.snapshot.step
    assert step > 0
    stopped(qtbot, training)
    assert training.picture.snapshot.step > step


def test_rules_changed_in_mid_run_count_from_then_on(qtbot, training) -> None:
    training.set_config(replace(training.config, epochs=1_000_000))
    training.set_speed(500.0)
    training.run()
    qtbot.waitUntil(lambda: training.picture.snapshot.step > 5, timeout=60_000)
    with qtbot.waitSignal(training.stopped, timeout=60_000):
        training.set_rules(StopRules(target_loss=1e9))


def test_steps_by_hand_are_not_ended_by_rules(qtbot, training) -> None:
    training.set_rules(StopRules(target_loss=1e9))
    training.step(50)
    qtbot.waitUntil(lambda: training.phase is Phase.IDLE, timeout=60_000)
    assert training.picture.snapshot.step == 50
    assert not training.ruled


def test_other_data_that_are_opened_have_no_rules(training) -> None:
    training.set_rules(StopRules(target_loss=1.0))
    training.set_analysis(analysis_of(50, seed=3), suggest=False)
    assert training.rules == StopRules(target_loss=1.0)
    training.set_analysis(analysis_of(60, seed=4), suggest=True)
    assert training.rules == StopRules()
