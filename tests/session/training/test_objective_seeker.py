"""The exact solution of the loss that is trained on: found in a job, and the newest wish wins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from training_analysis import analysis_of

from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss, SquaredLoss
from linreg_gui.core.table.roles import suggest_roles
from linreg_gui.session.job_thread import Jobs
from linreg_gui.session.training.moment import Moment
from linreg_gui.session.training.training import Phase, Training


@pytest.fixture
def training(qtbot):
    jobs = Jobs()
    training = Training(jobs)
    training.set_analysis(analysis_of(), suggest=True)
    yield training
    training.suspend()
    jobs.close()


def known(qtbot, training: Training) -> None:
    qtbot.waitUntil(lambda: training.objective.is_known, timeout=60_000)


def run(qtbot, training: Training) -> None:
    training.run_to_end()
    qtbot.waitUntil(lambda: training.phase is Phase.IDLE and training.finished, timeout=60_000)


def counts(n: int = 90):
    rng = np.random.default_rng(0)
    x = rng.uniform(0.0, 3.0, size=n)
    frame = pd.DataFrame({"x": x, "y": rng.poisson(np.exp(0.5 + 0.6 * x))})
    return analyse(frame, suggest_roles(frame))


def test_least_squares_have_their_solution_at_once(training) -> None:
    assert training.objective.is_plain
    assert training.objective.exact is training.analysis.exact


@pytest.mark.parametrize("loss", [SquaredLoss(), AbsoluteLoss(), HuberLoss(0.3), PoissonLoss()], ids=repr)
def test_a_run_of_each_loss_comes_to_its_exact_solution(qtbot, training, loss) -> None:
    training.set_analysis(counts(), suggest=True)
    training.set_config(replace(training.config, loss=loss))
    known(qtbot, training)
    run(qtbot, training)
    assert training.picture.distance < 0.01
    assert training.history.points[-1].mean_loss == pytest.approx(training.objective.least, rel=1e-2)
    assert training.history.points[0].mean_loss > training.history.points[-1].mean_loss


def test_the_newest_wish_wins_and_what_is_shown_is_told_of_its_distance(qtbot, training) -> None:
    training.step(4)
    qtbot.waitUntil(lambda: training.phase is Phase.IDLE)
    by_squares = training.picture.distance
    for decay in (1.0, 2.0, 5.0):
        training.set_config(replace(training.config, weight_decay=decay))
    assert training.picture.snapshot.step == 4  # the run goes on, on another way
    assert np.isnan(training.picture.distance)
    with qtbot.waitSignal(training.progressed):
        known(qtbot, training)
    assert training.objective.weight_decay == 5.0
    assert training.picture.distance == pytest.approx(
        training.objective.distance(training.picture.snapshot.weights, training.picture.snapshot.bias),
        rel=1e-9,
    )
    assert training.picture.distance != pytest.approx(by_squares, rel=1e-3)


def test_another_loss_starts_the_run_over_and_keeps_settings_suggested(qtbot, training) -> None:
    training.step(4)
    qtbot.waitUntil(lambda: training.phase is Phase.IDLE)
    rate = training.config.learning_rate
    training.set_config(replace(training.config, loss=HuberLoss(0.01)))
    assert training.picture.snapshot.step == 0
    assert training.suggested
    assert training.config.learning_rate > rate
    training.set_config(replace(training.config, epochs=7))
    training.set_config(replace(training.config, loss=SquaredLoss()))
    assert not training.suggested
    assert training.config.epochs == 7


def test_a_loss_that_does_not_suit_the_labels_is_refused_before_anything_changes(qtbot, training) -> None:
    training.step(4)
    qtbot.waitUntil(lambda: training.phase is Phase.IDLE)
    with qtbot.waitSignal(training.problem_found) as told:
        training.set_config(replace(training.config, loss=PoissonLoss()))
    assert "negative" in told.args[0].sentence
    assert training.config.loss == SquaredLoss()
    assert training.picture.snapshot.step == 4


def test_other_data_come_with_least_squares_but_edits_keep_the_loss(qtbot, training) -> None:
    training.set_config(replace(training.config, loss=AbsoluteLoss(), weight_decay=0.5))
    training.set_analysis(analysis_of(30), suggest=False)
    assert (training.config.loss, training.config.weight_decay) == (AbsoluteLoss(), 0.5)
    known(qtbot, training)
    assert len(training.objective.analysis.data.y) == 30
    training.set_analysis(analysis_of(), suggest=True)
    assert (training.config.loss, training.config.weight_decay) == (SquaredLoss(), 0.0)
    assert training.objective.is_plain


def test_what_is_looked_back_at_stands_beside_the_new_solution(qtbot) -> None:
    jobs = Jobs()
    training = Training(jobs)
    moment = Moment(training, jobs)
    training.set_analysis(analysis_of(), suggest=True)
    training.step(9)
    qtbot.waitUntil(lambda: training.phase is Phase.IDLE)
    moment.look_at(4)
    qtbot.waitUntil(lambda: moment.picture.snapshot.step == 4)
    training.set_config(replace(training.config, weight_decay=3.0))
    known(qtbot, training)
    state = moment.picture.snapshot
    wanted = training.objective.distance(state.weights, state.bias, state.bias_rest)
    qtbot.waitUntil(lambda: moment.picture.distance == wanted)
    assert moment.step == 4
    training.let_go()
    jobs.close()


def test_the_loss_curve_of_many_rows_takes_no_more_than_half_of_the_time(
    qtbot, training, monkeypatch
) -> None:
    import time

    from linreg_gui.core.fitting.objective import Objective

    training.set_config(replace(training.config, loss=AbsoluteLoss()))
    known(qtbot, training)
    spent = []

    def slow(*_: object) -> float:
        start = time.perf_counter()
        time.sleep(0.02)
        spent.append(time.perf_counter() - start)
        return 1.0

    monkeypatch.setattr(Objective, "mean_loss", slow)
    start = time.perf_counter()
    run(qtbot, training)
    took = time.perf_counter() - start
    assert sum(spent) <= 0.7 * took + 0.1
    last = training.history.points[-1]
    assert last.step == training.picture.snapshot.step
    updates = sum(point.updates for point in training.history.points)
    assert updates == last.step
    assert np.isfinite([point.minibatch_loss for point in training.history.points[1:]]).all()
