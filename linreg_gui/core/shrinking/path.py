"""Ridge, lasso and elastic net at every penalty, from the moments alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray, IntArray, finite_array, finite_number, frozen, whole_number
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.moments import Moments

from .active_set import ActiveSet, violation
from .sums import StandardSquares, Sums, Told, Units, check_size, standard_squares, sums_of, units_of

POINTS = 100
LEAST_MIXING = 0.01
# The least penalty beside the one that leaves no weight: with more rows than features, and otherwise.
_SHARE, _SHARE_OF_FEW_ROWS = 1e-4, 1e-2
# Ridge weights are hardly there at so many times the largest eigenvalue of the correlations, and hardly
# shrunk at this share of the least one, which may be next to nothing.
_RIDGE_MOST, _RIDGE_LEAST, _RIDGE_SHARE = 50.0, 0.02, 1e-6


@dataclass(frozen=True, eq=False)
class ShrunkFit:
    """Weights and bias under one penalty.

    Attributes
    ----------
    penalty : float
        λ, without a unit; see `shrinkage_path`.
    weights : array, shape (d,)
        In label units per feature unit.
    bias : float
        In label units; 0 where models have none. It is not penalised.
    standardised : array, shape (d,)
        The weights in standard deviations of the label per standard deviation of the feature.
    freedom : float
        Effective number of weights: the trace of what makes predictions of labels, without the bias; for the
        lasso the number of weights that are not 0.
    half_mse : float
        Half mean squared error over all rows, in squared label units.
    """

    penalty: float
    weights: FloatArray
    bias: float
    standardised: FloatArray
    freedom: float
    half_mse: float


@dataclass(frozen=True, eq=False)
class ShrinkagePath:
    """Weights under every penalty of a grid, the largest first.

    Attributes
    ----------
    feature_names : tuple of str
    label_name : str
    mixing : float
        Share of the sizes of weights in the penalty: 1 for the lasso, 0 for ridge.
    penalties : array, shape (m,)
        λ, falling.
    standardised : array, shape (m, d)
        Weights in standard deviations of the label per standard deviation of the feature.
    weights : array, shape (m, d)
        In label units per feature unit.
    biases : array, shape (m,)
        In label units.
    freedom : array, shape (m,)
        See `ShrunkFit.freedom`.
    half_mse : array, shape (m,)
        Over all rows, in squared label units.
    violations : array, shape (m,)
        By how much the conditions of Karush, Kuhn and Tucker are missed at most, beside correlations up to 1.
    units : Units
        What features and label are divided by.
    """

    feature_names: tuple[str, ...]
    label_name: str
    mixing: float
    penalties: FloatArray
    standardised: FloatArray
    weights: FloatArray
    biases: FloatArray
    freedom: FloatArray
    half_mse: FloatArray
    violations: FloatArray
    units: Units
    _squares: StandardSquares
    _sums: Sums

    @cached_property
    def n_nonzero(self) -> IntArray:
        """How many weights are not 0 at each penalty, shape (m,)."""
        return np.asarray(np.count_nonzero(self.standardised, axis=1))

    def at(self, penalty: float) -> ShrunkFit:
        """The fit under one penalty, on the grid or not; raises as `shrinkage_path`."""
        penalty = _positive(penalty)
        near = self.standardised[self.nearest(penalty)]
        found = _solved(self._squares, self.mixing, np.array([penalty]), near)
        weights, biases = _in_data_units(found, self.units, self._sums)
        return ShrunkFit(
            penalty=penalty,
            weights=frozen(weights[0]),
            bias=float(biases[0]),
            standardised=frozen(found[0]),
            freedom=_freedom(self._squares, self.mixing, penalty, found[0]),
            half_mse=0.5 * float(self._squares.mean_squares(found)[0]) * self.units.label**2,
        )

    def nearest(self, penalty: float) -> int:
        """The place of the penalty of the grid that is nearest to one, by their ratio."""
        return int(np.abs(np.log(self.penalties / penalty)).argmin())


def shrinkage_path(
    data: Dataset,
    mixing: float = 1.0,
    *,
    penalties: ArrayLike | None = None,
    n_penalties: int = POINTS,
    known: Moments | None = None,
    told: Told | None = None,
) -> ShrinkagePath:
    """Ridge, lasso or elastic net at many penalties at once.

    Parameters
    ----------
    data : Dataset
        With row weights and without a bias as it has them.
    mixing : float
        1 for the lasso, 0 for ridge, or from 0.01 to 1 for an elastic net between.
    penalties : array_like, shape (m,), optional
        λ, each larger than 0, in any order. By default even on a log scale: from where all weights are 0 down
        to 1/10,000 of that (1/100 where there are no more rows than features); for ridge by the eigenvalues
        of the correlations.
    n_penalties : int
        How many there are by default.
    known : Moments, optional
        Moments of the same dataset, if they are at hand.
    told : callable, optional
        Gets the share that is done.

    Returns
    -------
    ShrinkagePath

    Raises
    ------
    ValueError
        If an argument is out of its range.
    ProblemError
        If the label is constant, there are more than 1,000 features, or the numbers are too large or too
        small to be squared.

    Notes
    -----
    With features and label less their means and over their standard deviations (divisor n; root mean squares
    without a bias), the standardised weights u are those of least

        half mean squared error + λ·(mixing·‖u‖₁ + ½·(1 − mixing)·‖u‖²).

    So λ has no unit, and the lasso has no weight left once λ is the largest correlation with the label. In
    scikit-learn λ is ``alpha`` and mixing ``l1_ratio`` of ``ElasticNet`` on such data; for ``Ridge`` it is
    ``alpha`` / n. Where the label stays in its own units, ``alpha`` of ``Lasso`` is λ times its standard
    deviation. With ``ridge`` of `fit`, on standardised features, λ is the same. Columns of 0 and 1 of a
    category are standardised as any other; each has a weight of its own, which may be 0.

    Ridge: one eigendecomposition. Otherwise active sets (see `core/shrinking/active_set.py`), each solved
    exactly; Hastie, Tibshirani and Friedman, The Elements of Statistical Learning (2009), section 3.4. The
    effective number of weights: Zou, Hastie and Tibshirani (2007), Annals of Statistics 35.
    """
    check_size(data)
    sums = sums_of(data, known)
    units = units_of(data, sums)
    squares = standard_squares(sums, units)
    mixing = checked_mixing(mixing)
    if penalties is None:
        grid = _grid(squares, mixing, data, whole_number(n_penalties, "The number of penalties", 2))
    else:
        grid = finite_array(penalties, "The penalties", 1)
        grid = np.sort(grid)[::-1]
        if not (grid.size and grid[-1] > 0.0):
            raise ValueError("There is at least one penalty, and each is larger than 0.")
    found = _solved(squares, mixing, grid, None, told)
    weights, biases = _in_data_units(found, units, sums)
    return ShrinkagePath(
        feature_names=data.feature_names,
        label_name=data.label_name,
        mixing=mixing,
        penalties=frozen(grid),
        standardised=frozen(found),
        weights=frozen(weights),
        biases=frozen(biases),
        freedom=frozen(
            np.array([_freedom(squares, mixing, p, u) for p, u in zip(grid.tolist(), found, strict=True)])
        ),
        half_mse=frozen(0.5 * squares.mean_squares(found) * units.label**2),
        violations=frozen(_violations(squares, mixing, grid, found)),
        units=units,
        _squares=squares,
        _sums=sums,
    )


def path_of_squares(squares: StandardSquares, mixing: float, penalties: FloatArray) -> FloatArray:
    """Standardised weights at each of these falling penalties, shape (m, d)."""
    return _solved(squares, mixing, penalties, None)


def checked_mixing(mixing: float) -> float:
    """As a float, or a ValueError with a sentence."""
    mixing = finite_number(mixing, "The mixing")
    if not (mixing == 0.0 or LEAST_MIXING <= mixing <= 1.0):
        raise ValueError(f"The mixing is 0 for ridge, 1 for the lasso, or from {LEAST_MIXING} to 1.")
    return mixing


def _positive(penalty: float) -> float:
    penalty = finite_number(penalty, "The penalty")
    if penalty <= 0.0:
        raise ValueError("The penalty is larger than 0.")
    return penalty


def _grid(squares: StandardSquares, mixing: float, data: Dataset, count: int) -> FloatArray:
    if mixing:
        most = float(np.abs(squares.across).max()) / mixing or 1.0
        least = most * (_SHARE if data.n_rows > data.n_features else _SHARE_OF_FEW_ROWS)
        return np.geomspace(most, least, count)
    values = np.linalg.eigvalsh(squares.products)
    top = max(float(values[-1]), 1.0)
    some = values[values > _RIDGE_SHARE * top]
    lowest = _RIDGE_LEAST * float(some[0]) if some.size else _RIDGE_LEAST
    return np.geomspace(_RIDGE_MOST * top, max(lowest, _RIDGE_SHARE * top), count)


def _solved(
    squares: StandardSquares,
    mixing: float,
    penalties: Sequence[float] | FloatArray,
    start: FloatArray | None,
    told: Told | None = None,
) -> FloatArray:
    R, c = squares.products, squares.across
    if not mixing:
        values, vectors = np.linalg.eigh(R)
        shrunk = (vectors.T @ c) / (np.maximum(values, 0.0) + np.asarray(penalties)[:, None])
        return np.asarray(shrunk @ vectors.T)
    found = np.zeros((len(penalties), len(c)))
    active = ActiveSet(R, c, start)
    for at, penalty in enumerate(penalties):
        found[at] = active.least(penalty * mixing, penalty * (1.0 - mixing))
        if told is not None:
            told((at + 1) / len(penalties))
    return found


def _violations(
    squares: StandardSquares, mixing: float, penalties: FloatArray, found: FloatArray
) -> FloatArray:
    R, c = squares.products, squares.across
    return np.array(
        [
            violation(R, c, penalty * mixing, penalty * (1.0 - mixing), u)
            for penalty, u in zip(penalties.tolist(), found, strict=True)
        ]
    )


def _freedom(squares: StandardSquares, mixing: float, penalty: float, u: FloatArray) -> float:
    """The trace of the matrix that makes predictions of labels, with the signs of the weights as they are."""
    check_wanted()
    active = np.flatnonzero(u) if mixing else np.arange(len(u))
    l2 = penalty * (1.0 - mixing)
    if not l2:
        return float(active.size)
    values = np.maximum(np.linalg.eigvalsh(squares.products[np.ix_(active, active)]), 0.0)
    return float((values / (values + l2)).sum())


def _in_data_units(found: FloatArray, units: Units, sums: Sums) -> tuple[FloatArray, FloatArray]:
    weights = found * (units.label / units.features)
    means = sums.mean + sums.rounding
    return weights, means[-1] - weights @ means[:-1]
