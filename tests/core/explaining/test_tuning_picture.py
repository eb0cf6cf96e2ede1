from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from studies import BATCH, EVERY, PLANE, RATE, bowl, study_of

from linreg_gui.core.explaining.tuning_picture import TuningScene, TuningWish, tuning_picture
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.losses import AbsoluteLoss
from linreg_gui.core.model.synthetic import make_synthetic
from linreg_gui.core.solvers.sgd.learning_rate import learning_rate_limits
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.roles import suggest_roles
from linreg_gui.core.tuning.proposing import next_values
from linreg_gui.core.tuning.space import SettingRange, TunedSetting
from linreg_gui.core.tuning.study import Sampler, Trial


@pytest.fixture(scope="module")
def analysis():
    data = make_synthetic([2.0, -3.4], 4.2, 0.5, 250, 1)
    frame = pd.DataFrame({"x1": data.X[:, 0], "x2": data.X[:, 1], "y": data.y})
    return analyse(frame, suggest_roles(frame), recipe=Recipe(holdout=0.2))


def scene_of(analysis, study) -> TuningScene:
    return TuningScene(study, Objective.of(analysis, study.config))


@pytest.mark.parametrize(("across", "up"), [(RATE, BATCH), (BATCH, RATE)])
def test_the_limits_over_the_plane_are_those_of_the_learning_rate(analysis, across, up) -> None:
    study = study_of(Sampler.RANDOM, 12)
    picture = tuning_picture(scene_of(analysis, study), TuningWish(across.value, up.value))
    for curve, name in ((picture.stable, "stable_limit"), (picture.mean_square, "mean_square_limit")):
        rates, batches = (curve.x, curve.y) if across is RATE else (curve.y, curve.x)
        for place in (0, len(rates) // 2, -1):
            config = replace(study.config, batch_size=round(10.0 ** batches[place]))
            assert 10.0 ** rates[place] == pytest.approx(
                getattr(learning_rate_limits(analysis.data, config), name)
            )
    assert picture.stable.name.startswith("2/λmax")
    assert np.array_equal(picture.x, np.log10(study.column(across)))


def test_other_settings_that_are_searched_are_those_of_the_best_trial(analysis) -> None:
    study = study_of(Sampler.RANDOM, 12, space=EVERY)
    best = study.config_of(study.trials[study.best])
    picture = tuning_picture(scene_of(analysis, study), TuningWish(RATE.value, "validation loss"))
    assert 10.0 ** picture.stable.x[0] == pytest.approx(
        learning_rate_limits(analysis.data, best).stable_limit
    )
    assert picture.stable.name.startswith("2(1 + μ)/λmax")
    assert f"momentum {best.momentum:g}" in picture.limits_words
    assert "does not fall" in picture.limits_words
    assert picture.up is None
    gone = picture.diverged
    assert gone.any()
    assert np.array_equal(picture.y[~gone], study.losses[~gone])


def test_where_there_is_no_limit_it_says_why(analysis) -> None:
    study = study_of(Sampler.RANDOM, 3, space=EVERY)
    other = tuning_picture(scene_of(analysis, study), TuningWish("batch size", "momentum"))
    assert other.stable is None
    assert "on an axis" in other.limits_words
    absolute = replace(study, config=replace(study.config, loss=AbsoluteLoss()))
    picture = tuning_picture(scene_of(analysis, absolute), TuningWish())
    assert picture.stable is None
    assert "No rate diverges" in picture.limits_words
    assert tuning_picture(TuningScene(study, None), TuningWish()).stable is None


def test_the_best_so_far_falls_and_colours_tell_good_trials_apart() -> None:
    study = study_of(Sampler.RANDOM, 20)
    picture = tuning_picture(TuningScene(study, None), TuningWish())
    assert (np.diff(picture.best_so_far) <= 0.0).all()
    assert picture.best_so_far[-1] == study.losses.min()
    shares = picture.colour_shares()
    assert shares[study.best] == 0.0
    known = ~picture.diverged
    order = study.losses[known].argsort()
    assert (np.diff(shares[known][order]) >= 0.0).all()
    assert picture.caps
    assert "Best: trial" in picture.sentence
    assert "diverged" in picture.sentence


def test_one_setting_alone_stands_over_the_loss_and_no_trial_or_none_that_is_finite_is_told() -> None:
    alone = study_of(Sampler.RANDOM, 0, space=(SettingRange(TunedSetting.MOMENTUM, 0.0, 0.9),))
    picture = tuning_picture(TuningScene(alone, None), TuningWish())
    assert picture.up is None
    assert "first trial" in picture.sentence
    gone = study_of()
    for _ in range(3):
        values = next_values(gone)
        gone = gone.with_trial(Trial(values, np.inf, 2, True))
    assert "every one diverged" in tuning_picture(TuningScene(gone, None), TuningWish()).sentence
    negative = study_of().with_trial(replace(bowl((0.1, 20.0)), loss=-3.0)).with_trial(bowl((0.5, 5.0)))
    assert tuning_picture(TuningScene(negative, None), TuningWish()).colour_shares()[0] == 0.0
    assert len(PLANE) == 2
