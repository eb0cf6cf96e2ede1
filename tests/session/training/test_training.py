"""Training as the window drives it."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from training_analysis import analysis_of

from linreg_gui.core.fitting.analysis import Analysis, analyse
from linreg_gui.core.model.losses import PoissonLoss, SquaredLoss
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.project.project import Run
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.core.solvers.sgd.suggestion import suggest_config
from linreg_gui.core.table.roles import suggest_roles
from linreg_gui.session.job_thread import Jobs
from linreg_gui.session.training import training_job
from linreg_gui.session.training.pace import Pace
from linreg_gui.session.training.training import Phase, Training


class FrozenClock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def training(qtbot):
    jobs = Jobs()
    training = Training(jobs)
    training.set_analysis(analysis_of(), suggest=True)
    yield training
    training.suspend()
    jobs.close()


def idle(training: Training) -> bool:
    return training.phase is Phase.IDLE


def expected(training: Training, analysis: Analysis, step: int) -> np.ndarray:
    sgd = Sgd(analysis.data, training.config)
    sgd.seek(step)
    return sgd.snapshot().weights


def test_a_step_is_exactly_one_update(qtbot, training) -> None:
    training.step()
    qtbot.waitUntil(lambda: idle(training), timeout=60_000)
    assert training.picture.snapshot.step == 1
    assert np.array_equal(training.picture.snapshot.weights, expected(training, analysis_of(), 1))


def test_steps_asked_for_while_one_is_at_work_are_not_lost(qtbot, training) -> None:
    for _ in range(5):
        training.step()
    training.step(10)
    qtbot.waitUntil(lambda: idle(training) and training.picture.snapshot.step == 15, timeout=60_000)


def test_a_step_back_restores_the_exact_weights_and_shortens_the_curve(qtbot, training) -> None:
    training.step(7)
    qtbot.waitUntil(lambda: idle(training), timeout=60_000)
    training.step_back()
    qtbot.waitUntil(lambda: idle(training))
    assert training.picture.snapshot.step == 6
    assert np.array_equal(training.picture.snapshot.weights, expected(training, analysis_of(), 6))
    assert training.history.arrays()[0].max() <= 6


def test_running_to_the_end_comes_close_to_the_exact_answer(qtbot, training) -> None:
    training.run_to_end()
    qtbot.waitUntil(lambda: training.finished, timeout=60_000)
    exact = analysis_of().exact
    assert np.allclose(training.picture.snapshot.weights, exact.weights, rtol=0.01)
    assert training.picture.distance < 0.01
    steps, _, minibatch, half_mse, *_ = training.history.arrays()
    assert steps[-1] == training.picture.snapshot.step
    assert half_mse[-1] == pytest.approx(exact.half_mse, rel=1e-3)
    assert np.isfinite(minibatch[1:]).all()


def test_a_loss_that_took_long_by_accident_leaves_no_gap_in_the_curve(qtbot, training, monkeypatch) -> None:
    usual, slow = training_job.losses_of, [0.0, 0.1]  # seconds; the first two of the job

    def losses_of(*of):
        time.sleep(slow.pop() if slow else 0.0)
        return usual(*of)

    training.set_config(SgdConfig(0.01, 10, 40))
    monkeypatch.setattr(training_job, "losses_of", losses_of)
    training.run_to_end()
    qtbot.waitUntil(lambda: training.finished, timeout=60_000)
    assert not slow
    steps = training.history.arrays().step
    assert np.diff(steps[steps <= 100]).max() == 1


def test_pausing_keeps_the_place_and_running_goes_on_from_it(qtbot, training) -> None:
    training.set_config(SgdConfig(0.01, 10, 100_000))
    training.set_speed(None)
    training.run()
    qtbot.waitUntil(lambda: training.picture.snapshot.step > 100, timeout=60_000)
    training.pause()
    assert training.phase is Phase.STOPPING
    qtbot.waitUntil(lambda: idle(training))
    step = training.picture.snapshot.step
    assert np.array_equal(training.picture.snapshot.weights, expected(training, analysis_of(), step))
    training.run()
    qtbot.waitUntil(lambda: training.picture.snapshot.step > step)
    training.pause()
    qtbot.waitUntil(lambda: idle(training))


def test_run_pause_run_pause_gives_one_update_per_tick_at_the_slowest_speed(qtbot) -> None:
    clock = FrozenClock()
    jobs = Jobs()
    training = Training(jobs, pace=Pace(clock=clock))
    training.set_analysis(analysis_of(), suggest=True)
    training.step()  # compiles, so that the rest is quick
    qtbot.waitUntil(lambda: idle(training), timeout=60_000)
    training.reset()
    training.set_speed(1.0)
    for tick in range(1, 4):
        for _ in range(3):  # three times run and pause within one tick
            training.run()
            qtbot.waitUntil(lambda tick=tick: training.picture.snapshot.step >= tick)
            qtbot.wait(30)
            training.pause()
            qtbot.waitUntil(lambda: idle(training))
        assert training.picture.snapshot.step == tick
        clock.now += 1.0
    jobs.close()


def test_other_settings_in_mid_run_count_from_the_next_update_on(qtbot, training) -> None:
    training.set_config(SgdConfig(0.001, 10, 1_000_000))
    training.set_speed(200.0)
    training.run()
    qtbot.waitUntil(lambda: training.picture.snapshot.step > 3, timeout=60_000)
    training.set_config(replace(training.config, batch_size=25, learning_rate=0.002))
    qtbot.waitUntil(lambda: training.picture.snapshot.learning_rate == 0.002)
    assert len(training.picture.snapshot.minibatch_rows) <= 25
    training.pause()
    qtbot.waitUntil(lambda: idle(training))
    assert training.picture.snapshot.step > 3


def test_settings_changed_after_the_last_slice_are_not_lost(qtbot, training) -> None:
    training.set_config(SgdConfig(0.01, 10, 5))
    training.step()
    training.set_config(replace(training.config, learning_rate=0.02))
    qtbot.waitUntil(lambda: idle(training), timeout=60_000)
    training.step()
    qtbot.waitUntil(lambda: idle(training) and training.picture.snapshot.step == 2)
    assert training.picture.snapshot.learning_rate == 0.02


def test_another_seed_starts_over(qtbot, training) -> None:
    training.step(3)
    qtbot.waitUntil(lambda: idle(training), timeout=60_000)
    training.set_config(replace(training.config, seed=9))
    assert training.picture.snapshot.step == 0
    assert len(training.history) == 1


def test_new_data_in_mid_run_never_show_old_numbers(qtbot, training) -> None:
    training.set_config(SgdConfig(0.01, 10, 1_000_000))
    training.set_speed(None)
    training.run()
    qtbot.waitUntil(lambda: training.picture.snapshot.step > 100, timeout=60_000)
    seen = []
    training.set_analysis(analysis_of(50, seed=2, weights=(7.0, 7.0)), suggest=True)
    training.progressed.connect(seen.append)
    training.history_changed.connect(lambda history: seen.append(history))
    qtbot.wait(100)
    assert idle(training)
    assert seen == []
    assert training.picture.snapshot.step == 0


def test_reset_in_mid_run_goes_to_step_zero_and_stays_there(qtbot, training) -> None:
    training.set_config(SgdConfig(0.01, 10, 1_000_000))
    training.run()
    qtbot.waitUntil(lambda: training.picture.snapshot.step > 1, timeout=60_000)
    training.reset()
    qtbot.wait(60)
    assert training.picture.snapshot.step == 0
    assert idle(training)


def test_divergence_stops_at_the_last_finite_state_and_names_a_safe_rate(qtbot, training) -> None:
    training.set_config(SgdConfig(50.0, 10, 1000))
    with qtbot.waitSignal(training.diverged, timeout=60_000) as signal:
        training.run_to_end()
    problem, safe = signal.args
    assert "2/λmax" in problem.sentence
    assert "50" in problem.sentence
    assert 0 < safe < 2.0
    assert training.has_diverged
    assert np.isfinite(training.picture.snapshot.weights).all()
    training.set_config(replace(training.config, learning_rate=safe))
    training.reset()
    training.run_to_end()
    qtbot.waitUntil(lambda: training.finished, timeout=60_000)


def test_run_after_the_end_starts_over(qtbot, training) -> None:
    training.set_config(SgdConfig(0.03, 50, 2))
    training.run_to_end()
    qtbot.waitUntil(lambda: training.finished, timeout=60_000)
    training.run()
    assert training.picture.snapshot.step == 0
    qtbot.waitUntil(lambda: training.finished, timeout=60_000)
    assert training.picture.snapshot.step == 8


def test_without_data_nothing_can_be_run(qtbot) -> None:
    jobs = Jobs()
    training = Training(jobs)
    for wish in (training.run, training.step, training.step_back, training.pause, training.run_to_end):
        wish()
    training.reset()
    assert idle(training)
    assert training.picture is None
    assert not training.available


def test_suggested_settings_follow_the_switch_of_standardising_and_chosen_ones_do_not(training) -> None:
    suggested = training.config
    training.set_config(replace(suggested, standardise=False))
    assert training.config == suggest_config(analysis_of().data, standardise=False)
    training.set_config(replace(training.config, standardise=True))
    assert training.config == suggested
    training.set_config(SgdConfig(0.123, 20, 7))
    training.set_config(SgdConfig(0.123, 20, 7, standardise=False))
    assert training.config == SgdConfig(0.123, 20, 7, standardise=False)
    training.suggest()
    assert training.config == suggest_config(analysis_of().data, standardise=False)


def test_settings_of_the_user_survive_an_edit_and_suggested_ones_follow_the_data(qtbot, training) -> None:
    training.set_analysis(analysis_of(30), suggest=False)
    assert training.config == analysis_of(30).suggested
    training.set_config(SgdConfig(0.123, 20, 7))
    training.set_analysis(analysis_of(12), suggest=False)
    assert training.config == SgdConfig(0.123, 12, 7)


def wait(qtbot, training: Training) -> None:
    qtbot.waitUntil(lambda: idle(training), timeout=60_000)


def test_a_recorded_run_is_repeated_to_the_last_bit_under_its_loss_curve(qtbot, training) -> None:
    training.step(30)
    wait(qtbot, training)
    training.set_config(replace(training.config, learning_rate=0.01))
    training.step(25)
    wait(qtbot, training)
    training.set_config(replace(training.config, batch_size=16))
    record, points, state = training.record(), training.history.points, training.picture.snapshot
    training.reset()
    training.set_config(SgdConfig())
    training.step(3)
    wait(qtbot, training)
    assert np.isfinite(training.picture.snapshot.bias)
    with qtbot.waitSignal(training.restored, timeout=60_000) as restored:
        training.restore(record, suggested=False)
        assert training.record() is record
    assert restored.args == [True]
    wait(qtbot, training)
    again = training.picture.snapshot
    assert (again.step, again.epoch, again.bias) == (state.step, state.epoch, state.bias)
    assert np.array_equal(again.weights, state.weights)
    assert np.array_equal(training.history.points, points, equal_nan=True)
    assert training.config == record.config
    assert (training.config.batch_size, training.config.learning_rate) == (16, 0.01)
    assert training.record().changes == record.changes
    training.step_back()
    wait(qtbot, training)
    training.step()
    wait(qtbot, training)
    assert np.array_equal(training.picture.snapshot.weights, state.weights)


def test_settings_chosen_while_a_run_is_repeated_wait_until_it_is_there(qtbot, training) -> None:
    training.step(500)
    wait(qtbot, training)
    record = training.record()
    with qtbot.waitSignal(training.restored, timeout=60_000) as restored:
        training.restore(record, suggested=False)
        training.set_config(replace(record.config, learning_rate=0.001))
    wait(qtbot, training)
    assert restored.args == [True]
    assert training.record().changes == ((0, record.config), (500, training.config))


def test_a_repeated_run_that_ends_elsewhere_is_told(qtbot, training) -> None:
    training.step(5)
    wait(qtbot, training)
    record = training.record()
    with qtbot.waitSignal(training.restored, timeout=60_000) as restored:
        training.restore(replace(record, bias=record.bias + 1e-12), suggested=False)
    assert restored.args == [False]


def test_a_run_that_diverged_is_so_again(qtbot, training) -> None:
    training.set_config(SgdConfig(learning_rate=1e6))
    with qtbot.waitSignal(training.diverged, timeout=60_000):
        training.run_to_end()
    record = training.record()
    assert record.diverged
    training.reset()
    with qtbot.waitSignal(training.diverged, timeout=60_000):
        training.restore(record, suggested=False)
    assert training.has_diverged
    assert training.picture.snapshot.step == record.step
    assert np.array_equal(training.picture.snapshot.weights, record.weights)


def test_a_run_at_its_beginning_has_its_settings_recorded(qtbot, training) -> None:
    training.set_config(replace(training.config, learning_rate=0.123))
    record = training.record()
    training.set_config(SgdConfig())
    training.restore(record, suggested=True)
    assert training.config == record.config
    assert training.suggested
    assert idle(training)


UNSUITABLE = [SgdConfig(weight_decay=1.7e308), SgdConfig(loss=PoissonLoss())]


@pytest.mark.parametrize("config", UNSUITABLE, ids=["weight decay", "loss"])
def test_a_run_whose_settings_do_not_suit_the_data_is_refused_and_the_present_one_stays(
    training, config
) -> None:
    before = training.config
    later = replace(config, standardise=before.standardise)
    for changes in ([(0, config)], [(0, replace(before, seed=config.seed)), (3, later)]):
        run = Run(tuple(changes), 5, False, np.zeros(2), 0.0)
        with pytest.raises(ProblemError):
            training.restore(run, suggested=False)
        assert training.config == before
        assert idle(training)


@pytest.mark.parametrize("config", UNSUITABLE, ids=["weight decay", "loss"])
def test_settings_that_do_not_suit_other_data_give_way_to_suggested_ones_and_it_is_told(
    qtbot, training, config
) -> None:
    training.set_analysis(None, suggest=False)
    training.restore(Run(((0, config),), 0, False, np.zeros(2), 0.0), suggested=False)
    with qtbot.waitSignal(training.problem_found) as told:
        training.set_analysis(analysis_of(), suggest=False)
    taken = "suggested settings" if config.weight_decay else "the half squared error"
    assert told.args[0].sentence.endswith(f"Training takes {taken} instead.")
    assert (training.config.loss, training.config.weight_decay) == (SquaredLoss(), 0.0)
    assert training.suggested
    assert (training.config.weight_decay, training.config.loss) == (0.0, SquaredLoss())
    training.step()
    wait(qtbot, training)
    assert training.picture.snapshot.step == 1


def test_why_a_job_could_not_go_on_is_told(qtbot, training, monkeypatch) -> None:
    def fail(*_: object) -> int:
        raise ProblemError("No more.")

    monkeypatch.setattr(Sgd, "advance", fail)
    with qtbot.waitSignal(training.problem_found) as told:
        training.step()
    assert told.args[0].sentence == "No more."
    assert idle(training)


def test_counts_after_other_labels_start_the_run_over(qtbot, training) -> None:
    frame = pd.DataFrame({"x": np.arange(9.0), "y": 5000.0 + np.arange(9.0) % 4})
    counts = analyse(frame, suggest_roles(frame))
    training.set_analysis(counts, suggest=True)
    training.step(3)
    wait(qtbot, training)
    training.set_config(replace(training.config, loss=PoissonLoss(), learning_rate=1e-6))
    assert training.picture.snapshot.step == 0
    training.step()
    wait(qtbot, training)
    training.suggest()
    assert training.config.loss == PoissonLoss()  # the loss is nothing that is suggested
    training.set_config(replace(training.config, loss=SquaredLoss()))
    assert training.picture.snapshot.step == 0
