"""Looking back shows exactly what has been, and leaves the run alone."""

from __future__ import annotations

import numpy as np
import pytest
from training_analysis import analysis_of

from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.session.job_thread import Jobs
from linreg_gui.session.training.moment import Moment
from linreg_gui.session.training.training import Phase, Training


class Watched:
    """Training on data, the moment that is shown, and every picture that was."""

    def __init__(self, qtbot, jobs: Jobs) -> None:
        self.qtbot = qtbot
        self.analysis = analysis_of()
        self.training = Training(jobs)
        self.now = 0.0
        self.moment = Moment(self.training, jobs, clock=lambda: self.now)
        self.shown: list[int] = []
        self.moment.moved.connect(lambda picture: self.shown.append(picture.snapshot.step))
        self.training.set_analysis(self.analysis, suggest=True)

    def step(self, count: int) -> None:
        self.training.step(count)
        self.qtbot.waitUntil(lambda: self.training.phase is Phase.IDLE, timeout=60_000)

    def look_at(self, step: int) -> None:
        self.moment.look_at(step)
        self.qtbot.waitUntil(lambda: self.moment.picture.snapshot.step == step)

    def weights_at(self, step: int) -> np.ndarray:
        sgd = Sgd(self.analysis.data, self.training.config)
        sgd.seek(step)
        return sgd.snapshot().weights


@pytest.fixture
def watched(qtbot):
    jobs = Jobs()
    watched = Watched(qtbot, jobs)
    yield watched
    watched.training.suspend()
    jobs.close()


def test_the_end_is_followed(watched) -> None:
    watched.step(5)
    moment = watched.moment
    assert moment.is_live
    assert (moment.step, moment.end, watched.shown[-1]) == (5, 5, 5)


def test_a_step_that_is_looked_at_is_exactly_what_it_was_and_the_run_stays_where_it_is(watched) -> None:
    watched.step(30)
    for step in (12, 13, 0, 29):
        watched.look_at(step)
        assert np.array_equal(watched.moment.picture.snapshot.weights, watched.weights_at(step))
        assert watched.shown[-1] == step
    assert not watched.moment.is_live
    assert watched.training.picture.snapshot.step == 30
    watched.step(3)
    assert (watched.moment.step, watched.moment.end, watched.shown[-1]) == (29, 33, 29)
    watched.moment.return_to_end()
    assert watched.moment.is_live
    assert watched.shown[-1] == 33


def test_of_many_wishes_the_last_one_is_shown_in_the_end(watched) -> None:
    watched.step(40)
    for step in range(39, 3, -1):
        watched.moment.look_at(step)
        assert watched.moment.step == step
    watched.qtbot.waitUntil(lambda: watched.moment.picture.snapshot.step == 4)
    assert watched.shown[-1] == 4


def test_looking_on_to_the_end_follows_it_again_and_nothing_lies_before_the_start(watched) -> None:
    watched.step(10)
    watched.look_at(9)
    watched.moment.look_by(1)
    assert watched.moment.is_live
    watched.moment.look_by(-100)
    watched.qtbot.waitUntil(lambda: watched.moment.picture.snapshot.step == 0)


def test_a_run_that_starts_over_or_goes_back_before_it_is_followed_again(watched) -> None:
    watched.step(20)
    watched.look_at(19)
    watched.training.step_back()
    watched.qtbot.waitUntil(lambda: watched.moment.is_live)
    watched.look_at(3)
    watched.training.reset()
    assert watched.moment.is_live
    assert watched.moment.step == watched.shown[-1] == 0


def test_a_wish_for_a_run_that_is_gone_never_arrives(watched) -> None:
    watched.step(20)
    watched.moment.look_at(7)
    watched.training.set_analysis(analysis_of(seed=2), suggest=True)
    watched.step(2)
    watched.qtbot.wait(50)
    assert watched.moment.is_live
    assert watched.shown[-1] == 2


def test_while_the_run_goes_on_the_moment_stays(watched) -> None:
    watched.step(50)
    watched.training.set_speed(200.0)
    watched.training.run()
    watched.look_at(20)
    watched.qtbot.waitUntil(lambda: watched.moment.end > 60, timeout=30_000)
    assert watched.moment.step == watched.shown[-1] == 20
    assert np.array_equal(watched.moment.picture.snapshot.weights, watched.weights_at(20))
    watched.training.pause()
    watched.qtbot.waitUntil(lambda: watched.training.phase is Phase.IDLE)


def test_the_run_is_played_at_the_speed_of_training_and_ends_at_its_end(watched) -> None:
    watched.step(40)
    watched.training.set_speed(10.0)
    moment, qtbot = watched.moment, watched.qtbot
    moment.play(1)
    assert moment.playing == 1
    qtbot.waitUntil(lambda: watched.shown[-1] == 0)
    watched.now = 2.5
    qtbot.waitUntil(lambda: watched.shown[-1] == 25)
    watched.now = 9.0
    qtbot.waitUntil(lambda: moment.is_live)
    assert moment.playing == 0
    assert watched.shown[-1] == 40


def test_it_is_played_backwards_from_where_it_is_and_stops_where_a_person_looks(watched) -> None:
    watched.step(40)
    watched.training.set_speed(10.0)
    moment, qtbot = watched.moment, watched.qtbot
    moment.play(-1)
    watched.now = 1.0
    qtbot.waitUntil(lambda: watched.shown[-1] == 30)
    watched.look_at(12)
    assert moment.playing == 0
    moment.play(-1)
    watched.now = 100.0
    qtbot.waitUntil(lambda: watched.shown[-1] == 0)
    assert moment.playing == 0
    assert not moment.is_live


def test_at_full_speed_the_whole_run_takes_ten_seconds(watched) -> None:
    watched.step(200)
    watched.training.set_speed(None)
    watched.moment.play(1)
    watched.now = 5.0
    watched.qtbot.waitUntil(lambda: watched.shown[-1] == 100)
    watched.moment.play(0)
    watched.now = 8.0
    watched.qtbot.wait(60)
    assert watched.shown[-1] == 100
