"""A search is paused, gone on with and ended, and its trials are runs that are opened again to the bit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.fitting.analysis import Analysis, analyse
from linreg_gui.core.fitting.tune import tune
from linreg_gui.core.model.losses import HuberLoss
from linreg_gui.core.model.synthetic import make_synthetic
from linreg_gui.core.problem import ProblemKind
from linreg_gui.core.solvers.sgd.solver import SgdConfig
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.roles import suggest_roles
from linreg_gui.core.table.table import Origin
from linreg_gui.core.tuning.space import SettingRange, TunedSetting
from linreg_gui.core.tuning.study import Sampler
from linreg_gui.session.job_thread import Jobs
from linreg_gui.session.training.runs import Runs
from linreg_gui.session.training.training import Phase, Training
from linreg_gui.session.training.training_job import prepare
from linreg_gui.session.tuning.tuning import Tuning

SPACE = (
    SettingRange(TunedSetting.RATE, 0.01, 5.0),
    SettingRange(TunedSetting.BATCH, 1.0, 100.0),
    SettingRange(TunedSetting.MOMENTUM, 0.0, 0.9),
)
CONFIG = SgdConfig(learning_rate=0.02, batch_size=8, epochs=4)


def analysis_of(*, holdout: float = 0.25, seed: int = 1) -> Analysis:
    data = make_synthetic([2.0, -3.4], 4.2, 0.5, 200, seed)
    frame = pd.DataFrame({"x1": data.X[:, 0], "x2": data.X[:, 1], "y": data.y})
    return analyse(frame, suggest_roles(frame), recipe=Recipe(holdout=holdout))


class Searched:
    """Without a table: a search on an analysis."""

    def __init__(self, qtbot) -> None:
        prepare(lambda: False)
        self.qtbot, self.jobs = qtbot, Jobs()
        self.training = Training(self.jobs)
        self.runs = Runs(self.training)
        self.tuning = Tuning(self.training, self.runs, self.jobs)
        self.problems = []
        self.tuning.problem_found.connect(self.problems.append)
        self.take(analysis_of())

    def take(self, analysis: Analysis, config: SgdConfig = CONFIG) -> None:
        self.analysis = analysis
        self.training.set_analysis(analysis, suggest=True)
        self.training.set_config(config)

    def start(self, sampler: Sampler = Sampler.RANDOM, wanted: int = 6) -> bool:
        return self.tuning.start(SPACE, sampler, 3, wanted)

    def wait(self, condition) -> None:
        self.qtbot.waitUntil(condition, timeout=60_000)

    def rest(self) -> None:
        self.wait(lambda: not self.tuning.running)


@pytest.fixture
def searched(qtbot):
    searched = Searched(qtbot)
    yield searched
    searched.jobs.close()
    searched.training.let_go()


def test_it_ends_with_the_trials_a_notebook_has_and_with_more_when_asked(searched) -> None:
    told = []
    searched.tuning.completed.connect(lambda: told.append(True))
    assert searched.start(Sampler.BAYESIAN, 10)
    assert searched.tuning.running
    searched.rest()
    study = searched.tuning.study
    assert study.is_complete
    assert told == [True]
    assert searched.tuning.progress == 1.0
    data, held_out = searched.analysis.data, searched.analysis.held_out
    ranges = {entry.setting.value: (entry.low, entry.high) for entry in SPACE}
    same = tune(data, ranges, CONFIG, validation=held_out, trials=10, sampler="bayesian", seed=3)
    assert [trial.values for trial in same.trials] == [trial.values for trial in study.trials]
    assert same.losses == pytest.approx(study.losses)
    searched.tuning.resume(3)
    searched.rest()
    assert len(searched.tuning.study.trials) == 13
    assert searched.tuning.study.trials[:10] == study.trials


def test_a_dot_that_is_opened_is_the_run_of_the_trial_to_the_last_bit(searched) -> None:
    searched.start(wanted=8)
    searched.rest()
    study, opened = searched.tuning.study, []
    searched.tuning.opened.connect(opened.append)
    gone = next(at for at, trial in enumerate(study.trials) if trial.diverged)
    for number in (study.best, gone):
        searched.tuning.open(number)
        searched.wait(lambda: not searched.tuning.opening and searched.training.phase is Phase.IDLE)
        trial, run = study.trials[number], searched.runs.record()
        assert (run.name, run.step, run.diverged) == (f"Trial {number + 1}", trial.step, trial.diverged)
        assert searched.training.config == study.config_of(trial)
        assert len(run.curve) > 2
        if not trial.diverged:
            assert searched.training.history.points[-1].validation_loss == trial.loss
    assert opened == [f"Trial {study.best + 1}", f"Trial {gone + 1}"]
    assert [entry.run.name for entry in searched.runs.kept] == opened[:1]
    assert not searched.problems


def test_paused_stopped_and_gone_on_with_it_tries_what_it_would_have_tried_anyway(searched) -> None:
    searched.start(wanted=12)
    searched.rest()
    whole = searched.tuning.study
    long = replace(CONFIG, epochs=2000)
    searched.training.set_config(long)
    searched.start(wanted=12)
    assert searched.tuning.has_before
    searched.wait(lambda: searched.tuning.progress > 0.0)
    searched.tuning.pause()
    searched.rest()
    paused = searched.tuning.study
    assert len(paused.trials) < 12
    assert not paused.is_complete
    searched.tuning.resume()
    searched.wait(lambda: len(searched.tuning.study.trials) > len(paused.trials))
    searched.tuning.stop()
    assert not searched.tuning.running
    stopped = searched.tuning.study
    assert stopped.is_complete
    assert 0 < len(stopped.trials) < 12
    made = len(stopped.trials)
    assert [trial.values for trial in whole.trials[:made]] == [trial.values for trial in stopped.trials]
    searched.tuning.bring_back()
    assert searched.tuning.study is whole


def test_a_search_that_comes_from_a_project_goes_on_where_it_was(searched) -> None:
    searched.start(Sampler.BAYESIAN, 12)
    searched.rest()
    whole = searched.tuning.study
    later = Tuning(searched.training, searched.runs, searched.jobs)
    origin = Origin()
    later.put(origin, replace(whole, trials=whole.trials[:7]))
    later._book = later._books[origin]
    assert later.of_these_data
    later.resume()
    searched.wait(lambda: not later.running)
    assert later.study == whole


def test_rows_to_judge_by_a_loss_that_suits_and_the_same_data_are_needed(searched) -> None:
    searched.start(wanted=2)
    searched.rest()
    study = searched.tuning.study
    searched.take(analysis_of(holdout=0.0))
    assert not searched.start()
    assert "held out" in searched.problems[-1].sentence
    for ask in (searched.tuning.resume, lambda: searched.tuning.open(0)):
        ask()
        assert searched.problems[-1].kind is ProblemKind.OTHER_DATA
    assert searched.tuning.study is study
    searched.take(analysis_of(), replace(CONFIG, loss=HuberLoss(1.0)))
    assert searched.start(wanted=2)
    searched.rest()
    assert np.isfinite(searched.tuning.study.losses).any()


def test_other_data_stop_what_goes_on(searched) -> None:
    searched.training.set_config(replace(CONFIG, epochs=100_000))
    searched.start(wanted=5)
    assert searched.tuning.running
    searched.take(analysis_of(seed=2))
    assert not searched.tuning.running
    assert not searched.tuning.of_these_data
