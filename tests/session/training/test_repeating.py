"""Runs of a project that are drawn are repeated, and told of where they come out otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from training_analysis import analysis_of

from linreg_gui.core.project.project import Run
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.core.table.table import Origin
from linreg_gui.session.job_thread import Jobs
from linreg_gui.session.training.repeating import Repeating
from linreg_gui.session.training.runs import Runs
from linreg_gui.session.training.training import Training
from linreg_gui.session.training.training_job import prepare

CONFIG = SgdConfig(learning_rate=0.02, batch_size=8, epochs=40)


class FakeTable:
    def __init__(self) -> None:
        self.origin = Origin()


def run_of(analysis, step: int = 700, **more) -> Run:
    sgd = Sgd(analysis.data, CONFIG)
    sgd.seek(step)
    state = sgd.snapshot()
    told = {"name": "Run 1", "data": analysis.fingerprint, "look": 2, "shown": True}
    return Run(((0, CONFIG),), step, False, state.weights, state.bias, **(told | more))


@pytest.fixture
def opened(qtbot):
    """What hands over the runs of a project, and the problems it told of."""
    prepare(lambda: False)
    jobs = Jobs()
    training, analysis, problems = Training(jobs), analysis_of(), []
    runs = Runs(training)
    repeating = Repeating(training, runs, jobs)
    repeating.problem_found.connect(problems.append)
    table = FakeTable()

    def open_runs(*found: Run) -> tuple[Runs, list]:
        runs.put(table.origin, found)
        runs.follow(table)
        training.set_analysis(analysis, suggest=True)
        return runs, problems

    yield open_runs
    training.let_go()
    jobs.close()


def test_a_drawn_run_is_repeated_to_its_last_bit(qtbot, opened) -> None:
    analysis = analysis_of()
    hidden = run_of(analysis, 300, look=3, shown=False)
    runs, problems = opened(run_of(analysis), hidden)
    qtbot.waitUntil(lambda: len(runs.drawn) == 1, timeout=60_000)
    (shown,) = runs.drawn
    assert (shown.name, shown.look, shown.last) == ("Run 1", 2, 700)
    assert runs.drawn[0] is shown  # its way is worked out once
    path, sgd = shown.path, Sgd(analysis.data, CONFIG)
    weights, _ = sgd.trail(path.steps)
    assert np.array_equal(path.weights, weights)
    assert runs.kept[1].states is None
    runs.show(runs.kept[1].key, True)
    qtbot.waitUntil(lambda: len(runs.drawn) == 2, timeout=60_000)
    assert not problems


def test_a_run_that_ends_elsewhere_is_told_of_once_and_not_drawn(qtbot, opened) -> None:
    analysis = analysis_of()
    good = run_of(analysis, look=1)
    wrong = replace(run_of(analysis), weights=good.weights + 1e-9, name="wrong")
    longer = replace(run_of(analysis), step=5000, look=0, name="too long")
    runs, problems = opened(wrong, longer, good)
    qtbot.waitUntil(lambda: len(runs.drawn) == 1 and len(problems) == 2, timeout=60_000)
    assert "wrong" in problems[0].sentence
    assert {problem.kind for problem in problems} == {"other digits"}
    runs.changed.emit()
    assert len(problems) == 2


def test_runs_of_other_data_are_left_alone(qtbot, opened) -> None:
    other = replace(run_of(analysis_of()), data="ab" * 16)
    runs, problems = opened(other, run_of(analysis_of(), look=1))
    qtbot.waitUntil(lambda: len(runs.drawn) == 1, timeout=60_000)
    assert runs.kept[0].states is None
    assert not problems
