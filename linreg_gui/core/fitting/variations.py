"""Which runs to compare where one setting is varied and the others stay. Nothing is trained here."""

from __future__ import annotations

import enum
from dataclasses import replace

import numpy as np

from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss, SquaredLoss
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.schedule import DECAYS

from .analysis import Analysis
from .unsuited import unsuited

_FACTOR = 3.0
_BATCHES = (1, 32)
_MOMENTA = (0.0, 0.5, 0.9)
_PENALTIES = (0.01, 0.1)


class Varied(enum.Enum):
    """The setting that is varied."""

    RATE = "learning rate"
    BATCH = "batch size"
    STANDARDISE = "standardising"
    LOSS = "loss"
    MOMENTUM = "momentum"
    DECAY = "decay of the learning rate"
    WEIGHT_DECAY = "weight decay"


def variations(analysis: Analysis, config: SgdConfig, varied: Varied) -> tuple[SgdConfig, ...]:
    """Settings that differ in one, from small to large.

    The learning rate is a third, the same and three times as large; a minibatch has one row, 32 and all of
    them. Raw features get the largest rate that is safe for them, if that is less; of the losses those are
    tried that suit the labels. Momentum is none, a half and nine tenths, the rate decays in every way, and
    weight decay is none, a hundredth and a tenth of the least variance of a feature, which draws its weight
    by about as much towards 0; what is chosen now is among them.

    Parameters
    ----------
    analysis : Analysis
    config : SgdConfig
        The settings that stay.
    varied : Varied
    """
    if varied is Varied.RATE:
        rates = (config.learning_rate / _FACTOR, config.learning_rate, config.learning_rate * _FACTOR)
        return tuple(replace(config, learning_rate=float(f"{rate:.3g}")) for rate in rates)
    if varied is Varied.BATCH:
        n_rows = analysis.data.n_rows
        sizes = sorted({min(size, n_rows) for size in (*_BATCHES, n_rows)})
        return tuple(replace(config, batch_size=size) for size in sizes)
    if varied is Varied.STANDARDISE:
        raw = replace(config, standardise=False)
        safe = analysis.suggestion(raw).learning_rate
        return replace(config, standardise=True), replace(raw, learning_rate=min(config.learning_rate, safe))
    if varied is Varied.MOMENTUM:
        kept = sorted({*_MOMENTA, config.momentum})
        return tuple(replace(config, momentum=momentum) for momentum in kept)
    if varied is Varied.DECAY:
        return tuple(replace(config, decay=decay) for decay in DECAYS)
    if varied is Varied.WEIGHT_DECAY:
        variances = np.square(analysis.moments.feature_stds)
        unit = float(variances[variances > 0.0].min(initial=np.inf))
        unit = unit if 0.0 < unit < np.inf else 1.0
        penalties = {0.0, config.weight_decay, *(float(f"{share * unit:.1g}") for share in _PENALTIES)}
        return tuple(replace(config, weight_decay=penalty) for penalty in sorted(penalties))
    spread = analysis.label_spread or 1.0
    losses = (SquaredLoss(), HuberLoss(float(f"{spread:.3g}")), AbsoluteLoss(), PoissonLoss())
    return tuple(replace(config, loss=loss) for loss in losses if unsuited(analysis, loss) is None)
