"""Runs that are kept when another one takes their place."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from training_analysis import analysis_of

from linreg_gui.core.limits import LONGEST_RUN_NAME, MOST_PINNED, MOST_RUNS
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.session.job_thread import Jobs
from linreg_gui.session.training.runs import PRESENT, Runs
from linreg_gui.session.training.training import Phase, Training
from linreg_gui.session.training.training_job import prepare

CONFIG = SgdConfig(learning_rate=0.02, batch_size=8, epochs=4)


class Watched:
    """Training and its runs, which are waited for."""

    def __init__(self, qtbot) -> None:
        prepare(lambda: False)
        self.qtbot, self.jobs = qtbot, Jobs()
        self.training = Training(self.jobs)
        self.runs = Runs(self.training)
        self.analysis = analysis_of()
        self.training.set_analysis(self.analysis, suggest=True)
        self.training.set_config(CONFIG)
        self.training.set_speed(None)

    def rest(self) -> None:
        self.qtbot.waitUntil(lambda: self.training.phase is Phase.IDLE, timeout=60_000)

    def step(self, count: int) -> None:
        self.training.step(count)
        self.rest()

    def to_end(self) -> None:
        self.training.run_to_end()
        self.rest()

    @property
    def names(self) -> list[str]:
        return [entry.run.name for entry in self.runs.kept]

    @property
    def weights(self) -> list[float]:
        state = self.training.picture.snapshot
        return [state.step, state.bias, *state.weights]


@pytest.fixture
def watched(qtbot):
    watched = Watched(qtbot)
    yield watched
    watched.training.let_go()
    watched.jobs.close()


def change(watched: Watched, **settings) -> None:
    watched.training.set_config(replace(watched.training.config, **settings))


def test_a_branch_from_a_past_step_is_to_the_bit_a_fresh_run_changed_there(watched) -> None:
    watched.step(60)
    change(watched, learning_rate=0.005)
    watched.runs.branch(23)
    watched.rest()
    fresh = Sgd(watched.analysis.data, CONFIG)
    fresh.advance(23)
    fresh.change(learning_rate=0.005)
    fresh.advance(10_000)
    state, reached = fresh.snapshot(), watched.training.picture.snapshot
    assert watched.training.finished
    assert (reached.step, reached.bias) == (state.step, state.bias)
    assert np.array_equal(reached.weights, state.weights)
    steps = watched.training.history.arrays()[0]
    assert (np.diff(steps) > 0).all()
    assert steps[-1] == state.step


def test_the_replaced_part_stays_as_a_run_of_its_own_and_opens_at_any_step_as_it_was(watched) -> None:
    watched.step(60)
    whole = watched.training.history.arrays()[0].tolist(), watched.weights
    watched.training.replay()
    change(watched, learning_rate=0.005)
    heard = []
    watched.runs.branched.connect(lambda *told: heard.append(told))
    watched.runs.branch(23)
    (entry,) = watched.runs.kept
    assert heard == [(23, entry.key)]
    assert (entry.run.name, entry.run.step, entry.run.shown) == ("Run 1", 60, True)
    assert entry.run.changes == ((0, CONFIG),)
    assert watched.runs.name == "Run 2"
    watched.rest()
    watched.runs.open(entry.key)
    watched.rest()
    assert (watched.training.history.arrays()[0].tolist(), watched.weights) == whole
    assert (watched.runs.name, watched.names) == ("Run 1", ["Run 2"])
    alone = Sgd(watched.analysis.data, CONFIG)
    _, replay = watched.training.replay()
    for step in (0, 1, 23, 37, 60):
        alone.seek(step)
        replay.seek(step)
        assert np.array_equal(replay.snapshot().weights, alone.snapshot().weights)


def test_a_kept_run_without_states_is_repeated_to_the_same_bits(watched) -> None:
    watched.step(41)
    state = watched.weights
    watched.training.reset()
    (entry,) = watched.runs.kept
    watched.runs._book.kept = [replace(entry, states=None)]  # as after opening a project
    heard = []
    watched.training.restored.connect(heard.append)
    watched.runs.open(entry.key)
    watched.rest()
    assert (watched.weights, heard) == (state, [True])


def test_a_run_that_another_one_begins_with_is_not_kept_twice(watched) -> None:
    watched.step(10)
    watched.training.reset()
    assert watched.names == ["Run 1"]
    watched.step(5)
    watched.training.reset()
    assert [entry.run.step for entry in watched.runs.kept] == [10]
    watched.step(20)
    watched.training.reset()
    assert [(entry.run.name, entry.run.step) for entry in watched.runs.kept] == [("Run 1", 20)]
    change(watched, seed=4)
    watched.step(20)
    watched.training.reset()
    assert watched.names == ["Run 1", "Run 2"]


def test_settings_of_a_whole_run_keep_the_one_before(watched) -> None:
    watched.step(12)
    change(watched, seed=9)
    (entry,) = watched.runs.kept
    assert entry.run.changes == ((0, CONFIG),)
    assert watched.training.picture.snapshot.step == 0


def test_run_again_keeps_the_run_that_has_ended_under_the_settings_it_had(watched) -> None:
    watched.to_end()
    assert watched.training.ended
    change(watched, learning_rate=0.001)
    assert watched.training.ended
    watched.training.run()
    (entry,) = watched.runs.kept
    assert entry.run.changes == ((0, CONFIG),)
    assert entry.run.step == 100
    watched.rest()
    assert watched.training.config.learning_rate == 0.001


def test_a_run_begun_anew_is_drawn_beside_the_next_one(watched) -> None:
    watched.to_end()
    change(watched, epochs=8)
    assert watched.training.ended
    assert not watched.training.finished
    watched.runs.begin_anew()
    (entry,) = watched.runs.kept
    assert entry.run.shown
    assert watched.training.picture.snapshot.step == 0


def test_looks_are_told_apart_and_no_more_than_can_be(watched) -> None:
    problems = []
    watched.runs.problem_found.connect(problems.append)
    for seed in range(MOST_PINNED + 1):
        change(watched, seed=seed)
        watched.step(1)
        watched.runs.pin(PRESENT, True)
        watched.training.reset()
    looks = [entry.run.look for entry in watched.runs.kept]
    assert looks == [*range(MOST_PINNED), None]
    assert [problem.kind for problem in problems] == ["too many runs"]
    watched.runs.pin(watched.runs.kept[2].key, False)
    watched.runs.show(watched.runs.kept[-1].key, True)
    assert watched.runs.kept[-1].run.look == 2
    assert watched.runs.kept[-1].run.shown
    watched.runs.show(watched.runs.kept[-1].key, False)
    assert (watched.runs.kept[-1].run.look, watched.runs.kept[-1].run.shown) == (2, False)


def test_a_deleted_run_comes_back_where_it_was(watched) -> None:
    for seed in range(3):
        change(watched, seed=seed)
        watched.step(1)
        watched.training.reset()
    keys = [entry.key for entry in watched.runs.kept]
    assert watched.runs.delete(keys[1]) == "Run 2"
    assert watched.names == ["Run 1", "Run 3"]
    watched.runs.undelete()
    assert [entry.key for entry in watched.runs.kept] == keys
    watched.runs.undelete()
    assert len(watched.runs.kept) == 3


def test_names_are_those_of_a_person(watched) -> None:
    watched.runs.rename(PRESENT, "  slow\nand steady ")
    watched.step(2)
    watched.training.reset()
    assert watched.names == ["slow and steady"]
    assert watched.runs.name == "Run 1"
    key = watched.runs.kept[0].key
    watched.runs.rename(key, "   ")
    assert watched.names == ["slow and steady"]
    watched.runs.rename(key, "\ud800" + "a" * 5000)
    assert len(watched.names[0]) <= LONGEST_RUN_NAME
    assert watched.runs.record().name == "Run 1"


def test_as_many_runs_are_kept_as_there_is_room_for_and_pinned_ones_longest(watched) -> None:
    watched.runs.pin(PRESENT, True)
    for seed in range(MOST_RUNS + 3):
        change(watched, seed=seed)
        watched.step(1)
        watched.training.reset()
    assert len(watched.runs.kept) == MOST_RUNS
    assert watched.names[:2] == ["Run 1", "Run 5"]


def test_runs_on_other_data_are_listed_but_neither_open_nor_keep_the_data(watched) -> None:
    watched.step(30)
    watched.training.reset()
    (entry,) = watched.runs.kept
    assert entry.states is not None
    problems = []
    watched.runs.problem_found.connect(problems.append)
    watched.training.suspend()
    watched.training.set_analysis(analysis_of(seed=2), suggest=False)
    (entry,) = watched.runs.kept
    assert entry.states is None
    assert not watched.runs.of_these_data(entry)
    watched.runs.open(entry.key)
    assert [problem.kind for problem in problems] == ["other data"]
    watched.training.suspend()
    watched.training.set_analysis(analysis_of(), suggest=False)
    assert watched.runs.of_these_data(watched.runs.kept[0])
    watched.runs.open(entry.key)
    watched.rest()
    assert watched.training.picture.snapshot.step == 30


@pytest.mark.parametrize("mended_first", [False, True])
def test_a_diverged_run_is_kept_and_opened_as_such(watched, mended_first) -> None:
    change(watched, learning_rate=50.0)
    watched.to_end()
    assert watched.training.has_diverged
    step = watched.training.picture.snapshot.step
    if mended_first:  # as by the offer of a safe rate
        change(watched, learning_rate=0.01)
        assert not watched.training.has_diverged
    watched.training.reset()
    (entry,) = watched.runs.kept
    assert entry.run.diverged
    watched.runs.open(entry.key)
    watched.rest()
    assert watched.training.has_diverged
    assert watched.training.picture.snapshot.step == step


def undo(watched: Watched, count: int) -> None:
    for _ in range(count):
        watched.training.step_back()
        watched.rest()


def test_updates_that_were_taken_back_stay_as_a_run_once_other_settings_follow(watched) -> None:
    watched.step(40)
    whole = watched.training.history.arrays().step.tolist(), watched.weights
    undo(watched, 3)
    assert watched.names == []
    heard = []
    watched.runs.branched.connect(lambda *told: heard.append(told))
    change(watched, learning_rate=0.005)
    watched.rest()
    (entry,) = watched.runs.kept
    assert heard == [(37, entry.key)]
    assert (entry.run.name, entry.run.step, entry.run.shown, watched.runs.name) == (
        "Run 1",
        40,
        True,
        "Run 2",
    )
    assert entry.run.changes == ((0, CONFIG),)
    assert watched.weights[0] == 37
    watched.step(5)
    fresh = Sgd(watched.analysis.data, CONFIG)
    fresh.advance(37)
    fresh.change(learning_rate=0.005)
    fresh.advance(5)
    state = fresh.snapshot()
    assert watched.weights == [42, state.bias, *state.weights]
    change(watched, learning_rate=0.001)  # nothing is taken back any more
    assert watched.names == ["Run 1"]
    watched.runs.open(entry.key)
    watched.rest()
    assert (watched.training.history.arrays().step.tolist(), watched.weights) == whole


def test_updates_that_are_made_again_as_they_were_make_no_other_run(watched) -> None:
    watched.step(20)
    before = watched.weights
    undo(watched, 2)
    watched.step(2)
    assert watched.weights == before
    change(watched, learning_rate=0.005)
    watched.step(4)
    assert watched.names == []
    undo(watched, 2)
    change(watched, learning_rate=0.02)
    watched.rest()
    assert [entry.run.step for entry in watched.runs.kept] == [24]
    assert watched.runs.kept[0].run.changes == ((0, CONFIG), (20, replace(CONFIG, learning_rate=0.005)))


@pytest.mark.parametrize(
    "leave",
    [
        lambda watched: watched.training.reset(),
        lambda watched: change(watched, seed=9),
        lambda watched: watched.runs.branch(5),
        lambda watched: change(watched, loss=AbsoluteLoss()),
    ],
    ids=["reset", "other seed", "run from here", "other loss"],
)
def test_updates_that_were_taken_back_stay_with_the_run_however_it_is_left(watched, leave) -> None:
    watched.step(12)
    end = watched.weights
    undo(watched, 12)
    leave(watched)
    watched.rest()
    (entry,) = watched.runs.kept
    assert (entry.run.step, entry.run.changes) == (12, ((0, CONFIG),))
    watched.runs.open(entry.key)
    watched.rest()
    assert watched.weights == end


def test_settings_that_come_while_it_runs_again_leave_what_was_taken_back_as_a_run(watched) -> None:
    watched.step(60)
    undo(watched, 50)
    watched.training.set_speed(20.0)
    watched.training.run()
    watched.qtbot.waitUntil(lambda: watched.training.picture.snapshot.step > 10)
    change(watched, learning_rate=0.005)
    watched.training.set_speed(None)
    watched.rest()
    assert watched.training.finished
    (entry,) = watched.runs.kept
    assert (entry.run.step, entry.run.changes) == (60, ((0, CONFIG),))
    first, (at, faster) = watched.training.record().changes
    assert first == (0, CONFIG)
    assert 10 < at < 60
    assert faster.learning_rate == 0.005


def test_another_loss_of_a_run_that_has_ended_leaves_it_drawn_beside_the_next(watched) -> None:
    heard = []
    watched.runs.branched.connect(lambda *told: heard.append(told))
    watched.to_end()
    end = watched.weights
    change(watched, loss=HuberLoss(1.0))
    (entry,) = watched.runs.kept
    assert heard == [(0, entry.key)]
    assert entry.run.shown
    assert (entry.run.config.loss, watched.weights[0]) == (CONFIG.loss, 0)
    watched.runs.open(entry.key)
    watched.rest()
    assert watched.weights == end
    assert watched.training.config.loss == CONFIG.loss
