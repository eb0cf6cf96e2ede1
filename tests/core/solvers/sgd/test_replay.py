"""A replay goes to any state that a run has had, while the run goes on in its thread."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest
from sgd_runs import same, states

from linreg_gui.core.model.losses import HuberLoss
from linreg_gui.core.solvers.sgd import checkpoints, trail
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig

CONFIG = SgdConfig(0.02, batch_size=7, epochs=6, decay="cosine", momentum=0.5)


@pytest.mark.parametrize(
    "config",
    [CONFIG, replace(CONFIG, average_after=2), replace(CONFIG, loss=HuberLoss(0.5), with_replacement=True)],
)
def test_every_state_is_that_of_the_run_and_the_run_stays_where_it_is(random_data, config) -> None:
    sgd = Sgd(random_data(), config)
    recorded = states(sgd)
    end, replay = sgd.snapshot(), sgd.replay()
    assert replay.step == 0
    for step in (5, 100, 4, len(recorded) - 1, 37, 0):
        replay.seek(step)
        assert same(replay.snapshot(), recorded[step])
    assert same(sgd.snapshot(), replace(end, minibatch_loss=np.nan))


def test_settings_that_changed_on_the_way_are_repeated(random_data) -> None:
    sgd = Sgd(random_data(), CONFIG)
    sgd.advance(20)
    sgd.change(learning_rate=0.001, batch_size=3)
    sgd.advance(20)
    replay = sgd.replay()
    replay.seek(31)
    sgd.seek(31)
    assert same(replay.snapshot(), sgd.snapshot())
    assert replay.snapshot().learning_rate == sgd.snapshot().learning_rate


def test_while_the_run_goes_on_and_forgets_every_second_state(random_data, monkeypatch) -> None:
    monkeypatch.setattr(checkpoints, "_MOST_BYTES", 20_000)
    monkeypatch.setattr(checkpoints, "_WORK", 1)
    data, config = random_data(n=50, d=1), SgdConfig(0.01, 1, 4_000)
    sgd, alone = Sgd(data, config), Sgd(data, config)
    sgd.advance(2_000)
    run = threading.Thread(target=lambda: [sgd.advance(100) for _ in range(500)])
    run.start()
    replay, rng, seen = sgd.replay(), np.random.default_rng(0), []
    while run.is_alive():
        step = int(rng.integers(0, 2_000))
        replay.seek(step)
        seen.append((step, replay.snapshot()))
    run.join()
    assert sgd.step == 52_000
    for step, state in seen[-40:]:
        alone.seek(step)
        assert same(state, alone.snapshot())


def test_a_trail_is_what_snapshots_tell_at_its_steps(random_data) -> None:
    sgd = Sgd(random_data(), SgdConfig(0.05, 20, 60, average_after=30))
    sgd.advance(150)
    sgd.change(learning_rate=0.01, momentum=0.5)
    sgd.advance(400)
    steps = np.array([0, 3, 149, 150, 151, 299, 320, 550])
    replay = sgd.replay()
    weights, biases = replay.trail(steps)
    assert replay.step == 550
    for at, step in enumerate(steps.tolist()):
        sgd.seek(step)
        state = sgd.snapshot()
        np.testing.assert_array_equal(weights[at], state.weights)
        assert biases[at] == state.bias


def updates_made(monkeypatch, run: Sgd) -> list[int]:
    made: list[int] = []
    advance = run.advance
    monkeypatch.setattr(run, "advance", lambda k: (made.append(k), advance(k))[1])
    return made


def test_a_trail_that_was_there_before_is_not_made_again(random_data, monkeypatch) -> None:
    sgd = Sgd(random_data(), SgdConfig(0.05, 20, 600))
    sgd.advance(400)
    steps = np.arange(0, 400, 7)
    first = sgd.replay().trail(steps)
    sgd.advance(10)
    replay = sgd.replay()
    made = updates_made(monkeypatch, replay)
    longer = np.append(steps, 410)
    weights, biases = replay.trail(longer)
    assert len(made) <= 3  # the one that was last before, and the one that is now
    assert replay.step == 410
    np.testing.assert_array_equal(weights[:-1], first[0])
    np.testing.assert_array_equal(biases[:-1], first[1])
    sgd.seek(410)
    np.testing.assert_array_equal(weights[-1], sgd.snapshot().weights)


def test_what_is_remembered_of_a_trail_ends_where_settings_change(random_data) -> None:
    sgd, steps = Sgd(random_data(), SgdConfig(0.05, 20, 600)), np.arange(0, 100, 10)
    sgd.advance(100)
    late = sgd.replay()  # it looks at the run as it was, in its own thread
    sgd.replay().trail(steps)
    branch = sgd.branch(45)
    branch.seek(45)
    for run in (sgd, branch):
        run.seek(45)
        run.change(learning_rate=0.001 if run is sgd else 0.2)
        run.advance(55)
    before = late.trail(steps)
    for run in (sgd, branch):
        weights, biases = run.replay().trail(steps)
        alone = Sgd.repeat(run.data, run.changes)
        for at, step in enumerate(steps.tolist()):
            alone.seek(step)
            np.testing.assert_array_equal(weights[at], alone.snapshot().weights)
            assert biases[at] == alone.snapshot().bias
        np.testing.assert_array_equal(weights[:5], before[0][:5])
        assert not np.array_equal(weights[6:], before[0][6:])


def test_only_so_many_states_of_a_trail_are_remembered(random_data, monkeypatch) -> None:
    monkeypatch.setattr(trail, "_MOST_STATES", 30)
    sgd = Sgd(random_data(), SgdConfig(0.05, 20, 600))
    sgd.advance(100)
    weights, _ = sgd.replay().trail(np.arange(100))
    again, _ = sgd.replay().trail(np.arange(100))
    np.testing.assert_array_equal(weights, again)
    assert len(sgd._trail._states) <= 30
