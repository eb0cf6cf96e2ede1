"""Minibatch SGD of a model of only a bias: by squared or absolute loss, rows drawn with replacement."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, finite_number, frozen, quiet_overflow, whole_number

_ROWS, _MIDDLE = 1000, 5.0


@dataclass(frozen=True, eq=False)
class ConstantDescent:
    """A run of b ← b − (η/|B|) Σ(b − xᵢ), or of the signs in place of the differences.

    Attributes
    ----------
    path : array, shape (steps + 1,)
        b from its start at 0 on; NaN once it has blown up.
    best : float
        The mean, or the median for absolute loss.
    std : float
        Of the rows, with divisor n.
    """

    path: FloatArray
    best: float
    std: float

    @property
    def end(self) -> float:
        """The last b."""
        return float(self.path[-1])

    @property
    def _tail(self) -> FloatArray:
        return self.path[len(self.path) // 2 :]

    @property
    def tail_mean(self) -> float:
        """The mean b over the second half of the run."""
        return float(np.mean(self._tail))

    @property
    def variance(self) -> float:
        """The mean square of b − best over the second half of the run: its noise floor."""
        with quiet_overflow():
            return float(np.mean((self._tail - self.best) ** 2))


def constant_descent(
    learning_rate: float,
    batch_size: int,
    noise_std: float,
    steps: int,
    *,
    absolute: bool = False,
    falling: bool = False,
    seed: int = 0,
) -> ConstantDescent:
    """Train a constant on 1,000 rows around 5.

    Parameters
    ----------
    learning_rate : float
        η; ``falling`` makes it η/(1 + ηt) at step t, which meets Ση = ∞ and Ση² < ∞.
    batch_size, steps : int
    noise_std : float
        Of the rows; 0 makes all of them 5.
    absolute : bool
        Absolute loss, whose slope is a sign, in place of half the square.
    """
    rate, noise = finite_number(learning_rate, "The learning rate"), finite_number(noise_std, "The noise")
    count = whole_number(steps, "The number of updates", 1)
    size = whole_number(batch_size, "The batch size", 1)
    rng = np.random.default_rng(seed)
    rows = _MIDDLE + noise * rng.standard_normal(_ROWS)
    drawn = rows[rng.integers(0, _ROWS, (count, size))]
    rates = rate / (1.0 + rate * np.arange(count)) if falling else np.full(count, rate)
    path = np.empty(count + 1)
    path[0] = 0.0
    with quiet_overflow():
        if absolute:
            for t in range(count):
                path[t + 1] = path[t] + rates[t] * np.sign(drawn[t] - path[t]).sum() / size
        else:
            means = drawn.mean(axis=1)
            for t in range(count):
                path[t + 1] = path[t] - rates[t] * (path[t] - means[t])
    path[~np.isfinite(path)] = np.nan
    best = float(np.median(rows)) if absolute else float(np.mean(rows))
    return ConstantDescent(frozen(path), best, float(np.std(rows)))
