"""A replay goes to any state that a run has had, while the run goes on in its thread."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest
from sgd_runs import same, states

from linreg_gui.core.model.losses import HuberLoss
from linreg_gui.core.solvers.sgd import checkpoints
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
