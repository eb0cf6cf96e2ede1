"""Between which values a setting of SGD is searched, where nobody has said otherwise."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from linreg_gui.core.limits import LARGEST_COUNT
from linreg_gui.core.model.moments import Moments
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.learning_rate import LearningRateLimits
from linreg_gui.core.solvers.sgd.schedule import DECAYS
from linreg_gui.core.tuning.space import SettingRange, TunedSetting

# Of the largest stable rate of all rows at once: a little beyond it, so that the edge is seen.
_RATES = (1e-3, 2.0)
# Of the present rate, where the loss sets no limit.
_RATES_ABOUT = (1e-2, 1e2)
_LARGEST_BATCH = 1024
_EPOCHS = 4
_LARGEST_MOMENTUM = 0.99
# Of the least variance of a feature: with 1 of it, its weight is about halved.
_PENALTIES = (1e-6, 1.0)


def suggested_space(
    m: Moments, config: SgdConfig, limits: LearningRateLimits | None
) -> Mapping[TunedSetting, SettingRange]:
    """A range for every setting that leaves something to be searched, with the present value within it.

    The learning rate goes from a thousandth of the largest stable rate to twice that, or to a hundred times
    the present one to either side where the loss sets no limit; the batch size from 1 to all rows, but at
    most 1,024; the epochs from a quarter to four times as many as now; the momentum from none to 0.99; the
    weight decay from a millionth of the least variance of a feature to all of it; the decay of the rate is
    each of its kinds.

    Parameters
    ----------
    m : Moments
        Of the rows that are trained on.
    config : SgdConfig
        The present settings.
    limits : LearningRateLimits or None
        Under these settings.
    """
    rate = config.learning_rate
    low, high = (rate * factor for factor in _RATES_ABOUT)
    if limits is not None:
        low, high = (limits.stable_limit * factor for factor in _RATES)
    batch = min(config.batch_size, m.n_rows)
    largest = max(min(m.n_rows, _LARGEST_BATCH), batch)
    fewest = max(1, config.epochs // _EPOCHS)
    most = min(max(config.epochs * _EPOCHS, fewest + 1), LARGEST_COUNT)
    variances = np.square(m.feature_stds)
    unit = float(variances[variances > 0.0].min(initial=np.inf))
    unit = unit if 0.0 < unit < math.inf else 1.0
    ends = {
        TunedSetting.RATE: (min(_about(low), rate), max(_about(high), rate)),
        TunedSetting.BATCH: (1.0, float(largest)),
        TunedSetting.EPOCHS: (float(fewest), float(most)),
        TunedSetting.MOMENTUM: (0.0, max(_LARGEST_MOMENTUM, config.momentum)),
        TunedSetting.WEIGHT_DECAY: tuple(_about(unit * factor) for factor in _PENALTIES),
        TunedSetting.DECAY: (0.0, len(DECAYS) - 1.0),
    }
    found = {}
    for setting, (least, greatest) in ends.items():
        if 0.0 <= least < greatest < math.inf and (least > 0.0 or setting in _FROM_NOUGHT):
            found[setting] = SettingRange(setting, least, greatest)
    return found


_FROM_NOUGHT = (TunedSetting.MOMENTUM, TunedSetting.DECAY)


def _about(value: float) -> float:
    return float(f"{value:.1g}")
