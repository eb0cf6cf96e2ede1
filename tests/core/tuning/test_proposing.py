from __future__ import annotations

import sys

import pytest
from studies import EVERY, PLANE, bowl, study_of

from linreg_gui.core.json_values import from_json_values, to_json_values
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.tuning.grid import grid_of
from linreg_gui.core.tuning.proposing import next_values
from linreg_gui.core.tuning.study import Sampler, Study, Trial


@pytest.mark.parametrize("sampler", list(Sampler))
def test_the_same_seed_proposes_the_same_however_often_it_is_begun_anew(sampler) -> None:
    whole = study_of(sampler, 14, space=EVERY, seed=3)
    stored = from_json_values(Study, to_json_values(study_of(sampler, 11, space=EVERY, seed=3)), "study")
    for _ in range(3):
        stored = stored.with_trial(bowl(next_values(stored)))
    assert stored == whole
    values = {trial.values for trial in whole.trials}
    assert len(values) == 14
    assert all(
        entry.holds(value) for trial in whole.trials for entry, value in zip(EVERY, trial.values, strict=True)
    )
    if sampler is not Sampler.GRID:
        other = study_of(sampler, 12, space=EVERY, seed=4)
        assert {trial.values for trial in other.trials[1:]}.isdisjoint(values)


def test_bayesian_optimisation_learns_from_the_trials_and_begins_with_the_present_settings() -> None:
    study = study_of(Sampler.BAYESIAN, 20)
    assert study.trials[0].values == (0.03, 32.0)
    assert study.losses.min() < study_of(Sampler.GRID, 20).losses.min()


def test_a_grid_is_as_even_as_there_are_trials_and_no_longer_than_wanted() -> None:
    grid = grid_of(PLANE, 20)
    rates, batches = ({values[at] for values in grid} for at in range(2))
    assert (len(rates), len(batches), len(grid)) == (5, 4, 20)
    assert len(grid_of(EVERY, 20)) == 16
    assert grid_of(PLANE, 1) == ((PLANE[0].value(0.5), PLANE[1].value(0.5)),)
    study = study_of(Sampler.GRID, 16, space=EVERY)
    assert study.is_complete
    assert study.most_more == 0
    with pytest.raises(ValueError, match="Every trial"):
        next_values(study)


def test_without_optuna_it_says_how_to_add_it_and_random_and_grid_work(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "optuna", None)
    with pytest.raises(ProblemError, match=r"linreg_gui\[tuning\]") as error:
        next_values(study_of(Sampler.BAYESIAN, 1))
    assert error.value.problem.kind is ProblemKind.NO_OPTUNA
    assert study_of(Sampler.RANDOM, 3).trials
    assert study_of(Sampler.GRID, 3).trials


def test_a_study_can_be_stopped_and_made_longer() -> None:
    study = study_of(Sampler.RANDOM, 20)
    assert study.is_complete
    longer = study.longer(5)
    assert (longer.is_complete, longer.total, longer.trials) == (False, 25, study.trials)
    assert study.best == int(study.losses.argmin())


@pytest.mark.parametrize(
    ("wrong", "values"), [("space", ()), ("wanted", 0), ("space", PLANE[:1] * 2), ("seed", 2**40)]
)
def test_what_is_no_study_is_refused(wrong, values) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Study(**{"space": PLANE, "config": study_of().config, "sampler": Sampler.GRID, "seed": 0, "wanted": 5,
                 wrong: values})  # fmt: skip


def test_trials_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="value of each"):
        study_of().with_trial(Trial((0.1,), 1.0, 1))
    with pytest.raises(ValueError, match="that are searched"):
        study_of().with_trial(Trial((-0.1, 3.0), 1.0, 1))
    with pytest.raises(ValueError, match="infinite where it diverged"):
        Trial((0.1, 3.0), 1.0, 1, True)
