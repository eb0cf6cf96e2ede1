from __future__ import annotations

import math

import numpy as np
import pytest
from studies import EVERY, PLANE

from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.tuning.space import SettingRange, TunedSetting, config_with, values_of

S = TunedSetting


@pytest.mark.parametrize("entry", EVERY, ids=lambda entry: entry.setting.value)
def test_shares_go_from_the_least_to_the_largest_value_and_back(entry: SettingRange) -> None:
    shares = np.linspace(0.0, 1.0, 41)
    values = [entry.value(share) for share in shares]
    assert values == sorted(values)
    assert (values[0], values[-1]) == (entry.low, entry.high)
    assert all(entry.holds(value) for value in values)
    if not entry.setting.is_choice:
        back = [entry.value(entry.share(value)) for value in values]
        assert back == pytest.approx(values, rel=1e-2)


def test_scales_are_decades_and_those_of_the_momentum_of_what_is_not_kept() -> None:
    rates = SettingRange(S.RATE, 1e-4, 1.0)
    assert rates.value(0.5) == pytest.approx(1e-2)
    kept = SettingRange(S.MOMENTUM, 0.0, 0.99)
    assert kept.value(0.5) == pytest.approx(0.9)
    assert S.MOMENTUM.place_of(np.array([0.0, 0.9, 0.99])) == pytest.approx([0.0, 1.0, 2.0])


def test_a_config_takes_the_values_and_gives_them_back() -> None:
    values = (0.02, 7.0, 11.0, 0.9, 0.003, 1.0)
    config = config_with(SgdConfig(seed=5), EVERY, values)
    assert (config.learning_rate, config.batch_size, config.epochs) == (0.02, 7, 11)
    assert (config.momentum, config.weight_decay, config.decay, config.seed) == (0.9, 0.003, "cosine", 5)
    assert values_of(EVERY, config) == values


@pytest.mark.parametrize(
    ("setting", "low", "high"),
    [
        (S.RATE, 0.0, 1.0),
        (S.RATE, 1.0, 1.0),
        (S.RATE, 1.0, math.inf),
        (S.RATE, math.nan, 1.0),
        (S.BATCH, 0.0, 5.0),
        (S.BATCH, 1.5, 5.0),
        (S.EPOCHS, 1.0, 1e12),
        (S.MOMENTUM, 0.0, 1.0),
        (S.MOMENTUM, -0.1, 0.5),
        (S.DECAY, 0.0, 9.0),
    ],
)
def test_what_no_run_can_have_is_no_range(setting, low, high) -> None:
    with pytest.raises(ValueError, match=r"range|Range"):
        SettingRange(setting, low, high)


def test_levels_are_whole_and_different() -> None:
    assert SettingRange(S.BATCH, 1.0, 3.0).levels(10) == (1.0, 2.0, 3.0)
    assert len(PLANE[0].levels(5)) == 5
