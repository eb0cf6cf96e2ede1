"""Settings with which minibatch SGD is expected to end close to the exact solution."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, Loss, PoissonLoss, SquaredLoss
from linreg_gui.core.model.moments import Moments, moments

from .config import SgdConfig
from .learning_rate import Curvature, curvature
from .local_curvature import local_curvature, sample_for_curvature

_MOST_EXAMPLES = 100_000_000
# Where minibatches are noisy the rate is so many times smaller and the run so many times longer.
_NOISE_CARE = 3.0
# On all rows at once the safe rate may arrive in a single step; with a fifth of it the line is seen to move.
_SIGHT_CARE = 5.0
# The distance from the exact solution is to fall to this share, and to a hundredth of the label's spread.
_LEAST_FALL, _FALL_PER_SPREAD = 1e4, 1e3
# Flatter directions take longer than anybody waits.
_FLATTEST = 1e-100
_FEWEST, _MANY_ROWS = 24, 10_000
# The mean of a row whose count is 0 is not 0.
_LEAST_MEAN = 0.1
# With bounded slopes: so often the way that is the longest, and so many times that after which a bowl is left
# by 1/e; residuals narrower than this share of the way are next to none.
_FAR_CARE, _BEND_CARE, _LEAST_SPREAD = 5.0, 16.0, 1e-3


def suggest_config(
    data: Dataset,
    *,
    seed: int = 0,
    standardise: bool = True,
    known: Curvature | None = None,
    loss: Loss | None = None,
    weight_decay: float = 0.0,
    half_mse: float | None = None,
) -> SgdConfig:
    """Settings with which minibatch SGD is expected to end within 1 % of the exact weights and bias.

    The rate is a third of the safe one where minibatches are noisy, a fifth of it where all rows make one
    minibatch (so that there is something to watch), rounded down; it falls along a cosine so that the noise
    of the minibatches dies out. The number of epochs is what the flattest direction of the loss needs to
    shrink by 10⁻⁴, by more where the bias has a long way to go from 0 to labels far from zero; three times
    over where there is noise to be averaged out, but at least 3 and no more than 10⁸ examples in all (so that
    a badly conditioned problem without standardisation may end far from the exact weights).

    Where the slope of the loss has a largest size, as that of the absolute and the Huber loss, steps are no
    longer the farther there is to go: then the rate is such that they get there.

    Parameters
    ----------
    data : Dataset
    seed : int
        Decides the order of the rows.
    standardise : bool
        Whether to train on standardised features.
    known : Curvature, optional
        Curvature of the same dataset under the same standardisation, if it is at hand: of the half mean
        squared error, or for the Poisson loss that of `counts_curvature`.
    loss : Loss, optional
        By default the half squared error.
    weight_decay : float
    half_mse : float, optional
        The least half mean squared error, if it is at hand; else it is taken to be half the label's variance.

    Raises
    ------
    ProblemError
        If the weight decay is too large.
    """
    chosen = SquaredLoss() if loss is None else loss
    n = data.n_rows
    batch_size = even_batch_size(n)
    plain = SgdConfig(batch_size=batch_size, standardise=standardise, loss=chosen, weight_decay=weight_decay)
    if known is None:
        counts = isinstance(chosen, PoissonLoss)
        known = counts_curvature(data, standardise) if counts else curvature(data, standardise)
    limits = known.limits(plain)
    noisy = batch_size < n
    safe = limits.safe_rate / (_NOISE_CARE if noisy else _SIGHT_CARE)
    rate = round_down(safe)
    fall = math.log(max(_LEAST_FALL, _FALL_PER_SPREAD * _spreads_from_zero(data)))
    flattest = max(rate * limits.smallest_eigenvalue, _FLATTEST)
    steps = (_NOISE_CARE if noisy else 1.0) * 2.0 * fall / flattest
    most = max(3, _MOST_EXAMPLES // n)
    an_epoch = math.ceil(n / batch_size)
    epochs = min(most, max(3, int(round_up(min(steps / an_epoch, 10.0 * most)))))
    if isinstance(chosen, (AbsoluteLoss, HuberLoss)):
        way = _way(data, chosen, limits.smallest_eigenvalue, half_mse)
        rate = round_down(min(2.0 * way.length / (epochs * an_epoch), safe / way.bend))
        needed = 2.0 * way.length / (rate * an_epoch)
        epochs = min(most, max(epochs, int(round_up(min(needed, 10.0 * most)))))
    return replace(plain, learning_rate=rate, epochs=epochs, seed=seed, decay="cosine")


def counts_curvature(data: Dataset, standardise: bool, known: Moments | None = None) -> Curvature:
    """The `Curvature` of the Poisson loss about where it is least, before that is known.

    A row is curved there as much as its mean is large, which the count itself tells, if roughly.
    """
    rows = sample_for_curvature(data)
    m = moments(data) if known is None else known
    return local_curvature(rows, np.maximum(rows.y, _LEAST_MEAN), standardise, m, data.n_rows)


class _Way(NamedTuple):
    """What all rates of a run have to add up to, and how much of the bend of the squared loss there is."""

    length: float
    bend: float


def _way(data: Dataset, loss: AbsoluteLoss | HuberLoss, flattest: float, half_mse: float | None) -> _Way:
    """Of normal noise so wide as the exact residuals are."""
    with np.errstate(all="ignore"):
        mean, std = float(data.y.mean()), float(data.y.std())
    mean, std = (value if math.isfinite(value) else 1.0 for value in (mean, std))
    far = abs(mean) + std or 1.0
    left = std if half_mse is None else math.sqrt(2.0 * half_mse)
    spread = max(left, _LEAST_SPREAD * far)
    if isinstance(loss, AbsoluteLoss):
        slope, bend = 1.0, math.sqrt(2.0 / math.pi) / spread
    else:
        slope = loss.threshold
        bend = max(math.erf(slope / (spread * math.sqrt(2.0))), np.finfo(np.float64).tiny)
    return _Way(max(_FAR_CARE * far / slope, _BEND_CARE / max(bend * flattest, _FLATTEST)), bend)


def _spreads_from_zero(data: Dataset) -> float:
    """How many standard deviations the mean label is from 0."""
    with np.errstate(all="ignore"):
        mean = float(data.y.mean())
        std = float((data.y - mean).std())
        return abs(mean) / std if std > 0.0 and math.isfinite(mean) else 0.0


def even_batch_size(n_rows: int) -> int:
    """A batch size near 32 that splits the rows into minibatches of (almost) equal size.

    A short last minibatch pulls as hard as a whole one, so its few rows would count for more. All rows
    where there are fewer than 24; 32 where there are so many that one short minibatch does not matter.
    """
    if n_rows < _FEWEST:
        return n_rows
    if n_rows > _MANY_ROWS:
        return 32
    return min(range(_FEWEST, 2 * _FEWEST + 1), key=lambda size: (-n_rows % size / size, abs(size - 32)))


def round_down(value: float) -> float:
    """The largest of 1, 2 or 5 times a power of ten that is not above ``value``."""
    power = 10.0 ** math.floor(math.log10(value))
    digit = max(d for d in (1.0, 2.0, 5.0) if d * power <= value * (1.0 + 1e-12))
    return float(f"{digit * power:.0e}")


def round_up(value: float) -> float:
    """``value`` rounded up to two significant digits."""
    power = 10.0 ** max(0, math.floor(math.log10(value)) - 1)
    return math.ceil(value / power) * power
