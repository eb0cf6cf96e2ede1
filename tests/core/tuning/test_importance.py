from __future__ import annotations

import pytest
from studies import EVERY, PLANE, study_of

from linreg_gui.core.tuning import importance
from linreg_gui.core.tuning.importance import importance_of, own_importance
from linreg_gui.core.tuning.space import TunedSetting
from linreg_gui.core.tuning.study import Sampler


@pytest.mark.parametrize("has_optuna", [True, False])
def test_the_setting_that_the_loss_depends_on_mattered_most(monkeypatch, has_optuna) -> None:
    monkeypatch.setattr(importance, "has_optuna", lambda: has_optuna)
    found = importance_of(study_of(Sampler.RANDOM, 60, space=EVERY, wanted=60))
    assert found.shares[0][0] is TunedSetting.RATE
    assert found.shares[0][1] > 0.5
    assert sum(share for _, share in found.shares) == pytest.approx(1.0)
    assert ("Optuna" in found.by) is has_optuna
    assert found.sentence.startswith("What mattered: learning rate")


def test_the_own_measure_is_the_first_order_part_of_a_functional_anova() -> None:
    """On a full grid, where every ordering of additive losses is one, both settings are told by variances."""
    shares = own_importance(study_of(Sampler.GRID, 20))
    assert shares[TunedSetting.RATE] > shares[TunedSetting.BATCH] > 0.0
    assert sum(shares.values()) == pytest.approx(1.0)


def test_too_few_trials_and_a_single_setting_tell_nothing() -> None:
    assert not importance_of(study_of(Sampler.RANDOM, 5)).shares
    alone = importance_of(study_of(Sampler.RANDOM, 0, space=PLANE[:1]))
    assert "One setting" in alone.sentence
    assert "rough" in importance_of(study_of(Sampler.RANDOM, 20)).by
