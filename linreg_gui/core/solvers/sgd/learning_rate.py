"""How large a learning rate may be, and how fast it will be, from the curvature of the loss."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, quiet_overflow, within_range
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.losses import HuberLoss, SquaredLoss
from linreg_gui.core.model.moments import Moments, moments, uncentred
from linreg_gui.core.number_text import number_text
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.solvers.analytic.design_matrix import Design, scaled_triangle
from linreg_gui.core.solvers.analytic.orthogonal import upper_of_tall
from linreg_gui.core.solvers.analytic.rank import split_by_rank

from .config import SgdConfig
from .low_rank import bent_extremes
from .mean_square import fourth_moments, mean_square_limit
from .scaling import Scaling

# A smaller share of the largest eigenvalue keeps too few digits in the Hessian.
_SMALL_SHARE = 1e-8
_TINY = 1e-9


@dataclass(frozen=True)
class LearningRateLimits:
    """What the curvature of the half mean squared error says about the learning rate.

    All for the internal problem, that is the standardised one if the configuration standardises, with the
    weight decay added. The constant rates are those without decay of the rate.

    Attributes
    ----------
    smallest_eigenvalue, largest_eigenvalue : float
        λmin (the smallest that is not zero) and λmax of the Hessian of the loss.
    stable_limit : float
        2/λmax: gradient descent on all rows diverges above it; times 1 + μ with momentum μ.
    best_rate : float
        2/(λmax + λmin): the fastest constant rate on all rows; times 1 + μ with momentum μ.
    safe_rate : float
        1/(λmax + R²/B) with R the length of the longest row and B the batch size: half the rate up to
        which minibatch updates are sure to contract in the mean square; times 1 − μ with momentum μ, which
        adds up 1/(1 − μ) steps.
    mean_square_limit : float
        Up to it minibatches of rows drawn anew contract in the mean square, see `mean_square_limit`; a single
        run may survive beyond. Times 1 − μ with momentum μ. Of all rows at once the stable limit. Where it is
        not known, twice the safe rate.
    updates_per_factor_of_ten : float
        Updates on all rows at the rate of the configuration in which the slowest part of the distance from
        the exact solution falls to a tenth; infinite at or above the stable limit.
    """

    smallest_eigenvalue: float
    largest_eigenvalue: float
    stable_limit: float
    best_rate: float
    safe_rate: float
    mean_square_limit: float
    updates_per_factor_of_ten: float

    @property
    def fewest_updates(self) -> float:
        """Updates on all rows per factor of ten at the fastest constant rate, without momentum."""
        low, high = self.smallest_eigenvalue, self.largest_eigenvalue
        return _updates(2.0 / (high + low), low, high, 0.0)


@dataclass(frozen=True, eq=False)
class Curvature:
    """What the limits are worked out from; it does not depend on batch size, momentum or weight decay.

    Attributes
    ----------
    hessian : array, shape (k, k), or None
        Of the half mean squared error with respect to the internal weights and constant; without a constant
        where models have no bias, and without those of
        constant features where features are standardised. None for a wide dataset, whose ``root`` is small.
    extremes : tuple of float
        Its smallest eigenvalue that is not zero, and the largest.
    root : array, shape (at most k, k), or None
        A triangle whose square it is, where it is so ill-conditioned that small eigenvalues are lost in it.
    decay_scale : array, shape (k,)
        What a weight decay of 1 adds to its diagonal.
    longest_row : float
        Largest squared length of a row of the internal design matrix with its column of ones.
    n_rows : int
    fourth : array, shape (k, k), or None
        Of its rows, see `fourth_moments`; None where they are not known.
    """

    hessian: FloatArray | None
    extremes: tuple[float, float]
    root: FloatArray | None
    decay_scale: FloatArray
    longest_row: float
    n_rows: int
    fourth: FloatArray | None = None

    def limits(self, config: SgdConfig) -> LearningRateLimits:
        """The limits under these settings; a `ProblemError` where the weight decay is too large for them."""
        low, high = self.extremes
        penalty = None
        if config.weight_decay:
            with quiet_overflow():
                penalty = within_range(config.weight_decay * self.decay_scale, "weight decay")
                low, high = self._bent(penalty)
        noise = self.longest_row / config.batch_size if config.batch_size < self.n_rows else 0.0
        kept = config.momentum
        stable, safe = 2.0 * (1.0 + kept) / high, (1.0 - kept) / (high + noise)
        return LearningRateLimits(
            smallest_eigenvalue=low,
            largest_eigenvalue=high,
            stable_limit=stable,
            best_rate=2.0 * (1.0 + kept) / (high + low),
            safe_rate=safe,
            mean_square_limit=self._mean_square_limit(config, penalty, safe) if noise else stable,
            updates_per_factor_of_ten=_updates(config.learning_rate, low, high, kept),
        )

    def _mean_square_limit(self, config: SgdConfig, penalty: FloatArray | None, safe: float) -> float:
        limit = None
        if self.hessian is not None and self.fourth is not None:
            size = config.batch_size
            limit = mean_square_limit(self.hessian, self.fourth, self.longest_row, penalty, size)
        return 2.0 * safe if limit is None else (1.0 - config.momentum) * limit

    def _bent(self, penalty: FloatArray) -> tuple[float, float]:
        """The extremes where a penalty is added to the diagonal."""
        if self.hessian is None:
            assert self.root is not None
            return bent_extremes(self.root, penalty)
        bent = within_range(self.hessian + np.diag(penalty), "weight decay")
        if self.root is None:
            return _extremes(bent)
        # Every direction of the weights is bent by the penalty, if by nothing else.
        return _squared_sizes(np.vstack([self.root, np.diag(np.sqrt(penalty))]), len(bent))


def curvature(data: Dataset, standardise: bool, *, known: Moments | None = None) -> Curvature:
    """`Curvature` of the internal problem of a dataset."""
    m = moments(data) if known is None else known
    if not data.has_bias:
        m = uncentred(data, m)
        if not m.norms[:-1].any():
            raise ProblemError(
                "Every feature is 0, which predicts nothing without a bias.", ProblemKind.NO_FEATURE
            )
    scaling = Scaling.of(m, standardise)
    hessian = None if m.rows is not None else _hessian(m, standardise)
    if hessian is not None and not data.has_bias:
        hessian = hessian[:-1, :-1]
    extremes, root = (0.0, 0.0) if hessian is None else _extremes(hessian), None
    if hessian is None or extremes[0] < _SMALL_SHARE * extremes[1]:
        root, rank = _root(data, m, standardise)
        extremes = _squared_sizes(root, rank)
    # Standardised, a constant feature is no part of the problem.
    decay_scale = np.append(scaling.inverse_scale[scaling.inverse_scale > 0.0] ** 2, 0.0)
    decay_scale = decay_scale if data.has_bias else decay_scale[:-1]
    longest = _longest_row(data, scaling)
    fourth = None if hessian is None else fourth_moments(data, scaling, longest)
    return Curvature(hessian, extremes, root, decay_scale, longest, data.n_rows, fourth)


def learning_rate_limits(
    data: Dataset, config: SgdConfig | None = None, *, known: Moments | None = None
) -> LearningRateLimits:
    """`LearningRateLimits` of a dataset under a configuration.

    Parameters
    ----------
    data : Dataset
    config : SgdConfig, optional
        Its batch size, standardisation, momentum, weight decay and learning rate count.
    known : Moments, optional
        Moments of the same dataset, if they are at hand.

    Raises
    ------
    ProblemError
        For the absolute and the Poisson loss, whose curvature is none or not bounded. The Huber loss is
        nowhere more curved than the squared one, so its limits are on the safe side. And if the weight decay
        is too large to compute with.

    Notes
    -----
    With x = ηλ, heavy-ball momentum contracts by the larger root of z² − (1 + μ − x)z + μ (Polyak 1964).
    """
    chosen = SgdConfig() if config is None else config
    if not isinstance(chosen, SgdConfig):
        raise ValueError("The settings of minibatch SGD must be an SgdConfig.")
    if not isinstance(chosen.loss, (SquaredLoss, HuberLoss)):
        raise ProblemError(
            f"The {chosen.loss.name} has no fixed curvature, so it sets no limit to the learning rate.",
            ProblemKind.LOSS,
        )
    return curvature(data, chosen.standardise, known=known).limits(chosen)


def divergence_sentence(limits: LearningRateLimits | None, config: SgdConfig, step: int) -> str:
    """What happened when a run blew up after ``step`` updates, and what rate would be safe.

    Without limits, because the loss sets none, only to try a smaller rate.
    """
    rate = config.learning_rate
    written = number_text(rate)
    text = f"Training diverged after step {step:,}; the last finite state is shown. "
    if limits is None:
        return (
            f"{text}The learning rate {written} is too large for the {config.loss.name}: try a tenth of it."
        )
    limit = limits.stable_limit
    name = f"{1.0 + config.momentum:g}·2/λmax" if config.momentum else "2/λmax"
    if rate >= limit:
        return (
            f"{text}The learning rate {written} is too large: "
            f"the largest stable rate for these data is {name} = {number_text(limit, 3)}, "
            f"where λmax is the largest curvature of the loss."
        )
    return (
        f"{text}The learning rate {written} is below the largest stable rate for all rows at once, "
        f"{name} = {number_text(limit, 3)} with the largest curvature λmax of the loss, "
        f"but single minibatches of {config.batch_size:,} vary too much for it."
    )


def _hessian(m: Moments, standardise: bool) -> FloatArray:
    """Hessian of the half mean squared error with respect to the internal weights and constant."""
    if standardise:
        correlation = m.correlation()
        hessian = np.eye(len(correlation) + 1)
        hessian[:-1, :-1] = correlation
        if m.rounding is not None:
            # What is left of the mean where that is no float: up to a standard deviation of a narrow feature.
            kept = m.norms[:-1] > 0.0
            left = m.rounding[:-1][kept] / m.feature_stds[kept]
            hessian[:-1, :-1] += np.outer(left, left)
            hessian[:-1, -1] = hessian[-1, :-1] = left
        return hessian
    mean = m.feature_means
    hessian = np.ones((len(mean) + 1, len(mean) + 1))
    hessian[:-1, :-1] = m.gram[:-1, :-1] / m.n_rows + np.outer(mean, mean)
    hessian[:-1, -1] = hessian[-1, :-1] = mean
    return hessian


def _longest_row(data: Dataset, scaling: Scaling) -> float:
    """Largest squared length of an internal row, with the constant 1 and times its weight."""
    longest, weights, start = 0.0, data.relative_weights, 0
    for X, _ in data.blocks():
        z = (X - scaling.shift) * scaling.inverse_scale
        lengths = np.einsum("ij,ij->i", z, z) + float(data.has_bias)
        if weights is not None:
            lengths *= weights[start : start + len(X)]
        start += len(X)
        longest = max(longest, float(lengths.max()))
    return longest


def _extremes(hessian: FloatArray) -> tuple[float, float]:
    """The smallest eigenvalue, which may be lost in rounding, and the largest."""
    eigenvalues = np.linalg.eigvalsh(hessian)
    return float(eigenvalues[0]), float(eigenvalues[-1])


def _root(data: Dataset, m: Moments, standardise: bool) -> tuple[FloatArray, int]:
    """A triangle R with the Hessian RᵀR, to all digits, and how many eigenvalues of that are not zero."""
    kept = np.flatnonzero(m.norms[:-1])
    scale = m.norms[kept]
    design = Design(data, kept, m.mean[kept], data.relative_weights, data.has_bias)
    R = scaled_triangle(design, design.column_lengths(scale))
    if not data.has_bias:
        rank = len(split_by_rank(R, np.zeros(len(kept))).independent)
        if standardise:
            return R, rank
        back = np.zeros((len(R), data.n_features))
        back[:, kept] = R * (scale / math.sqrt(m.n_rows))
        return back, rank
    rank = 1 + len(split_by_rank(R[1:, 1:], np.abs(design.shift) * math.sqrt(m.n_rows) / scale).independent)
    # The constant is the first column there, and the last one here.
    if standardise:
        return np.hstack([R[:, 1:], R[:, :1]]), rank
    back = np.outer(R[:, 0], np.append(m.feature_means, 1.0))
    back[:, kept] += R[:, 1:] * (scale / math.sqrt(m.n_rows))
    return back, rank


def _squared_sizes(root: FloatArray, rank: int) -> tuple[float, float]:
    """The squares of the smallest singular value that is not zero, and of the largest."""
    # A wide one has the singular values of its triangle.
    sizes = np.linalg.svd(root if len(root) >= root.shape[1] else upper_of_tall(root.T), compute_uv=False)
    return float(sizes[rank - 1]) ** 2, float(sizes[0]) ** 2


def _updates(rate: float, low: float, high: float, momentum: float) -> float:
    """Updates per factor of ten at a constant rate on all rows, in the slowest direction."""
    # Between the extremes contraction is nowhere slower.
    return max(updates_where(rate * low, momentum), updates_where(rate * high, momentum))


def updates_where(x: float, momentum: float) -> float:
    """Updates per factor of ten in a direction where rate times eigenvalue is x; infinite where none come."""
    if 0.0 < x < _TINY * (1.0 - momentum):
        # There the contraction, 1 − x / (1 − μ), rounds to 1.
        return math.log(10.0) * (1.0 - momentum) / x
    factor = contraction(x, momentum)
    if factor >= 1.0:
        return math.inf
    return math.log(10.0) / -math.log(factor) if factor > 0.0 else 1.0


def contraction(x: float, momentum: float) -> float:
    """Spectral radius of an update with momentum where rate times eigenvalue is x; |1 − x| without."""
    half = 0.5 * (1.0 + momentum - x)
    root = half * half - momentum
    return math.sqrt(momentum) if root < 0.0 else abs(half) + math.sqrt(root)
