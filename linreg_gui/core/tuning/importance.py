"""Which setting mattered: how much of the spread of the losses each setting tells by itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.solvers.sgd.schedule import DECAYS

from .optuna_search import has_optuna, optuna_importance
from .space import SettingRange, TunedSetting
from .study import Study

FEWEST_TRIALS = 8
_OWN = (
    "Shares of the spread of the ranks of the losses that a curve of second degree along each setting tells "
    "by itself."
)
_OPTUNA = "By PED-ANOVA of Optuna: what sets the best quarter of the trials that did not diverge apart."
_ROUGH = 40


@dataclass(frozen=True)
class Importance:
    """How much each setting mattered.

    Attributes
    ----------
    shares : tuple of (TunedSetting, float)
        They add up to 1, the largest first; empty where there are too few trials to tell.
    by : str
        What was worked out, in a sentence.
    """

    shares: tuple[tuple[TunedSetting, float], ...]
    by: str

    @property
    def sentence(self) -> str:
        """The shares in words."""
        if not self.shares:
            return self.by
        told = ", ".join(f"{setting.value} {100.0 * share:.0f} %" for setting, share in self.shares)
        return f"What mattered: {told}."


def importance_of(study: Study) -> Importance:
    """`Importance` by Optuna where that is installed, else by a measure of our own."""
    known = int(np.isfinite(study.losses).sum())
    if len(study.space) < 2:
        return Importance((), "One setting is searched, so that nothing else mattered.")
    if known < FEWEST_TRIALS:
        return Importance(
            (), f"Which setting mattered can be told from {FEWEST_TRIALS} trials on that did not diverge."
        )
    if has_optuna():
        found, by = optuna_importance(study), _OPTUNA
    else:
        found, by = own_importance(study), _OWN
    if known < _ROUGH:
        by = f"{by} From {known} trials that is rough."
    ranked = sorted(found.items(), key=lambda entry: -entry[1])
    return Importance(tuple(ranked), by)


def own_importance(study: Study) -> dict[TunedSetting, float]:
    """Shares of 1: the first-order part of a functional ANOVA of a simple fit to the trials.

    To the ranks of the losses, as a few large ones would tell alone otherwise, and with those that diverged
    behind all others, a quadratic in the share of the way along each scale (levels of a choice) is fitted by
    least squares; a setting has the variance of its own term.
    """
    losses = study.losses
    order = np.unique(losses, return_inverse=True)[1].astype(float)
    blocks = [_basis(entry, study.column(entry.setting)) for entry in study.space]
    X = np.column_stack([np.ones(len(losses)), *blocks])
    weights = np.linalg.lstsq(X, order, rcond=None)[0]
    spreads, start = [], 1
    for block in blocks:
        term = block @ weights[start : start + block.shape[1]]
        spreads.append(float(np.var(term)))
        start += block.shape[1]
    whole = sum(spreads) or 1.0
    return {entry.setting: spread / whole for entry, spread in zip(study.space, spreads, strict=True)}


def _basis(entry: SettingRange, values: FloatArray) -> FloatArray:
    if entry.setting.is_choice:
        return np.asarray(values[:, None] == np.arange(1, len(DECAYS)), dtype=np.float64)
    shares = np.array([entry.share(value) for value in values.tolist()])
    centred = 2.0 * shares - 1.0
    return np.column_stack([centred, centred**2])
