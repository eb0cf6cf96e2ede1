"""The path of a run leads through its very states, and is to be had without making the run again."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from sgd_runs import states

from linreg_gui.core.explaining.run_path import even_path, even_steps, path_steps, run_path
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig


def test_a_short_path_is_every_state_to_the_last_bit(random_data) -> None:
    sgd = Sgd(random_data(), SgdConfig(0.05, 30, 8))
    found = states(sgd)
    replay = sgd.replay()
    path = run_path(replay, 40)
    assert replay.step == 40
    np.testing.assert_array_equal(path.steps, np.arange(41))
    np.testing.assert_array_equal(path.weights, [state.weights for state in found[:41]])
    np.testing.assert_array_equal(path.biases, [state.bias for state in found[:41]])


def test_a_long_path_is_some_states_with_the_first_and_the_last(random_data) -> None:
    sgd = Sgd(random_data(), SgdConfig(0.01, 30, 2000))
    sgd.advance(12_345)
    path = run_path(sgd.replay(), 12_345)
    assert (path.steps[0], path.steps[-1]) == (0, 12_345)
    assert 64 < len(path.steps) < 300
    for at in (0, 30, 100, len(path.steps) - 1):
        sgd.seek(int(path.steps[at]))
        state = sgd.snapshot()
        np.testing.assert_array_equal(path.weights[at], state.weights)
        assert path.biases[at] == state.bias


def test_before_the_first_update_it_is_one_state(random_data) -> None:
    path = run_path(Sgd(random_data(), SgdConfig()).replay(), 0)
    assert path.steps.tolist() == [0]
    assert not path.weights.any()


@given(last=st.integers(0, 10**9), again=st.integers(0, 5000), kept=st.integers(1, 5000))
def test_steps_are_few_and_cost_few_updates(last: int, again: int, kept: int) -> None:
    steps = path_steps(last, again, kept).tolist()
    assert steps == sorted(set(steps))
    assert (steps[0], steps[-1]) == (0, last)
    assert len(steps) <= 500
    assert all(step <= again or step % kept == 0 for step in steps[:-1])
    assert steps[: min(last, again, 64)] == list(range(min(last, again, 64)))


def test_a_million_updates_are_seen_at_some_300() -> None:
    assert 250 < len(path_steps(1_000_000, 2000, 500)) <= 300


def test_a_longer_run_only_adds_to_the_path() -> None:
    shorter, longer = path_steps(3000, 500, 100).tolist(), path_steps(4000, 500, 100).tolist()
    assert [step for step in longer if step < 3000] == shorter[:-1]


@given(
    last=st.integers(0, 10**9),
    again=st.integers(0, 5000),
    kept=st.integers(1, 5000),
    most=st.integers(64, 512),
)
def test_even_steps_are_few_cost_few_updates_and_leave_no_gap(
    last: int, again: int, kept: int, most: int
) -> None:
    steps = even_steps(last, again, kept, most)
    assert (steps[0], steps[-1]) == (0, last)
    assert len(steps) <= most + 2
    assert ((steps <= again) | (steps % kept == 0))[:-1].all()
    assert np.diff(steps).max(initial=0) <= 2 * last / most + 2 * kept + 1


def test_even_steps_of_a_longer_run_are_those_of_a_shorter_one_or_every_other() -> None:
    shorter, longer = even_steps(700, 2000, 100, 512).tolist(), even_steps(1000, 2000, 100, 512).tolist()
    assert [step for step in longer if step < 700] == shorter[:-1]
    assert set(even_steps(1100, 2000, 100, 512).tolist()) <= {*longer, *range(1000, 1101)}


def test_an_even_path_has_the_first_states_the_last_and_the_one_that_is_asked_for(random_data) -> None:
    sgd = Sgd(random_data(), SgdConfig(0.01, 30, 2000))
    sgd.advance(12_345)
    path = even_path(sgd.replay(), 12_345, 7_777)
    assert {*range(64), 7_777, 12_345} <= set(path.steps.tolist())
    at = path.steps.tolist().index(7_777)
    sgd.seek(7_777)
    np.testing.assert_array_equal(path.weights[at], sgd.snapshot().weights)


def test_of_very_many_weights_fewer_states_are_taken() -> None:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(20, 20_000))
    sgd = Sgd(Dataset(X, rng.normal(size=20)), SgdConfig(1e-6, 20, 500))
    sgd.advance(300)
    path = even_path(sgd.replay(), 300, 299)
    assert path.weights.size < 3_000_000
    assert 299 in path.steps
