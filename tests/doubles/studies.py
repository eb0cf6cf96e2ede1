"""Studies whose losses are known functions of the settings: nothing is trained."""

from __future__ import annotations

import math

from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.tuning.proposing import next_values
from linreg_gui.core.tuning.space import SettingRange, TunedSetting
from linreg_gui.core.tuning.study import Sampler, Study, Trial

RATE, BATCH = TunedSetting.RATE, TunedSetting.BATCH
PLANE = (SettingRange(RATE, 1e-3, 2.0), SettingRange(BATCH, 1.0, 200.0))
EVERY = (
    *PLANE,
    SettingRange(TunedSetting.EPOCHS, 2.0, 50.0),
    SettingRange(TunedSetting.MOMENTUM, 0.0, 0.99),
    SettingRange(TunedSetting.WEIGHT_DECAY, 1e-6, 1.0),
    SettingRange(TunedSetting.DECAY, 0.0, 3.0),
)


def bowl(values: tuple[float, ...]) -> Trial:
    """Least at a learning rate of 0.1 and a batch of 20; the rate counts most, and above 0.5 all diverges."""
    loss = 0.5 + math.log(values[0] / 0.1) ** 2 + 0.05 * math.log(values[1] / 20.0) ** 2
    diverges = values[0] > 0.5
    return Trial(values, math.inf if diverges else loss, 3 if diverges else 100, diverges)


def study_of(
    sampler: Sampler = Sampler.RANDOM, done: int = 0, *, space=PLANE, wanted: int = 20, seed: int = 0
) -> Study:
    """With so many trials made."""
    study = Study(space, SgdConfig(batch_size=32, epochs=5), sampler, seed, wanted, "12ab")
    for _ in range(done):
        study = study.with_trial(bowl(next_values(study)))
    return study
