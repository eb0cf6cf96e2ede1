"""The experiment of exercise 3.1.4: normal noise on the features, beside the ridge answer it resembles.

Draws are made of the moments alone, so that they take the same time for ten rows and for ten million.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.model.moments import Moments
from linreg_gui.core.problem import ProblemError, ProblemKind

DRAWS = 200
_FEWEST_ROWS, _MOST_FEATURES = 3, 1_000
# More features get fewer draws, as each takes their third power.
_FEWEST_DRAWS, _MOST_WORK = 20, 200_000_000
_ROUNDING = 4.0 * float(np.finfo(np.float64).eps)


@dataclass(frozen=True, eq=False)
class NoisyFeatures:
    """Least squares with N(0, σ²) added to every feature, drawn many times.

    Features are in standard deviations (divisor n), so that one σ suits all of them; d of them vary.

    Attributes
    ----------
    sigma : float
        In standard deviations of each feature.
    n_rows : int
    centred : bool
        Whether the means are taken off, as they are with a bias; without one nothing is, and what stands for
        the standard deviations are root mean squares.
    kept : array of int, shape (d,)
        The places of the features that vary.
    spreads : array, shape (d,)
        Their standard deviations.
    gram : array, shape (d, d)
        XᵀX of the features less their means.
    mean_gram : array, shape (d, d)
        Its mean over the draws.
    drawn : array, shape (draws, d)
        Weights of each draw, in label units per standard deviation; NaN where a draw has no single answer.
    plain : array, shape (d,), or None
        Those of the data as they are; None where these leave them open.
    ridge : array, shape (d,), or None
        Those of ridge with the penalty that the noise amounts to; None where that is 0 and `plain` is open.
    """

    sigma: float
    n_rows: int
    centred: bool
    kept: np.ndarray
    spreads: FloatArray
    gram: FloatArray
    mean_gram: FloatArray
    drawn: FloatArray
    plain: FloatArray | None
    ridge: FloatArray | None

    @property
    def penalty(self) -> float:
        """What the noise adds to the diagonal of XᵀX on average: nσ², or (n − 1)σ²."""
        return (self.n_rows - self.centred) * self.sigma**2

    @property
    def times(self) -> str:
        """How many times σ² that is, as it is written."""
        return "(n − 1)" if self.centred else "n"

    @property
    def expected_gram(self) -> FloatArray:
        """E[XᵀX] = XᵀX + nσ²I, or (n − 1)σ²I."""
        return np.asarray(self.gram + self.penalty * np.eye(len(self.gram)))

    @cached_property
    def mean_weights(self) -> FloatArray:
        """Over the draws."""
        return np.asarray(self.drawn.mean(axis=0))

    @cached_property
    def spread_of_weights(self) -> FloatArray:
        """Standard deviation over the draws."""
        return np.asarray(self.drawn.std(axis=0, ddof=1))


def noisy_features(
    m: Moments,
    sigma: float,
    plain: FloatArray | None,
    *,
    centred: bool = True,
    draws: int = DRAWS,
    seed: int = 0,
) -> NoisyFeatures:
    """`NoisyFeatures` of a dataset.

    Parameters
    ----------
    m : Moments
        Of rows without weights.
    sigma : float
        Standard deviation of the noise, in standard deviations of each feature; not negative.
    plain : array, or None
        The exact weights of all features, in their own units; None where the data leave them open.
    centred : bool
        Whether the means are taken off in them, and of the noise.
    draws : int
        Of many features there are fewer.
    seed : int
        The same seed gives the same draws but for their size, whatever σ is.

    Raises
    ------
    ProblemError
        If there are too few rows, or no feature varies.

    Notes
    -----
    With [X | y] = QR of d + 1 columns and noise E, QᵀE has independent normal entries and what is left of EᵀE
    is an independent Wishart matrix of n − 1 − (d + 1) degrees of freedom, of which Bartlett's decomposition
    gives a root (Anderson, An Introduction to Multivariate Statistical Analysis, 7.2). So the products of
    X + E are drawn without a row.
    """
    kept = np.flatnonzero(m.norms[:-1])
    n = m.n_rows
    if n < _FEWEST_ROWS or not kept.size:
        why = "no feature varies" if n >= _FEWEST_ROWS else "there are too few rows"
        raise ProblemError(f"No noise can be added: {why}.", ProblemKind.TOO_FEW_ROWS)
    d, freedom = kept.size, n - centred
    if d > _MOST_FEATURES:
        raise ProblemError(f"Noise is added to at most {_MOST_FEATURES:,} features.", ProblemKind.TOO_LARGE)
    draws = min(draws, max(_FEWEST_DRAWS, _MOST_WORK // d**3))
    spreads = m.feature_stds[kept]
    scale = np.append(1.0 / spreads, 1.0)
    both = np.append(kept, len(m.norms) - 1)
    products = m.gram[np.ix_(both, both)] * scale[:, None] * scale
    gram, across = products[:d, :d], products[:d, d]
    # R by eigenvalues, the largest first: of a semidefinite matrix Cholesky finds none. Centred rows have
    # n − 1 directions, and where these are fewer than the columns, what is beyond them is rounding.
    values, vectors = np.linalg.eigh(products)
    root = (np.sqrt(np.maximum(values, 0.0))[:, None] * vectors.T)[::-1][:freedom]
    X, label = root[:, :d], root[:, d]
    rng = np.random.default_rng(seed)
    mean_gram, drawn = np.zeros((d, d)), np.empty((draws, d))
    for draw in range(draws):
        noisy = X + sigma * rng.standard_normal(X.shape)
        rest = sigma * _wishart_root(rng, freedom - len(root), d)
        found = noisy.T @ noisy + rest.T @ rest
        mean_gram += found / draws
        drawn[draw] = _solved(found, noisy.T @ label)
    penalty = freedom * sigma * sigma
    known = None if plain is None else np.asarray(plain)[kept] * spreads
    ridge = _solved(gram + penalty * np.eye(d), across) if penalty else known
    if ridge is not None and np.isnan(ridge).any():
        ridge = None
    return NoisyFeatures(float(sigma), n, centred, kept, spreads, gram, mean_gram, drawn, known, ridge)


def _wishart_root(rng: np.random.Generator, freedom: int, d: int) -> FloatArray:
    """A matrix whose RᵀR is a Wishart matrix of this many degrees of freedom."""
    if freedom <= d:
        return rng.standard_normal((freedom, d))
    root = np.triu(rng.standard_normal((d, d)), 1)
    root[np.diag_indices(d)] = np.sqrt(rng.chisquare(freedom - np.arange(d)))
    return root


def _solved(products: FloatArray, across: FloatArray) -> FloatArray:
    """The weights, or NaN where rounding leaves them open."""
    open_weights = np.full(len(products), np.nan)
    try:
        root = np.linalg.cholesky(products)
    except np.linalg.LinAlgError:
        return open_weights
    if not np.diag(root).min() ** 2 > _ROUNDING * len(root) * float(np.diag(products).max()):
        return open_weights
    return np.asarray(np.linalg.solve(root.T, np.linalg.solve(root, across)))
