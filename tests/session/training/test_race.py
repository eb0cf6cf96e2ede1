"""Runs that race: each comes out as it would by itself, whenever the race is paused or ended."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from training_analysis import analysis_of

from linreg_gui.core.fitting.variations import Varied, variations
from linreg_gui.core.model.losses import PoissonLoss
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.session.job_thread import Jobs
from linreg_gui.session.training.race import Race
from linreg_gui.session.training.runs import PRESENT, Runs
from linreg_gui.session.training.training import Phase, Training
from linreg_gui.session.training.training_job import prepare

CONFIG = SgdConfig(learning_rate=0.02, batch_size=8, epochs=4)
SIX = tuple(replace(CONFIG, batch_size=size) for size in (1, 2, 8, 32, 100, 200))


class Watched:
    def __init__(self, qtbot) -> None:
        prepare(lambda: False)
        self.qtbot, self.jobs = qtbot, Jobs()
        self.training = Training(self.jobs)
        self.runs = Runs(self.training)
        self.race = Race(self.training, self.runs, self.jobs)
        self.analysis = analysis_of()
        self.training.set_analysis(self.analysis, suggest=True)
        self.training.set_config(CONFIG)
        self.training.set_speed(None)

    def start(self, configs=SIX) -> bool:
        return self.race.start(configs, [f"lane {at}" for at in range(len(configs))])

    def rest(self) -> None:
        self.qtbot.waitUntil(lambda: not self.race.running, timeout=60_000)

    def alone(self, config: SgdConfig, step: int) -> np.ndarray:
        sgd = Sgd(self.analysis.data, config)
        sgd.seek(step)
        return sgd.snapshot().weights


@pytest.fixture
def watched(qtbot):
    watched = Watched(qtbot)
    yield watched
    watched.race.let_go()
    watched.training.let_go()
    watched.jobs.close()


def test_each_run_of_a_race_is_to_the_bit_the_one_done_alone(watched) -> None:
    assert watched.start()
    assert watched.race.running
    watched.rest()
    assert not watched.race.lanes
    kept = watched.runs.kept
    assert [entry.run.name for entry in kept] == [f"lane {at}" for at in range(6)]
    assert [entry.run.look for entry in kept] == [*range(6)]
    for entry, config in zip(kept, SIX, strict=True):
        run = entry.run
        assert run.changes == ((0, config),)
        assert run.step == 4 * -(-200 // config.batch_size)
        assert run.shown
        assert np.array_equal(run.weights, watched.alone(config, run.step))
        steps, seconds = run.curve[:, 0], run.curve[:, 6]
        assert steps[-1] == run.step
        assert (np.diff(seconds) > 0).all()
        assert 1 < len(steps) <= 1000


def test_a_run_of_a_race_can_be_opened_at_any_step(watched) -> None:
    watched.start(SIX[:2])
    watched.rest()
    watched.runs.open(watched.runs.kept[0].key)
    watched.qtbot.waitUntil(lambda: watched.training.phase is Phase.IDLE, timeout=60_000)
    assert watched.training.picture.snapshot.step == 800
    _, replay = watched.training.replay()
    for step in (0, 1, 333, 800):
        replay.seek(step)
        assert np.array_equal(replay.snapshot().weights, watched.alone(SIX[0], step))


def test_a_race_is_paused_goes_on_and_is_ended_on_the_way(watched) -> None:
    long = tuple(replace(config, epochs=100_000) for config in SIX[:3])
    watched.training.set_speed(100.0)
    watched.start(long)
    watched.qtbot.waitUntil(lambda: min(lane.step for lane in watched.race.lanes) > 50, timeout=60_000)
    watched.race.pause()
    watched.rest()
    steps = [lane.step for lane in watched.race.lanes]
    assert len(steps) == 3
    assert 0.0 < watched.race.progress < 1.0
    assert not watched.runs.kept
    watched.race.resume()
    watched.qtbot.waitUntil(lambda: watched.race.lanes[0].step > steps[0], timeout=60_000)
    watched.race.stop()
    watched.rest()
    assert not watched.race.lanes
    for entry, config, step in zip(watched.runs.kept, long, steps, strict=True):
        assert entry.run.step > step
        assert np.array_equal(entry.run.weights, watched.alone(config, entry.run.step))


def test_all_runs_have_their_turn_while_others_go_on(watched) -> None:
    endless = tuple(replace(config, epochs=10**6) for config in SIX)
    watched.start(endless)
    watched.qtbot.waitUntil(lambda: min(lane.step for lane in watched.race.lanes) > 500, timeout=60_000)
    spent = [lane.curve.seconds[-1] for lane in watched.race.lanes]
    assert max(spent) < 20.0 * min(spent)
    watched.race.stop()
    watched.rest()


def test_a_diverged_run_leaves_the_race_to_the_others(watched) -> None:
    watched.start((replace(CONFIG, learning_rate=50.0), CONFIG))
    watched.rest()
    first, second = (entry.run for entry in watched.runs.kept)
    assert first.diverged
    assert not second.diverged
    assert second.step == 100


def test_a_loss_that_does_not_suit_starts_nothing(watched) -> None:
    problems = []
    watched.race.problem_found.connect(problems.append)
    assert not watched.start((CONFIG, replace(CONFIG, loss=PoissonLoss())))
    assert [problem.kind for problem in problems] == ["labels"]
    assert not watched.race.lanes
    assert not watched.runs.kept


def test_a_race_makes_room_among_the_pinned_runs(watched) -> None:
    for seed in range(5):
        watched.training.set_config(replace(CONFIG, seed=seed))
        watched.training.step(1)
        watched.qtbot.waitUntil(lambda: watched.training.phase is Phase.IDLE, timeout=60_000)
        watched.runs.pin(PRESENT, True)
        watched.training.reset()
    watched.start(SIX[:3])
    watched.runs.pin(PRESENT, True)  # refused or not, no look is given twice
    watched.rest()
    looks = [entry.run.look for entry in watched.runs.kept if entry.run.look is not None]
    assert len(set(looks)) == len(looks) <= 6
    assert sum(entry.run.name.startswith("lane") and entry.run.shown for entry in watched.runs.kept) == 3
    assert len(watched.runs.kept) == 8


def test_other_data_end_the_race_and_its_runs_stay(watched) -> None:
    watched.start(tuple(replace(config, epochs=10**6) for config in SIX[:2]))
    watched.qtbot.waitUntil(lambda: min(lane.step for lane in watched.race.lanes) > 5, timeout=60_000)
    watched.training.suspend()
    watched.training.set_analysis(analysis_of(seed=2), suggest=False)
    watched.rest()
    assert not watched.race.lanes
    assert len(watched.runs.kept) == 2
    assert all(entry.states is None for entry in watched.runs.kept)
    assert not any(map(watched.runs.of_these_data, watched.runs.kept))


def test_variations_differ_in_the_one_setting() -> None:
    analysis = analysis_of()
    rates = variations(analysis, CONFIG, Varied.RATE)
    assert [config.learning_rate for config in rates] == [0.00667, 0.02, 0.06]
    sizes = variations(analysis, CONFIG, Varied.BATCH)
    assert [config.batch_size for config in sizes] == [1, 32, 200]
    scaled, raw = variations(analysis, CONFIG, Varied.STANDARDISE)
    assert (scaled.standardise, raw.standardise) == (True, False)
    assert raw.learning_rate <= analysis.limits(raw).safe_rate
    losses = variations(analysis, CONFIG, Varied.LOSS)
    assert [type(config.loss).__name__ for config in losses] == ["SquaredLoss", "HuberLoss", "AbsoluteLoss"]
    own = replace(CONFIG, momentum=0.3, weight_decay=0.02)
    momenta = variations(analysis, own, Varied.MOMENTUM)
    assert [config.momentum for config in momenta] == [0.0, 0.3, 0.5, 0.9]
    decays = variations(analysis, own, Varied.DECAY)
    assert [config.decay for config in decays] == ["constant", "cosine", "inverse time", "step"]
    penalties = variations(analysis, own, Varied.WEIGHT_DECAY)
    least = float(analysis.moments.feature_stds.min()) ** 2
    assert [config.weight_decay for config in penalties] == pytest.approx(
        sorted([0.0, 0.02, 0.01 * least, 0.1 * least]), rel=0.3
    )
    for config in penalties[1:]:  # no feature is squeezed so that the rate would have to be another one
        assert analysis.limits(config).stable_limit > 0.8 * analysis.limits(CONFIG).stable_limit
    for found in (rates, sizes, losses, momenta, decays, penalties):
        assert len(set(found)) == len(found) > 1


@pytest.mark.parametrize("varied", [Varied.MOMENTUM, Varied.DECAY, Varied.WEIGHT_DECAY])
def test_what_is_varied_is_what_each_run_of_a_race_has(watched, varied: Varied) -> None:
    configs = variations(watched.analysis, CONFIG, varied)
    assert watched.start(configs)
    watched.rest()
    assert [entry.run.changes for entry in watched.runs.kept] == [((0, config),) for config in configs]
    for entry, config in zip(watched.runs.kept, configs, strict=True):
        assert np.array_equal(entry.run.weights, watched.alone(config, entry.run.step))
