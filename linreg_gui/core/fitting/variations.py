"""Which runs to compare where one setting is varied and the others stay. Nothing is trained here."""

from __future__ import annotations

import enum
from dataclasses import replace

from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss, SquaredLoss
from linreg_gui.core.solvers.sgd.config import SgdConfig

from .analysis import Analysis
from .objective import unsuited

_FACTOR = 3.0
_BATCHES = (1, 32)


class Varied(enum.Enum):
    """The setting that is varied."""

    RATE = "learning rate"
    BATCH = "batch size"
    STANDARDISE = "standardising"
    LOSS = "loss"


def variations(analysis: Analysis, config: SgdConfig, varied: Varied) -> tuple[SgdConfig, ...]:
    """Settings that differ in one, from small to large.

    The learning rate is a third, the same and three times as large; a minibatch has one row, 32 and all of
    them. Raw features get the largest rate that is safe for them, if that is less; of the losses those are
    tried that suit the labels.

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
    spread = analysis.label_spread or 1.0
    losses = (SquaredLoss(), HuberLoss(float(f"{spread:.3g}")), AbsoluteLoss(), PoissonLoss())
    return tuple(replace(config, loss=loss) for loss in losses if unsuited(analysis, loss) is None)
