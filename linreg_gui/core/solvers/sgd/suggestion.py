"""Settings with which minibatch SGD is expected to end close to the exact solution."""

from __future__ import annotations

import math

import numpy as np

from linreg_gui.core.model.dataset import Dataset

from .config import SgdConfig
from .learning_rate import Curvature, curvature

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


def suggest_config(
    data: Dataset, *, seed: int = 0, standardise: bool = True, known: Curvature | None = None
) -> SgdConfig:
    """Settings with which minibatch SGD is expected to end within 1 % of the exact weights and bias.

    The rate is a third of the safe one where minibatches are noisy, a fifth of it where all rows make one
    minibatch (so that there is something to watch), rounded down; it falls along a cosine so that the noise
    of the minibatches dies out. The number of epochs is what the flattest direction of the loss needs to
    shrink by 10⁻⁴, by more where the bias has a long way to go from 0 to labels far from zero; three times
    over where there is noise to be averaged out, but at least 3 and no more than 10⁸ examples in all (so that
    a badly conditioned problem without standardisation may end far from the exact weights).

    Parameters
    ----------
    data : Dataset
    seed : int
        Decides the order of the rows.
    standardise : bool
        Whether to train on standardised features.
    known : Curvature, optional
        Curvature of the same dataset under the same standardisation, if it is at hand.
    """
    n = data.n_rows
    batch_size = even_batch_size(n)
    plain = SgdConfig(batch_size=batch_size, standardise=standardise)
    limits = (known or curvature(data, standardise)).limits(plain)
    noisy = batch_size < n
    rate = round_down(limits.safe_rate / (_NOISE_CARE if noisy else _SIGHT_CARE))
    fall = math.log(max(_LEAST_FALL, _FALL_PER_SPREAD * _spreads_from_zero(data)))
    flattest = max(rate * limits.smallest_eigenvalue, _FLATTEST)
    steps = (_NOISE_CARE if noisy else 1.0) * 2.0 * fall / flattest
    most = max(3, _MOST_EXAMPLES // n)
    epochs = min(most, max(3, int(round_up(steps / math.ceil(n / batch_size)))))
    return SgdConfig(rate, batch_size, epochs, seed, standardise, "cosine")


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
