"""A branch of a run: what it has been at is the same to the last bit, and then it goes its own way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sgd_runs import counts, same

from linreg_gui.core.solvers.sgd.loops.numba_compiling import compiled_loop
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig

CONFIG = SgdConfig(learning_rate=0.02, batch_size=7, epochs=6, momentum=0.5, average_after=3, seed=3)


@pytest.fixture(autouse=True, scope="module")
def _compiled() -> None:
    compiled_loop("float64").compile()


def at(sgd: Sgd, step: int):
    sgd.seek(step)
    return sgd.snapshot()


@pytest.mark.parametrize("step", [0, 1, 13, 30, 54])
@pytest.mark.parametrize("states", [1, 4, 1000])
def test_a_branch_is_a_fresh_run_with_the_settings_changed_at_that_step(step: int, states: int) -> None:
    run = Sgd(counts(), CONFIG)
    run.advance(20)
    run.change(learning_rate=0.01)
    run.advance(100)
    branch = run.branch(step, states)
    branch.seek(step)
    branch.change(learning_rate=0.005, batch_size=11)
    branch.advance(9)

    fresh = Sgd(counts(), CONFIG)
    fresh.advance(min(step, 20))
    if step > 20:
        fresh.change(learning_rate=0.01)
        fresh.advance(step - 20)
    fresh.change(learning_rate=0.005, batch_size=11)
    fresh.advance(9)
    assert branch.changes == fresh.changes
    assert same(branch.snapshot(), fresh.snapshot())
    assert same(at(branch, step // 2), at(fresh, step // 2))


def test_the_run_that_is_branched_from_stays_as_it_was() -> None:
    run, other = Sgd(counts(), CONFIG), Sgd(counts(), CONFIG)
    run.advance(40)
    other.advance(40)
    before = at(run, 40)
    branch = run.branch(10)
    branch.seek(10)
    branch.change(learning_rate=0.5)
    branch.advance(30)
    assert run.changes == ((0, CONFIG),)
    assert same(at(run, 40), before)
    assert same(at(run, 25), at(other, 25))
    assert not np.array_equal(at(branch, 40).weights, before.weights)


def test_of_a_long_run_few_states_are_kept_and_any_other_is_found_from_them() -> None:
    run = Sgd(counts(), replace(CONFIG, epochs=500))
    run.advance(4000)
    few = run.branch(4000, 5)
    assert few.stretch >= 4000 // 5 // 2
    for step in (0, 1, 999, 2345, 4000):
        assert few.kept_before(step) <= step
        assert same(at(few, step), at(run, step))
    few.advance(300)
    assert few.step == 4300


def test_a_replay_can_be_branched_from() -> None:
    run = Sgd(counts(), CONFIG)
    run.advance(30)
    branch = run.replay().branch(20)
    assert same(at(branch, 20), at(run, 20))
