"""How large a learning rate may be, and settings that end close to the exact answer."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .arrays import FloatArray
from .dataset import Dataset
from .moments import Moments, moments
from .solvers.scaling import Scaling
from .solvers.sgd_values import SgdConfig

_MOST_EXAMPLES = 100_000_000
# Where minibatches are noisy the rate is so many times smaller and the run so many times longer.
_NOISE_CARE = 3.0
# On all rows at once the safe rate may arrive in a single step; with a fifth of it the line is seen to move.
_SIGHT_CARE = 5.0
_FEWEST, _MANY_ROWS = 24, 10_000


@dataclass(frozen=True)
class LearningRateLimits:
    """What the curvature of the half mean squared error says about the learning rate.

    All for the internal problem, that is the standardised one if the configuration standardises.

    Attributes
    ----------
    smallest_eigenvalue, largest_eigenvalue : float
        λmin (the smallest that is not zero) and λmax of the Hessian of the loss.
    stable_limit : float
        2/λmax: gradient descent on all rows diverges above it.
    best_rate : float
        2/(λmax + λmin): the fastest constant rate on all rows.
    safe_rate : float
        1/(λmax + R²/B) with R the length of the longest row and B the batch size: half the rate up to
        which minibatch updates are sure to contract in the mean square.
    """

    smallest_eigenvalue: float
    largest_eigenvalue: float
    stable_limit: float
    best_rate: float
    safe_rate: float


@dataclass(frozen=True)
class Curvature:
    """What the limits are worked out from; it does not depend on the batch size.

    Attributes
    ----------
    smallest_eigenvalue, largest_eigenvalue : float
    longest_row : float
        Largest squared length of a row of the internal design matrix with its column of ones.
    n_rows : int
    """

    smallest_eigenvalue: float
    largest_eigenvalue: float
    longest_row: float
    n_rows: int

    def limits(self, batch_size: int) -> LearningRateLimits:
        """The limits for minibatches of this size."""
        low, high = self.smallest_eigenvalue, self.largest_eigenvalue
        noise = self.longest_row / batch_size if batch_size < self.n_rows else 0.0
        return LearningRateLimits(low, high, 2.0 / high, 2.0 / (high + low), 1.0 / (high + noise))


def curvature(data: Dataset, standardise: bool, *, known: Moments | None = None) -> Curvature:
    """`Curvature` of the internal problem of a dataset."""
    m = moments(data) if known is None else known
    eigenvalues = np.linalg.eigvalsh(_hessian(m, standardise))
    largest = float(eigenvalues[-1])
    smallest = float(eigenvalues[eigenvalues > 1e-10 * largest][0])
    return Curvature(smallest, largest, _longest_row(data, Scaling.of(m, standardise)), data.n_rows)


def learning_rate_limits(
    data: Dataset, config: SgdConfig | None = None, *, known: Moments | None = None
) -> LearningRateLimits:
    """`LearningRateLimits` of a dataset under a configuration (batch size and standardisation).

    Parameters
    ----------
    data : Dataset
    config : SgdConfig, optional
    known : Moments, optional
        Moments of the same dataset, if they are at hand.
    """
    chosen = config or SgdConfig()
    return curvature(data, chosen.standardise, known=known).limits(chosen.batch_size)


def suggest_config(
    data: Dataset, *, seed: int = 0, standardise: bool = True, known: Curvature | None = None
) -> SgdConfig:
    """Settings with which minibatch SGD is expected to end within 1 % of the exact weights and bias.

    The rate is a third of the safe one where minibatches are noisy, a fifth of it where all rows make one
    minibatch (so that there is something to watch), rounded down; it falls along a cosine so that the noise
    of the minibatches dies out. The number of epochs is what the flattest direction of the loss needs to
    shrink by 10⁻⁴, three times over where there is noise to be averaged out, but at least 3 and no more
    than 10⁸ examples in all (so that a badly conditioned problem without standardisation may end far from
    the exact weights).

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
    limits = (known or curvature(data, standardise)).limits(batch_size)
    noisy = batch_size < n
    rate = round_down(limits.safe_rate / (_NOISE_CARE if noisy else _SIGHT_CARE))
    steps = (_NOISE_CARE if noisy else 1.0) * 2.0 * math.log(1e4) / (rate * limits.smallest_eigenvalue)
    most = max(3, _MOST_EXAMPLES // n)
    epochs = min(most, max(3, int(round_up(steps / math.ceil(n / batch_size)))))
    return SgdConfig(rate, batch_size, epochs, seed, standardise, "cosine")


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


def divergence_sentence(limits: LearningRateLimits, config: SgdConfig, step: int) -> str:
    """What happened when a run blew up after ``step`` updates, and what rate would be safe."""
    rate, limit = config.learning_rate, limits.stable_limit
    text = f"Training diverged after step {step:,}; the last finite state is shown. "
    if rate >= limit:
        return (
            f"{text}The learning rate {rate:g} is too large: "
            f"the largest stable rate for these data is 2/λmax = {limit:.3g}."
        )
    return (
        f"{text}The learning rate {rate:g} is below the largest stable rate for all rows at once, "
        f"2/λmax = {limit:.3g}, but single minibatches of {config.batch_size:,} vary too much for it."
    )


def round_down(value: float) -> float:
    """The largest of 1, 2 or 5 times a power of ten that is not above ``value``."""
    power = 10.0 ** math.floor(math.log10(value))
    digit = max(d for d in (1.0, 2.0, 5.0) if d * power <= value * (1.0 + 1e-12))
    return float(f"{digit * power:.0e}")


def round_up(value: float) -> float:
    """``value`` rounded up to two significant digits."""
    power = 10.0 ** max(0, math.floor(math.log10(value)) - 1)
    return math.ceil(value / power) * power


def _hessian(m: Moments, standardise: bool) -> FloatArray:
    """Hessian of the half mean squared error with respect to the internal weights and constant."""
    if standardise:
        correlation = m.correlation()
        hessian = np.eye(len(correlation) + 1)
        hessian[:-1, :-1] = correlation
        return hessian
    mean = m.feature_means
    hessian = np.ones((len(mean) + 1, len(mean) + 1))
    hessian[:-1, :-1] = m.gram[:-1, :-1] / m.n_rows + np.outer(mean, mean)
    hessian[:-1, -1] = hessian[-1, :-1] = mean
    return hessian


def _longest_row(data: Dataset, scaling: Scaling) -> float:
    """Largest squared length of a row (with the constant 1) of the internal design matrix."""
    longest = 0.0
    for X, _ in data.blocks():
        z = (X - scaling.shift) * scaling.inverse_scale
        longest = max(longest, float(np.einsum("ij,ij->i", z, z).max()))
    return longest + 1.0
