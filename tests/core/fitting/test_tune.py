from __future__ import annotations

import math

import numpy as np
import pytest

from linreg_gui import core
from linreg_gui.core.fitting.tune import tune
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.solvers.sgd.config import SgdConfig

CHAPTER = core.make_synthetic([2.0, -3.4], bias=4.2, noise_std=0.01, n_rows=1000, seed=0)


def test_twenty_trials_of_the_tuner_are_not_worse_than_a_grid_of_twenty() -> None:
    config = SgdConfig(learning_rate=0.03, batch_size=10, epochs=3)
    grid = tune(CHAPTER, config=config, sampler="grid")
    assert len(grid.trials) == 20
    for seed in (0, 1):
        found = tune(CHAPTER, config=config, sampler="bayesian", seed=seed)
        assert len(found.trials) == 20
        assert found.losses.min() <= grid.losses.min()


def test_a_trial_is_a_run_as_anybody_would_train_it() -> None:
    train_rows, held_out = core.split_rows(CHAPTER, 0.3)
    told = []
    study = tune(
        train_rows,
        {"learning rate": (0.01, 1.0), "batch size": (1, 64)},
        validation=held_out,
        trials=3,
        sampler="random",
        told=told.append,
    )
    for trial in study.trials:
        run = core.train(train_rows, study.config_of(trial), validation=held_out)
        assert run.validation_loss[-1] == trial.loss
        assert run.snapshot.step == trial.step
    assert [len(entry.trials) for entry in told] == [1, 2, 3]


@pytest.mark.parametrize("loss", [AbsoluteLoss(), HuberLoss(1.0), PoissonLoss()], ids=lambda loss: loss.name)
def test_other_losses_are_searched_by_their_own_mean(loss) -> None:
    rng = np.random.default_rng(3)
    X = rng.normal(size=(120, 2))
    data = core.Dataset(X, rng.poisson(np.exp(0.5 * X[:, 0] + 0.3)).astype(float))
    train_rows, held_out = core.split_rows(data, 0.25)
    study = tune(train_rows, config=SgdConfig(loss=loss), validation=held_out, trials=4, sampler="random")
    for trial in study.trials:
        if not trial.diverged:
            fit = core.train(train_rows, study.config_of(trial)).fit
            assert trial.loss == pytest.approx(loss.mean(held_out, fit.weights, fit.bias, fit.centred))


def test_rates_that_diverge_batches_beyond_all_rows_and_impossible_penalties_are_trials_like_others() -> None:
    data = core.make_synthetic([1.0], 0.0, 0.5, 30, 1)
    space = {"learning rate": (1e-2, 1e6), "batch size": (1, 1000), "weight decay": (1e-3, 1e300)}
    study = tune(data, space, trials=24, sampler="random", seed=2)
    gone = [trial for trial in study.trials if trial.diverged]
    assert gone
    assert all(trial.loss == math.inf for trial in gone)
    assert len(study.trials) == 24
    lone = tune(core.make_synthetic([1.0], 0.0, 0.5, 2, 1), trials=3, validation=0.5, sampler="random")
    assert [entry.setting.value for entry in lone.space] == ["learning rate"]


def test_labels_that_do_not_suit_the_loss_are_refused() -> None:
    with pytest.raises(ProblemError):
        tune(CHAPTER, config=SgdConfig(loss=PoissonLoss()), trials=2)
    with pytest.raises(ValueError, match="no range"):
        tune(CHAPTER, {"no range": (1, 2)})
